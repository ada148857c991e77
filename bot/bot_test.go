package bot

import (
	"errors"
	"strings"
	"testing"
	"time"

	"qunwen/bot/bottest"
	"qunwen/corpus"
	"qunwen/index"
)

func mustNew(t *testing.T, cfg Config) *Bot {
	t.Helper()
	b, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestAskVerdict(t *testing.T) {
	far := bottest.Hit()
	far.Coverage = 0.1
	for _, tt := range []struct {
		name string
		index.Result
		want string // how the reply starts
	}{
		{"nothing to look up", index.Result{Verdict: index.None}, "没看出要问什么。"},
		{"nothing found", index.Result{Words: 1, Verdict: index.None}, "群里没聊过这个问题。换个说法"},
		{"a word nobody knows", index.Result{Words: 1, Verdict: index.None, Hits: []index.Hit{bottest.Hit()}, Unknown: []string{"鸿蒙"}, Missing: []string{"鸿蒙", "系统"}},
			"群里没聊过这个问题，也没有人提过「鸿蒙」。最接近的讨论是：\n1. paydesk 2023-03-06 09:14 许衡-云杉支付：能退的，从下一次的结算款里扣"},
		{"the nearest is far", index.Result{Words: 1, Verdict: index.None, Hits: []index.Hit{far}}, "群里没聊过这个问题。换个说法"},
		{"talk", index.Result{Words: 1, Verdict: index.None, Talk: true}, "这句话不像是在问群里聊过的事"},
		{"a word that sounds like another", index.Result{Words: 1, Verdict: index.None, Hits: []index.Hit{bottest.Hit()}, Unknown: []string{"清蒜"},
			Sounds: []index.Suggestion{{Asked: "清蒜", Word: "清算"}}},
			"群里没聊过这个问题，也没有人提过「清蒜」。你是不是想问「清算」？最接近的讨论是：\n1. paydesk"},
		{"two such words and no hit", index.Result{Words: 1, Verdict: index.None,
			Sounds: []index.Suggestion{{Asked: "清蒜", Word: "清算"}, {Asked: "青蒜", Word: "清算"}, {Asked: "背付金", Word: "备付金"}}},
			"群里没聊过这个问题。你是不是想问「清算」「备付金」？"},
		{"such a word in an answer", index.Result{Words: 1, Verdict: index.Answer, Hits: []index.Hit{bottest.Hit()}, Sounds: []index.Suggestion{{Asked: "清蒜", Word: "清算"}}},
			"你是不是想问「清算」？群里聊过：\n1. 09:14 许衡-云杉支付：能退的，从下一次的结算款里扣\n"},
		{"many words are missing", index.Result{Words: 1, Verdict: index.None, Hits: []index.Hit{bottest.Hit()}, Missing: []string{"甲", "乙", "丙", "丁"}},
			"群里没聊过这个问题，最接近的地方没有说到「甲」「乙」「丙」等。"},
		{"related talk", index.Result{Words: 1, Verdict: index.Leads, Hits: []index.Hit{bottest.Hit(), bottest.Hit()}, Missing: []string{"跨境"}},
			"群里没有直接的答案，最接近的地方没有说到「跨境」。相关的讨论有：\n1. 09:14 许衡-云杉支付：能退的，从下一次的结算款里扣\n"},
		{"related talk that has all words", index.Result{Words: 1, Verdict: index.Leads, Hits: []index.Hit{bottest.Hit()}}, "群里没有直接的答案。相关的讨论有：\n1. 09:14 许衡-云杉支付：能退的，从下一次的结算款里扣\n"},
		{"answered", index.Result{Words: 1, Verdict: index.Answer, Hits: []index.Hit{bottest.Hit()}, Confidence: 0.9}, "群里聊过：\n1. 09:14 许衡-云杉支付：能退的，从下一次的结算款里扣\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a, err := mustNew(t, Config{Searcher: &bottest.Searcher{Result: tt.Result}}).Ask(t.Context(), Question{Text: "结算以后还能退款吗"})
			if err != nil {
				t.Fatal(err)
			}
			if a.Verdict != tt.Verdict || a.Confidence != tt.Confidence || len(a.Passages) != len(tt.Hits) || !strings.HasPrefix(a.Text, tt.want) {
				t.Errorf("%s with %d passages: %q, want %q", a.Verdict, len(a.Passages), a.Text, tt.want)
			}
		})
	}
}

// TestMedia shows pictures and links by name; their Markdown is no reading.
func TestMedia(t *testing.T) {
	h := bottest.Hit()
	h.Messages[1].Kind, h.Messages[1].Quote = corpus.Image, "![2023-03-06 09:14:12](http://img.example/20230306_091412.png)"
	h.Messages[2].Kind, h.Messages[2].Quote = corpus.Link, "退款规则一览"
	a, err := mustNew(t, Config{Searcher: &bottest.Searcher{Result: index.Result{Words: 1, Verdict: index.Answer, Hits: []index.Hit{h}}}}).Ask(t.Context(), Question{Text: "退款规则"})
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(a.Text, "：（此处有图）") || !strings.Contains(a.Text, "：退款规则一览（此处有链接）") || strings.Contains(a.Text, "img.example") {
		t.Errorf("text = %q", a.Text)
	}
	if got := a.Passages[0].Citations[1].Quote; got != h.Messages[1].Quote {
		t.Errorf("the quote in JSON is %q, want what was published", got)
	}
}

func TestAskText(t *testing.T) {
	cfg := Config{
		Searcher: &bottest.Searcher{Result: index.Result{Words: 1, Verdict: index.Answer, Hits: []index.Hit{bottest.Hit()}}},
		BaseURL:  "https://chat.example.org/",
		Rooms:    map[string]Room{"paydesk": {Name: "支付产品群"}},
		Now:      func() time.Time { return time.Date(2026, 3, 7, 9, 0, 0, 0, time.UTC) },
	}
	a, err := mustNew(t, cfg).Ask(t.Context(), Question{Text: "结算以后还能退款吗"})
	if err != nil {
		t.Fatal(err)
	}
	const want = `群里聊过：
1. 09:14 许衡-云杉支付：能退的，从下一次的结算款里扣
2. 09:14 R&D 小王：不够扣就充值
3. 09:15 （没有署名）：…垫资有风险…
支付产品群 2023-03-06（3年前） https://chat.example.org/r/paydesk/2023-03-06#091412
这是2023年的说法，现在可能变了`
	if a.Text != want {
		t.Errorf("got:\n%s\nwant:\n%s", a.Text, want)
	}
	if c := a.Passages[0].Citations[1]; c.Speaker != "R&D 小王" || c.Time != "09:14:12" || c.Date != "2023-03-06" {
		t.Errorf("citation = %+v", c)
	}
}

func TestAskPassesLimitsOn(t *testing.T) {
	f := &bottest.Searcher{}
	at := time.Date(2023, 3, 6, 0, 0, 0, 0, time.UTC)
	if _, err := mustNew(t, Config{Searcher: f}).Ask(t.Context(), Question{Text: "退款", AskedAt: at, Rooms: []string{"paydesk"}}); err != nil {
		t.Fatal(err)
	}
	opt := f.Options()
	if !opt.Before.Equal(at) || len(opt.Rooms) != 1 || opt.Limit != maxPassages {
		t.Errorf("options = %+v", opt)
	}
}

func TestAskErrors(t *testing.T) {
	broken := errors.New("broken")
	if _, err := mustNew(t, Config{Searcher: &bottest.Searcher{Err: broken}}).Ask(t.Context(), Question{Text: "退款"}); !errors.Is(err, broken) {
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
		{"no base URL", Config{Searcher: &bottest.Searcher{}}, true},
		{"https", Config{Searcher: &bottest.Searcher{}, BaseURL: "https://a.example/chat"}, true},
		{"relative", Config{Searcher: &bottest.Searcher{}, BaseURL: "chat"}, false},
		{"another scheme", Config{Searcher: &bottest.Searcher{}, BaseURL: "javascript://a/%0aalert(1)"}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := New(tt.cfg); (err == nil) != tt.ok {
				t.Errorf("err = %v", err)
			}
		})
	}
}

func TestEmptyQuestion(t *testing.T) {
	a, err := mustNew(t, Config{Searcher: &bottest.Searcher{}}).Ask(t.Context(), Question{Text: "  "})
	if err != nil || !strings.Contains(a.Text, "直接写出问题") {
		t.Errorf("text = %q, err %v", a.Text, err)
	}
}
