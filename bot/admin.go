package bot

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"qunwen/bot/store"
)

// administer does what only admins may ask for.
func (b *Bot) administer(ctx context.Context, in *Incoming, cmd command, now time.Time) (string, error) {
	room := in.Chat.Room
	if cmd.verb == toReport {
		return b.report(ctx, in, now)
	}
	if b.cfg.Store == nil {
		return "这里没有地方记下来，做不到", nil
	}
	switch cmd.verb {
	case toMute:
		until := now.Add(cmd.pause)
		if err := b.cfg.Store.Mute(ctx, room, until); err != nil {
			return "", err
		}
		return "好，安静到" + until.In(b.cfg.Zone).Format("1月2日15:04") + "，管理员找我还是会答。想早点恢复就说：取消静音", nil
	case toUnmute:
		if err := b.cfg.Store.Mute(ctx, room, time.Time{}); err != nil {
			return "", err
		}
		return "好，恢复了", nil
	}
	return b.shortcomings(ctx, room, now)
}

// report is the state of the bot for its admins.
func (b *Bot) report(ctx context.Context, in *Incoming, now time.Time) (string, error) {
	lines := []string{"我在，" + b.roomName(in.Chat.Room)}
	if b.cfg.Store != nil {
		n, err := b.cfg.Store.CountSince(ctx, now.Add(-24*time.Hour))
		if err != nil {
			return "", err
		}
		lines = append(lines, fmt.Sprintf("最近 24 小时发了 %d 条", n))
		if until, err := b.cfg.Store.MutedUntil(ctx, in.Chat.Room); err == nil && until.After(now) {
			lines = append(lines, "安静到 "+until.In(b.cfg.Zone).Format("1月2日15:04"))
		}
	}
	if n := b.deferred.waiting(); n > 0 {
		lines = append(lines, fmt.Sprintf("分享结束后要答的问题有 %d 个", n))
	}
	lines = append(lines, b.admins.latest(in.Chat.Room, now)...)
	if b.cfg.Status != nil {
		if s := b.cfg.Status(); s != "" {
			lines = append(lines, s)
		}
	}
	return strings.Join(lines, "\n"), nil
}

func (b *Bot) mutedAt(ctx context.Context, room string, now time.Time) bool {
	if b.cfg.Store == nil || room == "" {
		return false
	}
	until, err := b.cfg.Store.MutedUntil(ctx, room)
	if err != nil {
		b.cfg.Log.WarnContext(ctx, "mute is not known", "room", room, "err", err)
	}
	return until.After(now)
}

// claim makes the sender an admin by a code, in a talk between two only.
func (b *Bot) claim(ctx context.Context, in *Incoming, code string, now time.Time) (string, error) {
	switch {
	case b.cfg.Store == nil:
		return "这里没有地方记下来，做不到", nil
	case !in.Chat.Direct: // everybody has read it: nobody may use it
		_, err := b.cfg.Store.Claim(ctx, code, in.Login, "nobody:"+in.untilNextLogin(), now)
		if errors.Is(err, store.ErrWrongCode) || errors.Is(err, store.ErrTries) {
			return "认领要私聊我说", nil
		}
		return "认领要私聊我说。这个码大家都看到了，已经作废，请换一个", err
	}
	room, err := b.cfg.Store.Claim(ctx, code, in.Login, in.untilNextLogin(), now)
	switch {
	case errors.Is(err, store.ErrWrongCode):
		return "这个码不对，或者已经用过、过期了", nil
	case errors.Is(err, store.ErrTries):
		return "错得太多了，一小时后再试", nil
	case err != nil:
		return "", err
	}
	return "好，你现在是" + b.roomName(room) + "的管理员，到我下次重新登录为止", nil
}
