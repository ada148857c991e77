package bot

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

var numerals = []string{"一", "二", "三"}

// text writes the answer as the group reads it.
func (b *Bot) text(q Question, a Answer) string {
	var w strings.Builder
	switch a.Verdict {
	case Answered:
		w.WriteString("群里聊过：\n")
	case Leads:
		w.WriteString("群里没有直接的答案，相关的讨论有：\n")
	case None:
		if strings.TrimSpace(q.Text) == "" {
			return "想问什么？直接写出问题就行，例如：结算以后还能退款吗"
		}
		return "群里没聊过这个问题。换个说法，或者说得具体一点，再问问看。"
	}
	for i, p := range a.Passages {
		fmt.Fprintf(&w, "\n%s、%s，%s", numerals[i], b.roomName(p.Room), p.Citations[0].Date)
		if p.Title != "" {
			fmt.Fprintf(&w, "，说到「%s」", clip(p.Title, 60))
		}
		w.WriteByte('\n')
		for _, c := range p.Citations {
			fmt.Fprintf(&w, "%s %s：%s", c.Time[:len("15:04")], speakerName(c.Speaker), c.Quote)
			if c.URL != "" {
				fmt.Fprintf(&w, " %s", c.URL)
			}
			w.WriteByte('\n')
		}
	}
	return strings.TrimRight(w.String(), "\n")
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
