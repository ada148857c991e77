package analysis

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed sounds.txt
var soundsFile string

// maxSounds is how many readings of one word are told apart.
const maxSounds = 8

// syllables returns how each character may be read. It is made when the first
// word is asked for: most questions have none.
var syllables = sync.OnceValue(func() map[rune][]string {
	all := make(map[rune][]string, len(soundsFile)/3)
	for line := range strings.Lines(soundsFile) {
		syllable, runes, _ := strings.Cut(strings.TrimSpace(line), " ")
		for _, r := range runes {
			all[r] = append(all[r], syllable)
		}
	}
	return all
})

// Sounds returns how a folded word of Han characters may be read, up to eight
// ways: its syllables without tones, with blanks between them. It returns nil
// if the word has other characters, or rare ones.
func Sounds(word string) []string {
	var all []string
	for i, r := range word {
		var next []string
		for _, s := range syllables()[r] {
			if i == 0 {
				next = append(next, s)
			}
			for _, before := range all {
				next = append(next, before+" "+s)
			}
		}
		all = next[:min(len(next), maxSounds)]
		if len(all) == 0 {
			return nil
		}
	}
	return all
}

// Term reports whether a folded word is one of the trade: listed in terms.txt
// or synonyms.txt and not in the general word list alone.
func (a *Analyzer) Term(word string) bool {
	_, ok := a.terms[word]
	return ok
}
