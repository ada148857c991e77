package bot

import (
	"cmp"
	"context"
	"fmt"
	"qunwen/bot/schedule"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// longestQuestion is how much of a question is looked up, in characters.
const longestQuestion = 300

// answer answers a question, or one that leans on the last, and notes in g what
// it said.
func (b *Bot) answer(ctx context.Context, in *Incoming, text string, g *given, now time.Time) (string, error) {
	if text == "" {
		return help, nil
	}
	g.question = clip(text, longestQuestion)
	if last := b.answers.context(in.Chat.ID, in.Sender.ID, now); last != nil && !schedule.Asks(text, now.In(b.cfg.Zone)) {
		if whole, ok := followUp(last.question, text); ok {
			g.question = whole
		}
	}
	same := b.answers.find(func(o *given) bool {
		return o.answered && o.original == nil && chatKey(&o.chat) == chatKey(&in.Chat) && now.Sub(o.at) < repeated && sameQuestion(o.question, g.question)
	})
	if same != nil && same.repeats() {
		if same, err := b.fresh(ctx, same); err != nil {
			return "", err
		} else if same.repeats() {
			g.answered, g.original, g.answer, g.page, g.hiding = true, same, same.answer, same.page, same.hiding
			return b.brief(same), nil
		}
	}
	hiding, err := b.hiddenPeople(ctx)
	if err != nil {
		return "", err
	}
	a, p, err := b.ask(ctx, Question{Text: g.question, Room: in.Chat.Room})
	if err != nil {
		return "", err
	}
	g.answered, g.answer, g.page, g.hiding = true, a, p, hiding
	if err := b.note(ctx, in, g.key, g.question, &a, p.plan, now); err != nil {
		b.cfg.Log.WarnContext(ctx, "answer is not noted", "room", in.Chat.Room, "err", err)
	}
	b.cfg.Log.InfoContext(ctx, "answered", "room", in.Chat.Room, "verdict", a.Verdict, "citations", len(p.shown), "took", a.TookMS)
	switch {
	case a.Verdict != None && p.next > 0 && p.next < len(a.Passages):
		return p.text + "\n回「更多」看另外几处，回「原文 1」看前后文", nil
	case len(p.shown) > 0:
		return p.text + "\n回「原文 1」看前后文", nil
	}
	return p.text, nil
}

// repeats reports whether an answer can be given again in short. One about the
// schedule cannot: it may have changed. That nobody knows is short anyway.
func (g *given) repeats() bool {
	return g.answer.Verdict != None && !g.page.plan && len(g.page.shown) > 0
}

// fresh is an answer without what must not be shown any more: it is given anew
// if others are hidden now.
func (b *Bot) fresh(ctx context.Context, g *given) (*given, error) {
	names, err := b.hiddenPeople(ctx)
	if err != nil || slices.Equal(names, g.hiding) {
		return g, err
	}
	again := *g
	again.hiding = names
	again.answer, again.page, err = b.ask(ctx, Question{Text: g.question, Room: g.chat.Room})
	return &again, err
}

// brief is the answer in one citation.
func (b *Bot) brief(g *given) string {
	c := &g.page.shown[0]
	intro := "群里聊过（刚才答过，这里只说最要紧的）："
	if g.answer.Verdict == Leads {
		intro = "群里没有直接的答案（刚才答过，这里只说最接近的）："
	}
	line := fmt.Sprintf("%s\n1. %s %s %s：%s", intro, c.Date, c.Time[:len("15:04")], speakerName(c.Speaker), c.clipped(mainSize))
	if c.URL != "" {
		line += " " + c.URL
	}
	return line
}

// goOn shows the passages of an answer that have not been shown in full; next
// is what can be gone on with then, nil if there was nothing.
func (b *Bot) goOn(g *given) (text string, next *given) {
	if g.answer.Verdict == None || g.page.next >= len(g.answer.Passages) || g.page.next == 0 {
		return "没有更多了。换个说法，或者说得具体一点，再问问看", nil
	}
	p := b.page("接着看：", g.answer.Passages, g.page.next, len(g.page.shown))
	p.shown = append(g.page.shown[:len(g.page.shown):len(g.page.shown)], p.shown...)
	return p.text, &given{original: cmp.Or(g.original, g), question: g.question, answer: g.answer, page: p, hiding: g.hiding}
}

// who says who said what was cited.
func (b *Bot) who(g *given) string {
	if len(g.page.shown) == 0 {
		return "上一个回答没有引用谁的话"
	}
	var w strings.Builder
	for i := range g.page.shown {
		c := &g.page.shown[i]
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
