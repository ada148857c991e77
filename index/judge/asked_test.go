package judge

import (
	"reflect"
	"strings"
	"testing"
	"time"
)

// askedRow returns a row of an asked set with these judged excerpts.
func askedRow(judged string) string {
	return `{"id":"a","question":"q","message":"r/2018-05-12/100000","self_contained":true,"judged":[` + judged + "]}\n"
}

func TestParseAsked(t *testing.T) {
	const text = `{"id":"a","question":"退款？","asked_at":"2018-05-12T10:00:00+08:00","message":"r/2018-05-12/100000.2","self_contained":true,` +
		`"without":["r/2018-05-11","s/2018-05-10"],"judged":[` +
		`{"middle":"r/2018-05-09/090000","seen":["r/2018-05-09/090001","r/2018-05-09/090002","r/2018-05-09/090002.2"],"grade":2,"lines":["r/2018-05-09/090002","r/2018-05-09/090002.2"]},` +
		`{"middle":"r/2018-05-08/090000","seen":["r/2018-05-08/090000"],"grade":1,"lines":["r/2018-05-08/090000"],"by":"x"}]}
{"id":"b","question":"谢谢","message":"s/2018-05-12/100000","self_contained":false}
{"id":"c","question":"还没有人评过","message":"s/2018-05-12/100000","self_contained":true}`
	got, err := Parse("asked.jsonl", strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	a := Question{
		ID: "a", Kind: SelfContained, Text: "退款？", AskedAt: time.Date(2018, 5, 12, 2, 0, 0, 0, time.UTC),
		Room: "r", Message: "r/2018-05-12/100000.2", Without: []string{"r/2018-05-11", "s/2018-05-10"},
		Gold: []Key{{"r", "2018-05-09", "09:00:02"}},
		judged: []judgement{
			{"r/2018-05-09/090000", []string{"r/2018-05-09/090001", "r/2018-05-09/090002", "r/2018-05-09/090002.2"}, gradeAnswers, []string{"r/2018-05-09/090002", "r/2018-05-09/090002.2"}},
			{"r/2018-05-08/090000", []string{"r/2018-05-08/090000"}, gradeRelated, []string{"r/2018-05-08/090000"}},
		},
	}
	if !got[0].AskedAt.Equal(a.AskedAt) {
		t.Errorf("asked at %v, want %v", got[0].AskedAt, a.AskedAt)
	}
	got[0].AskedAt = a.AskedAt // zones differ in name
	want := []Question{a,
		{ID: "b", Kind: Talk, Text: "谢谢", Room: "s", Message: "s/2018-05-12/100000"},
		{ID: "c", Kind: SelfContained, Text: "还没有人评过", Room: "s", Message: "s/2018-05-12/100000"}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
	if !IsAskedSet(got) || IsAskedSet(nil) {
		t.Error("an asked set is one with self_contained")
	}
	if ids := got[0].AnswerIDs(); len(ids) != 2 || !ids["r/2018-05-09/090002.2"] {
		t.Errorf("answers %v, want the lines of grade 2 only", ids)
	}
	if ids := got[0].SeenIDs(); len(ids) != 4 || !ids["r/2018-05-08/090000"] {
		t.Errorf("seen %v, want four", ids)
	}
}

func TestGroup(t *testing.T) {
	const gold = `"question":"q","gold":[{"file":"r/2018-05-12-chat","time":"10:00:00"}]`
	got, err := Parse("g.jsonl", strings.NewReader(
		`{"id":"d1","digest":"2018-05-12-merged1.markdown",`+gold+"}\n"+
			`{"id":"d1p0","digest_question":"d1",`+gold+"}\n"+
			`{"id":"q1",`+gold+"}\n"))
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"d1", "d1", ""} {
		if got[i].group != want {
			t.Errorf("%s is of group %q, want %q", got[i].ID, got[i].group, want)
		}
	}
}

func TestKeyOfID(t *testing.T) {
	for _, tt := range []struct {
		id   string
		want Key // zero if it is not a message ID
	}{
		{"r/2018-05-12/100001", Key{"r", "2018-05-12", "10:00:01"}},
		{"r/2018-05-12/100001.2", Key{"r", "2018-05-12", "10:00:01"}},
		{"r/2018-05-12/100001.12", Key{"r", "2018-05-12", "10:00:01"}},
		{"r/2018-05-12/100001.1", Key{}},
		{"r/2018-05-12/100001.02", Key{}},
		{"r/2018-05-12/100001.", Key{}},
		{"r/2018-05-12/10:00:01", Key{}},
		{"r/2018-05-12/240000", Key{}},
		{"r/2018-05-32/100001", Key{}},
		{"/2018-05-12/100001", Key{}},
		{" r/2018-05-12/100001", Key{}},
		{"a/r/2018-05-12/100001", Key{}},
		{"r/2018-05-12", Key{}},
		{"", Key{}},
	} {
		if got, ok := keyOfID(tt.id); got != tt.want || ok != (tt.want != Key{}) {
			t.Errorf("keyOfID(%q) = %v, %v, want %v", tt.id, got, ok, tt.want)
		}
	}
}
