package bot

import (
	"context"
	"fmt"
	"strings"

	"qunwen/corpus"
	"qunwen/corpus/people"
)

const (
	talkBefore, talkAfter = 3, 6 // messages around a citation
	talkQuote             = 120  // characters of each that are shown
)

// talkAround shows the talk around a citation.
func (b *Bot) talkAround(ctx context.Context, c *Citation) (string, error) {
	if b.cfg.Site == nil {
		return "这里看不到原文", nil
	}
	hides, err := b.hides(ctx)
	if err != nil {
		return "", err
	}
	messages, at := b.messages(c)
	if at < 0 {
		return "这条原话现在的记录里找不到了，可能被撤回或改过", nil
	}
	var w strings.Builder
	fmt.Fprintf(&w, "%s %s 的前后文：", b.roomName(c.Room), c.Date)
	before, lo := 0, at
	for lo > 0 && before < talkBefore {
		lo--
		if shows(&messages[lo], hides) {
			before++
		}
	}
	after := 0
	for i := lo; i < len(messages) && after <= talkAfter; i++ {
		m := &messages[i]
		if !shows(m, hides) {
			continue
		}
		mark := ""
		if i == at {
			mark = "▶"
		}
		if i >= at {
			after++
		}
		text := Citation{Quote: m.Text, kind: m.Kind}
		if m.Kind == corpus.Quote && m.Quoted != nil {
			text.Quote = "（回复「" + clip(m.Quoted.Text, 20) + "」）" + m.Text
		}
		fmt.Fprintf(&w, "\n%s%s %s：%s", mark, m.Time.Format("15:04"), speakerName(people.ReadableName(m.Speaker)), text.clipped(talkQuote))
	}
	if c.URL != "" {
		w.WriteString("\n" + c.URL)
	}
	return w.String(), nil
}

// shows reports whether a message is worth showing, and may be.
func shows(m *corpus.Message, hides func(speaker, body string) bool) bool {
	if m.CopyOf != "" || m.Text == "" && m.Kind != corpus.Image {
		return false
	}
	return hides == nil || !hides(m.Speaker, m.Raw)
}

// messages returns those of a citation's day and its place among them; -1 if
// it is not there any more.
func (b *Bot) messages(c *Citation) ([]corpus.Message, int) {
	days, _ := corpus.Days(b.cfg.Site)
	for _, d := range days {
		if d.Room != c.Room || d.Date != c.Date {
			continue
		}
		posts, _ := d.Load(b.cfg.Site, b.cfg.Zone)
		for _, tr := range posts {
			for i := range tr.Messages {
				if tr.Messages[i].ID == c.ID {
					return tr.Messages, i
				}
			}
		}
	}
	return nil, -1
}
