package schedule

import (
	"slices"
	"strings"
	"time"
)

const (
	// maxQuoted is the longest message that is quoted whole, in runes.
	maxQuoted = 160

	quoteBefore, quoteAfter = 30, 110 // of a longer one, around the speaker's name
)

// hiddenWords stand for what somebody said who asked to be hidden.
const hiddenWords = "（已隐藏）"

// source finds the message that made a session what it is: the one that gave
// its status if it is a change, else its announcement.
func (l *ledger) source(s *Session) *Source {
	fields := []string{"speaker", "date", "status", "start"}
	switch {
	case s.Status == Cancelled || s.Status == Moved:
		fields = []string{"status", "speaker", "date"}
	case len(s.MovedFrom) > 0: // the first announcement gives a day that is past
		fields = []string{"date", "speaker", "status"}
	}
	if s.changed && s.live() {
		fields = []string{l.newest(s, "date", "speaker", "start", "topic")}
	}
	if n, id, ok := l.invitation(s); ok {
		return l.quote(s, n, id)
	}
	for _, f := range fields {
		for _, id := range s.Sources[f] {
			if n, ok := l.notes[id]; ok {
				return l.quote(s, n, id)
			}
		}
	}
	return nil
}

// newest is the one of the fields that was said last, the first of several that
// one message said.
func (l *ledger) newest(s *Session, fields ...string) string {
	said := func(f string) time.Time {
		if ids := s.Sources[f]; len(ids) > 0 {
			return l.notes[ids[0]].at
		}
		return time.Time{}
	}
	return slices.MaxFunc(fields, func(a, b string) int { return said(a).Compare(said(b)) })
}

// invitation finds what was said of a held session on its own day: nothing
// tells more of it.
func (l *ledger) invitation(s *Session) (note, string, bool) {
	if s.Status != Held {
		return note{}, "", false
	}
	for _, f := range []string{"speaker", "topic", "start", "status", "date"} {
		for _, id := range s.Sources[f] {
			if n, ok := l.notes[id]; ok && n.at.Format(time.DateOnly) == s.Date {
				return n, id, true
			}
		}
	}
	return note{}, "", false
}

// quote cites a message for a session.
func (l *ledger) quote(s *Session, n note, id string) *Source {
	name := s.Speaker
	if s.AnnouncedAs != "" {
		name = s.AnnouncedAs
	}
	if l.hidden != nil && l.hidden(n.speaker, n.text) {
		n.speaker, n.text = hiddenWords, hiddenWords
	}
	return &Source{
		ID: id, Room: l.room, Date: n.at.Format(time.DateOnly), Time: n.at.Format("15:04:05"),
		Speaker: n.speaker, Quote: excerpt(n.text, name),
	}
}

// excerpt cuts a long text around a name.
func excerpt(text, name string) string {
	r := []rune(text)
	if len(r) <= maxQuoted {
		return text
	}
	from := 0
	if before, _, ok := strings.Cut(text, name); ok && name != "" {
		from = max(0, len([]rune(before))-quoteBefore)
	}
	to := min(len(r), from+quoteBefore+quoteAfter)
	q := strings.TrimSpace(string(r[from:to]))
	if from > 0 {
		q = "…" + q
	}
	if to < len(r) {
		q += "…"
	}
	return q
}
