package bot

import (
	"context"
	"errors"
	"time"

	"qunwen/bot/store"
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
	if a.Verdict != None || in.Chat.Room == "" || plan || len([]rune(question)) < leastQuestion {
		return err
	}
	_, uerr := b.cfg.Store.AddUnanswered(ctx, store.Ask{Room: in.Chat.Room, Question: question, Person: in.Sender.person(), Name: in.Sender.Name(), Time: now})
	return errors.Join(err, uerr)
}

// mark notes what somebody thinks of an answer.
func (b *Bot) mark(ctx context.Context, in *Incoming, g *given, cmd command, now time.Time) (string, error) {
	if b.cfg.Store == nil {
		return "谢谢", nil
	}
	f := store.Feedback{AnswerID: g.key, Person: in.Sender.person(), Mark: store.Useful, Time: now}
	text := "谢谢，记下了"
	if cmd.verb == toBlame {
		f.Mark, f.Correction = store.Wrong, cmd.text
		text = "谢谢指正，记下了"
		if cmd.text == "" {
			text = "记下了。要是知道对的答案，说一声：不对，应该是…"
		}
	}
	err := b.cfg.Store.Give(ctx, f)
	if errors.Is(err, store.ErrUnknown) { // it is older than the store
		err = nil
	}
	return text, err
}
