package corpus

import (
	_ "embed"
	"strings"
)

// Parts are what a speaker's name says of the person, by the group's custom
// Name-Company-Role-City. Members keep to it loosely; any part may be "".
type Parts struct {
	Name    string
	Company string
	Role    string
	City    string
}

//go:embed speaker.txt
var speakerWords string

// SplitSpeaker takes a published name apart. The name is what stands first; of
// the rest a known city is the city, a part that holds a word for a job is the
// role, and the first other part is the company.
func SplitSpeaker(speaker string) Parts {
	fields := strings.FieldsFunc(Decode(speaker), func(r rune) bool {
		return strings.ContainsRune("-－—–_~～@|｜/ \u00a0", r)
	})
	if len(fields) == 0 {
		return Parts{}
	}
	p := Parts{Name: fields[0]}
	for _, f := range fields[1:] {
		city, role := classify(f)
		switch {
		case city && p.City == "":
			p.City = f
		case role && p.Role == "":
			p.Role = f
		case p.Company == "":
			p.Company = f
		case p.Role == "":
			p.Role = f
		}
	}
	return p
}

// classify looks f up in speaker.txt: a city is meant whole, a role holds the
// word.
func classify(f string) (city, role bool) {
	low := strings.ToLower(f)
	for line := range strings.Lines(speakerWords) {
		kind, word, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch {
		case kind == "city" && word == low:
			return true, false
		case kind == "role" && strings.Contains(low, word):
			role = true
		}
	}
	return false, role
}
