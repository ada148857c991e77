package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
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

拿已经知道答案的题目考一遍，报告答得怎么样：引到答案的比例、判断得对不对、
用了多久，没答好的题各是什么原因。每道题的问法和 ask --batch 一样。

题目文件逐行是 {"id":"q1","kind":"answerable","topic":"refund","question":"…",
"asked_at":"2018-05-12T10:00:00+08:00","gold":[{"file":"prodarch/2018-05-10-chat","time":"07:25:01"}]}。
kind 是 answerable（群里有答案，不写也是它）、unanswerable（没有）或 schedule（问分享安排）；
gold 是回答了它的消息；topic 和 asked_at 可以没有。

--fit 先按题目重新拟合选引文、下判断的权重（交叉验证的结果一并打印），写成新的
weights.json；放到 index/weights.json 再编译才会生效。

--json 每个题目文件输出一行 JSON；--curve 把全部题目画成一张图：多答一些，会多错多少。
`

// An evalReport is what eval --json prints for a gold file.
type evalReport struct {
	File string `json:"file"` // as given
	judge.Report
}

// A goldFile is a gold file that was read.
type goldFile struct {
	path      string
	questions []judge.Question
}

func evalCommand() command {
	var curve, fit string
	var misses int
	return command{
		name:  "eval",
		usage: evalUsage,
		flags: func(fs *flag.FlagSet, e *env) {
			fs.IntVar(&misses, "misses", 10, "每个题目文件最多列出`几道`没答好的题；对 --json 没有影响")
			fs.StringVar(&fit, "fit", "", "按题目拟合权重，写进这个 JSON `文件`，不再答题")
			fs.StringVar(&curve, "curve", "", "把风险—覆盖率曲线画进这个 SVG `文件`")
		},
		run: func(ctx context.Context, e *env, args []string) error {
			switch {
			case len(args) == 0:
				return &misuse{text: "要考哪些题？请给出题目文件", help: "eval"}
			case misses < 0:
				return &misuse{text: fmt.Sprintf("--misses %d 应是 0 或更大", misses), help: "eval"}
			}
			return e.eval(ctx, args, misses, curve, fit)
		},
	}
}

// eval judges the answers to each gold file and writes the curve of all
// together, if it is asked for. What can be found wrong with the files is
// found before the first question.
func (e *env) eval(ctx context.Context, paths []string, misses int, curve, fit string) error {
	var files []goldFile
	for _, path := range paths {
		questions, err := readGold(path)
		if err != nil {
			return err
		}
		files = append(files, goldFile{path, questions})
	}
	for _, out := range []string{curve, fit} {
		if _, err := os.Stat(filepath.Dir(out)); out != "" && err != nil {
			return fmt.Errorf("%s 的目录：%w", out, err)
		}
	}
	x, err := e.openIndex(ctx)
	if err != nil {
		return err
	}
	defer x.Close()
	if fit != "" {
		return e.fit(ctx, x, files, fit)
	}
	b, err := e.newBot(x, nil)
	if err != nil {
		return err
	}
	opt := judge.Options{Texts: e.published(), Fold: norm.NFKC.String}
	var outcomes []judge.Outcome
	for i, f := range files {
		answers, err := e.askAll(ctx, x, b, f)
		if err != nil {
			return err
		}
		outcomes = append(outcomes, judge.Outcomes(f.questions, answers)...)
		report := judge.Score(f.questions, answers, opt)
		if e.json {
			err = writeJSON(e.Out, evalReport{f.path, report})
		} else {
			err = printFigures(e.Out, i == 0, f.path, &report, misses)
		}
		if err != nil {
			return err
		}
	}
	if curve == "" {
		return nil
	}
	return writeCurve(curve, judge.NewCurve(outcomes))
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

// askAll asks the questions of a gold file one after the other, as ask --batch
// does.
func (e *env) askAll(ctx context.Context, x *index.Index, b *bot.Bot, f goldFile) (map[string]judge.Answer, error) {
	bar := newBar(e.Err)
	defer bar.finish()
	answers := make(map[string]judge.Answer, len(f.questions))
	for i, q := range f.questions {
		a, err := askJudged(ctx, x, b, q)
		if err != nil {
			return nil, fmt.Errorf("%s 的 %s：%w", f.path, q.ID, err)
		}
		answers[q.ID] = a
		bar.set("答题", i+1, len(f.questions))
	}
	return answers, nil
}

// askJudged asks one question and returns what is judged of the answer.
func askJudged(ctx context.Context, x *index.Index, b *bot.Bot, q judge.Question) (judge.Answer, error) {
	a, err := b.Ask(ctx, bot.Question{Text: q.Text, AskedAt: q.AskedAt, Everywhere: true})
	if err != nil {
		return judge.Answer{}, err
	}
	j := judge.Answer{Verdict: judge.Verdict(a.Verdict), Confidence: a.Confidence, TookMS: a.TookMS}
	for _, p := range a.Passages {
		var passage []judge.Citation
		for _, c := range p.Citations {
			passage = append(passage, judge.Citation{Key: judge.Key{Room: c.Room, Date: c.Date, Time: c.Time}, Quote: c.Quote})
		}
		j.Passages = append(j.Passages, passage)
	}
	for _, s := range a.Sessions {
		if c := s.Source; c != nil {
			j.Sessions = append(j.Sessions, judge.Citation{Key: judge.Key{Room: c.Room, Date: c.Date, Time: c.Time}, Quote: c.Quote})
		}
	}
	j.Candidates, err = candidates(ctx, x, q)
	return j, err
}

// judgedPlaces is how many places may hold an answer that is then said to be
// ranked low; beyond, it is not among the candidates.
const judgedPlaces = 30

// candidates returns the messages in reach of each place that the index
// considers for a question, best first.
func candidates(ctx context.Context, x *index.Index, q judge.Question) ([][]judge.Key, error) {
	s, err := x.Study(ctx, q.Text, index.Options{Limit: judgedPlaces, Before: q.AskedAt})
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

// writeCurve puts the picture in the place of path, whole; nothing is drawn of
// no questions.
func writeCurve(path string, c *judge.Curve) error {
	if c == nil {
		return fmt.Errorf("图 %s 没有画：题目里只有问分享安排的", path)
	}
	if err := atomic.WriteFile(path, bytes.NewReader(c.SVG())); err != nil {
		return fmt.Errorf("图 %s 没有写成：%w", path, err)
	}
	return nil
}
