package main

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"qunwen/bot"
)

// TestServeOddPeople has people in the room whom serve must not take for
// others, and messages that are hard to keep.
func TestServeOddPeople(t *testing.T) {
	inBubble(t, func(b *bubble) {
		for _, name := range []string{"群问", "🌸🐼🎉", "冒牌"} {
			b.room.Join(name)
		}
		b.room.Display("冒牌", "admin-老熊")
		b.online()
		b.room.Say("群问", "我不是机器人")
		b.room.Say("🌸🐼🎉", "名字全是表情")
		b.archived("我不是机器人", "名字全是表情")
		for _, want := range []string{"  群问(未认证)  \n", "  🌸🐼🎉  \n"} {
			if !strings.Contains(b.post(), want) {
				b.Errorf("no speaker %q in the post:\n%s", want, b.post())
			}
		}
		if n := len(b.srv.Sent()); n != 0 {
			b.Errorf("%d messages were sent to people who asked nothing", n)
		}

		const list = "近期分享安排： 11月27日 @王一-甲-产品  退款对账"
		b.room.Say("冒牌", strings.Replace(list, "王一", "坏人", 1))
		b.room.Say("冒牌", "@群问 静音 1小时")
		b.until("a refusal", func() bool { return len(b.srv.Sent()) == 1 })
		if got := b.srv.Sent()[0].Text; !strings.Contains(got, "只有管理员") {
			b.Errorf("a forged admin is told %q", got)
		}
		b.room.Say("老熊", list)
		b.until("a read-back", func() bool { return b.sent("记下了") == 1 })
		b.pass(time.Minute)
		if n := b.sent("坏人"); n > 0 {
			b.Errorf("what a forged admin announced was sent %d times", n)
		}

		long := strings.Repeat("长", 1<<20/3)
		b.room.Say("许衡", long)
		b.room.Say("许衡", "@群问 帮助")
		b.until("an answer after 1 MB", func() bool { return b.sent("我记得群里聊过什么") == 1 })
		if n := strings.Count(b.post(), long); n != 1 {
			b.Errorf("the message of 1 MB stands in the post %d times", n)
		}
		b.room.Say("许衡", strings.Repeat("大", 3<<20))
		b.room.Say("许衡", "@群问 帮助")
		b.until("an answer after 9 MB", func() bool { return b.sent("我记得群里聊过什么") == 2 })

		before := len(b.srv.Sent())
		twin := b.srv.AddRoom(bubbleTopic, "许衡", "路人")
		twin.Say("路人", "另一个群里的话")
		b.room.Say("许衡", "@群问 帮助")
		b.pass(3 * time.Minute)
		twin.Say("路人", "@群问 帮助")
		b.pass(3 * time.Minute)
		if strings.Contains(b.post(), "另一个群里的话") {
			b.Error("two groups go by one name, and both are archived")
		}
		if n := len(b.srv.Sent()) - before; n > 2 {
			b.Errorf("%d answers while two groups go by one name", n)
		}
	})
}

// TestServeExpiredCode lets a QR code expire, and does not confirm a second at
// once.
func TestServeExpiredCode(t *testing.T) {
	inBubble(t, func(b *bubble) {
		b.srv.AutoConfirm(false)
		b.start("")
		waits := func() bool {
			b.server.mu.Lock()
			defer b.server.mu.Unlock()
			return b.server.state.Phase == bot.WaitScan
		}
		b.until("a code", waits)
		b.srv.ExpireCode()
		b.until("another code", func() bool { return b.srv.Codes() == 2 && waits() })
		b.pass(2 * time.Minute)
		b.srv.Confirm()
		b.until("online", b.isOnline)
		b.room.Say("许衡", "@群问 帮助")
		b.until("an answer", func() bool { return len(b.srv.Sent()) == 1 })
		if n := b.srv.Codes(); n != 2 {
			b.Errorf("%d codes", n)
		}
	})
}

// TestServeCookiesExpire lets a login's cookies end: the account is asked for
// again, without a code, and hears what is said from then on.
func TestServeCookiesExpire(t *testing.T) {
	inBubble(t, func(b *bubble) {
		b.srv.CookieLife = 10 * time.Minute
		b.online()
		was := b.room.ID()
		b.pass(11 * time.Minute)
		b.until("another login", func() bool { return b.room.ID() != was && b.isOnline() })
		b.room.Say("余笙", "后来还听得见")
		b.archived("后来还听得见")
		if n := b.srv.Codes(); n != 1 {
			b.Errorf("%d codes, want that of the first login", n)
		}
	})
}

// TestServeStoreLocked has another program hold the store's lock: for less
// time than serve waits, and for more.
func TestServeStoreLocked(t *testing.T) {
	inBubble(t, func(b *bubble) {
		b.online()
		for _, long := range []time.Duration{2 * time.Second, 20 * time.Second} {
			release := lockStore(b.T, filepath.Join(b.dir, "data", storeName))
			before := len(b.srv.Sent())
			said := "锁了" + long.String()
			b.room.Say("许衡", said)
			b.room.Say("许衡", "@群问 帮助")
			time.Sleep(long)
			release()
			b.archived(said)
			b.pass(time.Minute)
			if n := len(b.srv.Sent()) - before; n > 1 || long < 5*time.Second && n != 1 {
				b.Errorf("%d answers after %v", n, long)
			}
			before = len(b.srv.Sent())
			b.room.Say("许衡", "@群问 帮助")
			b.until("an answer", func() bool { return len(b.srv.Sent()) == before+1 })
		}
	})
}

// lockStore holds a write lock on an SQLite file until release.
func lockStore(t *testing.T, path string) (release func()) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+path)
	if err != nil {
		t.Fatal(err)
	}
	conn, err := db.Conn(context.Background())
	if err == nil {
		_, err = conn.ExecContext(context.Background(), "BEGIN IMMEDIATE")
	}
	if err != nil {
		t.Fatal(err)
	}
	return func() {
		_, err := conn.ExecContext(context.Background(), "ROLLBACK")
		if err = errors.Join(err, conn.Close(), db.Close()); err != nil {
			t.Error(err)
		}
	}
}
