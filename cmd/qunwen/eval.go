package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/natefinch/atomic"
	"golang.org/x/text/unicode/norm"

	"qunwen/bot"
	"qunwen/index"
	"qunwen/index/judge"
)

const evalUsage = `用法：
  qunwen eval [选项] 题目.jsonl…
  qunwen eval --sheet 表.csv [选项] 提问.jsonl
  qunwen eval --take-sheet 表.csv [--out 新的.jsonl] 提问.jsonl

拿已经知道答案的题目考一遍，报告答得怎么样：引到答案的比例、判断得对不对、
用了多久，没答好的题各是什么原因。每道题的问法和 ask --batch 一样。

题目文件逐行是 {"id":"q1","kind":"answerable","topic":"refund","question":"…",
"asked_at":"2018-05-12T10:00:00+08:00","gold":[{"file":"prodarch/2018-05-10-chat","time":"07:25:01"}]}。
kind 是 answerable（群里有答案，不写也是它）、unanswerable（没有）或 schedule（问分享安排）；
gold 是回答了它的消息；topic 和 asked_at 可以没有。

群友原话的题目文件逐行是 {"id":"r1","question":"…","asked_at":"…","message":"prodarch/2018-05-12/100000",
"without":["prodarch/2018-05-11"],"self_contained":true,"judged":[{"middle":"prodarch/2018-05-10/072501",
"seen":["prodarch/2018-05-10/072501"],"grade":2,"lines":["prodarch/2018-05-10/072501"]}]}。
message 是提问的那条消息，without 是不用的日子，self_contained 说它是不是能拿去查记录的问题；
judged 是有人读过（seen）的摘录：grade 2 回答了问题，1 相关，0 没有帮助，lines 是答案所在的消息。
一个文件里只有一种题目。

--sheet 把引到了、却还没人读过的摘录写成一张表，用表格软件打开，逐行填评分和答案在哪几行。
--take-sheet 读填好的表，把评分并进题目文件：没有 --out 只检查，不写；要直接改原来的文件，
--out 就写它的名字。没填的行跳过。存表时请选“CSV UTF-8（逗号分隔）”。

--fit 按题目重新拟合权重：选哪几句、哪处在先、是不是在提问、有没有答案，写成新的
weights.json；放到 index/weights.json 再编译才会生效。
--folds 5 把题目分成五份，每份都用另外四份拟合出的权重来答，报告没见过的题答得怎么样；
同一道题的几种问法总在一份里。加 --out 就把答案写成 ask --batch 的样子。

--json 每个题目文件输出一行 JSON；--curve 把全部题目画成一张图：多答一些，会多错多少。
`

// An evalReport is what eval --json prints for a gold file.
type evalReport struct {
	File string `json:"file"` // as given
	judge.Report
}

// An askedReport is what eval --json prints for an asked set.
type askedReport struct {
	File string `json:"file"` // as given
	judge.AskedReport
}

// A goldFile is a gold file that was read.
type goldFile struct {
	path      string
	questions []judge.Question
}

// evalFlags are the flags of eval. Files that are not asked for are "".
type evalFlags struct {
	misses    int    // most of each sort that are listed
	curve     string // SVG file to write
	fit       string // JSON file to write
	sheet     string // CSV file to write
	takeSheet string // CSV file to read
	out       string // gold file to write from takeSheet, or answers of folds
	folds     int    // judge by weights fitted to all folds but the question's own; 0: by those of the program
}

func evalCommand() command {
	var f evalFlags
	return command{
		name:  "eval",
		usage: evalUsage,
		flags: func(fs *flag.FlagSet, e *env) {
			fs.IntVar(&f.misses, "misses", 10, "每个题目文件最多列出`几道`没答好的题；对 --json 没有影响")
			fs.StringVar(&f.fit, "fit", "", "按题目拟合权重，写进这个 JSON `文件`，不再答题")
			fs.StringVar(&f.curve, "curve", "", "把风险—覆盖率曲线画进这个 SVG `文件`")
			fs.StringVar(&f.sheet, "sheet", "", "把没人评过的摘录写进这个 CSV `文件`，它原来不能有")
			fs.StringVar(&f.takeSheet, "take-sheet", "", "读这个填好的 CSV `文件`，不答题")
			fs.IntVar(&f.folds, "folds", 0, "分成这么多`份`，每份用其余几份重新拟合的权重来答")
			fs.StringVar(&f.out, "out", "", "把并进了评分的题目，或者 --folds 的答案，写进这个`文件`")
		},
		run: func(ctx context.Context, e *env, args []string) error {
			if text := f.misuse(args); text != "" {
				return &misuse{text: text, help: "eval"}
			}
			if f.takeSheet != "" {
				return e.takeSheet(f.takeSheet, args[0], f.out)
			}
			return e.eval(ctx, args, f)
		},
	}
}

// misuse says what is wrong with the flags and the gold files that were given;
// "" if nothing is.
func (f *evalFlags) misuse(paths []string) string {
	one, taking := len(paths) == 1, f.takeSheet != ""
	for _, rule := range []struct {
		wrong bool
		text  string
	}{
		{len(paths) == 0, "要考哪些题？请给出题目文件"},
		{f.misses < 0, fmt.Sprintf("--misses %d 应是 0 或更大", f.misses)},
		{f.out != "" && !taking && f.folds == 0, "--out 要和 --take-sheet 或 --folds 一起用"},
		{taking && f.answering(), "--take-sheet 不能和 --sheet、--fit、--curve、--folds 一起用"},
		{f.folds != 0 && (f.folds < 2 || f.folds > mostFolds), fmt.Sprintf("--folds %d 应在 2 到 %d 之间", f.folds, mostFolds)},
		{f.folds != 0 && f.fit != "", "--folds 不能和 --fit 一起用"},
		{f.sheet != "" && f.fit != "", "--sheet 不能和 --fit 一起用"},
		{(f.sheet != "" || taking) && !one, "--sheet 和 --take-sheet 一次只用一个题目文件"},
	} {
		if rule.wrong {
			return rule.text
		}
	}
	return ""
}

// answering reports whether a flag was given that needs answers.
func (f *evalFlags) answering() bool {
	return f.sheet != "" || f.fit != "" || f.curve != "" || f.folds != 0
}

// eval judges the answers to each gold file and writes the curve of all
// together and the sheet, if they are asked for. What can be found wrong with
// the files is found before the first question.
func (e *env) eval(ctx context.Context, paths []string, f evalFlags) error {
	var files []goldFile
	for _, path := range paths {
		questions, err := readGold(path)
		if err != nil {
			return err
		}
		files = append(files, goldFile{path, questions})
	}
	if err := f.checkFiles(files); err != nil {
		return err
	}
	x, err := e.openIndex(ctx)
	if err != nil {
		return err
	}
	defer x.Close()
	if f.fit != "" {
		return e.fit(ctx, x, files, f.fit)
	}
	b, err := e.newBot(x, nil)
	if err != nil {
		return err
	}
	opt := judge.Options{Texts: e.published(), Fold: norm.NFKC.String}
	all, err := e.answers(ctx, x, b, files, f)
	if err != nil {
		return err
	}
	var outcomes []judge.Outcome
	var excerpts []judge.Excerpt
	for i, file := range files {
		answers := all[i]
		outcomes = append(outcomes, judge.Outcomes(file.questions, answers)...)
		excerpts = append(excerpts, judge.UnjudgedExcerpts(file.questions, answers)...)
		if err := e.report(file, answers, opt, i == 0, f.misses); err != nil {
			return err
		}
	}
	if f.curve != "" {
		if err := writeCurve(f.curve, judge.NewCurve(outcomes)); err != nil {
			return err
		}
	}
	if f.sheet != "" {
		return e.writeSheet(f.sheet, excerpts)
	}
	return nil
}

// answers asks the questions of all files, by the program's weights or, in
// folds, by some that had not seen the question. It returns the answers of each
// file by question.
func (e *env) answers(ctx context.Context, x *index.Index, b *bot.Bot, files []goldFile, f evalFlags) ([]map[string]judge.Answer, error) {
	all := make([]map[string]judge.Answer, len(files))
	if f.folds == 0 {
		for i, file := range files {
			var err error
			if all[i], err = e.askAll(ctx, x, b, file); err != nil {
				return nil, err
			}
		}
		return all, nil
	}
	held, err := e.heldOut(ctx, x, b, files, f.folds)
	if err != nil {
		return nil, err
	}
	for i, file := range files {
		all[i] = byID(file, held[i])
	}
	if f.out == "" {
		return all, nil
	}
	return all, writeHeld(f.out, files, held)
}

// checkFiles returns an error if a file cannot be written where it is asked
// for, or if a sheet is asked for of questions without judged excerpts.
func (f *evalFlags) checkFiles(files []goldFile) error {
	for _, out := range []string{f.curve, f.fit, f.sheet, f.out} {
		if _, err := os.Stat(filepath.Dir(out)); out != "" && err != nil {
			return fmt.Errorf("%s 的目录：%w", out, err)
		}
	}
	if f.sheet == "" {
		return nil
	}
	if !judge.IsAskedSet(files[0].questions) {
		return fmt.Errorf("%s 不是群友原话的题目，没有要评的摘录", files[0].path)
	}
	return mustNotExist(f.sheet)
}

// report prints the figures on one gold file.
func (e *env) report(f goldFile, answers map[string]judge.Answer, opt judge.Options, first bool, misses int) error {
	if judge.IsAskedSet(f.questions) {
		r := judge.ScoreAsked(f.questions, answers)
		if e.json {
			return writeJSON(e.Out, askedReport{f.path, r})
		}
		return printAskedFigures(e.Out, first, f.path, &r, misses)
	}
	r := judge.Score(f.questions, answers, opt)
	if e.json {
		return writeJSON(e.Out, evalReport{f.path, r})
	}
	return printFigures(e.Out, first, f.path, &r, misses)
}

func readGold(path string) ([]judge.Question, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("题目文件：%w", err)
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && info.IsDir() {
		return nil, fmt.Errorf("题目文件 %s：这是目录", path)
	}
	return judge.Parse(path, f)
}

// writeCurve puts the picture in the place of path, whole; nothing is drawn of
// no questions.
func writeCurve(path string, c *judge.Curve) error {
	if c == nil {
		return fmt.Errorf("图 %s 没有画：题目里只有问分享安排的，或者都不是问题", path)
	}
	if err := atomic.WriteFile(path, bytes.NewReader(c.SVG())); err != nil {
		return fmt.Errorf("图 %s 没有写成：%w", path, err)
	}
	return nil
}

// askAll asks the questions of a gold file one after the other, as ask --batch
// does.
func (e *env) askAll(ctx context.Context, x *index.Index, b *bot.Bot, f goldFile) (map[string]judge.Answer, error) {
	bar := newBar(e.Err)
	defer bar.finish()
	answers := make(map[string]judge.Answer, len(f.questions))
	for i, q := range f.questions {
		_, a, err := askJudged(ctx, x, b, q)
		if err != nil {
			return nil, fmt.Errorf("%s 的 %s：%w", f.path, q.ID, err)
		}
		answers[q.ID] = a
		bar.set("答题", i+1, len(f.questions))
	}
	return answers, nil
}

// askJudged asks one question and returns the answer and what is judged of it.
func askJudged(ctx context.Context, x *index.Index, b *bot.Bot, q judge.Question) (bot.Answer, judge.Answer, error) {
	a, err := b.Ask(ctx, bot.Question{
		Text: q.Text, AskedAt: q.AskedAt, Room: q.Room, Message: q.Message, Without: q.Without, Everywhere: true,
	})
	if err != nil {
		return bot.Answer{}, judge.Answer{}, err
	}
	j := judge.Answer{Verdict: judge.Verdict(a.Verdict), Confidence: a.Confidence, TookMS: a.TookMS}
	for _, p := range a.Passages {
		var passage []judge.Citation
		for _, c := range p.Citations {
			k := judge.Key{Room: c.Room, Date: c.Date, Time: c.Time}
			passage = append(passage, judge.Citation{Key: k, Quote: c.Quote, ID: c.ID, Speaker: c.Speaker})
		}
		j.Passages = append(j.Passages, passage)
	}
	for _, s := range a.Sessions {
		if c := s.Source; c != nil {
			j.Sessions = append(j.Sessions, judge.Citation{Key: judge.Key{Room: c.Room, Date: c.Date, Time: c.Time}, Quote: c.Quote})
		}
	}
	if q.Kind != judge.Talk { // Talk has nothing to find, so no miss to explain
		j.Candidates, err = candidates(ctx, x, q)
	}
	return a, j, err
}

// judgedPlaces is how many places may hold an answer that is then said to be
// ranked low; beyond, it is not among the candidates.
const judgedPlaces = 30

// candidates returns the messages in reach of each place that the index
// considers for a question, best first.
func candidates(ctx context.Context, x *index.Index, q judge.Question) ([][]judge.Key, error) {
	s, err := x.Study(ctx, q.Text, searchOptions(&q, judgedPlaces))
	if err != nil {
		return nil, err
	}
	all := [][]judge.Key{}
	for _, c := range s.Candidates {
		var keys []judge.Key
		for _, l := range c.Lines {
			keys = append(keys, keyOf(l.ID))
		}
		all = append(all, keys)
	}
	return all, nil
}

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
