package web

import (
	"io/fs"
	"slices"
	"strings"

	"qunwen/bot/say"
)

// mostDays is how many other days one page looks at for words of hidden people.
// Of more days, as of those that cannot be read, nothing is shown.
const mostDays = 40

// unspoken replaces in a line of a reply what somebody hidden said on another day.
func (v *veil) unspoken(line string) string {
	if v.wordsOn == nil {
		return line
	}
	date, spoken := say.FindSpoken(line)
	if date == "" {
		return line
	}
	words, known := v.days[date]
	if !known && len(v.days) < mostDays {
		var err error
		if words, err = v.wordsOn(date); err == nil { // else nobody can tell whose words they are
			v.days[date], known = words, true
		}
	}
	var b strings.Builder
	shown := 0
	for _, s := range spoken {
		if s.From < shown || known && !slices.ContainsFunc(words, func(w string) bool { return strings.Contains(w, s.Words) }) {
			continue
		}
		b.WriteString(line[shown:s.From] + hiddenMark)
		shown = s.To
	}
	return b.String() + line[shown:]
}

// wordsOn returns what hidden people said on a day, in any room. The error says
// why that is not known: a post of the day cannot be read, or there is none.
func (h *handler) wordsOn(hidden func(string) bool) func(date string) ([]string, error) {
	return func(date string) (words []string, err error) {
		err = fs.ErrNotExist
		for _, d := range h.cfg.Days.All() {
			if d.Date != date {
				continue
			}
			posts, errs := h.cfg.Days.Load(d)
			if len(errs) > 0 {
				return nil, errs[0]
			}
			words, err = append(words, newVeil(hidden, posts).words...), nil
		}
		return words, err
	}
}
