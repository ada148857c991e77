package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"sync"

	"github.com/natefinch/atomic"

	"qunwen/bot"
	"qunwen/index"
	"qunwen/index/judge"
)

const (
	mostFolds = 20
	foldSeed  = 1 // shuffles the groups that are dealt into folds
)

// A heldAnswer is an answer by weights that had not seen the question.
type heldAnswer struct {
	answer bot.Answer
	judged judge.Answer
}

// heldOut answers every question by weights that were fitted to the other
// folds, and returns the answers by file and row. No group of questions is in
// two folds.
func (e *env) heldOut(ctx context.Context, x *index.Index, b *bot.Bot, files []goldFile, folds int) ([][]heldAnswer, error) {
	ft := e.newFitter(x, files)
	defer ft.bar.finish()
	fold := judge.Deal(ft.groups, folds, foldSeed)
	out := make([][]heldAnswer, len(files))
	for f := range files {
		out[f] = make([]heldAnswer, len(files[f].questions))
	}
	for k := range folds {
		if _, err := ft.fit(ctx, func(group int) bool { return fold[group] != k }); err != nil {
			return nil, fmt.Errorf("第 %d 份：%w", k+1, err)
		}
		type place struct{ file, row int }
		var held []place
		for f := range files {
			for i := range files[f].questions {
				if fold[ft.groups[f][i]] == k {
					held = append(held, place{f, i})
				}
			}
		}
		var mu sync.Mutex
		done := 0
		err := inParallel(len(held), func(i int) error {
			at := held[i]
			q := files[at.file].questions[at.row]
			a, j, err := askJudged(ctx, x, b, q)
			if err != nil {
				return fmt.Errorf("%s 的 %s：%w", files[at.file].path, q.ID, err)
			}
			out[at.file][at.row] = heldAnswer{a, j}
			mu.Lock()
			defer mu.Unlock()
			done++
			ft.bar.set(fmt.Sprintf("答题 %d/%d", k+1, folds), done, len(held))
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// byID returns the held-out answers to the questions of a file by their IDs.
func byID(f goldFile, held []heldAnswer) map[string]judge.Answer {
	m := make(map[string]judge.Answer, len(held))
	for i := range held {
		m[f.questions[i].ID] = held[i].judged
	}
	return m
}

// writeHeld writes the answers as ask --batch prints them, file by file.
func writeHeld(path string, files []goldFile, held [][]heldAnswer) error {
	var out bytes.Buffer
	for f := range files {
		for i, q := range files[f].questions {
			id, err := json.Marshal(q.ID)
			if err != nil {
				return fmt.Errorf("%s：%w", q.ID, err)
			}
			if err := writeJSON(&out, batchAnswer{id, held[f][i].answer}); err != nil {
				return err
			}
		}
	}
	if err := atomic.WriteFile(path, &out); err != nil {
		return fmt.Errorf("答案 %s 没有写成：%w", path, err)
	}
	return nil
}
