package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestServeHidden hides somebody after an admin's word, keeps that through the loss
// of the store, and silences nobody for who only calls themselves so.
func TestServeHidden(t *testing.T) {
	const expert, question = "许衡-云杉支付-产品-杭州", "@群问 结算以后还能退款吗"
	inBubble(t, func(b *bubble) {
		b.room.Display("许衡", expert)
		b.room.Join("学舌")
		b.room.Display("学舌", expert+"🌹")
		b.online()
		asks := func() string {
			b.Helper()
			n := len(b.srv.Sent())
			b.pass(6 * time.Minute)
			b.room.Say("余笙", question)
			b.until("an answer", func() bool { return len(b.srv.Sent()) > n })
			b.pass(time.Minute)
			var all []string
			for _, s := range b.srv.Sent()[n:] {
				all = append(all, s.Text)
			}
			return strings.Join(all, "\n")
		}
		says := func(who, text, want string) {
			b.Helper()
			n := b.sent(want)
			b.room.Say(who, text)
			b.until(want, func() bool { return b.sent(want) > n })
		}
		says("学舌", "@群问 隐藏我", "请管理员对我说「确认隐藏」加上名字")
		if got := asks(); !strings.Contains(got, expert) {
			b.Errorf("somebody of the same name hid the expert: %s", got)
		}
		says("许衡", "@群问 隐藏我", "请管理员对我说「确认隐藏」加上名字")
		says("老熊", "@群问 确认隐藏 "+expert, "好，以后不再引用这些话")
		if got := asks(); strings.Contains(got, expert) {
			b.Errorf("the expert is still quoted: %s", got)
		}
		says("学舌", "@群问 取消隐藏", "还隐藏着")
		copied := filepath.Join(b.dir, "site", "_data", "hidden.yml")
		if data, err := os.ReadFile(copied); err != nil || !strings.Contains(string(data), expert) {
			b.Fatalf("the copy holds %q, err %v", data, err)
		}

		b.stop()
		for _, name := range []string{storeName, storeName + "-wal", storeName + "-shm"} {
			if err := os.Remove(filepath.Join(b.dir, "data", name)); err != nil && !os.IsNotExist(err) {
				b.Fatal(err)
			}
		}
		b.online()
		if !strings.Contains(b.logs.String(), "taken from the site's copy") {
			b.Errorf("nothing is said of a lost store: %s", b.logs.String())
		}
		if got := asks(); strings.Contains(got, expert) {
			b.Errorf("the expert is quoted after the store was lost: %s", got)
		}
		says("老熊", "@群问 取消隐藏 "+expert, "好，恢复了")
		if data, err := os.ReadFile(copied); err != nil || strings.Contains(string(data), expert) {
			b.Errorf("the copy holds %q, err %v", data, err)
		}
		if got := asks(); !strings.Contains(got, expert) {
			b.Errorf("the expert is not quoted again: %s", got)
		}
	})
}
