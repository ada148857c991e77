package service

import (
	"context"
	"strings"
	"time"

	"qunwen/bot"
	"qunwen/bot/store"
)

// doubtFor is how long after it was intended a message may come back that
// shows that it was sent.
const doubtFor = time.Hour

// echoed deals with a message of the account itself. own reports whether it
// was sent here: it is in the archive then, as what the bot said, also if the
// program ended before it could note that.
func (s *Service) echoed(ctx context.Context, in *bot.Incoming) (own bool) {
	if !s.Outbox.owns(ctx, in) && !s.Outbox.adopt(ctx, in) {
		return false
	}
	s.Outbox.keepOwn(ctx, &in.Chat, in.ID, in.Text, in.Time)
	return true
}

// adopt looks for a message that was intended with these words, and of which
// nobody knows whether it was sent: here it is.
func (o *Outbox) adopt(ctx context.Context, in *bot.Incoming) bool {
	st := o.botCfg.Store
	if st == nil || in.ID == "" {
		return false
	}
	o.sending.Lock()
	defer o.sending.Unlock()
	doubts, err := st.InDoubt(ctx, o.botCfg.Now().Add(-doubtFor))
	if err != nil {
		o.botCfg.Log.WarnContext(ctx, "whether a message is our own is not known", "room", in.Chat.Room, "err", err)
		return false
	}
	for i := range doubts {
		if d := &doubts[i]; d.Room == in.Chat.Room && sameWords(d, in) {
			if err := st.Sent(ctx, d.Key, in.ID, in.Time); err != nil {
				o.botCfg.Log.WarnContext(ctx, "that a message was sent is not noted", "room", in.Chat.Room, "err", err)
			}
			return true
		}
	}
	return false
}

// sameWords compares texts, whatever became of their blanks on the way.
func sameWords(d *store.Sending, in *bot.Incoming) bool {
	a, b := strings.Join(strings.Fields(d.Text), " "), strings.Join(strings.Fields(in.Text), " ")
	return a == b && a != ""
}
