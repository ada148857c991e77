package main

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/natefinch/atomic"

	"qunwen/index"
	"qunwen/index/judge"
	"qunwen/index/wording"
)

// fitPlaces is how many places of a question are fitted on.
const fitPlaces = 12

// lineSigns are the signs that the weights of lines must have: what should
// speak for a line may not come to speak against it.
var lineSigns = map[string]int{
	"own_words": 1, "like_question": 1, "like_answer": 1, "in_window": 1, "length": 1, "short": -1, "asks": -1, "question": -1,
	"after_question": 1, "after_asking": 1, "asker": -1, "asker_fitting": -1, "before_fitting": -1, "answerer": 1,
	"from_middle": -1, "thread": 1, "gives_wanted": 1, "names_asker": 1, "covers_words": 1, "covers_grams": 1,
}

// rankSigns are those of the weights of places. Features that say nearly the
// same as another are left free: their sign means little.
var rankSigns = map[string]int{
	"score": 1, "behind_best": -1, "rank": -1, "window_covers": 1, "asking_covers": 1, "all_grams": 1, "rarest_shown": 1, "rarest_two": 1,
	"follows_like": 1, "follows_like_mean": 1, "best_value": 1, "shown_runes": 1, "question_shown": -1, "shown_ask": -1, "only_asked": -1, "question_like": 1,
	"answerers": 1, "gives": 1, "replied_to": 1, "answers_like": 1, "windows_like": 1, "tight_lexical": 1, "messages_like": 1, "message": 1,
}

// verdictSigns are those of the weights of what speaks for an answer.
var verdictSigns = map[string]int{
	"score": 1, "ahead": 1, "stands_out": 1, "found": 1, "window": 1, "message": 1, "agreement": 1, "follows": 1, "follows_mean": 1, "runes": 1,
	"windows": 1, "answers": 1, "grams": 1, "coverage": 1, "covers_first": 1, "value": 1, "lexical": 1, "topic_messages": 1, "talk": -1,
	"unknown": -1, "only_asked": -1,
}

func signsOf(names []string, signs map[string]int) []int {
	out := make([]int, len(names))
	for i, name := range names {
		out[i] = signs[name]
	}
	return out
}

// A fitter fits the weights of an index to gold files, step by step: which
// lines a place shows, then how places are ranked, then what is talk and when
// there is an answer. Each step sees what the ones before it chose.
type fitter struct {
	x        *index.Index
	files    []goldFile
	groups   [][]int // of each question; see [judge.Groups]
	bar      *bar
	separate bool // for the model of the index alone
}

// A fitCase is a question with what an index found for it.
type fitCase struct {
	judge.Case
	file, row int
}

func (e *env) newFitter(x *index.Index, files []goldFile) *fitter {
	var all [][]judge.Question
	for _, f := range files {
		all = append(all, f.questions)
	}
	return &fitter{x: x, files: files, groups: judge.Groups(all), bar: newBar(e.Err), separate: e.Model != "" || e.Embed.Endpoint != ""}
}

// fit fits the weights to the gold files and writes a new weights.json.
func (e *env) fit(ctx context.Context, x *index.Index, files []goldFile, path string) error {
	ft := e.newFitter(x, files)
	defer ft.bar.finish()
	f, err := ft.fit(ctx, func(int) bool { return true })
	if err != nil {
		return err
	}
	data, err := x.Refit(f)
	if err != nil {
		return err
	}
	if err := atomic.WriteFile(path, bytes.NewReader(data)); err != nil {
		return fmt.Errorf("权重 %s 没有写成：%w", path, err)
	}
	return nil
}

// fit fits the weights to the questions of the groups that use reports, and
// makes the index search by them.
func (ft *fitter) fit(ctx context.Context, use func(group int) bool) (index.Fit, error) {
	f := index.Fit{Rank: map[string]float64{"score": 1}, TalkMost: 99, Separate: ft.separate}
	type step func(cases []judge.Case) error
	steps := []step{
		func(cases []judge.Case) error {
			m, err := judge.FitLines(cases, signsOf(index.FeatureNames(), lineSigns))
			f.Line = byName(index.FeatureNames(), m.Coef)
			return err
		},
		func(cases []judge.Case) error {
			m, err := judge.FitPlaces(cases, signsOf(index.PlaceFeatureNames(), rankSigns))
			f.Rank = byName(index.PlaceFeatureNames(), m.Coef)
			return err
		},
		func(cases []judge.Case) error { return fitVerdict(cases, &f) },
	}
	for i, fit := range steps {
		if err := ft.x.Reweigh(f); err != nil {
			return index.Fit{}, err
		}
		cases, err := ft.study(ctx, use, fmt.Sprintf("学习 %d/%d", i+1, len(steps)))
		if err != nil {
			return index.Fit{}, err
		}
		if err := fit(cases); err != nil {
			return index.Fit{}, err
		}
	}
	return f, ft.x.Reweigh(f)
}

// fitVerdict fits what is talk and when there is an answer. The verdict learns
// from what a model of talk says that has not seen the question.
func fitVerdict(cases []judge.Case, f *index.Fit) error {
	marks := len(wording.MarkNames())
	talk, err := judge.FitTalk(cases, marks)
	if err != nil {
		return err
	}
	at := slices.Index(index.SignNames(), "talk")
	for i := range cases {
		if cases[i].Signs != nil {
			cases[i].Signs[at] = talk.Held[i]
		}
	}
	near := make([]bool, len(index.SignNames()))
	for i, name := range index.SignNames() {
		near[i] = name != "length" && name != "talk" // how it is put does not tell what was talked of
	}
	verdict, err := judge.FitVerdict(cases, signsOf(index.SignNames(), verdictSigns), near)
	if err != nil {
		return err
	}
	f.TalkBias, f.TalkMost = round3(talk.Model.Bias), round3(talk.Most)
	f.TalkMarks = byName(wording.MarkNames(), talk.Model.Coef[:marks])
	for _, c := range talk.Model.Coef[marks:] {
		f.TalkVector = append(f.TalkVector, round3(c))
	}
	f.Signs, f.Bias = byName(index.SignNames(), verdict.Model.Coef), round3(verdict.Model.Bias)
	f.Near, f.NearBias = byName(index.SignNames(), verdict.Near.Coef), round3(verdict.Near.Bias)
	f.Answer, f.Leads = round3(verdict.Answer), round3(verdict.Leads)
	return nil
}

// study looks every question up of the groups that use reports, as it would be
// asked.
func (ft *fitter) study(ctx context.Context, use func(group int) bool, label string) ([]judge.Case, error) {
	var all []fitCase
	for f := range ft.files {
		for i, q := range ft.files[f].questions {
			if q.Kind != judge.Schedule && use(ft.groups[f][i]) {
				all = append(all, fitCase{judge.Case{Kind: q.Kind, Own: q.Own(), Group: ft.groups[f][i], Set: f}, f, i})
			}
		}
	}
	var mu sync.Mutex
	done := 0
	err := inParallel(len(all), func(i int) error {
		c := &all[i]
		q := &ft.files[c.file].questions[c.row]
		s, err := ft.x.Study(ctx, q.Text, searchOptions(q, fitPlaces))
		if err != nil {
			return fmt.Errorf("%s 的 %s：%w", ft.files[c.file].path, q.ID, err)
		}
		c.learn(s, q)
		mu.Lock()
		defer mu.Unlock()
		done++
		ft.bar.set(label, done, len(all))
		return nil
	})
	cases := make([]judge.Case, len(all))
	long := 0
	for i := range all {
		cases[i] = all[i].Case
		long = max(long, len(cases[i].Put))
	}
	for i := range cases { // a text without a word to look up has no vector
		cases[i].Put = append(cases[i].Put, make([]float64, long-len(cases[i].Put))...)
	}
	return cases, err
}

// inParallel calls do with 0 to n-1, on all cores, and returns the first error.
func inParallel(n int, do func(i int) error) error {
	var wg sync.WaitGroup
	var once sync.Once
	var first error
	limit := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i := range n {
		limit <- struct{}{}
		wg.Go(func() {
			defer func() { <-limit }()
			if err := do(i); err != nil {
				once.Do(func() { first = err })
			}
		})
	}
	wg.Wait()
	return first
}

// searchOptions are those with which a question of a gold file is looked up.
func searchOptions(q *judge.Question, limit int) index.Options {
	opt := index.Options{Limit: limit, Before: q.AskedAt, Without: q.Without}
	if q.Message != "" {
		opt.Except = []string{q.Message}
	}
	return opt
}

// learn fills in what was found for a question, and whether it is right.
func (c *fitCase) learn(s *index.Study, q *judge.Question) {
	right := func(id string) bool { return slices.Contains(q.Gold, keyOf(id)) }
	judged := func(string) bool { return true }
	if q.Kind == judge.SelfContained {
		answers, seen := q.AnswerIDs(), q.SeenIDs()
		right = func(id string) bool { return answers[id] }
		judged = func(id string) bool { return seen[id] }
	}
	c.Signs, c.Put = s.Signs, append(slices.Clone(s.Marks), s.Vector...)
	if q.Kind == judge.Talk || q.Kind == judge.Unanswerable {
		return // nothing in its places is right
	}
	for k, found := range s.Candidates {
		p := judge.Place{Features: found.Features}
		for _, l := range found.Lines {
			line := judge.Line{Features: l.Features, Right: right(l.ID), Judged: judged(l.ID)}
			p.Judged = p.Judged || l.Shown && line.Judged
			p.Right = p.Right || l.Shown && line.Right
			p.Lines = append(p.Lines, line)
		}
		c.Right = c.Right || k < 3 && p.Right
		c.Places = append(c.Places, p)
	}
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
	for i, w := range weights {
		if w = round3(w); w != 0 {
			m[names[i]] = w
		}
	}
	return m
}

func round3(x float64) float64 { return math.Round(1000*x) / 1000 }
