package bot

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"qunwen/index"
)

// found is a Searcher that finds always the same.
type found struct {
	hits []index.Hit
	err  error
	opt  index.Options // of the last search
}

func (f *found) Search(_ context.Context, _ string, opt index.Options) ([]index.Hit, error) {
	f.opt = opt
	return f.hits, f.err
}

// hit is a place that covers so much of the question.
func hit(coverage float64) index.Hit {
	at := time.Date(2023, 3, 6, 9, 14, 12, 0, time.UTC)
	return index.Hit{
		Score: 12.5, Coverage: coverage, Room: "paydesk", ThreadID: "paydesk/2023-03-06/091305", Title: "结算以后还能退款吗？",
		Messages: []index.HitMessage{
			{ID: "paydesk/2023-03-06/091412", Time: at, Line: 25, Speaker: "许衡-云杉支付", Quote: "能退的，从下一次的结算款里扣"},
			{ID: "paydesk/2023-03-06/091412.2", Time: at, Line: 29, Speaker: "R&amp;amp;D  小王", Quote: "不够扣就充值"},
			{ID: "paydesk/2023-03-06/091500", Time: at.Add(48 * time.Second), Line: 33, Quote: "…垫资有风险…"},
		},
	}
}

func mustNew(t *testing.T, cfg Config) *Bot {
	t.Helper()
	b, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestAskVerdict(t *testing.T) {
	for _, tt := range []struct {
		name         string
		hits         []index.Hit
		want         Verdict
		wantPassages int
		wantStart    string
	}{
		{"nothing found", nil, None, 0, "群里没聊过"},
		{"hardly anything of it was said", []index.Hit{hit(0.1)}, None, 0, "群里没聊过"},
		{"some of it was said", []index.Hit{hit(0.3), hit(0.3)}, Leads, 2, "群里没有直接的答案"},
		{"most of it was said", []index.Hit{hit(0.9)}, Answered, 1, "群里聊过"},
		{"the best place decides", []index.Hit{hit(0.1), hit(0.9)}, None, 0, "群里没聊过"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a, err := mustNew(t, Config{Searcher: &found{hits: tt.hits}}).Ask(t.Context(), Question{Text: "结算以后还能退款吗"})
			if err != nil {
				t.Fatal(err)
			}
			if a.Verdict != tt.want || len(a.Passages) != tt.wantPassages || !strings.HasPrefix(a.Text, tt.wantStart) {
				t.Errorf("%s with %d passages: %q", a.Verdict, len(a.Passages), a.Text)
			}
		})
	}
}

func TestJudge(t *testing.T) {
	for _, tt := range []struct {
		name                      string
		window, message, coverage float64
		want                      Verdict
	}{
		{"alike", 0.5, 0.6, 0, Answered},
		{"alike, and in the same words", 0.4, 0.4, 0.9, Answered},
		{"a little alike", 0.3, 0.4, 0, Leads},
		{"not alike, but some of its words", 0.1, 0.2, 0.35, Leads},
		{"nothing speaks for it", 0.2, 0.2, 0.1, None},
	} {
		t.Run(tt.name, func(t *testing.T) {
			v, confidence := judge([]index.Hit{{Window: tt.window, Message: tt.message, Coverage: tt.coverage}})
			if v != tt.want || confidence < 0 || confidence > 1 {
				t.Errorf("%s, confidence %.2f; want %s", v, confidence, tt.want)
			}
		})
	}
}

func TestAskText(t *testing.T) {
	cfg := Config{
		Searcher:  &found{hits: []index.Hit{hit(0.9)}},
		BaseURL:   "https://chat.example.org/",
		RoomNames: map[string]string{"paydesk": "支付产品群"},
	}
	a, err := mustNew(t, cfg).Ask(t.Context(), Question{Text: "结算以后还能退款吗"})
	if err != nil {
		t.Fatal(err)
	}
	const want = `群里聊过：

一、支付产品群，2023-03-06，说到「结算以后还能退款吗？」
09:14 许衡-云杉支付：能退的，从下一次的结算款里扣 https://chat.example.org/r/paydesk/2023-03-06#091412
09:14 R&D 小王：不够扣就充值 https://chat.example.org/r/paydesk/2023-03-06#091412.2
09:15 （没有署名）：…垫资有风险… https://chat.example.org/r/paydesk/2023-03-06#091500`
	if a.Text != want {
		t.Errorf("got:\n%s\nwant:\n%s", a.Text, want)
	}
	if c := a.Passages[0].Citations[1]; c.Speaker != "R&D 小王" || c.Time != "09:14:12" || c.Date != "2023-03-06" {
		t.Errorf("citation = %+v", c)
	}
}

func TestAskPassesLimitsOn(t *testing.T) {
	f := &found{}
	at := time.Date(2023, 3, 6, 0, 0, 0, 0, time.UTC)
	if _, err := mustNew(t, Config{Searcher: f}).Ask(t.Context(), Question{Text: "退款", AskedAt: at, Rooms: []string{"paydesk"}}); err != nil {
		t.Fatal(err)
	}
	if !f.opt.Before.Equal(at) || len(f.opt.Rooms) != 1 || f.opt.Limit != maxPassages {
		t.Errorf("options = %+v", f.opt)
	}
}

func TestAskErrors(t *testing.T) {
	broken := errors.New("broken")
	if _, err := mustNew(t, Config{Searcher: &found{err: broken}}).Ask(t.Context(), Question{Text: "退款"}); !errors.Is(err, broken) {
		t.Errorf("err = %v, want the searcher's", err)
	}
}

func TestNew(t *testing.T) {
	for _, tt := range []struct {
		name string
		cfg  Config
		ok   bool
	}{
		{"no searcher", Config{}, false},
		{"no base URL", Config{Searcher: &found{}}, true},
		{"https", Config{Searcher: &found{}, BaseURL: "https://a.example/chat"}, true},
		{"relative", Config{Searcher: &found{}, BaseURL: "chat"}, false},
		{"another scheme", Config{Searcher: &found{}, BaseURL: "javascript://a/%0aalert(1)"}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := New(tt.cfg); (err == nil) != tt.ok {
				t.Errorf("err = %v", err)
			}
		})
	}
}

func TestEmptyQuestion(t *testing.T) {
	a, err := mustNew(t, Config{Searcher: &found{}}).Ask(t.Context(), Question{Text: "  "})
	if err != nil || !strings.Contains(a.Text, "直接写出问题") {
		t.Errorf("text = %q, err %v", a.Text, err)
	}
}
