package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"time"

	"qunwen/bot"
)

// A batchQuestion is a line that ask --batch reads.
type batchQuestion struct {
	ID       json.RawMessage `json:"id"` // given back as it came
	Question string          `json:"question"`
	AskedAt  *time.Time      `json:"asked_at"`
}

// A batchAnswer is a line that it writes.
type batchAnswer struct {
	ID json.RawMessage `json:"id"`
	bot.Answer
}

// A batchFault stands in the place of the answer to a line that is no question.
type batchFault struct {
	ID    json.RawMessage `json:"id"`
	Line  int             `json:"line"` // 1-based, of the input
	Error string          `json:"error"`
}

// eachLine hands the lines of in that hold anything to do, in order, which
// writes one line for each and reports whether it could be read. A line is
// written out when nothing more is there to read: somebody may be waiting for
// it. The batch goes on over bad lines, and fails at its end.
func eachLine(ctx context.Context, in io.Reader, out io.Writer, do func(data []byte, line int, w io.Writer) (ok bool, err error)) error {
	r := bufio.NewReader(in)
	w := bufio.NewWriter(out)
	faults := 0
	for line := 1; ; line++ {
		data, rerr := r.ReadBytes('\n')
		if err := ctx.Err(); err != nil {
			return err
		}
		if data = bytes.TrimSpace(data); len(data) > 0 {
			ok, err := do(data, line, w)
			if err != nil {
				return err
			}
			if !ok {
				faults++
			}
		}
		if r.Buffered() == 0 || rerr != nil {
			if err := w.Flush(); err != nil {
				return err
			}
		}
		if errors.Is(rerr, io.EOF) {
			break
		}
		if rerr != nil {
			return rerr
		}
	}
	if faults > 0 {
		return errSilent
	}
	return nil
}

// askBatch answers questions line by line.
func askBatch(ctx context.Context, b *bot.Bot, in io.Reader, out io.Writer) error {
	return eachLine(ctx, in, out, func(data []byte, line int, w io.Writer) (bool, error) { return askLine(ctx, b, data, line, w) })
}

func askLine(ctx context.Context, b *bot.Bot, data []byte, line int, w io.Writer) (ok bool, err error) {
	var q batchQuestion
	if err := json.Unmarshal(data, &q); err != nil {
		return false, writeJSON(w, batchFault{ID: q.ID, Line: line, Error: "不是合法的问题：" + err.Error()})
	}
	question := bot.Question{Text: q.Question, Everywhere: true}
	if q.AskedAt != nil {
		question.AskedAt = *q.AskedAt
	}
	a, err := b.Ask(ctx, question)
	if err != nil {
		return false, err
	}
	return true, writeJSON(w, batchAnswer{q.ID, a})
}
