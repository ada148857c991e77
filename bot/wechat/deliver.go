package wechat

import (
	"context"
	"log/slog"
	"runtime/debug"
	"strings"
	"time"

	"qunwen/bot"
	"qunwen/bot/hearing"
)

// Counts are what a [Client] left out since it was made.
type Counts struct {
	Unreadable int64 // messages that are not of the protocol
	Foreign    int64 // messages of groups that the configuration does not name, and of public accounts
	unplaced   int64 // messages of groups whose topic the service did not tell in time
	panics     int64 // messages on which the handler, or their conversion, panicked
}

// Counts may be called from any goroutine.
func (c *Client) Counts() Counts {
	return Counts{Unreadable: c.unreadable.Load(), Foreign: c.foreign.Load(), unplaced: c.unplaced.Load(), panics: c.panics.Load()}
}

// deliver hands the messages of a batch to the handler, in their order; whole
// is false if ctx ended before the last.
func (r *runner) deliver(ctx context.Context, s *session, a *syncAnswer) (whole bool) {
	if a.dropped > 0 {
		r.unreadable.Add(int64(a.dropped))
		r.log.WarnContext(ctx, "unreadable messages dropped", "count", a.dropped)
	}
	if len(a.ModContactList) > 0 {
		s.book.note(a.ModContactList, time.Now())
	}
	if len(a.DelContactList) > 0 {
		s.book.forget(a.DelContactList)
	}
	for i := range a.messages {
		if ctx.Err() != nil {
			return false
		}
		r.guarded(ctx, func() { r.one(ctx, s, &a.messages[i]) })
	}
	return true
}

// guarded lets a panic cost one message only.
func (r *runner) guarded(ctx context.Context, do func()) {
	defer func() {
		if p := recover(); p != nil {
			r.panics.Add(1)
			r.log.ErrorContext(ctx, "message dropped after a panic", "stack", string(debug.Stack()))
		}
	}()
	do()
}

// one delivers one message, or keeps it until its group is known.
func (r *runner) one(ctx context.Context, s *session, e *element) {
	if e.MsgType == typeStatus && e.StatusNotifyUserName != "" {
		r.recent(ctx, s, strings.Split(e.StatusNotifyUserName, ","))
	}
	if e.isNoise() {
		return
	}
	in := read(e, s.book.self.UserName, time.Now())
	if id := in.Chat.ID; !in.Chat.Direct {
		r.freshen(ctx, s, id, in.Kind == bot.Rename)
		r.unpark(ctx, s, id)
		if !s.book.lookup(id).known() {
			r.park(s, id, e)
			return
		}
	}
	r.hand(ctx, s, e)
}

// hand delivers one message if it is for us.
func (r *runner) hand(ctx context.Context, s *session, e *element) {
	in := read(e, s.book.self.UserName, time.Now())
	if !r.place(ctx, s, &in) {
		r.foreign.Add(1)
		return
	}
	in.Login = s.name()
	if in.Kind == bot.Image {
		id := in.ID
		in.Picture = func(ctx context.Context) ([]byte, error) { return s.picture(ctx, id) }
	}
	if in.Sender.Self {
		s.settle(ctx, in.Chat.ID)
	}
	r.h.OnMessage(ctx, in)
}

// place fills in the chat and the sender; ok is false if the message is not
// for us.
func (r *runner) place(ctx context.Context, s *session, in *bot.Incoming) (ok bool) {
	id, self := in.Chat.ID, in.Sender.Self
	if in.Chat.Direct {
		return r.placeDirect(ctx, s, in)
	}
	chat, ours := s.book.chat(id)
	if !ours {
		return false
	}
	if chat.Room == "" {
		s.doubt(ctx, r.log, id)
	}
	if g := s.book.lookup(id); in.Kind == bot.Rename && !g.loaded.IsZero() && g.topic != "" {
		in.Text = g.topic // the notice is in words that hold a name
	}
	if in.Sender.ID != "" {
		sender, known := s.book.sender(id, in.Sender.ID)
		if !known && !self && r.reload(ctx, s, id) {
			chat, _ = s.book.chat(id)
			sender, _ = s.book.sender(id, in.Sender.ID)
		}
		in.Sender = sender
	}
	in.Sender.Self = self
	if hearing.MentionsUnknown(in.Text, chat.Names, chat.Members) && r.lookAgain(ctx, s, id) {
		chat, _ = s.book.chat(id)
	}
	in.Chat = chat
	return true
}

// lookAgain asks for the members of a group, once a minute at most: one of them,
// or the account, may have another name there, which no notice tells. done says
// that it was answered.
func (r *runner) lookAgain(ctx context.Context, s *session, id string) (done bool) {
	if g := s.book.lookup(id); time.Since(g.asked) < senderPause {
		return false
	}
	return r.reload(ctx, s, id)
}

// doubt tells, once for each login, that a room is left alone.
func (s *session) doubt(ctx context.Context, log *slog.Logger, id string) {
	g := s.book.lookup(id)
	if room := s.book.claim(&g); !s.doubted[room] {
		s.doubted[room] = true
		log.WarnContext(ctx, "two groups have the name of one room: nothing is heard of either", "room", room)
	}
}

func (r *runner) placeDirect(ctx context.Context, s *session, in *bot.Incoming) (ok bool) {
	id, self := in.Chat.ID, in.Sender.Self
	if !strings.HasPrefix(id, "@") && id != fileHelper {
		return false // the service's own accounts
	}
	_, known := s.book.sender("", id)
	if (!known || time.Since(s.contacts.done) > freshFor) && id != fileHelper {
		r.loadContacts(ctx, s, listPause)
	}
	if !s.book.meet(id) {
		return false
	}
	in.Sender, _ = s.book.sender("", in.Sender.ID)
	in.Sender.Self = self
	other, _ := s.book.sender("", id)
	in.Chat = bot.Chat{ID: id, Direct: true, Names: unique(nonEmpty(plainName(s.book.self.NickName))),
		Members: unique(nonEmpty(other.Nick, other.Remark))}
	return true
}

const fileHelper = "filehelper" // the account's talk with itself

func nonEmpty(list ...string) []string {
	var out []string
	for _, s := range list {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}

// meet notes that somebody wrote directly, or was written to; ok is false for
// public accounts.
func (b *book) meet(id string) (ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.people[id].VerifyFlag != 0 {
		return false
	}
	b.talked[id] = true
	return true
}
