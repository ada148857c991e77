package wechat

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"qunwen/bot"
	"qunwen/bot/wechat/wechattest"
)

// TestUnknownSender asks for the members once a minute at most.
func TestUnknownSender(t *testing.T) {
	bubble(t, func(r *rig) {
		r.online()
		r.pass(2 * time.Minute)
		before := len(r.srv.Requests("webwxbatchgetcontact"))
		for i := range 30 {
			r.room.Say(fmt.Sprint("guest", i), "hi")
			r.pass(time.Second)
		}
		if n := len(r.srv.Requests("webwxbatchgetcontact")) - before; n != 1 {
			r.Errorf("%d questions about members", n)
		}
		for _, in := range r.h.messages() {
			if in.Sender.ID == "" || in.Sender.Name() != "" {
				r.Errorf("%+v", in.Sender)
			}
		}
		r.room.Join("Neu")
		r.pass(time.Minute)
		r.room.Say("Neu", "我来了")
		r.until("it", func() bool { return slices.Contains(r.h.texts(), "我来了") })
		if in := r.h.messages()[30]; in.Sender.Name() != "Neu" || !slices.Contains(in.Chat.Members, "Neu") {
			r.Errorf("%+v", in)
		}
	})
}

func TestOddNames(t *testing.T) {
	bubble(t, func(r *rig) {
		r.room.Join("")
		r.room.Join(`<span class="emoji emoji1f604"></span>`) // escaped: somebody's odd taste
		r.room.Join("😀\u2005 😀")
		r.room.Display("Li", "😀")
		r.online()
		for _, who := range []string{"", "😀\u2005 😀", "Li", `<span class="emoji emoji1f604"></span>`} {
			r.room.Say(who, strings.Repeat("长", 1<<18))
		}
		r.until("four", func() bool { return len(r.h.messages()) == 4 })
		var names []string
		for _, in := range r.h.messages() {
			names = append(names, in.Sender.Name())
			if len(in.Text) != 3<<18 {
				r.Errorf("%d bytes of text", len(in.Text))
			}
		}
		if want := []string{"", "😀 😀", "😀", `<span class="emoji emoji1f604"></span>`}; !slices.Equal(names, want) {
			r.Errorf("%q, want %q", names, want)
		}
	})
}

func TestDirect(t *testing.T) {
	bubble(t, func(r *rig) {
		r.srv.Nick = "群问 & 助手"
		f := r.srv.AddFriend("李 & 四", "admin-李四")
		r.online()
		f.Direct("认领 <1234>")
		r.wantTexts("认领 <1234>")
		in := r.h.messages()[0]
		if !in.Chat.Direct || in.Chat.Room != "" || in.Chat.ID != f.ID() || in.Sender.ID != f.ID() || in.Sender.Nick != "李 & 四" || in.Sender.Remark != "admin-李四" || in.Sender.Self {
			r.Errorf("%+v", in)
		}
		if !slices.Equal(in.Chat.Names, []string{"群问 & 助手"}) {
			r.Errorf("names %q", in.Chat.Names)
		}
		if _, err := r.c.Send(r.Context(), in.Chat.ID, "好"); err != nil || r.srv.Sent()[0].To != "李 & 四" {
			r.Errorf("%v %+v", err, r.srv.Sent())
		}
	})
}

func TestKindsEndToEnd(t *testing.T) {
	bubble(t, func(r *rig) {
		r.online()
		first := r.room.Say("Li", "写错了")
		r.room.Revoke("Li", first)
		pic := r.room.SayRaw("Wang", 3, "&lt;msg&gt;&lt;/msg&gt;", nil)
		r.room.Notice(`"张三"加入了群聊`)
		r.room.SayRaw("Li", 49, "&lt;msg&gt;&lt;appmsg&gt;&lt;title&gt;文章&lt;/title&gt;&lt;type&gt;5&lt;/type&gt;&lt;url&gt;http://x.example&lt;/url&gt;&lt;/appmsg&gt;&lt;/msg&gt;", nil)
		r.until("five", func() bool { return len(r.h.messages()) == 5 })
		got := r.h.messages()
		if got[1].Kind != bot.Revoke || got[1].RevokedID != first || got[1].Sender.Nick != "Li" {
			r.Errorf("%+v", got[1])
		}
		if data, err := got[2].Picture(r.Context()); err != nil || !strings.HasSuffix(string(data), pic) || got[2].Kind != bot.Image {
			r.Errorf("%q, %v", data, err)
		}
		if got[3].Kind != bot.System || got[3].Sender.ID != "" || got[3].Chat.Room != "prodarch" {
			r.Errorf("%+v", got[3])
		}
		if got[4].Kind != bot.Card || got[4].Text != "文章" || got[4].URL != "http://x.example" {
			r.Errorf("%+v", got[4])
		}
		r.stop()
		if _, err := got[2].Picture(r.Context()); err == nil {
			r.Error("a picture after the end")
		}
	})
}

// TestNewMembersAreSeen asks again after some hours.
func TestNewMembersAreSeen(t *testing.T) {
	bubble(t, func(r *rig) {
		r.online()
		r.room.Display("Li", "改名了")
		r.srv.AddFriend("Li", "admin-李")
		r.room.Say("Li", "一")
		r.pass(4 * time.Hour)
		r.room.Say("Li", "二")
		r.wantTexts("一", "二")
		if got := r.h.messages(); got[0].Sender.Display != "" || got[1].Sender.Display != "改名了" || got[1].Sender.Remark != "admin-李" {
			r.Errorf("%+v, then %+v", got[0].Sender, got[1].Sender)
		}
	})
}

// TestContactsChange takes in what the service tells along with messages.
func TestContactsChange(t *testing.T) {
	bubble(t, func(r *rig) {
		f := r.srv.AddFriend("Li", "")
		r.online()
		r.room.Say("Li", "一")
		f.SetRemark("admin-李")
		r.room.Say("Li", "二")
		r.wantTexts("一", "二")
		r.room.Leave()
		r.until("the room is gone", func() bool { _, err := r.c.Chat(r.Context(), "prodarch"); return err != nil })
		r.room = r.srv.AddRoom("支付产品架构交流群", "Li")
		r.room.Say("Li", "三")
		r.wantTexts("一", "二", "三")
		if got := r.h.messages(); got[1].Sender.Remark != "admin-李" || got[2].Sender.Remark != "admin-李" || got[2].Chat.Room != "prodarch" {
			r.Errorf("%+v", got)
		}
	})
}

// TestPages reads a long contact list, and one that has no end.
func TestPages(t *testing.T) {
	bubble(t, func(r *rig) {
		r.srv.Page = 7
		for i := range 50 {
			r.srv.AddFriend(fmt.Sprint("friend", i), "")
		}
		last := r.srv.AddFriend("Wang", "admin-王")
		r.online()
		last.Direct("在")
		r.wantTexts("在")
		if in := r.h.messages()[0]; in.Sender.Remark != "admin-王" || len(r.srv.Requests("webwxgetcontact")) != 8 {
			r.Errorf("%+v after %d pages", in.Sender, len(r.srv.Requests("webwxgetcontact")))
		}
		r.srv.Fault("webwxgetcontact", wechattest.Endless, 1000)
		r.online()
		if n := len(r.srv.Requests("webwxgetcontact")); n > 8+4 {
			r.Errorf("%d pages", n)
		}
	})
}

// TestStranger delivers what somebody writes who is in no list, and answers.
func TestStranger(t *testing.T) {
	bubble(t, func(r *rig) {
		r.online()
		f := r.srv.AddFriend("Neu", "")
		if _, err := r.c.Send(r.Context(), f.ID(), "hallo"); !errors.Is(err, bot.ErrNotSent) {
			r.Errorf("Send to a stranger: %v", err)
		}
		for range 20 {
			f.Direct("在吗")
		}
		r.until("all", func() bool { return len(r.h.messages()) == 20 })
		if _, err := r.c.Send(r.Context(), f.ID(), "在"); err != nil {
			r.Error(err)
		}
		if n := len(r.srv.Requests("webwxgetcontact")); n > 2 {
			r.Errorf("%d questions about contacts", n)
		}
	})
}
