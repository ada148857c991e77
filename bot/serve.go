package bot

import (
	"context"
	"time"

	"qunwen/bot/say"
)

const help = `我记得群里聊过什么。@我 加上问题就行，例如：结算以后还能退款吗
接着可以说：
更多（看另外几处）、原文 2（看第 2 条的前后文）、谁说的
有用、不对，应该是…（帮我改进）
那…呢（接着上一个问题问）、忘了它（换个话题）
今晚谁分享、下周有谁、上次讲清结算的是谁
撤回（收回我刚才的回答）、隐藏我、取消隐藏`

// serve does what is no question and anybody may ask for. about is the answer
// that the reply goes on with, nil if it is no part of one.
func (b *Bot) serve(ctx context.Context, in *Incoming, cmd command, now time.Time) (text string, about *finding, err error) {
	switch cmd.verb {
	case toHelp:
		return help, nil, nil
	case toChat:
		return cmd.text, nil, nil
	case toClaim:
		text, err = b.claim(ctx, in, cmd.text, now)
		return text, nil, err
	case toHide:
		text, err = b.hide(ctx, in)
		return text, nil, err
	case toShow:
		text, err = b.show(ctx, in)
		return text, nil, err
	case toForget:
		b.answers.forget(in.Chat.ID, in.Sender.ID)
		return say.Forgotten, nil, nil
	case toPraise, toBlame:
		text, err = b.mark(ctx, in, cmd, now)
		return text, nil, err
	}
	g := b.meant(in, now)
	if g == nil {
		return say.NoAnswer, nil, nil
	}
	f, err := b.fresh(ctx, g.about, in.Chat.Room)
	if err != nil {
		return "", nil, err
	}
	switch cmd.verb {
	case toGoOn:
		then := *f
		var ok bool
		if then.page, ok = b.names.GoOn(&f.page, f.answer.Passages); !ok {
			return say.NoMore, nil, nil
		}
		return then.page.Text, &then, nil
	case toSeeWho:
		return b.names.Authors(f.page.Shown), nil, nil
	}
	n, shown := max(cmd.n, 1), f.page.Shown // toSeeTalk
	if n > len(shown) {
		return say.NoQuote(len(shown)), nil, nil
	}
	text, err = b.talkAround(ctx, &shown[n-1])
	return text, nil, err
}

// takeBack has the bot's last reply revoked, by its asker or an admin.
func (b *Bot) takeBack(in *Incoming, admin bool, now time.Time) Outgoing {
	out := Outgoing{Key: in.Key("reply"), Chat: in.Chat, Person: in.Sender.person(), Purpose: ForReply}
	g := b.quoted(in)
	if g == nil && in.Quoted == nil {
		g = b.answers.find(func(g *given) bool {
			return g.chat.Key() == in.Chat.Key() && (admin || g.senderID == in.Sender.ID)
		})
	}
	switch {
	case g != nil && !admin && g.senderID != in.Sender.ID:
		out.Text = say.NotYours
	case g == nil || !b.answers.revoke(g, now):
		out.Text = say.TooLate
	default:
		out.Revoke = g.key
	}
	return out
}
