package wechat

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"qunwen/bot"
	"qunwen/bot/wechat/wechattest"
)

func TestSendFaults(t *testing.T) {
	for _, tt := range []struct {
		name string
		do   func(*wechattest.Server, string)
		want error // nil: may have arrived
		sent int
	}{
		{"no connection", orderFault(wechattest.Refuse, 1), bot.ErrNotSent, 0},
		{"too often", orderRet(1205, 1), bot.ErrRefused, 0},
		{"refused", orderRet(1203, 1), bot.ErrRefused, 0},
		{"session over", orderRet(1101, 1), bot.ErrRefused, 0},
		{"odd", orderRet(-1, 1), bot.ErrRefused, 0},
		{"answer breaks", orderFault(wechattest.Reset, 1), nil, 1},
		{"answer lost", orderFault(wechattest.LostReply, 1), nil, 1},
		{"silence", orderFault(wechattest.Silence, 1), nil, 0},
		{"HTML", orderFault(wechattest.HTML, 1), nil, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			bubble(t, func(r *rig) {
				r.online()
				tt.do(r.srv, "webwxsendmsg")
				_, err := r.c.Send(r.Context(), r.room.ID(), "答案在此")
				if err == nil || errors.Is(err, bot.ErrNotSent) != (tt.want == bot.ErrNotSent) || errors.Is(err, bot.ErrRefused) != (tt.want == bot.ErrRefused) {
					r.Errorf("Send: %v, want %v", err, tt.want)
				}
				for _, secret := range r.srv.Secrets() {
					if err != nil && strings.Contains(err.Error(), secret) {
						r.Errorf("the error tells %q", secret)
					}
				}
				r.pass(10 * time.Minute)
				if n := len(r.srv.Sent()); n != tt.sent || len(r.srv.Requests("webwxsendmsg")) != 1 {
					r.Errorf("sent %d texts in %d requests, want %d in one", n, len(r.srv.Requests("webwxsendmsg")), tt.sent)
				}
				if _, err := r.c.Send(r.Context(), r.room.ID(), "noch eins"); err != nil {
					r.Errorf("the next one: %v", err)
				}
			})
		})
	}
}

func TestSendToNobody(t *testing.T) {
	bubble(t, func(r *rig) {
		foreign := r.srv.AddRoom("麻将群", "Zhao")
		r.online()
		ended, cancel := context.WithCancel(r.Context())
		cancel()
		for _, to := range []string{"", "@nobody", "@@nobody", foreign.ID()} {
			if _, err := r.c.Send(r.Context(), to, "x"); !errors.Is(err, bot.ErrNotSent) {
				r.Errorf("Send to %q: %v", to, err)
			}
		}
		if _, err := r.c.Send(ended, r.room.ID(), "x"); !errors.Is(err, bot.ErrNotSent) || !errors.Is(err, context.Canceled) {
			r.Errorf("Send with an ended context: %v", err)
		}
		if _, err := r.c.Send(r.Context(), r.room.ID(), ""); !errors.Is(err, bot.ErrNotSent) {
			r.Errorf("Send of nothing: %v", err)
		}
		if _, err := r.c.Chat(r.Context(), "sesame"); !errors.Is(err, bot.ErrNotSent) {
			r.Errorf("Chat of an unknown room: %v", err)
		}
		if n := len(r.srv.Requests("webwxsendmsg")); n != 0 {
			r.Errorf("%d requests", n)
		}
	})
}

// TestEcho sends texts that come back as messages, before and after the answer.
func TestEcho(t *testing.T) {
	for _, early := range []bool{false, true} {
		bubble(t, func(r *rig) {
			r.online()
			r.srv.EchoSends(true)
			if early {
				r.srv.Fault("webwxsendmsg", wechattest.Slow, 1)
			}
			var mu sync.Mutex
			var own []string
			r.h.on = func(in bot.Incoming) {
				mu.Lock()
				defer mu.Unlock()
				if in.Text == "答案" && !slices.Contains(own, in.ID) {
					r.Error("the message came before its ID was known")
				}
			}
			mu.Lock() // as Send asks for
			sent, err := r.c.Send(r.Context(), r.room.ID(), "答案")
			own = append(own, sent.ID)
			mu.Unlock()
			if err != nil {
				r.Fatal(err)
			}
			r.room.FromPhone("我补充一句")
			r.wantTexts("答案", "我补充一句")
			got := r.h.messages()
			if !got[0].Sender.Self || got[0].ID != sent.ID || got[0].Chat.Room != "prodarch" {
				r.Errorf("echo %+v of %+v", got[0], sent)
			}
			if !got[1].Sender.Self || got[1].ID == sent.ID {
				r.Errorf("from the phone: %+v", got[1])
			}
		})
	}
}

func TestRevokeFaults(t *testing.T) {
	bubble(t, func(r *rig) {
		r.online()
		sent, err := r.c.Send(r.Context(), r.room.ID(), "错了")
		if err != nil {
			r.Fatal(err)
		}
		r.srv.FaultRet("webwxrevokemsg", 1205, 1)
		if err := r.c.Revoke(r.Context(), sent); !errors.Is(err, bot.ErrRefused) {
			r.Errorf("too often: %v", err)
		}
		r.srv.Fault("webwxrevokemsg", wechattest.LostReply, 1)
		if err := r.c.Revoke(r.Context(), sent); err == nil || errors.Is(err, bot.ErrRefused) || errors.Is(err, bot.ErrNotSent) {
			r.Errorf("answer lost: %v", err)
		}
		if err := r.c.Revoke(r.Context(), bot.Sent{}); !errors.Is(err, bot.ErrNotSent) {
			r.Errorf("nothing: %v", err)
		}
		if !slices.Equal(r.srv.Revoked(), []string{sent.ID}) {
			r.Errorf("revoked %q", r.srv.Revoked())
		}
		r.stop()
		if err := r.c.Revoke(r.Context(), sent); !errors.Is(err, bot.ErrNotSent) {
			r.Errorf("after the end: %v", err)
		}
		if _, err := r.c.Chat(r.Context(), "prodarch"); !errors.Is(err, bot.ErrNotSent) {
			r.Errorf("Chat after the end: %v", err)
		}
	})
}
