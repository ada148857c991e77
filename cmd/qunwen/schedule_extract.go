package main

import (
	"context"
	"encoding/json"
	"io"
	"time"

	"qunwen/bot/schedule/announce"
)

// A batchExtraction is a line that schedule extract --batch writes.
type batchExtraction struct {
	ID      json.RawMessage  `json:"id"` // as it came
	Kind    announce.Kind    `json:"kind"`
	Entries []announce.Entry `json:"entries"` // never null
}

// extractBatch reads messages line by line.
func extractBatch(ctx context.Context, in io.Reader, out io.Writer, loc *time.Location) error {
	return eachLine(ctx, in, out, func(data []byte, line int, w io.Writer) (bool, error) {
		result, ok := extractLine(data, line, loc)
		return ok, writeJSON(w, result)
	})
}

// extractLine reads one message and gives what is written for it. Its days are
// those of loc, whatever the zone in which its time is written.
func extractLine(data []byte, line int, loc *time.Location) (result any, ok bool) {
	var m struct {
		announce.Message
		ID json.RawMessage `json:"id"` // may be a number
	}
	if err := json.Unmarshal(data, &m); err != nil {
		return batchFault{ID: m.ID, Line: line, Error: "不是合法的消息：" + jsonFault(err)}, false
	}
	if m.Time.IsZero() {
		return batchFault{ID: m.ID, Line: line, Error: "不是合法的消息：缺少 time，不知道是哪天说的"}, false
	}
	m.Time = m.Time.In(loc)
	x := announce.Extract(m.Message, announce.Context{})
	if x.Entries == nil {
		x.Entries = []announce.Entry{}
	}
	return batchExtraction{ID: m.ID, Kind: x.Kind, Entries: x.Entries}, true
}
