package main

import (
	"context"
	"fmt"

	"qunwen/bot"
	"qunwen/index"
	"qunwen/index/judge"
)

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
