package zh

import (
	"strings"
	"unicode/utf8"
)

// Words are words that texts are searched for. Where the words are many and most
// texts have none of them, they are found much sooner than one by one.
type Words struct {
	byFirst map[rune][]string // the words, by the first rune
	firsts  [16]uint64        // the first runes, by their last ten bits
	mask    RuneMask          // of the first runes
}

// A RuneMask says roughly which runes a text has: it has the bit of each by its
// last eight bits.
type RuneMask [4]uint64

// add adds a rune.
func (m *RuneMask) add(r rune) { m[r>>6&3] |= 1 << (r & 63) }

// MaskOf is the mask of a text.
func MaskOf(text string) RuneMask {
	var m RuneMask
	for i := 0; i < len(text); {
		r, n := runeAt(text, i)
		m.add(r)
		i += n
	}
	return m
}

// MayBeIn reports whether a text with the mask may hold one of the words. It is
// a quick look before [Words.In].
func (w *Words) MayBeIn(m RuneMask) bool {
	return w.mask[0]&m[0]|w.mask[1]&m[1]|w.mask[2]&m[2]|w.mask[3]&m[3] != 0
}

// NewWords makes a set of words; none of them may be "".
func NewWords(words ...string) *Words {
	w := &Words{byFirst: make(map[rune][]string)}
	for _, word := range words {
		for _, r := range word {
			w.byFirst[r] = append(w.byFirst[r], word)
			w.firsts[r>>6&15] |= 1 << (r & 63)
			w.mask.add(r)
			break
		}
	}
	return w
}

// In reports whether the text holds one of the words.
func (w *Words) In(text string) bool {
	for i := 0; i < len(text); {
		r, n := runeAt(text, i)
		if w.firsts[r>>6&15]&(1<<(r&63)) != 0 {
			for _, word := range w.byFirst[r] {
				if strings.HasPrefix(text[i:], word) {
					return true
				}
			}
		}
		i += n
	}
	return false
}

// runeAt decodes the rune at byte i, ASCII and Han without a call.
func runeAt(text string, i int) (r rune, size int) {
	b := text[i]
	if b < utf8.RuneSelf {
		return rune(b), 1
	}
	if b>>4 == 0xE && i+2 < len(text) && text[i+1]>>6 == 2 && text[i+2]>>6 == 2 {
		return rune(b&0xF)<<12 | rune(text[i+1]&0x3F)<<6 | rune(text[i+2]&0x3F), 3
	}
	return utf8.DecodeRuneInString(text[i:])
}
