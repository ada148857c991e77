package bot

import (
	"context"
	"errors"
	"strings"
	"time"

	"qunwen/bot/say"
	"qunwen/bot/store"
	"qunwen/index"
)

// leastQuestion is how many characters a question has to be worth keeping.
const leastQuestion = 4

// note keeps an answer for feedback, and a question that got none.
func (b *Bot) note(ctx context.Context, in *Incoming, key, question string, a *Answer, plan bool, now time.Time) error {
	if b.cfg.Store == nil {
		return nil
	}
	noted := store.Answer{ID: key, Room: in.Chat.Room, Person: in.Sender.person(), Question: question, Verdict: string(a.Verdict), Time: now}
	for i := range a.Passages {
		for j := range a.Passages[i].Citations {
			noted.Cited = append(noted.Cited, a.Passages[i].Citations[j].ID)
		}
	}
	err := b.cfg.Store.AddAnswer(ctx, noted)
	if a.Verdict != index.None || plan {
		return err
	}
	return errors.Join(err, b.noteOpen(ctx, in, question, now))
}

// noteOpen keeps a question that got no answer in a room.
func (b *Bot) noteOpen(ctx context.Context, in *Incoming, question string, now time.Time) error {
	if b.cfg.Store == nil || in.Chat.Room == "" || len([]rune(question)) < leastQuestion {
		return nil
	}
	_, err := b.cfg.Store.AddUnanswered(ctx, store.Ask{Room: in.Chat.Room, Question: question, Person: in.Sender.person(), Name: b.calledIn(ctx, in), Time: now})
	return err
}

// mark notes what somebody thinks of the answer that is quoted, else of the
// last one in the chat.
func (b *Bot) mark(ctx context.Context, r *request) (string, error) {
	in := r.in
	id, err := b.marked(ctx, in)
	switch {
	case err != nil:
		return "", err
	case id == "":
		return say.NoAnswer, nil
	case b.cfg.Store == nil:
		return say.Thanks, nil
	}
	f := store.Feedback{AnswerID: id, Person: in.Sender.person(), Name: b.calledIn(ctx, in), Mark: store.Useful, Time: r.now}
	text := say.ThanksNoted
	if r.verb == toBlame {
		f.Mark, f.Correction = store.Wrong, r.text
		text = say.Corrected
		if r.text == "" {
			text = say.Blamed
		}
	}
	err = b.cfg.Store.Give(ctx, f)
	if errors.Is(err, store.ErrUnknown) { // it is older than the store
		err = nil
	}
	return text, err
}

// marked is the ID of the answer that somebody thinks something of; "" if there
// is none. An answer that was quoted may be of before the last start.
func (b *Bot) marked(ctx context.Context, in *Incoming) (string, error) {
	g := b.quoted(in)
	if g == nil {
		id, ok, err := b.findQuotedAnswer(ctx, in)
		if ok || err != nil {
			return id, err
		}
	}
	if g == nil || g.about == nil {
		g = b.answers.inChat(&in.Chat)
	}
	if g != nil {
		return g.about.source, nil
	}
	return b.findLastAnswer(ctx, in)
}

// findQuotedAnswer returns the ID of the answer whose message is quoted, from
// the store. ok is false if the store holds no such answer.
func (b *Bot) findQuotedAnswer(ctx context.Context, in *Incoming) (id string, ok bool, err error) {
	st := b.cfg.Store
	if st == nil || in.Quoted == nil || in.Quoted.ID == "" {
		return "", false, nil
	}
	sent, ok, err := st.BySentID(ctx, in.Chat.Room, in.Quoted.ID)
	if err != nil || !ok {
		return "", false, err
	}
	id = strings.TrimSuffix(sent.Key, secondPart)
	_, ok, err = st.Answer(ctx, id)
	return id, ok, err
}

// findLastAnswer returns the ID of the last answer that the store holds for the
// sender in the room; "" if there is none or it is too old.
func (b *Bot) findLastAnswer(ctx context.Context, in *Incoming) (string, error) {
	if b.cfg.Store == nil || in.Chat.Room == "" {
		return "", nil
	}
	last, ok, err := b.cfg.Store.LastAnswer(ctx, in.Chat.Room, in.Sender.person())
	if err != nil || !ok || b.cfg.Now().Sub(last.Time) > answerLife {
		return "", err
	}
	return last.ID, nil
}
