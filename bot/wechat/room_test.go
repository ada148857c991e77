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

func TestForeignGroupsAreDropped(t *testing.T) {
	bubble(t, func(r *rig) {
		foreign := r.srv.AddRoom("麻将群", "Zhao")
		public := r.srv.AddFriend("新闻号", "").Public()
		r.online()
		for range 5 {
			foreign.Say("Zhao", "三缺一")
		}
		public.Direct("头条")
		r.room.Say("Li", "退款")
		r.wantTexts("退款")
		if c := r.c.Counts(); c.Foreign != 6 {
			r.Errorf("%+v", c)
		}
		if n := len(r.srv.Requests("webwxbatchgetcontact")); n != 1 {
			r.Errorf("%d questions about groups", n)
		}
	})
}

// TestHiddenRoom finds a room that no list names when somebody speaks there.
func TestHiddenRoom(t *testing.T) {
	bubble(t, func(r *rig) {
		r.room.Hide()
		r.online()
		if _, err := r.c.Chat(r.Context(), "prodarch"); !errors.Is(err, bot.ErrNotSent) {
			r.Errorf("Chat: %v", err)
		}
		r.srv.FaultRet("webwxbatchgetcontact", -1, 2)
		r.room.Say("Li", "退款")
		r.wantTexts("退款")
		if in := r.h.messages()[0]; in.Chat.Room != "prodarch" || in.Sender.Nick != "Li" {
			r.Errorf("%+v", in)
		}
		if _, err := r.c.Chat(r.Context(), "prodarch"); err != nil {
			r.Errorf("Chat: %v", err)
		}
	})
}

// TestRoomNotLoaded does not ask about a group for every message.
func TestRoomNotLoaded(t *testing.T) {
	for _, code := range []int{-1, 1205} {
		bubble(t, func(r *rig) {
			r.room.Hide()
			r.online()
			r.srv.FaultRet("webwxbatchgetcontact", code, 1000)
			for range 100 {
				r.room.Say("Li", "退款")
				r.pass(time.Second)
			}
			if n := len(r.srv.Requests("webwxbatchgetcontact")); n > 6 {
				r.Errorf("ret %d: %d questions about one group within two minutes", code, n)
			}
			r.srv.ClearFaults("webwxbatchgetcontact")
			r.pass(10 * time.Minute)
			r.room.Say("Li", "分账")
			r.until("it is found", func() bool { return slices.Contains(r.h.texts(), "分账") })
			if got := r.h.texts(); len(got) != 101 || got[0] != "退款" || r.c.Counts() != (Counts{}) {
				r.Errorf("%d messages, %+v", len(got), r.c.Counts())
			}
		})
	}
}

func TestRename(t *testing.T) {
	bubble(t, func(r *rig) {
		r.cfg = func(c *Config) { c.Rooms["clearing"] = "清结算群" }
		r.online()
		rooms := func() (out []string) {
			for _, in := range r.h.messages() {
				out = append(out, fmt.Sprint(in.Kind, " ", in.Chat.Room, " ", in.Text))
			}
			return out
		}
		r.room.Rename("支付架构 & 2018")
		r.room.Say("Li", "还在")
		r.wantTexts("支付架构 & 2018", "还在")
		r.room.Rename("清结算群")
		r.room.Say("Li", "搬了")
		r.wantTexts("支付架构 & 2018", "还在", "清结算群", "搬了")
		want := []string{fmt.Sprint(bot.Rename, " prodarch 支付架构 & 2018"), "0 prodarch 还在", fmt.Sprint(bot.Rename, " clearing 清结算群"), "0 clearing 搬了"}
		if got := rooms(); !slices.Equal(got, want) {
			r.Errorf("%q, want %q", got, want)
		}
		if _, err := r.c.Chat(r.Context(), "prodarch"); err == nil {
			r.Error("the old room is still there")
		}
		r.online()
		r.room.Say("Li", "重启了")
		r.wantTexts("重启了")
		if in := r.h.messages()[0]; in.Chat.Room != "clearing" {
			r.Errorf("%+v", in.Chat)
		}
	})
}

// TestRenamedAway drops a room, after a restart, whose topic nobody configured.
func TestRenamedAway(t *testing.T) {
	bubble(t, func(r *rig) {
		r.online()
		r.room.Rename("闲聊")
		r.room.Say("Li", "一")
		r.wantTexts("闲聊", "一")
		r.online()
		r.room.Say("Li", "二")
		r.until("it is dropped", func() bool { return r.c.Counts().Foreign == 1 })
		r.room.Rename("支付产品架构交流群")
		r.room.Say("Li", "三")
		r.wantTexts("支付产品架构交流群", "三")
	})
}

func TestTwoGroupsOneTopic(t *testing.T) {
	bubble(t, func(r *rig) {
		twin := r.srv.AddRoom("支付产品架构交流群", "Zhao")
		r.online()
		r.room.Say("Li", "一")
		twin.Say("Zhao", "二")
		r.wantTexts("一", "二")
		for _, in := range r.h.messages() {
			if in.Chat.Room != "" || in.Chat.ID == "" {
				r.Errorf("guessed: %+v", in.Chat)
			}
		}
		if n := strings.Count(r.log.String(), "two groups have the name of one room"); n != 1 {
			r.Errorf("told %d times", n)
		}
		if _, err := r.c.Chat(r.Context(), "prodarch"); !errors.Is(err, bot.ErrNotSent) {
			r.Errorf("Chat: %v", err)
		}
		twin.Rename("另一个群")
		r.room.Say("Li", "三")
		r.until("three", func() bool { return slices.Contains(r.h.texts(), "三") })
		if in := r.h.messages()[2]; in.Chat.Room != "prodarch" {
			r.Errorf("not bound again: %+v", in)
		}
	})
}

// TestParkedForLong gives up on a room after an hour, and asks for its messages
// again after a restart.
func TestParkedForLong(t *testing.T) {
	bubble(t, func(r *rig) {
		r.room.Hide()
		r.online()
		r.srv.FaultRet("webwxbatchgetcontact", 1205, 1000)
		r.room.Say("Li", "一")
		r.pass(30 * time.Minute)
		r.srv.ClearFaults("webwxbatchgetcontact")
		r.online()
		r.wantTexts("一")
		r.room.Hide()
		r.srv.ExpireSession(1101) // nothing is known after another login
		r.until("another login", func() bool { return len(r.h.phases()) > 2 && r.h.last().Phase == bot.Online })
		r.srv.FaultRet("webwxbatchgetcontact", 1205, 1000)
		r.room.Say("Li", "二")
		r.pass(2 * time.Hour)
		if c := r.c.Counts(); c.unplaced != 1 {
			r.Errorf("%+v", c)
		}
		if n := len(r.srv.Requests("webwxbatchgetcontact")); n > 40 {
			r.Errorf("%d questions", n)
		}
	})
}

// TestRecentChats binds a room that only the notice of recent chats names.
func TestRecentChats(t *testing.T) {
	bubble(t, func(r *rig) {
		r.room.Hide()
		foreign := r.srv.AddRoom("麻将群", "Zhao").Hide()
		r.online()
		r.srv.Recent(r.room, foreign)
		r.until("the room", func() bool { _, err := r.c.Chat(r.Context(), "prodarch"); return err == nil })
		r.srv.Recent(r.room, foreign)
		r.pass(time.Minute)
		if n := len(r.srv.Requests("webwxbatchgetcontact")); n != 1 {
			r.Errorf("%d questions", n)
		}
	})
}

// TestSilentRename sees a topic that changed without a notice, after hours.
func TestSilentRename(t *testing.T) {
	bubble(t, func(r *rig) {
		r.cfg = func(c *Config) { c.Rooms["clearing"] = "清结算群" }
		r.online()
		r.room.Retopic("清结算群")
		r.pass(4 * time.Hour)
		r.room.Say("Li", "一")
		r.wantTexts("一")
		if in := r.h.messages()[0]; in.Chat.Room != "clearing" {
			r.Errorf("%+v", in.Chat)
		}
	})
}

// TestRenameNotLoaded tells the topic of the notice while the service does not
// answer, and finds out later.
func TestRenameNotLoaded(t *testing.T) {
	bubble(t, func(r *rig) {
		r.cfg = func(c *Config) { c.Rooms["clearing"] = "清结算群" }
		r.online()
		r.srv.Fault("webwxbatchgetcontact", wechattest.HTML, 2)
		r.room.Rename("清结算群")
		r.wantTexts("清结算群")
		r.pass(2 * time.Minute)
		r.room.Say("Li", "一")
		r.room.Say("Li", "二")
		r.pass(2 * time.Minute)
		r.room.Say("Li", "三")
		r.wantTexts("清结算群", "一", "二", "三")
		if got := r.h.messages(); got[0].Kind != bot.Rename || got[3].Chat.Room != "clearing" {
			r.Errorf("%+v", got)
		}
	})
}

// TestRenameStorm does not ask the service for every name that somebody tries.
func TestRenameStorm(t *testing.T) {
	bubble(t, func(r *rig) {
		r.online()
		before := len(r.srv.Requests("webwxbatchgetcontact"))
		for i := range 100 {
			r.room.Rename(fmt.Sprint("群", i))
		}
		r.until("all", func() bool { return len(r.h.messages()) == 100 })
		r.pass(2 * time.Minute)
		r.room.Say("Li", "完了")
		r.until("the end", func() bool { return len(r.h.messages()) == 101 })
		if n := len(r.srv.Requests("webwxbatchgetcontact")) - before; n > 7 {
			r.Errorf("%d questions for 100 names", n)
		}
	})
}

// TestNicknameChanges learns another name of the account from a mention that
// nobody in the room goes by, and asks once a minute at most.
func TestNicknameChanges(t *testing.T) {
	bubble(t, func(r *rig) {
		r.online()
		r.pass(2 * time.Minute)
		before := len(r.srv.Requests("webwxbatchgetcontact"))
		r.room.Display("", "结算百科")
		r.room.Say("Li", "@Wang 早")
		r.room.Say("Li", "写到 me@mail.example")
		r.wantTexts("@Wang 早", "写到 me@mail.example")
		if n := len(r.srv.Requests("webwxbatchgetcontact")) - before; n != 0 {
			r.Errorf("%d questions without an unknown name", n)
		}
		r.room.Say("Li", "@结算百科 结算几天")
		for range 30 {
			r.pass(time.Second)
			r.room.Say("Li", "@某人 在吗")
		}
		r.until("all", func() bool { return len(r.h.messages()) == 33 })
		if in := r.h.messages()[2]; !slices.Contains(in.Chat.Names, "结算百科") {
			r.Errorf("names %q", in.Chat.Names)
		}
		if n := len(r.srv.Requests("webwxbatchgetcontact")) - before; n != 1 {
			r.Errorf("%d questions within a minute", n)
		}
		r.pass(time.Minute)
		r.room.Say("Li", "@某人 在吗")
		r.until("another", func() bool { return len(r.h.messages()) == 34 })
		if n := len(r.srv.Requests("webwxbatchgetcontact")) - before; n != 2 {
			r.Errorf("%d questions, want another after a minute", n)
		}
	})
}
