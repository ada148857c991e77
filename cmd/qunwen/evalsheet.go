package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/natefinch/atomic"

	"qunwen/index/judge"
)

// mustNotExist returns an error if there is a file of this name: a sheet that
// somebody has filled is hours of work.
func mustNotExist(path string) error {
	_, err := os.Stat(path)
	switch {
	case err == nil:
		return fmt.Errorf("%s 已经有了：请换个名字，免得盖掉填好的表", path)
	case errors.Is(err, fs.ErrNotExist):
		return nil
	}
	return fmt.Errorf("表 %s：%w", path, err)
}

// writeSheet writes a sheet of the excerpts; none if there is nothing to judge.
func (e *env) writeSheet(path string, excerpts []judge.Excerpt) error {
	if len(excerpts) == 0 {
		e.note("引到的摘录都有人评过，没有写 %s", path)
		return nil
	}
	var b bytes.Buffer
	if err := judge.WriteSheet(&b, excerpts); err != nil {
		return fmt.Errorf("表 %s 没有写成：%w", path, err) // Unreachable: a buffer takes all.
	}
	if err := mustNotExist(path); err != nil { // answering takes minutes
		return err
	}
	if err := atomic.WriteFile(path, &b); err != nil {
		return fmt.Errorf("表 %s 没有写成：%w", path, err)
	}
	e.note("还没人评过的摘录 %d 处，写进了 %s", len(excerpts), path)
	return nil
}

// takeSheet reads a filled sheet and the asked set it was made of, prints how
// many judgements are new, and writes the set with them to out; "" writes
// nothing.
func (e *env) takeSheet(path, gold, out string) error {
	sheet, err := readSheet(path)
	if err != nil {
		return err
	}
	f, err := os.Open(gold)
	if err != nil {
		return fmt.Errorf("题目文件：%w", err)
	}
	defer f.Close()
	var b bytes.Buffer
	count, err := sheet.AddTo(&b, gold, f)
	if err != nil {
		return err
	}
	if out != "" {
		if err := differs(out, path); err != nil {
			return err
		}
		if err := atomic.WriteFile(out, &b); err != nil {
			return fmt.Errorf("题目文件 %s 没有写成：%w", out, err)
		}
	}
	if e.json {
		return writeJSON(e.Out, count)
	}
	_, err = fmt.Fprintf(e.Out, "评分：新的 %d 处，改了的 %d 处，原来就有的 %d 处；还没填的 %d 处\n",
		count.Added, count.Replaced, count.Same, count.Unfilled)
	if out == "" {
		e.note("只检查了，没有写：加上 --out 文件，才写成新的题目文件")
	}
	return err
}

func readSheet(path string) (judge.Sheet, error) {
	f, err := os.Open(path)
	if err != nil {
		return judge.Sheet{}, fmt.Errorf("表：%w", err)
	}
	defer f.Close()
	s, err := judge.ReadSheet(path, f)
	if errors.Is(err, judge.ErrEncoding) {
		err = fmt.Errorf("%w（存表时请选“CSV UTF-8（逗号分隔）”）", err)
	}
	return s, err
}

// differs returns an error if out is the sheet itself.
func differs(out, sheet string) error {
	a, err := os.Stat(out)
	if err != nil {
		return nil // it is new, or writing will say what is wrong
	}
	b, err := os.Stat(sheet)
	if err == nil && os.SameFile(a, b) {
		return fmt.Errorf("--out %s 就是填好的表：请换个名字", out)
	}
	return nil
}
