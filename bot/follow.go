package bot

import (
	"strings"
	"unicode/utf8"
)

const (
	// longestFollow is how long a question that leans on the last one is at
	// most, in characters.
	longestFollow = 16
)

var (
	followStarts = []string{"那么", "那", "如果是", "如果", "要是", "换成", "假如"}
	followEnds   = []string{"呢", "的话", "怎么样", "行吗", "可以吗", "又如何"}
)

// followUp reports whether a question leans on the one before it, and gives
// what the two ask together: 那结算前呢 after 结算后还能退款吗 asks 结算前还能退款吗.
func followUp(last, text string) (whole string, ok bool) {
	plain := strings.TrimRight(strings.TrimSpace(text), "?？。!！")
	if last == "" || plain == "" || utf8.RuneCountInString(plain) > longestFollow {
		return "", false
	}
	focus, starts, ends := plain, false, false
	for _, w := range followStarts {
		if rest, found := strings.CutPrefix(focus, w); found && rest != "" {
			focus, starts = rest, true
			break
		}
	}
	for _, w := range followEnds {
		if rest, found := strings.CutSuffix(focus, w); found && rest != "" {
			ends = ends || w == "呢" || w == "的话"
			focus = rest
			break
		}
	}
	focus = strings.TrimPrefix(strings.TrimSpace(focus), "是")
	if !starts && !ends || focus == "" {
		return "", false
	}
	if replaced, ok := replaceLike(last, focus); ok {
		return replaced, true
	}
	return focus + "，" + last, true
}

// replaceLike puts focus in the place of a part of text that is as long and
// like it: at least half of the characters are the same and in the same places,
// but not all.
func replaceLike(text, focus string) (string, bool) {
	t, f := []rune(text), []rune(focus)
	best, at := 0, -1
	for i := 0; i+len(f) <= len(t); i++ {
		same := 0
		for j := range f {
			if t[i+j] == f[j] {
				same++
			}
		}
		if same > best {
			best, at = same, i
		}
	}
	if at < 0 || len(f) < 2 || 2*best < len(f) || best == len(f) {
		return "", false
	}
	return string(t[:at]) + focus + string(t[at+len(f):]), true
}
