package judge

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"
)

// FuzzParse holds Parse to its laws: an error is a *parseError of a line that
// the file has; what was read is whole, and reads back to the same when it is
// written in the form it came in.
func FuzzParse(f *testing.F) {
	f.Add(`{"id":"a","question":"q","gold":[{"file":"r/2018-05-12-chat","time":"10:00:00"}]}`)
	f.Add("\ufeff\n" + `{"id":"b","kind":"unanswerable","topic":"t","question":"q","asked_at":"2018-05-12T10:00:00.5+08:00"}` + "\r\n")
	f.Add(`{"ID":"c","kind":"schedule","question":"\u0000<&>\ud800","gold":[{"file":"r/2018-05-12/x","time":"24:00:00"}]}`)
	f.Add("null\n{}")
	f.Add(`{"id":"d","question":"q","digest":"x.markdown","gold":[{"file":"r/2018-05-12-chat","time":"10:00:00"}]}` + "\n" +
		`{"id":"e","question":"q","digest_question":"d","gold":[{"file":"r/2018-05-12-chat","time":"10:00:00"}]}`)
	f.Add(`{"id":"f","question":"q","asked_at":"2018-05-12T10:00:00+08:00","message":"r/2018-05-12/100000","without":["r/2018-05-11"],"self_contained":true,` +
		`"judged":[{"middle":"r/2018-05-10/100000","seen":["r/2018-05-10/100000.2"],"grade":2,"lines":["r/2018-05-10/100000.2"]}]}` + "\n" +
		`{"id":"g","question":"q","message":"r/2018-05-12/100000","self_contained":false}`)
	f.Add(`{"id":"h","question":"q","message":"r/2018-05-12/100000","without":[],"self_contained":true,"judged":[]}`)
	f.Fuzz(func(t *testing.T, text string) {
		all, err := Parse("g", strings.NewReader(text))
		if err != nil {
			pe, ok := errors.AsType[*parseError](err)
			if !ok || pe.line < 1 || pe.line > strings.Count(text, "\n")+1 || pe.err == nil {
				t.Fatalf("error %v (%T) is not of a line of the file", err, err)
			}
			return
		}
		for _, q := range all {
			asked := IsAskedSet([]Question{q})
			if q.ID == "" || q.Text == "" || (q.topic == "") != asked || (q.Message == "") == asked || (q.Room == "") == asked {
				t.Errorf("question %+v lacks something", q)
			}
			if (q.Kind == Answerable || q.Kind == Schedule) && len(q.Gold) == 0 || q.Kind == SelfContained && (len(q.Gold) > 0) != (len(q.AnswerIDs()) > 0) {
				t.Errorf("question %+v lacks gold messages", q)
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
		row := goldRow{ID: q.ID, Question: q.Text, Message: q.Message, Without: q.Without}
		if !q.AskedAt.IsZero() {
			row.AskedAt = q.AskedAt.Format(time.RFC3339Nano)
		}
		if self := q.Kind == SelfContained; self || q.Kind == Talk {
			row.SelfContained = &self
			for _, j := range q.judged {
				row.Judged = append(row.Judged, judgeRow{j.Middle, j.Seen, &j.Grade, j.Lines})
			}
		} else {
			row.Kind, row.Topic, row.DigestQuestion = q.Kind, q.topic, q.group
			for _, k := range q.Gold {
				row.Gold = append(row.Gold, struct {
					File string `json:"file"`
					Time string `json:"time"`
				}{k.Room + "/" + k.Date, k.Time})
			}
		}
		if err := json.NewEncoder(&b).Encode(row); err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}
