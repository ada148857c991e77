package judge

import (
	"errors"
	"strings"
	"testing"
	"testing/iotest"
	"time"
)

func TestParse(t *testing.T) {
	const text = "\ufeff" + `{"id":"a","question":"退款？","asked_at":null,"gold":[{"file":"r/2018-05-12-chat","time":"10:00:00","speaker":"x"}],"reference":"…"}

{"id":"b","kind":"unanswerable","topic":"refund","question":"没人聊过","gold":[]}
  {"id":"c","kind":"schedule","question":"谁讲","asked_at":"2018-05-12T10:00:00+08:00","gold":[{"file":"r/2018-05-10","time":"07:25:01"},{"file":"s/2018-05-11-chat","time":"07:25:02"}]}`
	got, err := Parse("g.jsonl", strings.NewReader(text))
	if err != nil || len(got) != 3 {
		t.Fatalf("%d questions, err %v", len(got), err)
	}
	a, b, c := got[0], got[1], got[2]
	if a.ID != "a" || a.Kind != Answerable || a.topic != "all" || a.Text != "退款？" || !a.AskedAt.IsZero() || len(a.Gold) != 1 || a.Gold[0] != (Key{"r", "2018-05-12", "10:00:00"}) {
		t.Errorf("first: %+v", a)
	}
	if b.Kind != Unanswerable || b.topic != "refund" || len(b.Gold) != 0 {
		t.Errorf("second: %+v", b)
	}
	if want := time.Date(2018, 5, 12, 2, 0, 0, 0, time.UTC); c.Kind != Schedule || !c.AskedAt.Equal(want) || len(c.Gold) != 2 || c.Gold[1] != (Key{"s", "2018-05-11", "07:25:02"}) {
		t.Errorf("third: %+v", c)
	}
}

func TestParseErrors(t *testing.T) {
	const good = `{"id":"a","question":"q","gold":[{"file":"r/2018-05-12-chat","time":"10:00:00"}]}` + "\n"
	for _, tt := range []struct {
		name, text string
		line       int
		want       error
	}{
		{"nothing", "", 1, ErrNoContent},
		{"blank lines only", "\n \n", 1, ErrNoContent},
		{"no JSON", good + "\nq2\n", 3, ErrSyntax},
		{"null", "null", 1, ErrSyntax},
		{"an array", "[1]", 1, ErrSyntax},
		{"two objects", good[:len(good)-1] + good, 1, ErrSyntax},
		{"a number for the question", `{"id":"a","question":1}`, 1, ErrSyntax},
		{"bad bytes", "{\"id\":\"\xff\"}", 1, ErrEncoding},
		{"no id", `{"question":"q"}`, 1, ErrID},
		{"an id again", good + good, 2, ErrRepeated},
		{"unknown kind", `{"id":"a","kind":"maybe","question":"q"}`, 1, ErrKind},
		{"blank question", `{"id":"a","question":" "}`, 1, ErrNoText},
		{"a date for asked_at", `{"id":"a","kind":"unanswerable","question":"q","asked_at":"2018-05-12"}`, 1, ErrAskedAt},
		{"answerable without gold", `{"id":"a","question":"q","gold":[]}`, 1, ErrNoGold},
		{"schedule without gold", `{"id":"a","kind":"schedule","question":"q"}`, 1, ErrNoGold},
		{"gold without a room", `{"id":"a","question":"q","gold":[{"file":"2018-05-12-chat","time":"10:00:00"}]}`, 1, ErrPlace},
		{"gold on no day", `{"id":"a","question":"q","gold":[{"file":"r/2018-13-12-chat","time":"10:00:00"}]}`, 1, ErrPlace},
		{"message outside of an asked set", `{"id":"a","question":"q","message":"r/2018-05-12/100000"}`, 1, ErrShape},
		{"judged outside of an asked set", `{"id":"a","kind":"unanswerable","question":"q","judged":[]}`, 1, ErrShape},
		{"self_contained and kind", `{"id":"a","kind":"unanswerable","question":"q","message":"r/2018-05-12/100000","self_contained":true}`, 1, ErrShape},
		{"self_contained and gold", `{"id":"a","question":"q","gold":[],"message":"r/2018-05-12/100000","self_contained":true}`, 1, ErrShape},
		{"an asked row behind another", good + askedRow(""), 2, ErrMixed},
		{"another row behind an asked one", askedRow("") + strings.Replace(good, `"a"`, `"b"`, 1), 2, ErrMixed},
		{"asked without a message", `{"id":"a","question":"q","self_contained":true}`, 1, ErrMessage},
		{"self_contained that is a text", `{"id":"a","question":"q","message":"r/2018-05-12/100000","self_contained":"yes"}`, 1, ErrSyntax},
		{"a day for the message", `{"id":"a","question":"q","message":"r/2018-05-12","self_contained":true}`, 1, ErrMessage},
		{"without a room", `{"id":"a","question":"q","message":"r/2018-05-12/100000","without":["2018-05-12"],"self_contained":true}`, 1, ErrDay},
		{"no grade", askedRow(`{"middle":"r/2018-05-10/100000","seen":["r/2018-05-10/100000"],"lines":[]}`), 1, ErrGrade},
		{"grade 3", askedRow(`{"middle":"r/2018-05-10/100000","seen":["r/2018-05-10/100000"],"grade":3,"lines":[]}`), 1, ErrGrade},
		{"grade below 0", askedRow(`{"middle":"r/2018-05-10/100000","seen":["r/2018-05-10/100000"],"grade":-1,"lines":[]}`), 1, ErrGrade},
		{"nothing seen", askedRow(`{"middle":"r/2018-05-10/100000","seen":[],"grade":0,"lines":[]}`), 1, ErrNoSeen},
		{"no middle", askedRow(`{"seen":["r/2018-05-10/100000"],"grade":0,"lines":[]}`), 1, ErrMessage},
		{"a seen message at no time", askedRow(`{"middle":"r/2018-05-10/100000","seen":["r/2018-05-10/250000"],"grade":0,"lines":[]}`), 1, ErrMessage},
		{"a line that was not seen", askedRow(`{"middle":"r/2018-05-10/100000","seen":["r/2018-05-10/100000"],"grade":2,"lines":["r/2018-05-10/100001"]}`), 1, ErrLines},
		{"an answer without lines", askedRow(`{"middle":"r/2018-05-10/100000","seen":["r/2018-05-10/100000"],"grade":2,"lines":[]}`), 1, ErrNoLines},
		{"gold at no time", `{"id":"a","question":"q","gold":[{"file":"r/2018-12-12-chat","time":"9:00:00"}]}`, 1, ErrPlace},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Parse("g.jsonl", strings.NewReader(tt.text))
			pe, ok := errors.AsType[*parseError](err)
			if !ok || pe.path != "g.jsonl" || pe.line != tt.line || !errors.Is(err, tt.want) {
				t.Errorf("error %v, want line %d, %v", err, tt.line, tt.want)
			}
		})
	}
}

func TestParseReader(t *testing.T) {
	broken := errors.New("disk on fire")
	_, err := Parse("g.jsonl", iotest.ErrReader(broken))
	if want := "g.jsonl:1: disk on fire"; !errors.Is(err, broken) || err.Error() != want {
		t.Errorf("error %v, want %s", err, want)
	}
}
