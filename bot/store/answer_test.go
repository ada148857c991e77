package store

import (
	"errors"
	"reflect"
	"testing"
	"time"
)

func TestAnswer(t *testing.T) {
	s, ctx := open(t), t.Context()
	a := Answer{
		ID: "a1", Room: "paydesk", Person: "p1", Question: "退款多久到账？", Verdict: "answer",
		Cited: []string{"paydesk/2023-03-06/200300", "paydesk/2023-03-06/200100"}, Time: at(t, "20:00:00"),
	}
	b := Answer{ID: "a2", Room: "paydesk", Person: "p2", Question: "那对账呢", Verdict: "none", Time: at(t, "20:01:00")}
	for _, x := range []Answer{a, b, a} {
		must(t, s.AddAnswer(ctx, x))
	}
	a.Time, b.Time = a.Time.UTC(), b.Time.UTC()
	for _, tt := range []struct {
		name string
		get  func() (Answer, bool, error)
		want *Answer
	}{
		{"by ID", func() (Answer, bool, error) { return s.Answer(ctx, "a1") }, &a},
		{"unknown ID", func() (Answer, bool, error) { return s.Answer(ctx, "a3") }, nil},
		{"last of a person", func() (Answer, bool, error) { return s.LastAnswer(ctx, "paydesk", "p2") }, &b},
		{"other room", func() (Answer, bool, error) { return s.LastAnswer(ctx, "clearing", "p2") }, nil},
	} {
		got, ok, err := tt.get()
		if err != nil || ok != (tt.want != nil) || ok && !reflect.DeepEqual(got, *tt.want) {
			t.Errorf("%s: got %+v, %v, %v; want %+v", tt.name, got, ok, err, tt.want)
		}
	}
	if err := s.AddAnswer(ctx, Answer{}); err == nil {
		t.Error("an answer without an ID was taken")
	}
}

func TestFeedback(t *testing.T) {
	s, ctx := open(t), t.Context()
	must(t, s.AddAnswer(ctx, Answer{ID: "a1", Room: "paydesk", Question: "退款多久到账？", Time: at(t, "20:00:00")}))
	must(t, s.AddAnswer(ctx, Answer{ID: "a2", Room: "paydesk", Question: "分账怎么做？", Time: at(t, "20:00:00")}))
	for _, f := range []Feedback{
		{AnswerID: "a1", Person: "p1", Mark: Useful, Time: at(t, "20:01:00")},
		{AnswerID: "a1", Person: "p2", Mark: Useful, Time: at(t, "20:02:00")},
		{AnswerID: "a1", Person: "p1", Name: "甲一", Mark: Wrong, Correction: "现在是当天到", Time: at(t, "20:03:00")},
	} {
		must(t, s.Give(ctx, f))
	}
	// Feedback lives on when its answer is replaced or would be pruned.
	must(t, s.AddAnswer(ctx, Answer{ID: "a1", Room: "paydesk", Question: "退款多久到账？", Time: at(t, "20:00:00")}))
	must(t, s.Prune(ctx, at(t, "21:00:00")))
	got, err := s.Feedback(ctx, "paydesk", time.Time{}, 10)
	must(t, err)
	want := []Feedback{
		{"a1", "paydesk", "退款多久到账？", "p1", "甲一", Wrong, "现在是当天到", at(t, "20:03:00").UTC()},
		{"a1", "paydesk", "退款多久到账？", "p2", "", Useful, "", at(t, "20:02:00").UTC()},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if err := s.Give(ctx, Feedback{AnswerID: "a2", Mark: Wrong}); !errors.Is(err, ErrUnknown) {
		t.Errorf("feedback on a pruned answer: %v", err)
	}
	if err := s.Give(ctx, Feedback{AnswerID: "a1", Mark: "good"}); err == nil {
		t.Error("an unknown mark was taken")
	}
}

func TestUnanswered(t *testing.T) {
	s, ctx := open(t), t.Context()
	var ids []int64
	for _, a := range []Ask{
		{"paydesk", "T+0 怎么收费", "p1", "甲", at(t, "20:00:00")},
		{"paydesk", "怎么开户?", "p1", "甲", at(t, "20:01:00")},
		{"paydesk", "怎么开户？", "p2", "乙", at(t, "20:02:00")},
		{"paydesk", " 怎么 开户", "p1", "甲一", at(t, "20:03:00")},
		{"clearing", "怎么开户", "p3", "丙", at(t, "20:04:00")},
		{"paydesk", "t0怎么收费", "p2", "乙", at(t, "20:05:00")},
		{"paydesk", "？？", "p2", "乙", at(t, "20:06:00")},
	} {
		id, err := s.AddUnanswered(ctx, a)
		must(t, err)
		ids = append(ids, id)
	}
	open := func() (questions []string) {
		t.Helper()
		all, err := s.Unanswered(ctx, "paydesk", 3)
		must(t, err)
		for _, u := range all {
			questions = append(questions, u.Question)
		}
		return questions
	}
	if got, want := open(), []string{" 怎么 开户", "？？", "t0怎么收费"}; !reflect.DeepEqual(got, want) {
		t.Fatalf("open are %q, want %q", got, want)
	}
	all, err := s.Unanswered(ctx, "paydesk", 1)
	must(t, err)
	want := Unanswered{ids[1], "paydesk", " 怎么 开户", 3, 2, at(t, "20:01:00").UTC(), at(t, "20:03:00").UTC()}
	if all[0] != want {
		t.Errorf("got %+v, want %+v", all[0], want)
	}
	for since, want := range map[string]string{"20:00:00": "？？", "20:06:00": "？？", "20:06:01": ""} {
		late, err := s.UnansweredSince(ctx, "paydesk", at(t, since), 1)
		must(t, err)
		if len(late) > 1 || (len(late) == 1) != (want != "") || want != "" && late[0].Question != want {
			t.Errorf("open since %s are %+v, want %q", since, late, want)
		}
	}

	if told, err := s.Told(ctx, ids[1], "p1"); told || err != nil {
		t.Errorf("told of what is open: %v, %v", told, err)
	}
	must(t, s.Resolve(ctx, ids[1], "paydesk/2023-03-06/210000"))
	news, err := s.Untold(ctx, "paydesk")
	must(t, err)
	if len(news) != 2 || news[0].Person != "p2" || news[1] != (News{ids[1], " 怎么 开户", "paydesk/2023-03-06/210000", "p1", "甲一"}) {
		t.Errorf("untold are %+v", news)
	}
	for _, first := range []bool{true, false} {
		if told, err := s.Told(ctx, ids[1], "p1"); told != first || err != nil {
			t.Errorf("told is %v (err %v), want %v", told, err, first)
		}
	}
	if news, err = s.Untold(ctx, "paydesk"); err != nil || len(news) != 1 {
		t.Errorf("untold are %+v (err %v)", news, err)
	}
	_, err = s.AddUnanswered(ctx, Ask{"paydesk", "怎么开户", "p1", "甲", at(t, "22:00:00")})
	must(t, err)
	if got := open(); got[0] != "怎么开户" {
		t.Errorf("asked again, open are %q", got)
	}

	must(t, s.Prune(ctx, at(t, "21:00:00")))
	if got := open(); len(got) != 1 {
		t.Errorf("after pruning open are %q", got)
	}
	if err := s.Resolve(ctx, ids[0], "m"); !errors.Is(err, ErrUnknown) {
		t.Errorf("resolved what was pruned: %v", err)
	}
	if err := s.Resolve(ctx, ids[1], ""); err == nil {
		t.Error("resolved by no message")
	}
	if _, err := s.AddUnanswered(ctx, Ask{Question: " \n"}); err == nil {
		t.Error("an empty question was taken")
	}
}

func TestNormal(t *testing.T) {
	for _, tt := range []struct{ a, b string }{
		{"ＰＯＳ机怎么办？", "pos 机怎么办"},
		{"T+1，还是 D+1", "t+1还是d+1"},
		{"“备付金”…怎么算？！", "备付金怎么算"},
	} {
		if normal(tt.a) != normal(tt.b) {
			t.Errorf("%q and %q are two questions", tt.a, tt.b)
		}
	}
	if normal("T+0") == normal("T0") || normal("？") == normal("！") {
		t.Error("different questions are one")
	}
}
