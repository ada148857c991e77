package web

import (
	"regexp"
	"slices"
	"strings"
)

// spokenPattern finds, in a reply of the bot, what was spoken of and on which day.
var spokenPattern = regexp.MustCompile(`(\d{4}-\d\d-\d\d)，说到「(.+)」`)

// mostDays is how many other days one page looks at for words of hidden people.
// What more of them are spoken of is not shown.
const mostDays = 40

// unspoken replaces in a line of a reply what somebody hidden said on another day.
func (v *veil) unspoken(line string) string {
	if v.wordsOn == nil {
		return line
	}
	at := spokenPattern.FindStringSubmatchIndex(line)
	if at == nil {
		return line
	}
	date, said := line[at[2]:at[3]], strings.TrimRight(line[at[4]:at[5]], ".… ")
	words, known := v.days[date]
	if !known && len(v.days) < mostDays {
		words, known = v.wordsOn(date), true
		v.days[date] = words
	}
	if known && !slices.ContainsFunc(words, func(w string) bool { return strings.Contains(w, said) }) {
		return line
	}
	return line[:at[4]] + hiddenMark + line[at[5]:]
}

// wordsOn returns what hidden people said on a day, in any room.
func (h *handler) wordsOn(hidden func(string) bool) func(date string) []string {
	return func(date string) (words []string) {
		for _, d := range h.list.all() {
			if d.Date == date {
				posts, _ := d.Load(h.cfg.Site, h.cfg.Location)
				words = append(words, newVeil(hidden, posts).words...)
			}
		}
		return words
	}
}
