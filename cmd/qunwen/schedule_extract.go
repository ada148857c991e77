package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"qunwen/bot/schedule"
	"time"
)

// A batchExtraction is a line that schedule extract --batch writes.
type batchExtraction struct {
	ID      json.RawMessage  `json:"id"` // as it came
	Kind    schedule.Kind    `json:"kind"`
	Entries []schedule.Entry `json:"entries"` // never null
}

// extractBatch reads messages line by line, in order. A line that cannot be
// read gets a fault in its place, and the batch fails at its end.
func extractBatch(ctx context.Context, in io.Reader, out io.Writer, loc *time.Location) error {
	r := bufio.NewReader(in)
	w := bufio.NewWriter(out)
	faults := 0
	for line := 1; ; line++ {
		data, rerr := r.ReadBytes('\n')
		if err := ctx.Err(); err != nil {
			return err
		}
		if data = bytes.TrimSpace(data); len(data) > 0 {
			result, ok := extractLine(data, line, loc)
			if err := writeJSON(w, result); err != nil {
				return err
			}
			if !ok {
				faults++
			}
		}
		if r.Buffered() == 0 || rerr != nil { // somebody may be waiting for it
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

// extractLine reads one message and gives what is written for it. Its days are
// those of loc, whatever the zone in which its time is written.
func extractLine(data []byte, line int, loc *time.Location) (result any, ok bool) {
	var m struct {
		schedule.Message
		ID json.RawMessage `json:"id"` // may be a number
	}
	if err := json.Unmarshal(data, &m); err != nil {
		return batchFault{ID: m.ID, Line: line, Error: "不是合法的消息：" + err.Error()}, false
	}
	if m.Time.IsZero() {
		return batchFault{ID: m.ID, Line: line, Error: "不是合法的消息：缺少 time，不知道是哪天说的"}, false
	}
	m.Time = m.Time.In(loc)
	x := schedule.Extract(m.Message, schedule.Context{})
	if x.Entries == nil {
		x.Entries = []schedule.Entry{}
	}
	return batchExtraction{ID: m.ID, Kind: x.Kind, Entries: x.Entries}, true
}
