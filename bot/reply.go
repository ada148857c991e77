package bot

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"qunwen/bot/say"
	"qunwen/bot/schedule"
	"qunwen/index"
)

const (
	// mostMore is how often in a row somebody can ask for more of the same: what is
	// left then is no answer.
	mostMore = 1

	// repeated is how long the same question gets the short answer again.
	repeated = 5 * time.Minute

	// longestSeveral is how many characters a message has at most whose questions
	// are answered one by one.
	longestSeveral = 600
)

// answer answers a question, or one that leans on the last.
func (b *Bot) answer(ctx context.Context, r *request) (string, error) {
	in := r.in
	q := b.whole(in, r.text, r.now)
	if q.more > mostMore {
		return say.NoMore, nil
	}
	f, err := b.findRepeated(ctx, in, &q, r.now)
	if err != nil {
		return "", err
	}
	if f != nil {
		r.about = f
		return f.page.Brief(f.answer.Verdict == index.Leads), nil
	}
	q.Room, q.Asker = in.Chat.Room, b.speaker(ctx, in)
	f, err = b.find(ctx, q, r.key)
	if err != nil {
		return "", err
	}
	a, p := &f.answer, &f.page
	switch {
	case p.Empty: // 为什么, say: what was answered before is still spoken of
		return p.Text, nil
	case q.more > 0 && a.Verdict == index.None:
		return say.NoMore, nil
	}
	if err := b.note(ctx, in, r.key, q.Text, a, p.Plan, r.now); err != nil {
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
// nil if there is none. Who asks for more gets something else each time.
func (b *Bot) findRepeated(ctx context.Context, in *Incoming, q *Question, now time.Time) (*finding, error) {
	if q.more > 0 {
		return nil, nil
	}
	same := b.answers.find(func(o *reply) bool {
		return o.about != nil && o.about.asked.more == 0 && o.about.source == o.key && o.chat.Key() == in.Chat.Key() && now.Sub(o.at) < repeated && sameQuestion(o.about.asked.Text, q.Text)
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
// else the last one of its asker. Of a long one it is what is looked up. What that
// answer has shown is not shown again, unless it speaks of what is asked now.
func (b *Bot) whole(in *Incoming, text string, now time.Time) Question {
	if utf8.RuneCountInString(text) > longestSeveral {
		text = index.Gist(text)
	} else if all, _ := index.Questions(text); all == nil {
		text = index.Gist(text)
	}
	if schedule.Asks(text, now.In(b.cfg.Zone)) {
		return Question{Text: text}
	}
	last := b.quoted(in)
	if last == nil || last.about == nil {
		last = b.answers.context(in.Chat.ID, in.Sender.ID, now)
	}
	if last != nil {
		asked := last.about.asked.Text
		if all, _ := index.Questions(asked); all != nil {
			asked = all[len(all)-1]
		}
		if f, ok := followUp(asked, text); ok {
			q := Question{Text: f.whole, focus: f.focus, shown: last.about.shownBefore(&f)}
			if f.more {
				q.focus, q.more = last.about.asked.focus, last.about.asked.more+1
			}
			return q
		}
	}
	return Question{Text: text}
}

// shownBefore returns the messages that an answer, and those it went on from, have
// shown and that are no news to a question which leans on it.
func (f *finding) shownBefore(q *leaned) []string {
	var ids []string
	if q.more {
		ids = slices.Clone(f.asked.shown)
	}
	for _, c := range f.page.Shown {
		if q.more || q.focus != "" && !strings.Contains(c.Quote, q.focus) {
			ids = append(ids, c.ID)
		}
	}
	return ids
}

// find looks for what answers a question; key names the reply that will give it.
func (b *Bot) find(ctx context.Context, q Question, key string) (*finding, error) {
	f := &finding{source: key, asked: q, removals: b.removals.Load()}
	var err error
	if f.hiding, err = b.hiddenPeople(ctx); err != nil {
		return nil, err
	}
	if questions, marked := index.Questions(q.Text); questions != nil {
		if err := b.findEach(ctx, f, questions, marked); err != nil || f.several {
			return f, err
		}
	}
	f.answer, f.page, err = b.ask(ctx, q)
	return f, err
}

// findEach looks for what answers each of several questions of a message, and
// enters it in f. Where the message does not mark them as several, they are taken
// for one matter unless the group has answered each in a conversation of its own; so
// they are if it has answered none.
func (b *Bot) findEach(ctx context.Context, f *finding, questions []string, marked bool) error {
	parts, open := make([]say.Part, len(questions)), []string(nil)
	all := Answer{Verdict: index.None, Passages: []say.Passage{}}
	for i, q := range questions {
		a, p, err := b.ask(ctx, Question{Text: q, Room: f.asked.Room, Asker: f.asked.Asker})
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
	q := f.asked
	q.Room = room
	return b.find(ctx, q, f.source)
}
