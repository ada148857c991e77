package bot

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"qunwen/bot/bottest"
	"qunwen/bot/schedule"
	"qunwen/index"
)

func (p *planned) Sessions(context.Context, time.Time) ([]schedule.Session, error) {
	return p.reply.Sessions, p.err
}

func (p *planned) Outcome(context.Context, string, string, time.Time) (schedule.Outcome, error) {
	return schedule.Outcome{}, nil
}

// TestAskUnknownSession asks for a session that neither the plan nor the chat
// knows of.
func TestAskUnknownSession(t *testing.T) {
	plan := &planned{reply: schedule.Reply{Text: schedule.NotFound + "接下来是：\n3月8日(周三)，许衡", Elsewhere: true}}
	b := mustNew(t, Config{Searcher: &bottest.Searcher{Result: index.Result{Words: 1, Verdict: index.None}}, Schedule: plan})
	a, err := b.Ask(t.Context(), Question{Text: "石老师什么时候分享"})
	if err != nil || a.Verdict != index.None || a.Text != plan.reply.Text || a.Sessions == nil || a.Passages == nil {
		t.Errorf("%+v, err %v", a, err)
	}
}

// planned is a Scheduler with always the same answer.
type planned struct {
	reply schedule.Reply
	err   error
	now   time.Time // of the last question
}

func (p *planned) Answer(_ context.Context, q schedule.Question) (schedule.Reply, bool, error) {
	if !schedule.Asks(q.Text, q.At) {
		return schedule.Reply{}, false, nil
	}
	p.now = q.At
	return p.reply, true, p.err
}

func TestAskSchedule(t *testing.T) {
	session := schedule.Session{Room: "paydesk", Date: "2023-03-07", Source: &schedule.Source{ID: "paydesk/2023-03-06/080000", Room: "paydesk", Date: "2023-03-06"}}
	chat := &bottest.Searcher{Result: index.Result{Words: 1, Verdict: index.Answer, Hits: []index.Hit{bottest.Hit()}}}
	broken := errors.New("broken")
	for _, tt := range []struct {
		name, question string
		plan           *planned
		want           string // how the reply starts
		verdict        index.Verdict
		err            error
	}{
		{"from the book", "今晚有分享吗", &planned{reply: schedule.Reply{Text: "3月7日(周二)，许衡", Sessions: []schedule.Session{session}}},
			"3月7日(周二)，许衡 https://chat.example.org/r/paydesk/2023-03-06#080000", index.Answer, nil},
		{"nothing planned", "今晚有分享吗", &planned{reply: schedule.Reply{Text: "3月7日(周二)没有查到分享安排。"}}, "3月7日(周二)没有查到", index.None, nil},
		{"the chat may know", "石老师什么时候分享", &planned{reply: schedule.Reply{Text: schedule.NotFound, Elsewhere: true}},
			"群里没有查到这样的分享安排。\n群里聊过：", index.Answer, nil},
		{"a day and a person", "今天谁有217号文", &planned{err: broken}, "群里聊过：", index.Answer, nil},
		{"another question", "结算以后还能退款吗", &planned{err: broken}, "群里聊过：", index.Answer, nil},
		{"no book", "今晚有分享吗", &planned{err: broken}, "", "", broken},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := mustNew(t, Config{Searcher: chat, Schedule: tt.plan, BaseURL: "https://chat.example.org"})
			at := time.Date(2023, 3, 7, 9, 0, 0, 0, time.UTC)
			a, err := b.Ask(t.Context(), Question{Text: tt.question, AskedAt: at})
			if !errors.Is(err, tt.err) || !strings.HasPrefix(a.Text, tt.want) || a.Verdict != tt.verdict {
				t.Errorf("%s %q, err %v", a.Verdict, a.Text, err)
			}
			if tt.plan.err == nil && !tt.plan.now.Equal(at) {
				t.Errorf("asked for %v, want the time of the question", tt.plan.now)
			}
		})
	}
}
