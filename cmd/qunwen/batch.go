package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"time"

	"qunwen/bot"
)

// A batchQuestion is a line that ask --batch reads.
type batchQuestion struct {
	ID       json.RawMessage `json:"id"` // given back as it came
	Question string          `json:"question"`
	AskedAt  *time.Time      `json:"asked_at"`
	Room     string          `json:"room"`
	Message  string          `json:"message"`
	Without  []string        `json:"without"`
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

// An inputLine is what one read of a batch brings.
type inputLine struct {
	data  []byte // trimmed; empty for an empty line
	pause bool   // nothing more is there to read at once
	err   error  // what ended the input; io.EOF as a rule
}

// readLines reads lines until the input or ctx ends. A read of a terminal or a
// pipe cannot be cancelled, so it must not be what a caller waits for.
func readLines(ctx context.Context, in io.Reader) <-chan inputLine {
	lines := make(chan inputLine)
	go func() {
		r := bufio.NewReader(in)
		for {
			data, err := r.ReadBytes('\n')
			select {
			case lines <- inputLine{bytes.TrimSpace(data), r.Buffered() == 0 || err != nil, err}:
			case <-ctx.Done():
				return
			}
			if err != nil {
				return
			}
		}
	}()
	return lines
}

// eachLine hands the lines of in that hold anything to do, in order, which
// writes one line for each and reports whether it could be read. A line is
// written out when nothing more is there to read: somebody may be waiting for
// it. The batch goes on over bad lines, and fails at its end.
func eachLine(ctx context.Context, in io.Reader, out io.Writer, do func(data []byte, line int, w io.Writer) (ok bool, err error)) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	lines := readLines(ctx, in)
	w := bufio.NewWriter(out)
	faults := 0
	for n := 1; ; n++ {
		var l inputLine
		select {
		case l = <-lines:
		case <-ctx.Done():
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if len(l.data) > 0 {
			ok, err := do(l.data, n, w)
			if err != nil {
				return err
			}
			if !ok {
				faults++
			}
		}
		if l.pause {
			if err := w.Flush(); err != nil {
				return err
			}
		}
		if errors.Is(l.err, io.EOF) {
			break
		}
		if l.err != nil {
			return l.err
		}
	}
	if faults > 0 {
		return errSilent
	}
	return nil
}

// jsonFault says in Chinese why a line is not what it should be. The reader's own
// words stand behind.
func jsonFault(err error) string {
	var said string
	if _, ok := errors.AsType[*time.ParseError](err); ok {
		said = "时刻应像 2018-05-12T10:00:00+08:00"
	} else if t, ok := errors.AsType[*json.UnmarshalTypeError](err); ok && t.Field != "" {
		said = t.Field[strings.LastIndexByte(t.Field, '.')+1:] + " 的类型不对"
	} else {
		said = "一行应是一个 JSON 对象"
	}
	return said + "（" + err.Error() + "）"
}

// askBatch answers questions line by line.
func askBatch(ctx context.Context, b *bot.Bot, in io.Reader, out io.Writer) error {
	return eachLine(ctx, in, out, func(data []byte, line int, w io.Writer) (bool, error) { return askLine(ctx, b, data, line, w) })
}

func askLine(ctx context.Context, b *bot.Bot, data []byte, line int, w io.Writer) (ok bool, err error) {
	var q batchQuestion
	if err := json.Unmarshal(data, &q); err != nil {
		return false, writeJSON(w, batchFault{ID: q.ID, Line: line, Error: "不是合法的问题：" + jsonFault(err)})
	}
	question := bot.Question{Text: q.Question, Room: q.Room, Message: q.Message, Without: q.Without, Everywhere: true}
	if q.AskedAt != nil {
		question.AskedAt = *q.AskedAt
	}
	a, err := b.Ask(ctx, question)
	if err != nil {
		return false, err
	}
	return true, writeJSON(w, batchAnswer{q.ID, a})
}
