package index

import (
	"strings"
	"testing"
	"testing/fstest"
)

// Of a question that goes on with the one before it, lines with the new words come
// first, and without them nothing is an answer.
func TestFocus(t *testing.T) {
	x := openSite(t, fstest.MapFS{
		"r/_posts/2023-03-07-chat.markdown": chat(`09:00:00 甲 请问斑马线退费怎么做，退费找谁
09:00:20 乙 斑马线退费先找路政登记，退费三天内到，斑马线的退费都这样
09:00:40 乙 退费走原路，斑马线的钱从哪来退到哪去，退费以后不能改
09:01:00 丙 护栏也要登记，一样的`),
		"r/_posts/2023-04-09-chat.markdown": chat(`15:00:00 丁 斑马线退费的登记表没了
15:00:30 戊 登记表丢了找窗口补一张`),
	}, nil)
	const question = "斑马线退费怎么登记"
	first := func(focus string) (Result, string) {
		t.Helper()
		r, err := x.Search(t.Context(), focus+"，"+question, Options{Focus: focus})
		if err != nil || len(r.Hits) == 0 {
			t.Fatalf("%+v, %v", r, err)
		}
		best := r.Hits[0].Messages[0]
		for _, m := range r.Hits[0].Messages {
			if m.Value > best.Value {
				best = m
			}
		}
		return r, best.Quote
	}
	for focus, want := range map[string]string{"": "三天内到", "护栏": "护栏也要登记", "补一张": "找窗口补一张"} {
		if _, got := first(focus); !strings.Contains(got, want) {
			t.Errorf("focus %q: first %q, want %s", focus, got, want)
		}
	}
	if r, got := first("潜水艇"); r.Verdict != None {
		t.Errorf("%s for what nobody has said: %q", r.Verdict, got)
	}
}
