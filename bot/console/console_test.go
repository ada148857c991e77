package console

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"qunwen/bot"
)

// heard takes down what the console delivers, and answers nothing.
type heard struct {
	mu     sync.Mutex
	in     []bot.Incoming
	states []bot.State
	on     func(bot.Incoming)
}

func (h *heard) OnMessage(_ context.Context, in bot.Incoming) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.in = append(h.in, in)
	if h.on != nil {
		h.on(in)
	}
}

func (h *heard) OnState(_ context.Context, st bot.State) { h.states = append(h.states, st) }

func TestLines(t *testing.T) {
	for _, tt := range []struct {
		name, typed string
		want        string // "who: text" of each message; * marks the owner
		out         string // what is printed
	}{
		{"a question", "结算几天\n", "我: @群问 结算几天", ""},
		{"blank lines", "\n  \n结算几天", "我: @群问 结算几天", ""},
		{"another speaker", "/我是 林念\n早\n", "林念: @群问 早", ""},
		{"the owner and back", "/群主\n早\n/我是 林念\n早\n", "*群主: @群问 早|林念: @群问 早", ""},
		{"to the room", "/群里 近期分享安排：\n", "我: 近期分享安排：", ""},
		{"the end", "早\n/退出\n晚\n", "我: @群问 早", ""},
		{"the end without a stroke", "早\n退出\n晚\n", "我: @群问 早", ""},
		{"the end in English", "早\n/exit\n晚\n", "我: @群问 早", ""},
		{"the end as shells have it", "早\n quit \n晚\n", "我: @群问 早", ""},
		{"a question about leaving", "退出清算协议要几天\n", "我: @群问 退出清算协议要几天", ""},
		{"help", "/帮助\n", "我: @群问 帮助", "这里的命令：/我是 名字、/群主、/群里 一句话、/退出\n"},
		{"help in English", "/help\n", "我: @群问 帮助", "这里的命令：/我是 名字、/群主、/群里 一句话、/退出\n"},
		{"a line as long as may be", strings.Repeat("长", longestLine/3) + "\n", "我: @群问 " + strings.Repeat("长", longestLine/3), ""},
		{"a first line that is too long", strings.Repeat("长", longestLine/3+1) + "\n早\n", "我: @群问 早", tooLong + "\n"},
		{"a last line that is too long", "早\n" + strings.Repeat("长", longestLine), "我: @群问 早", tooLong + "\n"},
		{"a last line without its end", "早\n晚", "我: @群问 早|我: @群问 晚", ""},
		{"line ends of Windows", "早\r\n退出\r\n", "我: @群问 早", ""},
		{"no such command", "/天气\n", "", "没有 /天气 这个命令；有 /我是 名字、/群主、/群里 一句话、/退出\n"},
		{"a command without its words", "/我是\n/群里\n", "", "没有 /我是 这个命令；有 /我是 名字、/群主、/群里 一句话、/退出\n没有 /群里 这个命令；有 /我是 名字、/群主、/群里 一句话、/退出\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var out bytes.Buffer
			h := &heard{}
			c := &Console{In: strings.NewReader(tt.typed), Out: &out, Room: "paydesk", Name: "群问", User: "我"}
			if err := c.Run(t.Context(), h); err != nil {
				t.Fatal(err)
			}
			var got []string
			ids := make(map[string]bool)
			for _, in := range h.in {
				who := in.Sender.Name()
				if in.Sender.Self {
					who = "*" + who
				}
				got = append(got, who+": "+in.Text)
				if ids[in.ID] || in.ID == "" || in.Chat.Room != "paydesk" || in.Login == "" {
					t.Errorf("message %+v", in)
				}
				ids[in.ID] = true
			}
			if s := strings.Join(got, "|"); s != tt.want || out.String() != tt.out {
				t.Errorf("heard %.300q, printed %.300q; want %.300q, %.300q", s, out.String(), tt.want, tt.out)
			}
			if len(h.states) != 1 || h.states[0].Phase != bot.Online {
				t.Errorf("states %+v", h.states)
			}
		})
	}
}

// TestTalk prints what is said between what is typed.
func TestTalk(t *testing.T) {
	var out bytes.Buffer
	c := &Console{In: strings.NewReader("一\n二\n"), Out: &out, Room: "paydesk", Name: "群问", User: "我", Prompt: "> "}
	h := &heard{}
	var sent bot.Sent
	h.on = func(in bot.Incoming) {
		if in.Text == "@群问 二" {
			if err := c.Revoke(t.Context(), sent); err != nil {
				t.Error(err)
			}
			return
		}
		var err error
		if sent, err = c.Send(t.Context(), in.Chat.ID, "你好\n再见"); err != nil {
			t.Error(err)
		}
	}
	if err := c.Run(t.Context(), h); err != nil {
		t.Fatal(err)
	}
	const want = "我> 群问：你好\n再见\n\n我> 群问 撤回了一条消息（你好…）\n\n我> \n"
	if out.String() != want {
		t.Errorf("printed %q, want %q", out.String(), want)
	}
}

// TestWaits reads on only when the bot has said everything.
func TestWaits(t *testing.T) {
	var mu sync.Mutex
	busy := 0
	h := &heard{on: func(bot.Incoming) {
		mu.Lock()
		defer mu.Unlock()
		if busy > 0 {
			t.Error("a line was read while the bot was busy")
		}
		busy = 3
	}}
	c := &Console{In: strings.NewReader("一\n二\n"), Out: io.Discard, Name: "群问", User: "我", Idle: func() bool {
		mu.Lock()
		defer mu.Unlock()
		if busy > 0 {
			busy--
			return false
		}
		return true
	}}
	if err := c.Run(t.Context(), h); err != nil || len(h.in) != 2 || busy != 0 {
		t.Errorf("heard %d, busy %d, err %v", len(h.in), busy, err)
	}
}

func TestEnds(t *testing.T) {
	broken := errors.New("broken")
	c := &Console{In: iotest.ErrReader(broken), Out: io.Discard, Name: "群问", User: "我"}
	if err := c.Run(t.Context(), &heard{}); !errors.Is(err, broken) {
		t.Errorf("err = %v, want the reader's", err)
	}
	r, w := io.Pipe() // a terminal at which nobody types
	defer w.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	c = &Console{In: r, Out: io.Discard, Name: "群问", User: "我"}
	if err := c.Run(ctx, &heard{}); err != nil {
		t.Errorf("err = %v", err)
	}
	c = &Console{In: strings.NewReader("一\n"), Out: io.Discard, Idle: func() bool { return false }}
	ctx, cancel = context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if err := c.Run(ctx, &heard{}); err != nil {
		t.Errorf("err = %v", err)
	}
}

func TestChat(t *testing.T) {
	c := &Console{Room: "paydesk", Name: "群问"}
	if chat, err := c.Chat(t.Context(), "paydesk"); err != nil || chat.Room != "paydesk" {
		t.Errorf("chat %+v, err %v", chat, err)
	}
	if _, err := c.Chat(t.Context(), "clearing"); !errors.Is(err, bot.ErrNotSent) {
		t.Errorf("err = %v, want one that wraps ErrNotSent", err)
	}
	c.Out = failing{}
	if _, err := c.Send(t.Context(), "console", "x"); err == nil {
		t.Error("sent to where nothing can be written")
	}
}

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, errors.New("full") }

// TestLost fails a talk of which something could not be printed.
func TestLost(t *testing.T) {
	c := &Console{In: strings.NewReader("一\n"), Out: failing{}, Room: "paydesk", Name: "群问", User: "我"}
	h := &heard{on: func(in bot.Incoming) {
		if _, err := c.Send(t.Context(), in.Chat.ID, "你好"); err == nil {
			t.Error("it was sent")
		}
	}}
	if err := c.Run(t.Context(), h); err == nil || err.Error() != "full" {
		t.Errorf("Run = %v, want full", err)
	}
}
