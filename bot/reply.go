package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"qunwen/bot/schedule"
)

// longestQuestion is how much of a question is looked up, in characters.
const longestQuestion = 300

// answer answers a question, or one that leans on the last; about is what was
// found, nil if nothing was asked.
func (b *Bot) answer(ctx context.Context, in *Incoming, text, key string, now time.Time) (reply string, about *finding, err error) {
	if text == "" {
		return help, nil, nil
	}
	question := b.whole(in, text, now)
	f, err := b.findRepeated(ctx, in, question, now)
	if err != nil {
		return "", nil, err
	}
	if f != nil {
		return b.brief(f), f, nil
	}
	f, err = b.find(ctx, question, key, in.Chat.Room, b.speaker(ctx, in))
	if err != nil {
		return "", nil, err
	}
	a, p := &f.answer, &f.page
	if p.empty { // 为什么, say: what was answered before is still spoken of
		return p.text, nil, nil
	}
	if err := b.note(ctx, in, key, question, a, p.plan, now); err != nil {
		b.cfg.Log.WarnContext(ctx, "answer is not noted", "room", in.Chat.Room, "err", err)
	}
	b.cfg.Log.InfoContext(ctx, "answered", "room", in.Chat.Room, "verdict", a.Verdict, "citations", len(p.shown), "took", a.TookMS)
	return p.text + offer(a, p), f, nil
}

// findRepeated returns the finding of an answer that was given to the same
// question in the same chat a short while ago and can be given again in short;
// nil if there is none.
func (b *Bot) findRepeated(ctx context.Context, in *Incoming, question string, now time.Time) (*finding, error) {
	same := b.answers.find(func(o *given) bool {
		return o.about != nil && o.about.source == o.key && chatKey(&o.chat) == chatKey(&in.Chat) && now.Sub(o.at) < repeated && sameQuestion(o.about.question, question)
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

// offer is the line below an answer that says what can be asked for next; "" if
// nothing was cited.
func offer(a *Answer, p *page) string {
	switch {
	case a.Verdict != None && p.next > 0 && p.next < len(a.Passages):
		return "\n回「更多」看另外几处，回「原文 1」看前后文"
	case len(p.shown) > 0:
		return "\n回「原文 1」看前后文"
	}
	return ""
}

// whole is a question with what it leans on: the one whose answer it quotes, or
// else the last one of its asker.
func (b *Bot) whole(in *Incoming, text string, now time.Time) string {
	text = clip(text, longestQuestion)
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
	return f.answer.Verdict != None && !f.page.plan && len(f.page.shown) > 0
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

// brief is the answer in one citation.
func (b *Bot) brief(f *finding) string {
	c := &f.page.shown[0]
	shown := "最要紧的"
	if f.answer.Verdict == Leads {
		shown = "最接近的"
	}
	intro := f.page.intro + "（刚才答过，这里只说" + shown + "）："
	line := fmt.Sprintf("%s\n1. %s %s %s：%s", intro, c.Date, c.Time[:len("15:04")], speakerName(c.Speaker), c.clipped(mainSize))
	if c.URL != "" {
		line += " " + c.URL
	}
	return line
}

// goOn shows the passages of an answer that have not been shown in full; next
// is what can be gone on with then, nil if there was nothing.
func (b *Bot) goOn(f *finding) (text string, next *finding) {
	if f.answer.Verdict == None || f.page.next >= len(f.answer.Passages) || f.page.next == 0 {
		return "没有更多了。换个说法，或者说得具体一点，再问问看", nil
	}
	then := *f
	then.page = b.page("接着看：", f.answer.Passages, f.page.next, len(f.page.shown))
	then.page.intro = f.page.intro
	then.page.shown = slices.Concat(f.page.shown, then.page.shown)
	return then.page.text, &then
}

// who says who said what was cited.
func (b *Bot) who(f *finding) string {
	if len(f.page.shown) == 0 {
		return "上一个回答没有引用谁的话"
	}
	var w strings.Builder
	for i := range f.page.shown {
		c := &f.page.shown[i]
		line := fmt.Sprintf("\n%d. %s，%s %s 在%s", i+1, speakerName(c.Speaker), c.Date, c.Time[:len("15:04")], b.roomName(c.Room))
		if c.URL != "" {
			line += " " + c.URL
		}
		if utf8.RuneCountInString(w.String()+line) > bubble {
			break
		}
		w.WriteString(line)
	}
	return strings.TrimPrefix(w.String(), "\n")
}
