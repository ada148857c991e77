package bot

import (
	"context"
	"strings"
	"time"

	"qunwen/bot/say"
	"qunwen/corpus"
	"qunwen/corpus/people"
)

const talkBefore, talkAfter = 3, 6 // messages around a citation

// talkAround shows the talk around a citation.
func (b *Bot) talkAround(ctx context.Context, c *say.Citation) (string, error) {
	if b.cfg.Days == nil {
		return say.NoSite, nil
	}
	hides, err := b.Hides(ctx)
	if err != nil {
		return "", err
	}
	messages, at := b.messages(c)
	if at < 0 {
		return say.NoMessage, nil
	}
	before, lo := 0, at
	for lo > 0 && before < talkBefore {
		lo--
		if shows(&messages[lo], hides) {
			before++
		}
	}
	after := 0
	var around []*corpus.Message
	for i := lo; i < len(messages) && after <= talkAfter; i++ {
		m := &messages[i]
		if !shows(m, hides) {
			continue
		}
		if i >= at {
			after++
		}
		around = append(around, m)
	}
	return b.names.Talk(c, around), nil
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
func (b *Bot) messages(c *say.Citation) ([]corpus.Message, int) {
	all, at, ok := b.cfg.Days.Find(c.Room, c.Date)
	if !ok {
		return nil, -1
	}
	posts, _ := b.cfg.Days.Load(all[at])
	for _, tr := range posts {
		for i := range tr.Messages {
			if tr.Messages[i].ID == c.ID {
				return tr.Messages, i
			}
		}
	}
	return nil, -1
}

// Cite returns the citation of a message by its ID; ok is false if it is not there
// any more.
func (b *Bot) Cite(room, id string) (c say.Citation, ok bool) {
	part := strings.Split(id, "/")
	if b.cfg.Days == nil || len(part) != 3 {
		return say.Citation{}, false
	}
	c = say.Citation{ID: id, Room: room, Date: part[1], URL: b.link(room, part[1], id)}
	messages, at := b.messages(&c)
	if at < 0 {
		return say.Citation{}, false
	}
	m := &messages[at]
	c.Time, c.Speaker, c.Quote, c.Kind = m.Time.Format(time.TimeOnly), people.ReadableName(m.Speaker), m.Text, m.Kind
	return c, true
}
