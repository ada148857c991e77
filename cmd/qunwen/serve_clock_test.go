package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// TestServeClockOff runs serve on a host whose clock is off: it answers, also who
// asked before it knew, and says that the clock has to be set, until it is.
func TestServeClockOff(t *testing.T) {
	for _, tt := range []struct {
		name string
		fast time.Duration
		says string
	}{
		{"fast", 4 * time.Minute, "本机时钟快了"},
		{"slow", -90 * time.Minute, "本机时钟慢了"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			inBubble(t, func(b *bubble) {
				b.behind.Store(int64(-tt.fast))
				b.online()
				b.room.Say("许衡", "@群问 帮助")
				b.pass(10 * time.Second)
				b.room.Say("余笙", "早")
				b.pass(10 * time.Second)
				b.room.Say("许衡", "早啊")
				b.until("an answer", func() bool { return b.sent("我记得群里聊过什么") == 1 })
				b.room.Say("余笙", "@群问 帮助")
				b.until("the next one", func() bool { return b.sent("我记得群里聊过什么") == 2 })
				b.archived("早", "早啊")
				if err := b.server.health(); err == nil || !strings.Contains(err.Error(), tt.says) {
					t.Errorf("health: %v, want %s", err, tt.says)
				}
				if err := b.server.reach(); err != nil {
					t.Errorf("messages come in, and are kept, but: %v", err)
				}
				if !strings.Contains(b.server.status(), tt.says) {
					t.Errorf("状态 says %q", b.server.status())
				}
				var w strings.Builder
				b.server.metrics().WritePrometheus(&w)
				old := "qunwen_messages_too_old_total 0\n"
				if strings.Contains(w.String(), old) != (tt.fast < 0) || !strings.Contains(w.String(), "qunwen_clock_offset_seconds") {
					t.Errorf("metrics:\n%s", w.String())
				}
				if strings.Count(b.logs.String(), "the host clock is off") != 1 {
					t.Errorf("the log: %s", b.logs.String())
				}

				b.behind.Store(0)
				if err := b.server.health(); err != nil {
					t.Errorf("the clock is right again, but: %v", err)
				}
				b.room.Say("余笙", "@群问 帮助")
				b.until("an answer", func() bool { return b.sent("我记得群里聊过什么") == 3 })
			})
		})
	}
}

func TestClockText(t *testing.T) {
	for off, want := range map[time.Duration]string{
		200*time.Second + time.Millisecond: "本机时钟慢了3分20秒，请校准",
		-31 * time.Second:                  "本机时钟快了31秒，请校准",
		-8*time.Hour - 29*time.Second:      "本机时钟快了8小时，请校准",
		26*time.Hour + 5*time.Minute:       "本机时钟慢了26小时5分，请校准",
	} {
		if got := clockText(off); got != want {
			t.Errorf("%v: %s, want %s", off, got, want)
		}
	}
}

// TestDoctorClock compares the clock with that of whoever answers for the service.
func TestDoctorClock(t *testing.T) {
	var date time.Time
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Date", date.UTC().Format(http.TimeFormat))
	}))
	defer srv.Close()
	now := time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC)
	e := &env{config: defaults(), clock: func() time.Time { return now }}
	e.WeChat.Enabled, e.WeChat.Endpoint = true, srv.URL
	for off, want := range map[time.Duration]string{0: "准的", 20 * time.Second: "准的", 40 * time.Second: "慢了40秒", -5 * time.Minute: "快了5分"} {
		date = now.Add(off)
		all := e.examineService(t.Context())
		if last := all[len(all)-1]; last.Name != "时钟" || !strings.Contains(last.Text, want) || last.OK != (want == "准的") {
			t.Errorf("%v: %+v, want %s", off, last, want)
		}
	}
}
