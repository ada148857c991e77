package say

import (
	"cmp"

	"qunwen/corpus"
)

// A Passage is one place in the talk.
type Passage struct {
	Score     float64    `json:"score"`     // comparable within one answer only
	Room      string     `json:"room"`      // folder name
	Thread    string     `json:"thread"`    // ID of the conversation's first message
	Title     string     `json:"title"`     // what was asked there, as it was said; may be ""
	Citations []Citation `json:"citations"` // the one that answers first, the others in the order they were said; at most 5
	Coverage  float64    `json:"-"`         // share of what was asked that was said there, 0 to 1
}

// A Citation is a quote and where it stands.
type Citation struct {
	ID      string `json:"id"` // of the message
	Room    string `json:"room"`
	Date    string `json:"date"` // YYYY-MM-DD
	Time    string `json:"time"` // HH:MM:SS
	Speaker string `json:"speaker"`
	Quote   string `json:"quote"`         // verbatim; a cut is marked …
	URL     string `json:"url,omitempty"` // "" without a base URL

	Kind  corpus.Kind `json:"-"` // of the message
	Value float64     `json:"-"` // how much speaks for showing it, comparable within one answer only
}

// linkNote stands behind the title of a link.
const linkNote = "（此处有链接）"

// shown is what a reply shows of a citation.
func (c *Citation) shown() string {
	switch c.Kind {
	case corpus.Image:
		return "（此处有图）"
	case corpus.Link:
		return c.Quote + linkNote
	}
	return c.Quote
}

// clipped is what a reply shows of a citation in n characters.
func (c *Citation) clipped(n int) string { return Clip(c.shown(), n) }

// clock is the hour and minute of a citation.
func (c *Citation) clock() string { return c.Time[:len("15:04")] }

// author is who is shown as having said it.
func (c *Citation) author() string { return speakerName(c.Speaker) }

// link is the end of the line that a citation stands in: its address, if it has
// one.
func (c *Citation) link() string {
	if c.URL == "" {
		return ""
	}
	return " " + c.URL
}

func speakerName(speaker string) string { return cmp.Or(speaker, "（没有署名）") }
