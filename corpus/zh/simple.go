package zh

import (
	_ "embed"
	"strings"
	"sync"
)

// SimplifiedFile holds pairs of a traditional character and the simplified one,
// one in each line, from OpenCC's table of characters; see LICENSE.opencc.
//
//go:embed simplified.txt
var SimplifiedFile string

// The characters that nearly all texts are written in.
const firstHan, lastHan = 0x4E00, 0x9FFF

// A simplifier knows the simplified forms of traditional characters.
type simplifier struct {
	common [lastHan - firstHan + 1]rune // 0 for itself
	rare   map[rune]rune
}

var simplified = sync.OnceValue(func() *simplifier {
	s := &simplifier{rare: make(map[rune]rune)}
	for line := range strings.Lines(SimplifiedFile) {
		pair := []rune(strings.TrimSpace(line))
		switch {
		case len(pair) != 2:
		case pair[0] >= firstHan && pair[0] <= lastHan:
			s.common[pair[0]-firstHan] = pair[1]
		default:
			s.rare[pair[0]] = pair[1]
		}
	}
	return s
})

// Simplify returns the simplified form of a traditional character, and any other
// character as it is. The table is read when it is first asked for.
func Simplify(r rune) rune {
	s := simplified()
	if r >= firstHan && r <= lastHan {
		if to := s.common[r-firstHan]; to != 0 {
			return to
		}
		return r
	}
	if to, ok := s.rare[r]; ok {
		return to
	}
	return r
}
