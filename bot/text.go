package bot

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"qunwen/corpus"
	"qunwen/index"
)

var numerals = []string{"一", "二", "三"}

const (
	titleSize = 60 // characters of a title that are shown
	mostNamed = 3  // words that are named as missing
)

// text writes the answer as the group reads it.
func (b *Bot) text(q Question, a Answer, found *index.Result) string {
	switch {
	case strings.TrimSpace(q.Text) == "":
		return "想问什么？直接写出问题就行，例如：结算以后还能退款吗"
	case found.Words == 0:
		return "没看出要问什么。写出想问的事就行，例如：结算以后还能退款吗"
	}
	var w strings.Builder
	switch a.Verdict {
	case Answered:
		w.WriteString("群里聊过：\n")
	case Leads:
		w.WriteString("群里没有直接的答案")
		w.WriteString(lacks(found))
		w.WriteString("。相关的讨论有：\n")
	default:
		w.WriteString("群里没聊过这个问题")
		w.WriteString(lacks(found))
		if len(a.Passages) == 0 {
			w.WriteString("。换个说法，或者说得具体一点，再问问看。")
			return w.String()
		}
		w.WriteString("。最接近的讨论是：\n")
		for i, p := range a.Passages {
			fmt.Fprintf(&w, "%s、%s", numerals[i], b.nearest(p))
		}
		return strings.TrimRight(w.String(), "\n")
	}
	for i, p := range a.Passages {
		fmt.Fprintf(&w, "\n%s、%s，%s", numerals[i], b.roomName(p.Room), p.Citations[0].Date)
		if p.Title != "" {
			fmt.Fprintf(&w, "，说到「%s」", clip(p.Title, titleSize))
		}
		w.WriteByte('\n')
		for _, c := range p.Citations {
			fmt.Fprintf(&w, "%s %s：%s", c.Time[:len("15:04")], speakerName(c.Speaker), c.shown())
			if c.URL != "" {
				fmt.Fprintf(&w, " %s", c.URL)
			}
			w.WriteByte('\n')
		}
	}
	return strings.TrimRight(w.String(), "\n")
}

// nearest names a passage that does not answer, on one line.
func (b *Bot) nearest(p Passage) string {
	c := p.Citations[0]
	about := p.Title
	if about == "" {
		about = c.shown()
	}
	line := fmt.Sprintf("%s，%s，说到「%s」", b.roomName(p.Room), c.Date, clip(about, titleSize))
	if c.URL != "" {
		line += " " + c.URL
	}
	return line + "\n"
}

// lacks says which words of the question the group has not used, or not where
// it came nearest to the question; "" if it has used all.
func lacks(found *index.Result) string {
	switch {
	case len(found.Unknown) > 0:
		return "，也没有人提过" + named(found.Unknown)
	case len(found.Missing) > 0:
		return "，最接近的地方没有说到" + named(found.Missing)
	}
	return ""
}

// named lists words in quotation marks.
func named(words []string) string {
	more := ""
	if len(words) > mostNamed {
		words, more = words[:mostNamed], "等"
	}
	return "「" + strings.Join(words, "」「") + "」" + more
}

// shown is what a reply shows of a citation.
func (c *Citation) shown() string {
	switch c.kind {
	case corpus.Image:
		return "（此处有图）"
	case corpus.Link:
		return c.Quote + "（此处有链接）"
	}
	return c.Quote
}

func (b *Bot) roomName(room string) string {
	if name := b.cfg.RoomNames[room]; name != "" {
		return name
	}
	return room
}

func speakerName(speaker string) string {
	if speaker == "" {
		return "（没有署名）"
	}
	return speaker
}

// clip cuts s to n characters; a cut is marked ….
func clip(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return string([]rune(s)[:n-1]) + "…"
}
