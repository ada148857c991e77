package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"qunwen/bot/schedule"
	"qunwen/corpus"
)

const (
	// stale is how old a message may be to be answered.
	stale = 2 * time.Minute

	// repeated is how long the same question gets the short answer again.
	repeated = 5 * time.Minute
)

// A Purpose says what an [Outgoing] is for.
type Purpose string

// The purposes.
const (
	ForReply    Purpose = "reply"    // to somebody who spoke to the bot
	ForReadBack Purpose = "readback" // of an admin's announcement
	ForReminder Purpose = "reminder" // of a session
	ForNews     Purpose = "news"     // to somebody whose question has an answer now
)

// An Outgoing is a message that the bot wants sent.
type Outgoing struct {
	Key     string // what it is for; never sent twice
	Chat    Chat
	Person  string // key of whom it is for; "" for the room
	Purpose Purpose
	Text    string // "" of one that only takes back Revoke
	Revoke  string // key of what is to be taken back
}

// unasked reports whether nobody waits for the message.
func (o *Outgoing) unasked() bool { return o.Purpose != ForReply }

// Handle takes in a message and returns what there is to say to it, which is
// nearly always nothing. The message is in the archive then, if its room has
// one.
func (b *Bot) Handle(ctx context.Context, in Incoming) ([]Outgoing, error) {
	id, err := b.Keep(ctx, &in)
	if err != nil {
		return nil, err
	}
	return b.Respond(ctx, in, id)
}

// concerns reports whether the chat is one that the bot is allowed into.
func (b *Bot) concerns(in *Incoming) bool {
	return in.Chat.Direct || in.Chat.Room != "" && (len(b.cfg.Rooms) == 0 || b.knows(in.Chat.Room))
}

// Respond returns what there is to say to a message that is in the archive
// under the given ID; "" if it is in none.
func (b *Bot) Respond(ctx context.Context, in Incoming, id string) ([]Outgoing, error) {
	switch {
	case !b.concerns(&in), in.Kind == Revoke, in.Kind == Rename, in.Kind == System, slices.Contains(b.cfg.Ignored, in.Sender.Name()):
		return nil, nil
	}
	now := b.cfg.Now()
	if !in.Time.IsZero() && now.Sub(in.Time) > stale {
		return nil, nil
	}
	text, addressed := b.addressed(&in)
	if !addressed {
		return b.overheard(ctx, &in, id, now)
	}
	cmd := parseCommand(text)
	if in.Chat.Direct && cmd.verb != toClaim && !b.cfg.Direct {
		return nil, nil
	}
	if out, announced, err := b.announced(ctx, &in, id, text, now); announced || err != nil {
		return out, err
	}
	admin := b.isAdmin(ctx, &in, in.Chat.Room)
	if !admin && b.mutedAt(ctx, in.Chat.Room, now) {
		return nil, nil
	}
	if !admin && b.duringSession(ctx, in.Chat.Room, now) {
		b.deferred.add(in)
		return nil, nil
	}
	return b.reply(ctx, &in, cmd, admin, now)
}

func (b *Bot) knows(room string) bool {
	_, ok := b.cfg.Rooms[room]
	return ok
}

// reply answers an addressed message.
func (b *Bot) reply(ctx context.Context, in *Incoming, cmd command, admin bool, now time.Time) ([]Outgoing, error) {
	out := Outgoing{Key: "reply:" + in.Login + ":" + in.ID, Chat: in.Chat, Person: in.Sender.person(), Purpose: ForReply}
	if ok, refuse := b.limits.allow(in.Chat.ID+"\x00"+in.Sender.ID, now); !ok {
		if !refuse {
			return nil, nil
		}
		out.Text = "问得有点快，过一分钟再问吧"
		return []Outgoing{out}, nil
	}
	var err error
	switch cmd.verb {
	case toAsk:
		out.Text, err = b.answer(ctx, in, cmd.text, out.Key, now)
	case toRevoke:
		return b.takeBack(ctx, in, out, admin, now)
	case toListOpen, toMute, toUnmute, toReport, toUndo:
		if !admin {
			out.Text = "这个只有管理员能用"
			break
		}
		out.Text, err = b.administer(ctx, in, cmd, now)
	default:
		out.Text, err = b.serve(ctx, in, cmd, now)
	}
	if err != nil {
		return nil, fmt.Errorf("reply: %w", err)
	}
	if out.Text == "" {
		return nil, nil
	}
	return []Outgoing{out}, nil
}

// answer answers a question, or one that leans on the last.
func (b *Bot) answer(ctx context.Context, in *Incoming, text, key string, now time.Time) (string, error) {
	if text == "" {
		return help, nil
	}
	last := b.answers.context(in.Chat.ID, in.Sender.ID, now)
	question := text
	if last != nil && !schedule.Asks(text, now.In(b.cfg.Zone)) {
		if whole, ok := followUp(last.question, text); ok {
			question = whole
		}
	}
	if g := b.answers.find(func(g *given) bool {
		return g.chat.ID == in.Chat.ID && g.question == question && now.Sub(g.at) < repeated && len(g.page.shown) > 0
	}); g != nil {
		return "刚答过，最要紧的是：\n" + b.brief(g), nil
	}
	a, p, err := b.ask(ctx, Question{Text: question, Room: in.Chat.Room})
	if err != nil {
		return "", err
	}
	b.answers.add(&given{key: key, chat: in.Chat, person: in.Sender.person(), senderID: in.Sender.ID, question: question, answer: a, page: p, at: now})
	if err := b.note(ctx, in, key, question, &a, p.plan, now); err != nil {
		b.cfg.Log.WarnContext(ctx, "answer is not noted", "room", in.Chat.Room, "err", err)
	}
	b.cfg.Log.InfoContext(ctx, "answered", "room", in.Chat.Room, "verdict", a.Verdict, "citations", len(p.shown), "took", a.TookMS)
	if p.next < len(a.Passages) && len(a.Passages) > 0 && a.Verdict != None {
		p.text += "\n回「更多」看另外几处，回「原文 1」看前后文"
	} else if len(p.shown) > 0 {
		p.text += "\n回「原文 1」看前后文"
	}
	return p.text, nil
}

// brief is the answer in one citation.
func (b *Bot) brief(g *given) string {
	c := &g.page.shown[0]
	line := fmt.Sprintf("1. %s %s %s：%s", c.Date, c.Time[:len("15:04")], speakerName(c.Speaker), c.clipped(mainSize))
	if c.URL != "" {
		line += " " + c.URL
	}
	return line
}

const help = `我记得群里聊过什么。@我 加上问题就行，例如：结算以后还能退款吗
接着可以说：
更多（看另外几处）、原文 2（看第 2 条的前后文）、谁说的
有用、不对，应该是…（帮我改进）
那…呢（接着上一个问题问）、忘了它（换个话题）
今晚谁分享、下周有谁、上次讲清结算的是谁
撤回（收回我刚才的回答）、隐藏我、取消隐藏`

// serve does what is no question and anybody may ask for.
func (b *Bot) serve(ctx context.Context, in *Incoming, cmd command, now time.Time) (string, error) {
	switch cmd.verb {
	case toHelp:
		return help, nil
	case toClaim:
		return b.claim(ctx, in, cmd.text, now)
	case toHide:
		return b.hide(ctx, in)
	case toShow:
		return b.show(ctx, in)
	case toForget:
		b.answers.forget(in.Chat.ID, in.Sender.ID)
		return "好，前面的不算了，重新问吧", nil
	}
	g := b.meant(in, now)
	if g == nil {
		return "最近没有答过什么，先问个问题吧", nil
	}
	switch cmd.verb {
	case toGoOn:
		return b.goOn(g), nil
	case toSeeWho:
		return b.who(g), nil
	case toSeeTalk:
		n := max(cmd.n, 1)
		if n > len(g.page.shown) {
			if len(g.page.shown) == 0 {
				return "上一个回答没有引用原话", nil
			}
			return fmt.Sprintf("上一个回答只有 %d 条原话", len(g.page.shown)), nil
		}
		return b.talkAround(ctx, &g.page.shown[n-1])
	}
	return b.mark(ctx, in, g, cmd, now)
}

// meant is the answer that somebody speaks of: the one that is quoted, else
// one's own last, else the last in the chat.
func (b *Bot) meant(in *Incoming, now time.Time) *given {
	if in.Quoted != nil {
		if in.Quoted.ID != "" {
			if g := b.answers.bySentID(in.Chat.Room, in.Quoted.ID); g != nil {
				return g
			}
		}
		start := strings.TrimRight(clip(in.Quoted.Text, 30), "…")
		if g := b.answers.find(func(g *given) bool {
			return g.chat.ID == in.Chat.ID && start != "" && strings.HasPrefix(g.page.text, start)
		}); g != nil {
			return g
		}
	}
	if g := b.answers.context(in.Chat.ID, in.Sender.ID, now); g != nil && !g.gone {
		return g
	}
	return b.answers.inChat(in.Chat.ID)
}

// goOn shows the passages that have not been shown in full.
func (b *Bot) goOn(g *given) string {
	if g.answer.Verdict == None || g.page.next >= len(g.answer.Passages) || g.page.next == 0 {
		return "没有更多了。换个说法，或者说得具体一点，再问问看"
	}
	p := b.page("接着看：", g.answer.Passages, g.page.next, len(g.page.shown))
	b.answers.mu.Lock()
	defer b.answers.mu.Unlock()
	p.shown = append(slices.Clone(g.page.shown), p.shown...)
	g.page = p
	return p.text
}

// who says who said what was cited.
func (b *Bot) who(g *given) string {
	if len(g.page.shown) == 0 {
		return "上一个回答没有引用谁的话"
	}
	var w strings.Builder
	for i := range g.page.shown {
		c := &g.page.shown[i]
		fmt.Fprintf(&w, "\n%d. %s，%s %s 在%s", i+1, speakerName(c.Speaker), c.Date, c.Time[:len("15:04")], b.roomName(c.Room))
		if c.URL != "" {
			w.WriteString(" " + c.URL)
		}
		if utf8.RuneCountInString(w.String()) > pageSize {
			break
		}
	}
	return strings.TrimPrefix(w.String(), "\n")
}

// Keep archives a message and returns the ID it has there; "" if it is not
// archived.
func (b *Bot) Keep(ctx context.Context, in *Incoming) (string, error) {
	if !b.concerns(in) || b.cfg.Archive == nil || in.Chat.Room == "" || in.Chat.Direct || !b.cfg.Rooms[in.Chat.Room].Archive {
		return "", nil
	}
	if in.Kind == Revoke {
		return "", b.cfg.Archive.Remove(ctx, in.Chat.Room, in.RevokedID)
	}
	e, ok := b.entry(in)
	if !ok {
		return "", nil
	}
	id, err := b.cfg.Archive.Archive(ctx, e)
	if err != nil {
		return "", fmt.Errorf("archive %s: %w", in.ID, err)
	}
	return id, nil
}

// entry is a message as the archive has it.
func (b *Bot) entry(in *Incoming) (corpus.Entry, bool) {
	e := corpus.Entry{Room: in.Chat.Room, Time: in.Time, Speaker: b.speaker(in), Key: in.ID, Text: in.Text}
	switch in.Kind {
	case Rename, System:
		return e, false
	case Reply:
		if in.Quoted != nil {
			e.Kind, e.Quoted = corpus.Quote, &corpus.Quoted{Name: in.Quoted.Name, Text: in.Quoted.Text}
		}
	case Image:
		e.Kind, e.URL = corpus.Image, in.URL
	case Card:
		e.Kind, e.URL = corpus.Link, in.URL
	}
	return e, true
}
