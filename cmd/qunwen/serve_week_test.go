package main

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"qunwen/bot/wechat/wechattest"
)

var weekDays = flag.Int("days", 0, "how many days TestServeWeek simulates; 0 skips it")

// TestServeWeek lives through days of talk, faults, restarts, new logins and a
// clock that is set back. Nothing is archived, answered or reminded of twice,
// and nothing that was said is lost.
func TestServeWeek(t *testing.T) {
	if *weekDays == 0 {
		t.Skip("no -days")
	}
	inBubble(t, func(b *bubble) {
		random := rand.New(rand.NewPCG(1, 2))  // the same week each time
		b.srv.CookieLife = 30 * 24 * time.Hour // what is said while they end is lost to any client
		b.online()
		var said []string
		questions := 0
		for day := range *weekDays {
			tomorrow := time.Now().AddDate(0, 0, 1)
			b.room.Say("老熊", fmt.Sprintf("近期分享安排： %d月%d日 @讲者%d-甲-产品  题目第%d个", tomorrow.Month(), tomorrow.Day(), day, day))
			for step := range 14 * 4 { // quarters of an hour, from nine to eleven at night
				text := fmt.Sprintf("第%d天第%d句", day, step)
				said = append(said, text)
				b.misfortune(random)
				b.room.Say([]string{"许衡", "余笙"}[step%2], text)
				if step%8 == 3 {
					questions++
					b.room.Say("许衡", "@群问 帮助")
				}
				time.Sleep(15 * time.Minute)
				if step == 46 { // half past eight, after the evening's reminder
					b.behind.Store(int64(time.Hour))
				}
				if step == 54 {
					b.behind.Store(0)
				}
			}
			b.healthy()
			time.Sleep(10 * time.Hour)
		}
		b.archived(said...)
		if n := b.sent("我记得群里聊过什么"); n > questions || n < questions/2 {
			b.Errorf("%d answers to %d questions", n, questions)
		}
		reminders := make(map[string]int)
		for _, s := range b.srv.Sent() {
			if strings.Contains(s.Text, "的分享：") || strings.Contains(s.Text, "分钟开始") || strings.Contains(s.Text, "刚才没能按时") {
				reminders[s.Text]++
			}
		}
		for text, n := range reminders {
			if n > 1 {
				b.Errorf("reminded %d times: %s", n, text)
			}
		}
		if len(reminders) == 0 {
			b.Error("nothing was reminded of")
		}
		owner := strings.Count(b.post(), "\n> ") - strings.Count(b.post(), "  群问  \n") - len(said) - questions - *weekDays
		if owner != 0 {
			b.Errorf("%d messages in the posts that nobody said:\n%s", owner, b.post())
		}
		b.Logf("%d days: %d messages, %d questions, %d texts sent, %d reminders, %d QR codes", *weekDays, len(said), questions, len(b.srv.Sent()), len(reminders), b.srv.Codes())
	})
}

// misfortune lets one of many things go wrong, most times none.
func (b *bubble) misfortune(random *rand.Rand) {
	paths := []string{"synccheck", "webwxsync", "webwxsendmsg", "webwxbatchgetcontact", "webwxgetcontact"}
	kinds := []wechattest.Kind{wechattest.Refuse, wechattest.Reset, wechattest.LostReply, wechattest.Silence, wechattest.HTML,
		wechattest.NoSyncKey, wechattest.TooMany, wechattest.Undecodable, wechattest.Slow}
	switch n := random.IntN(20); {
	case n < 6:
		b.srv.Fault(paths[random.IntN(len(paths))], kinds[random.IntN(len(kinds))], 1+random.IntN(4))
	case n < 8:
		b.srv.FaultRet(paths[random.IntN(2)], []int{1205, 1203}[random.IntN(2)], 1)
	case n == 8:
		was := b.room.ID()
		b.srv.ExpireSession([]int{1100, 1101, 1102}[random.IntN(3)])
		b.until("another login", func() bool { return b.room.ID() != was && b.isOnline() })
	case n == 9:
		b.stop()
		time.Sleep(time.Duration(random.IntN(90)) * time.Second)
		b.start("")
		b.until("online again", b.isOnline)
	}
}

// healthy waits until all faults have happened and serve has come through.
func (b *bubble) healthy() {
	b.Helper()
	for _, path := range []string{"synccheck", "webwxsync", "webwxsendmsg", "webwxbatchgetcontact", "webwxgetcontact"} {
		b.srv.ClearFaults(path)
	}
	b.until("health", func() bool { synctest.Wait(); return b.server.health() == nil })
}
