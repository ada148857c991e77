package bot

import (
	"context"
	"slices"
	"time"
	"unicode/utf8"

	"qunwen/bot/say"
	"qunwen/bot/schedule"
	"qunwen/index"
)

const (
	// repeated is how long the same question gets the short answer again.
	repeated = 5 * time.Minute

	// longestSeveral is how many characters a message has at most whose questions
	// are answered one by one.
	longestSeveral = 600
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
	for _, q := range f.open {
		if err := b.noteOpen(ctx, in, q, r.now); err != nil {
			b.cfg.Log.WarnContext(ctx, "a question without an answer is not noted", "room", in.Chat.Room, "err", err)
		}
	}
	b.cfg.Log.InfoContext(ctx, "answered", "room", in.Chat.Room, "verdict", a.Verdict, "citations", len(p.Shown), "took", a.TookMS)
	r.about = f
	return p.Text + p.Offer(), nil
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
// else the last one of its asker. Of a long one it is what is looked up.
func (b *Bot) whole(in *Incoming, text string, now time.Time) string {
	if utf8.RuneCountInString(text) > longestSeveral {
		text = index.Gist(text)
	} else if all, _ := index.Questions(text); all == nil {
		text = index.Gist(text)
	}
	if schedule.Asks(text, now.In(b.cfg.Zone)) {
		return text
	}
	last := b.quoted(in)
	if last == nil || last.about == nil {
		last = b.answers.context(in.Chat.ID, in.Sender.ID, now)
	}
	if last != nil {
		asked := last.about.question
		if all, _ := index.Questions(asked); all != nil {
			asked = all[len(all)-1]
		}
		if whole, ok := followUp(asked, text); ok {
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
	if questions, marked := index.Questions(question); questions != nil {
		if err := b.findEach(ctx, f, questions, marked, room); err != nil || f.several {
			return f, err
		}
	}
	f.answer, f.page, err = b.ask(ctx, Question{Text: question, Room: room, Asker: asker})
	return f, err
}

// findEach looks for what answers each of several questions of a message, and
// enters it in f. Where the message does not mark them as several, they are taken
// for one matter unless the group has answered each in a conversation of its own; so
// they are if it has answered none.
func (b *Bot) findEach(ctx context.Context, f *finding, questions []string, marked bool, room string) error {
	parts, open := make([]say.Part, len(questions)), []string(nil)
	all := Answer{Verdict: index.None, Passages: []say.Passage{}}
	for i, q := range questions {
		a, p, err := b.ask(ctx, Question{Text: q, Room: room, Asker: f.asker})
		if err != nil {
			return err
		}
		parts[i] = say.Part{Verdict: a.Verdict, Passages: a.Passages}
		none := a.Verdict == index.None || len(a.Passages) == 0
		switch {
		case p.Plan:
			parts[i].Plan = p.Text
			all.Sessions = append(all.Sessions, a.Sessions...)
		case !marked && (none || a.Verdict != index.Answer || slices.ContainsFunc(all.Passages, func(p say.Passage) bool { return p.Thread == a.Passages[0].Thread })):
			return nil
		case none:
			open = append(open, q)
		default:
			all.Passages = append(all.Passages, a.Passages[0])
		}
		if all.Verdict != index.Answer && a.Verdict != index.None {
			all.Verdict = a.Verdict
		}
		all.TookMS += a.TookMS
	}
	if all.Verdict == index.None {
		return nil
	}
	f.several, f.open, f.answer, f.page = true, open, all, b.names.Several(parts)
	return nil
}

// repeats reports whether an answer can be given again in short. One about the
// schedule cannot: it may have changed. That nobody knows is short anyway.
func (f *finding) repeats() bool {
	return f.answer.Verdict != index.None && !f.several && !f.page.Plan && len(f.page.Shown) > 0
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
