package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"strings"

	"github.com/natefinch/atomic"

	"qunwen/index"
	"qunwen/index/judge"
)

// fitPlaces is how many places of a question lines are fitted on.
const fitPlaces = 10

// lineSigns are the signs that the weights of lines must have: what should
// speak for a line may not come to speak against it.
var lineSigns = map[string]int{
	"own_words": 1, "like_question": 1, "like_answer": 1, "in_window": 1, "length": 1, "short": -1, "asks": -1, "question": -1,
	"after_question": 1, "after_asking": 1, "asker": -1, "asker_fitting": -1, "before_fitting": -1, "answerer": 1,
	"from_middle": -1, "thread": 1,
}

// fit fits the weights to the gold files, shows what they are worth on
// questions they have not seen, and writes a new weights.json.
func (e *env) fit(ctx context.Context, x *index.Index, files []goldFile, path string) error {
	cases, err := e.cases(ctx, x, files)
	if err != nil {
		return err
	}
	var signs []int
	for _, name := range index.FeatureNames() {
		signs = append(signs, lineSigns[name])
	}
	lines, err := judge.FitLines(cases, signs)
	if err != nil {
		return err
	}
	verdict, err := judge.FitVerdict(cases, slices.Repeat([]int{1}, len(index.SignNames())))
	if err != nil {
		return err
	}
	if err := e.printFit(files, &lines, &verdict); err != nil {
		return err
	}
	data, err := x.Refit(index.Fit{
		Line:     byName(index.FeatureNames(), lines.Model.Coef),
		Signs:    byName(index.SignNames(), verdict.Model.Coef),
		Bias:     round3(verdict.Model.Bias),
		Answer:   verdict.Answer,
		Leads:    verdict.Leads,
		Separate: e.Model != "" || e.Embed.Endpoint != "",
	})
	if err != nil {
		return err
	}
	if err := atomic.WriteFile(path, bytes.NewReader(data)); err != nil {
		return fmt.Errorf("权重 %s 没有写成：%w", path, err)
	}
	return nil
}

// cases studies every question, and the answerable ones once more without the
// days that answer them.
func (e *env) cases(ctx context.Context, x *index.Index, files []goldFile) ([]judge.Case, error) {
	bar := newBar(e.Err)
	defer bar.finish()
	var cases []judge.Case
	for set, f := range files {
		for i, q := range f.questions {
			bar.set("学习", i+1, len(f.questions))
			if q.Kind == judge.Schedule {
				continue
			}
			opt := index.Options{Limit: fitPlaces, Before: q.AskedAt}
			s, err := x.Study(ctx, q.Text, opt)
			if err != nil {
				return nil, fmt.Errorf("%s 的 %s：%w", f.path, q.ID, err)
			}
			c := judge.Case{ID: q.ID, Set: set, Answerable: q.Kind == judge.Answerable, Signs: s.Signs}
			if c.Answerable {
				c.Places = places(s, q.Gold)
			}
			cases = append(cases, c)
			if !c.Answerable {
				continue
			}
			for _, k := range q.Gold {
				opt.Without = append(opt.Without, k.Room+"/"+k.Date)
			}
			if s, err = x.Study(ctx, q.Text, opt); err != nil {
				return nil, fmt.Errorf("%s 的 %s：%w", f.path, q.ID, err)
			}
			cases = append(cases, judge.Case{ID: q.ID, Set: set, Removed: true, Signs: s.Signs})
		}
	}
	return cases, nil
}

func places(s *index.Study, gold []judge.Key) []judge.Place {
	var all []judge.Place
	for _, c := range s.Candidates {
		var p judge.Place
		for _, l := range c.Lines {
			p.Lines = append(p.Lines, judge.Line{Features: l.Features, Runes: l.Runes, Right: slices.Contains(gold, keyOf(l.ID))})
		}
		all = append(all, p)
	}
	return all
}

// keyOf returns the place of a message by its ID, room/YYYY-MM-DD/HHMMSS.
func keyOf(id string) judge.Key {
	at := strings.LastIndexByte(id, '/')
	clock, _, _ := strings.Cut(id[at+1:], ".")
	room, date, _ := strings.Cut(id[:at], "/")
	return judge.Key{Room: room, Date: date, Time: clock[:2] + ":" + clock[2:4] + ":" + clock[4:]}
}

// byName rounds weights to what matters of them, and leaves out those of 0.
func byName(names []string, weights []float64) map[string]float64 {
	m := make(map[string]float64, len(names))
	for i, name := range names {
		if w := round3(weights[i]); w != 0 {
			m[name] = w
		}
	}
	return m
}

func round3(x float64) float64 { return math.Round(1000*x) / 1000 }

func (e *env) printFit(files []goldFile, lines *judge.LineFit, verdict *judge.VerdictFit) error {
	w := bufio.NewWriter(e.Out)
	fmt.Fprintln(w, "引文的选择（hit@1 / hit@3），没见过的题三次，然后是见过的：")
	for set, f := range files {
		fmt.Fprintf(w, "  %s", pad(filepath.Base(f.path), 28))
		for _, hits := range append(lines.Fold, lines.All) {
			fmt.Fprintf(w, "  %.3f / %.3f", hits[set].At1, hits[set].At3)
		}
		fmt.Fprintln(w)
	}
	fmt.Fprintln(w, "有没有答案，没见过的题三次：")
	for _, f := range verdict.Fold {
		fmt.Fprintf(w, "  AUC %.3f  判断得对 %.3f  有答案的答了 %.3f  没答的给了线索 %.3f  没答案的直说没聊过 %.3f\n",
			f.AUC, f.Balanced, f.Answered, f.Leads, f.None)
	}
	return w.Flush()
}
