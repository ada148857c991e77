package web

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"qunwen/bot/say"
	"qunwen/corpus"
)

// hiddenMark stands where a hidden person's name or words were.
const hiddenMark = "（已隐藏）"

const (
	maxName    = 40 // characters of a name behind an @
	minWords   = 4  // characters that a quotation has to share to be known by its words
	nameJoints = "-－—–_~～|"
)

// A veil knows who is hidden on one day.
type veil struct {
	hidden func(name string) bool // by readable name
	known  map[string]bool        // what is known already, by name as published
	words  []string               // what hidden people said on that day

	wordsOn func(date string) ([]string, error) // the same for other days; nil: they are not looked at
	days    map[string][]string                 // what it has returned without an error
}

// newVeil looks through a day. On days that were exported twice, lines of one
// person stand under two names: if one is hidden, so is the other.
func newVeil(hidden func(string) bool, day []*corpus.Transcript) *veil {
	v := &veil{hidden: hidden, known: make(map[string]bool)}
	again := make(map[string][]string) // by ID, under which names it stands once more
	for _, tr := range day {
		for i := range tr.Messages {
			if m := &tr.Messages[i]; m.CopyOf != "" {
				again[m.CopyOf] = append(again[m.CopyOf], m.Speaker)
			}
		}
	}
	for _, tr := range day {
		for i := 0; i < len(tr.Messages) && len(again) > 0; i++ {
			m := &tr.Messages[i]
			for _, other := range again[m.ID] {
				if v.person(m.Speaker) || v.person(other) {
					v.known[m.Speaker], v.known[other] = true, true
				}
			}
		}
	}
	for _, tr := range day {
		for i := range tr.Messages {
			if m := &tr.Messages[i]; m.Text != "" && v.person(m.Speaker) {
				v.words = append(v.words, m.Text)
			}
		}
	}
	return v
}

// person reports whether the speaker, as published, is hidden.
func (v *veil) person(speaker string) bool {
	is, ok := v.known[speaker]
	if !ok {
		is = v.hidden(readable(speaker))
		v.known[speaker] = is
	}
	return is
}

// quoted reports whether a quotation is of somebody hidden: by its name, or
// because they said these words that day. Exports cut long quotations.
func (v *veil) quoted(q *corpus.Quoted) bool {
	if q.Name != "" && (v.person(q.Name) || say.Quotes(q.Name+"："+q.Text, v.person)) { // a name may hold a colon
		return true
	}
	text := strings.TrimRight(q.Text, ".… ")
	if utf8.RuneCountInString(text) < minWords {
		return false
	}
	for _, w := range v.words {
		if strings.HasPrefix(w, text) {
			return true
		}
	}
	return false
}

// uncite replaces the lines of a reply of the bot that give words of hidden
// people, and what it says that was spoken of if they said that.
func (v *veil) uncite(text string) string {
	if !strings.ContainsAny(text, "「，：:") {
		return text
	}
	lines := strings.Split(text, "\n")
	forwarded := false // what follows is forwarded, and somebody hidden said it
	for i, line := range lines {
		if heads, known := say.Forwards(line, v.person); heads {
			forwarded = known
		}
		if forwarded || say.Cites(line, v.person) || say.Quotes(line, v.person) {
			lines[i] = hiddenMark
			continue
		}
		line = v.unspoken(line)
		lines[i] = line
		before, rest, ok := strings.Cut(line, "「")
		said, after, closed := strings.Cut(rest, "」")
		if ok && closed && v.quoted(&corpus.Quoted{Text: said}) {
			lines[i] = before + "「" + hiddenMark + "」" + after
		}
	}
	return strings.Join(lines, "\n")
}

// mask replaces the names of hidden people behind an @, and what is joined to
// such a name by a dash.
func (v *veil) mask(text string) string {
	var b strings.Builder
	for {
		i := strings.IndexAny(text, "@＠")
		if i < 0 {
			break
		}
		_, n := utf8.DecodeRuneInString(text[i:])
		b.WriteString(text[:i+n])
		text = text[i+n:]
		if n := v.name(text); n > 0 {
			b.WriteString(hiddenMark)
			text = text[n:]
		}
	}
	if b.Len() == 0 {
		return text
	}
	b.WriteString(text)
	return b.String()
}

// name returns how many bytes of the text are the name of somebody hidden, with
// what is joined to it, or 0.
func (v *veil) name(text string) int {
	n := v.longestName(text)
	if n == 0 {
		return 0
	}
	return n + joined(text[n:])
}

// joined returns how many bytes of the text are joined by a dash to the name
// before it: up to a blank or a sign that ends a name, else all; 0 if no dash
// stands there.
func joined(text string) int {
	if r, _ := utf8.DecodeRuneInString(text); !strings.ContainsRune(nameJoints, r) {
		return 0
	}
	n := strings.IndexFunc(text, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune("?？,，。!！:：;；、@＠", r)
	})
	if n < 0 {
		return len(text)
	}
	return n
}

// longestName returns how many bytes of the text are the longest name of
// somebody hidden, or 0. One of a single character has to end there.
func (v *veil) longestName(text string) int {
	found, runes := 0, 0
	blank := true                          // the last character is one, and no name ends there
	ends := func(at int, next rune) bool { // next is 0 at the end of the text
		return !blank && (runes > 1 || runes == 1 && !unicode.IsLetter(next)) &&
			(v.known[text[:at]] || v.hidden(readable(text[:at])))
	}
	for i, r := range text {
		if ends(i, r) {
			found = i
		}
		blank = unicode.IsSpace(r)
		if runes++; runes > maxName || r == '\n' {
			break
		}
	}
	if runes <= maxName && ends(len(text), 0) {
		found = len(text)
	}
	return found
}
