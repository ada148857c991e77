package bot

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"qunwen/bot/say"
	"qunwen/bot/store"
)

// heldFor is how long what was asked during a session may wait for an answer
// over restarts.
const heldFor = 12 * time.Hour

// A heldMessage is what is kept of an [Incoming] until the end of a session.
// What is good for one login only is not among it.
type heldMessage struct {
	Kind    Kind     `json:"kind"`
	Display string   `json:"display,omitempty"`
	Nick    string   `json:"nick,omitempty"`
	Remark  string   `json:"remark,omitempty"`
	Text    string   `json:"text"`
	Quoted  *Said    `json:"quoted,omitempty"`
	Names   []string `json:"names,omitempty"`   // of the bot's account
	Members []string `json:"members,omitempty"` // whose names stand in the text
}

// putOff keeps a message until the session that is on in its room is over, also
// over a restart.
func (b *Bot) putOff(ctx context.Context, in *Incoming, id string) {
	if !b.deferred.add(message{*in, id}) || b.cfg.Store == nil || in.ID == "" {
		return
	}
	h := heldMessage{Kind: in.Kind, Display: in.Sender.Display, Nick: in.Sender.Nick, Remark: in.Sender.Remark, Text: in.Text, Quoted: in.Quoted, Names: in.Chat.Names}
	for _, m := range in.Chat.Members {
		if m != "" && strings.Contains(in.Text, m) {
			h.Members = append(h.Members, m)
		}
	}
	data, err := json.Marshal(h)
	if err == nil {
		err = b.cfg.Store.Hold(ctx, store.Held{Room: in.Chat.Room, ID: in.ID, Message: id, Said: data, Time: in.Time})
	}
	if err != nil {
		b.cfg.Log.WarnContext(ctx, "a question waits in memory only", "room", in.Chat.Room, "err", err)
	}
}

// Settle forgets a message that was put off: it is answered, or taken back.
func (b *Bot) Settle(ctx context.Context, room, id string) {
	b.deferred.drop(room, id)
	if b.cfg.Store == nil || id == "" {
		return
	}
	if err := b.cfg.Store.Release(ctx, room, id); err != nil {
		b.cfg.Log.WarnContext(ctx, "a question that waited is not forgotten", "room", room, "err", err)
	}
}

// Restore puts off again what an earlier run left.
func (b *Bot) Restore(ctx context.Context) {
	if b.cfg.Store == nil {
		return
	}
	all, err := b.cfg.Store.Held(ctx)
	if err != nil {
		b.cfg.Log.WarnContext(ctx, "questions that wait are not known", "err", err)
		return
	}
	now := b.cfg.Now()
	for _, h := range all {
		var m heldMessage
		if _, ours := b.cfg.Rooms[h.Room]; !ours || now.Sub(h.Time) > heldFor || json.Unmarshal(h.Said, &m) != nil {
			b.Settle(ctx, h.Room, h.ID)
			continue
		}
		b.deferred.add(message{Incoming{
			ID: h.ID, Kind: m.Kind, Time: h.Time, Text: m.Text, Quoted: m.Quoted,
			Chat:   Chat{Room: h.Room, Names: m.Names, Members: m.Members},
			Sender: Sender{ID: "held " + h.ID, Display: m.Display, Nick: m.Nick, Remark: m.Remark}, // nobody's: what they asked before is not known
		}, h.Message})
	}
}

// AfterSessions answers what was asked while a session was on, and reads back
// what was announced then. put takes what there is to say.
func (b *Bot) AfterSessions(ctx context.Context, now time.Time, put func(...Outgoing)) {
	ready := b.deferred.take(func(room string) bool { return !b.InSession(ctx, room, now) && !b.Muted(ctx, room, now) })
	for _, k := range ready {
		in := &k.in
		out, err := b.inRoom(ctx, in, k.id, now, true)
		if err != nil && ctx.Err() != nil {
			return // the store has what is left for the next start
		}
		if err != nil {
			out = b.Apologize(ctx, in, err)
		}
		asked, _ := b.addressed(ctx, in)
		for j := range out {
			if out[j].Chat = (Chat{Room: in.Chat.Room}); out[j].Text != "" && out[j].Purpose == ForReply { // the login may be another now
				out[j].To = nil
				if b.members.hiddenAs(in) == "" { // what hidden people ask is not repeated
					out[j].Text = say.Late(in.Sender.Name(), asked, out[j].Text)
				}
			}
		}
		put(out...)
		b.Settle(ctx, in.Chat.Room, in.ID)
	}
}
