package service

import (
	"slices"
	"time"

	"qunwen/bot"
	"qunwen/bot/say"
)

const (
	// lateAfter is how old a question is when its answer says what it answers.
	lateAfter = 30 * time.Second

	// mostVoices is how many messages of a chat are remembered to know what stands
	// between a question and its answer.
	mostVoices = 64
)

// A voice is who said a message in a chat.
type voice struct {
	key    string // of the message; "" of one of ours
	sender string // ID of who said it
	person string // key of whom one of ours was for
	own    bool   // it is one of ours
	at     time.Time
}

// hear notes who spoke in a room.
func (o *Outbox) hear(in *bot.Incoming) {
	if in.Chat.Direct || in.Kind == bot.Revoke || in.Kind == bot.System {
		return
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.note(in.Chat.Key(), voice{key: in.Key("heard"), sender: in.Sender.ID, at: o.botCfg.Now()})
}

// note adds a voice to those of a chat. o.mu is held.
func (o *Outbox) note(chat string, v voice) {
	all := append(o.heard[chat], v)
	o.heard[chat] = all[max(0, len(all)-mostVoices):]
}

// address puts in front of an answer whom and what it answers, if that is not plain
// by now.
func (o *Outbox) address(q *delivery, now time.Time) {
	if q.To == nil || q.part > 0 || !o.standsApart(q, now) {
		return
	}
	q.parts = say.Messages(say.To(q.To.Sender.Name(), q.Asked, q.Text))
	q.To = nil
}

// standsApart reports whether an answer would not stand right below its question,
// or comes late: somebody but the asker has spoken meanwhile, or we to somebody
// else. A question that is not remembered is older than all that is.
func (o *Outbox) standsApart(q *delivery, now time.Time) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	all := o.heard[q.Chat.Key()]
	key := q.To.Key("heard")
	at := slices.IndexFunc(all, func(v voice) bool { return !v.own && v.key == key })
	if at >= 0 && now.Sub(all[at].at) > lateAfter {
		return true
	}
	return slices.ContainsFunc(all[at+1:], func(v voice) bool {
		if v.own {
			return v.person != q.Person
		}
		return v.sender != q.To.Sender.ID
	})
}
