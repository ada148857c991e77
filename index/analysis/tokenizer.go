package analysis

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A tokenizer walks over one folded text.
type tokenizer struct {
	a       *Analyzer
	text    string
	special []special // in order, not overlapping
	out     Terms
	scratch scratch
}

func (t *tokenizer) run() {
	for at := 0; at < len(t.text); {
		if len(t.special) > 0 && at == t.special[0].from {
			t.both(t.special[0].term)
			at = t.special[0].to
			t.special = t.special[1:]
			continue
		}
		limit := len(t.text)
		if len(t.special) > 0 {
			limit = t.special[0].from
		}
		r, n := utf8.DecodeRuneInString(t.text[at:])
		end := at + n
		switch {
		case isHan(r):
			for end < limit {
				r, n := utf8.DecodeRuneInString(t.text[end:])
				if !isHan(r) {
					break
				}
				end += n
			}
			t.han(t.text[at:end])
		case isLatin(r):
			end = latinEnd(t.text, at, limit)
			t.latin(t.text[at:end])
		}
		at = end
	}
}

func (t *tokenizer) both(term string) {
	t.out.Words = append(t.out.Words, term)
	t.out.Bigrams = append(t.out.Bigrams, term)
}

// latin adds a run such as "hadoop2.0", and the parts it is joined of.
func (t *tokenizer) latin(run string) {
	if len(run) > maxLatin {
		return
	}
	t.both(run)
	if strings.ContainsAny(run, joiners) {
		for _, part := range strings.FieldsFunc(run, func(r rune) bool { return strings.ContainsRune(joiners, r) }) {
			if len(part) > 1 && !isNumber(part) {
				t.both(part)
			}
		}
	}
}

func isNumber(s string) bool {
	return strings.Trim(s, "0123456789") == ""
}

// han adds the terms of a run of Han characters.
func (t *tokenizer) han(run string) {
	t.bigrams(run)
	lone := -1 // start of characters that no longer word covers
	flush := func(end int) {
		if lone >= 0 {
			t.lone(run[lone:end])
			lone = -1
		}
	}
	for _, p := range t.a.segment(run, &t.scratch) {
		if p.runes == 1 {
			if lone < 0 {
				lone = p.from
			}
			continue
		}
		flush(p.from)
		word := run[p.from:p.to]
		t.out.Words = append(t.out.Words, word)
		if p.runes > 2 {
			t.inner(word, p.runes)
		}
	}
	flush(len(run))
}

// lone adds characters that stand between words: the character if it is one,
// their bigrams if they are more.
func (t *tokenizer) lone(s string) {
	if _, n := utf8.DecodeRuneInString(s); n == len(s) {
		t.out.Words = append(t.out.Words, s)
		return
	}
	pairs(s, func(pair string) { t.out.Words = append(t.out.Words, pair) })
}

// inner adds the listed words of two or three characters inside a longer one.
func (t *tokenizer) inner(word string, runes int) {
	at := make([]int, 0, maxWord+1)
	for i := range word {
		at = append(at, i)
	}
	at = append(at, len(word))
	for k := 2; k <= 3 && k < runes; k++ {
		for i := 0; i+k < len(at); i++ {
			if sub := word[at[i]:at[i+k]]; t.a.known(sub) {
				t.out.Words = append(t.out.Words, sub)
			}
		}
	}
}

func (t *tokenizer) bigrams(run string) {
	if _, n := utf8.DecodeRuneInString(run); n == len(run) {
		t.out.Bigrams = append(t.out.Bigrams, run)
		return
	}
	pairs(run, func(pair string) { t.out.Bigrams = append(t.out.Bigrams, pair) })
}

// pairs calls f with every two adjacent characters of s.
func pairs(s string, f func(string)) {
	prev, at := 0, 0
	for i := range s {
		if i > 0 {
			if at > prev {
				f(s[prev:i])
			}
			prev = at
		}
		at = i
	}
	if at > prev {
		f(s[prev:])
	}
}

// joiners may stand inside a Latin run, between letters or digits.
const joiners = "+.-_&"

func latinEnd(s string, at, limit int) int {
	end := at
	for end < limit {
		r, n := utf8.DecodeRuneInString(s[end:])
		if isLatin(r) {
			end += n
			continue
		}
		if end == at || end+n >= limit || !strings.ContainsRune(joiners, r) {
			break
		}
		if next, _ := utf8.DecodeRuneInString(s[end+n:]); !isLatin(next) {
			break
		}
		end += n
	}
	return end
}

func isHan(r rune) bool {
	return r >= 0x4E00 && r <= 0x9FFF || r >= utf8.RuneSelf && unicode.Is(unicode.Han, r)
}

// isLatin reports letters and digits of all scripts that write with blanks.
func isLatin(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= 'a' && r <= 'z' || r >= '0' && r <= '9'
	}
	return (unicode.IsLetter(r) || unicode.IsNumber(r)) && !isHan(r)
}
