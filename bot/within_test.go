package bot

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"qunwen/bot/bottest"
	"qunwen/bot/schedule"
	"qunwen/index"
)

// timed is a Searcher that finds one thing within a period and another in all
// times.
type timed struct {
	within, always index.Result
	asked          []string
	opts           []index.Options
}

func (s *timed) Search(_ context.Context, question string, opt index.Options) (index.Result, error) {
	s.asked, s.opts = append(s.asked, question), append(s.opts, opt)
	if opt.Since.IsZero() {
		return s.always, nil
	}
	return s.within, nil
}

// result is one of the given verdict, whose best place has the given coverage.
func result(v index.Verdict, coverage float64) index.Result {
	r := index.Result{Words: 1, Verdict: v}
	if coverage > 0 {
		h := bottest.Hit()
		h.Coverage = coverage
		r.Hits = []index.Hit{h}
	}
	return r
}

// elsewhereIs is the result with its best place in another conversation.
func elsewhereIs(r index.Result) index.Result {
	r.Hits = slices.Clone(r.Hits)
	r.Hits[0].ThreadID = "paydesk/2023-04-03/141200"
	return r
}

func TestAskWithin(t *testing.T) {
	none, weak, strong, answer := result(index.None, 0), result(index.Leads, 0.2), result(index.Leads, 0.9), result(index.Answer, 0.9)
	for _, tt := range []struct {
		name, question string
		within, always index.Result
		want           string // how the reply starts
		searches       int
	}{
		{"no period", "退款怎么做", none, answer, "群里聊过：\n", 1},
		{"a time of the subject", "2017年发的文还有效吗", none, answer, "群里聊过：\n", 1},
		{"answered then", "3月份群里聊过退款吗", answer, answer, "群里聊过（只看2023年3月）：\n", 2},
		{"leads then, an answer at another time", "3月份群里聊过退款吗", strong, answer, "群里没有直接的答案（只看2023年3月）。相关的讨论有：\n", 2},
		{"little then, the same as at all times", "3月份群里聊过退款吗", weak, weak, "群里没有直接的答案（只看2023年3月）。相关的讨论有：\n", 2},
		{"little then, an answer at another time", "3月份群里聊过退款吗", weak, elsewhereIs(answer), "2023年3月群里没有直接的答案，别的时候有：\n", 2},
		{"little then, no answer at another time", "3月份群里聊过退款吗", weak, elsewhereIs(strong), "2023年3月和别的时候，群里都没有直接的答案。相关的讨论有：\n", 2},
		{"an answer then of which little was asked", "3月份群里聊过退款吗", result(index.Answer, 0.1), elsewhereIs(answer), "2023年3月群里没有直接的答案，别的时候有：\n", 2},
		{"an answer then that is none among all", "3月份群里聊过退款吗", answer, none, "群里没聊过这个问题（2023年3月没有，别的时候也没有）。换个说法", 2},
		{"nothing then, an answer at another time", "3月份群里聊过退款吗", none, answer, "2023年3月群里没聊过，别的时候有：\n", 2},
		{"nothing then, leads at another time", "3月份群里聊过退款吗", none, weak, "2023年3月群里没聊过，别的时候也没有直接的答案。相关的讨论有：\n", 2},
		{"nothing at all", "3月份群里聊过退款吗", none, none, "群里没聊过这个问题（2023年3月没有，别的时候也没有）。换个说法", 2},
		{"a year to come", "2030年群里聊过退款吗", none, answer, "2030年群里没聊过，别的时候有：\n", 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := &timed{within: tt.within, always: tt.always}
			at := time.Date(2023, 4, 17, 10, 0, 0, 0, time.UTC)
			a, err := mustNew(t, Config{Searcher: s}).Ask(t.Context(), Question{Text: tt.question, AskedAt: at})
			if err != nil || !strings.HasPrefix(a.Text, tt.want) || len(s.asked) != tt.searches {
				t.Errorf("%d searches, %v:\n%s\nwant %s", len(s.asked), err, a.Text, tt.want)
			}
		})
	}
}

// The period is that of the bot's zone, and never reaches beyond the asking.
func TestAskWithinOptions(t *testing.T) {
	zone := time.FixedZone("CST", 8*60*60)
	night := time.Date(2023, 4, 16, 17, 0, 0, 0, time.UTC) // the 17th there
	for _, tt := range []struct {
		question, asked string
		at              time.Time
		since, before   time.Time
	}{
		{"昨天群里聊的退款", "退款", night, time.Date(2023, 4, 16, 0, 0, 0, 0, zone), time.Date(2023, 4, 17, 0, 0, 0, -1, zone)},
		{"今天群里聊的退款", "退款", night, time.Date(2023, 4, 17, 0, 0, 0, 0, zone), night},
		{"今天群里聊的退款", "退款", time.Time{}, time.Date(2023, 5, 1, 0, 0, 0, 0, zone), time.Date(2023, 5, 2, 0, 0, 0, -1, zone)},
	} {
		s := &timed{within: result(index.Answer, 0.9)}
		b := mustNew(t, Config{Searcher: s, Zone: zone, Now: func() time.Time { return time.Date(2023, 5, 1, 9, 0, 0, 0, zone) }})
		if _, err := b.Ask(t.Context(), Question{Text: tt.question, AskedAt: tt.at, Rooms: []string{"paydesk"}}); err != nil {
			t.Fatal(err)
		}
		opt := s.opts[0]
		if s.asked[0] != tt.asked || !opt.Since.Equal(tt.since) || !opt.Before.Equal(tt.before) || len(opt.Rooms) != 1 {
			t.Errorf("%s: asked %q with %+v, want %q from %v to %v", tt.question, s.asked[0], opt, tt.asked, tt.since, tt.before)
		}
	}
}

// A reply says whose words it looked at, or whom the question could mean.
func TestAskPerson(t *testing.T) {
	for _, tt := range []struct {
		name   string
		person index.Person
		want   string
	}{
		{"nobody", index.Person{}, "群里聊过：\n"},
		{"one", index.Person{Word: "老许", Names: []string{"许衡-云杉支付"}}, "群里聊过（只看许衡-云杉支付说的）：\n"},
		{"two", index.Person{Word: "唐总", Names: []string{"唐路", "唐小满"}}, "群里聊过（「唐总」可能是唐路、唐小满，没有按人找）：\n"},
		{"four", index.Person{Word: "王总", Names: []string{"王一", "王二", "王三", "王四"}}, "群里聊过（「王总」可能是王一、王二、王三等，没有按人找）：\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := result(index.Answer, 0.9)
			r.Person = tt.person
			a, err := mustNew(t, Config{Searcher: &bottest.Searcher{Result: r}}).Ask(t.Context(), Question{Text: "退款"})
			if err != nil || !strings.HasPrefix(a.Text, tt.want) {
				t.Errorf("%v: %s, want %s", err, a.Text, tt.want)
			}
		})
	}
}

// Who asks what was said at some time is not told of the sessions then.
func TestAskOfTalk(t *testing.T) {
	chat := &bottest.Searcher{Result: result(index.Answer, 0.9)}
	plan := &planned{reply: schedule.Reply{Text: "从安排里"}}
	for question, want := range map[string]string{
		"昨天谁问过代扣":  "群里聊过（只看",
		"昨天谁分享过代扣": "从安排里",
		"上周五谁讲的":   "从安排里",
	} {
		a, err := mustNew(t, Config{Searcher: chat, Schedule: plan}).Ask(t.Context(), Question{Text: question})
		if err != nil || !strings.HasPrefix(a.Text, want) {
			t.Errorf("%s: %v, %s; want %s", question, err, a.Text, want)
		}
	}
}
