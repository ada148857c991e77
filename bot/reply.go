package bot

import (
	"context"
	"slices"
	"time"

	"qunwen/bot/say"
	"qunwen/bot/schedule"
	"qunwen/index"
)

const (
	// longestQuestion is how much of a question is looked up, in characters.
	longestQuestion = 300

	// repeated is how long the same question gets the short answer again.
	repeated = 5 * time.Minute
)

// answer answers a question, or one that leans on the last.
func (b *Bot) answer(ctx context.Context, r *request) (string, error) {
	in := r.in
	question := b.whole(in, r.text, r.now)
	f, err := b.findRepeated(ctx, in, question, r.now)
	if err != nil {
		return "", err
	}
	if f != nil {
		r.about = f
		return f.page.Brief(f.answer.Verdict == index.Leads), nil
	}
	f, err = b.find(ctx, question, r.key, in.Chat.Room, b.speaker(ctx, in))
	if err != nil {
		return "", err
	}
	a, p := &f.answer, &f.page
	if p.Empty { // 为什么, say: what was answered before is still spoken of
		return p.Text, nil
	}
	if err := b.note(ctx, in, r.key, question, a, p.Plan, r.now); err != nil {
		b.cfg.Log.WarnContext(ctx, "answer is not noted", "room", in.Chat.Room, "err", err)
	}
	b.cfg.Log.InfoContext(ctx, "answered", "room", in.Chat.Room, "verdict", a.Verdict, "citations", len(p.Shown), "took", a.TookMS)
	r.about = f
	return p.Text + p.Offer(len(a.Passages)), nil
}

// findRepeated returns the finding of an answer that was given to the same
// question in the same chat a short while ago and can be given again in short;
// nil if there is none.
func (b *Bot) findRepeated(ctx context.Context, in *Incoming, question string, now time.Time) (*finding, error) {
	same := b.answers.find(func(o *reply) bool {
		return o.about != nil && o.about.source == o.key && o.chat.Key() == in.Chat.Key() && now.Sub(o.at) < repeated && sameQuestion(o.about.question, question)
	})
	if same == nil || !same.about.repeats() {
		return nil, nil
	}
	f, err := b.fresh(ctx, same.about, in.Chat.Room)
	if err != nil || !f.repeats() {
		return nil, err
	}
	return f, nil
}

// whole is a question with what it leans on: the one whose answer it quotes, or
// else the last one of its asker.
func (b *Bot) whole(in *Incoming, text string, now time.Time) string {
	text = say.Clip(text, longestQuestion)
	if schedule.Asks(text, now.In(b.cfg.Zone)) {
		return text
	}
	last := b.quoted(in)
	if last == nil || last.about == nil {
		last = b.answers.context(in.Chat.ID, in.Sender.ID, now)
	}
	if last != nil {
		if whole, ok := followUp(last.about.question, text); ok {
			return whole
		}
	}
	return text
}

// find looks for what answers a question that asker asks in a room; key names
// the reply that will give it.
func (b *Bot) find(ctx context.Context, question, key, room, asker string) (*finding, error) {
	f := &finding{source: key, question: question, asker: asker, removals: b.removals.Load()}
	var err error
	if f.hiding, err = b.hiddenPeople(ctx); err != nil {
		return nil, err
	}
	f.answer, f.page, err = b.ask(ctx, Question{Text: question, Room: room, Asker: asker})
	return f, err
}

// repeats reports whether an answer can be given again in short. One about the
// schedule cannot: it may have changed. That nobody knows is short anyway.
func (f *finding) repeats() bool {
	return f.answer.Verdict != index.None && !f.page.Plan && len(f.page.Shown) > 0
}

// fresh is a finding without what must not be shown any more: it is looked for
// anew if others are hidden now, or something was taken back.
func (b *Bot) fresh(ctx context.Context, f *finding, room string) (*finding, error) {
	names, err := b.hiddenPeople(ctx)
	if err != nil || slices.Equal(names, f.hiding) && f.removals == b.removals.Load() {
		return f, err
	}
	return b.find(ctx, f.question, f.source, room, f.asker)
}
