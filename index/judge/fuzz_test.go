package judge

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"
)

// FuzzParse holds Parse to its laws: an error is a *ParseError of a line that
// the file has; what was read is whole, and reads back to the same when it is
// written in the form it came in.
func FuzzParse(f *testing.F) {
	f.Add(`{"id":"a","question":"q","gold":[{"file":"r/2018-05-12-chat","time":"10:00:00"}]}`)
	f.Add("\ufeff\n" + `{"id":"b","kind":"unanswerable","topic":"t","question":"q","asked_at":"2018-05-12T10:00:00.5+08:00"}` + "\r\n")
	f.Add(`{"ID":"c","kind":"schedule","question":"\u0000<&>\ud800","gold":[{"file":"r/2018-05-12/x","time":"24:00:00"}]}`)
	f.Add("null\n{}")
	f.Fuzz(func(t *testing.T, text string) {
		all, err := Parse("g", strings.NewReader(text))
		if err != nil {
			pe, ok := errors.AsType[*ParseError](err)
			if !ok || pe.Line < 1 || pe.Line > strings.Count(text, "\n")+1 || pe.Err == nil {
				t.Fatalf("error %v (%T) is not of a line of the file", err, err)
			}
			return
		}
		for _, q := range all {
			if q.ID == "" || q.Text == "" || q.Topic == "" || q.Kind != Unanswerable && len(q.Gold) == 0 {
				t.Errorf("question %+v lacks something", q)
			}
		}
		again, err := Parse("g", strings.NewReader(written(t, all)))
		if err != nil {
			t.Fatalf("written again: %v", err)
		}
		for i := range all {
			if all[i].AskedAt.Equal(again[i].AskedAt) {
				again[i].AskedAt = all[i].AskedAt // zones differ in name
			}
		}
		if !reflect.DeepEqual(all, again) {
			t.Errorf("written again: %+v, want %+v", again, all)
		}
	})
}

// written returns questions in the form of a gold file.
func written(t *testing.T, all []Question) string {
	var b strings.Builder
	for _, q := range all {
		l := goldLine{ID: q.ID, Kind: q.Kind, Topic: q.Topic, Question: q.Text}
		if !q.AskedAt.IsZero() {
			l.AskedAt = q.AskedAt.Format(time.RFC3339Nano)
		}
		for _, k := range q.Gold {
			l.Gold = append(l.Gold, struct {
				File string `json:"file"`
				Time string `json:"time"`
			}{k.Room + "/" + k.Date, k.Time})
		}
		if err := json.NewEncoder(&b).Encode(l); err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}
