package schedule

import (
	"strings"

	"qunwen/corpus/zh"
)

// named returns the session to come, from a day on, whose speaker words name;
// nil if there is none, or several.
func (l *ledger) named(of, from string) *Session {
	return l.closest(from, func(s *Session) int {
		parts := l.person(s.Speaker).parts
		if len(parts) == 0 || len([]rune(parts[0])) < 2 || isCommon(parts[0]) || !strings.Contains(of, parts[0]) {
			return 0
		}
		return len([]rune(parts[0]))
	})
}

// about returns the session to come, from a day on, whose topic words name;
// nil if there is none, or several.
func (l *ledger) about(of, from string) *Session {
	return l.closest(from, func(s *Session) int { return shared(of, string(zh.NewText(s.Topic).Fold)) })
}

// closest returns the session to come that fits best, in characters, and by
// two or more.
func (l *ledger) closest(from string, fit func(*Session) int) *Session {
	var found *Session
	best := 2
	for _, s := range l.sessions {
		if s.Speaker == "" || s.Status != Planned && s.Status != TBD && s.Status != Moved || s.Date != "" && s.Date < from {
			continue
		}
		switch n := fit(s); {
		case n < best:
		case n == best && found != nil:
			found = nil
			best++
		default:
			found, best = s, n
		}
	}
	return found
}

// shared is the length of the longest part that two texts have in common, in
// characters.
func shared(a, b string) int {
	x, y := []rune(a), []rune(b)
	most := 0
	last := make([]int, len(y)+1)
	for i := range x {
		row := make([]int, len(y)+1)
		for j := range y {
			if x[i] == y[j] && x[i] != ' ' {
				row[j+1] = last[j] + 1
				most = max(most, row[j+1])
			}
		}
		last = row
	}
	return most
}
