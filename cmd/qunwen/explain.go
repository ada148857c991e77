package main

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"qunwen/corpus"
	"qunwen/index"
)

// reasons are the errors that users meet, in their language.
var reasons = []struct {
	err  error
	text string
}{
	{corpus.ErrNoFrontMatter, "没有文件头：第一行应是 ---"},
	{corpus.ErrUnclosedFrontMatter, "文件头没有结束：缺第二个 ---"},
	{corpus.ErrFrontMatter, "文件头不是合法的 YAML 键值"},
	{corpus.ErrName, "文件名应是 <群>/_posts/年-月-日-标题.markdown"},
	{corpus.ErrTooLarge, "文件太大"},
	{corpus.ErrNotRegular, "不是普通文件"},
	{corpus.ErrEncoding, "不是合法的 UTF-8：坏字节读作 U+FFFD"},
	{corpus.ErrClock, "没有这样的时刻：这一行当作正文"},
	{corpus.ErrStrayText, "第一条消息之前有文字：不属于任何人，不会被检索"},
	{index.ErrDamaged, "索引坏了"},
	{index.ErrNoIndex, "还没有索引"},
	{fs.ErrNotExist, "不存在"},
	{fs.ErrPermission, "没有权限"},
}

// explain returns an error as its reader should see it: the place, the reason
// in Chinese, and the details in the words of the library.
func explain(err error) string {
	place, detail := "", err
	if pe, ok := errors.AsType[*corpus.ParseError](err); ok {
		place = fmt.Sprintf("%s:%d: ", pe.Path, pe.Line)
		detail = pe.Err
	}
	for _, r := range reasons {
		if !errors.Is(detail, r.err) {
			continue
		}
		if detail == r.err {
			return place + r.text
		}
		rest := strings.TrimPrefix(strings.TrimPrefix(detail.Error(), r.err.Error()), ": ")
		return place + r.text + "（" + rest + "）"
	}
	return place + detail.Error()
}

// flagError says in Chinese what package flag found wrong.
func flagError(err error) string {
	msg := err.Error()
	if name, ok := strings.CutPrefix(msg, "flag provided but not defined: "); ok {
		return "没有 " + name + " 这个选项"
	}
	if name, ok := strings.CutPrefix(msg, "flag needs an argument: "); ok {
		return "选项 " + name + " 后面要有内容"
	}
	return "选项有误：" + msg
}
