package corpus

import (
	"regexp"
	"strings"
)

// How a reply of the bot gives words of somebody, says whose they are, and
// tells under which names somebody is hidden. It may repeat an earlier one, on
// one line.
var (
	wordsPattern  = regexp.MustCompile(`(?:^|[ ▶])\d\d:\d\d `)
	authorPattern = regexp.MustCompile(`\d+\. ([^，]+)，\d{4}-\d\d-\d\d \d\d:\d\d 在`)
	namesPattern  = regexp.MustCompile(`（名字：([^）]+)）`)

	// personPattern finds whose words a reply was looked for in, meantPattern whom
	// a form of address may mean.
	personPattern = regexp.MustCompile(`[（，]只看([^），]+)说的[），]`)
	meantPattern  = regexp.MustCompile(`可能是([^）]+?)(?:等)?，没有按人找`)
)

// longestCited is how long a name is in which [Cites] looks for its end, in bytes.
const longestCited = 400

// Cites reports whether a line, as an archived reply of the bot has them, gives
// words of somebody whom named knows, or their name.
func Cites(line string, named func(name string) bool) bool {
	if !strings.ContainsAny(line, "：，") {
		return false
	}
	for _, m := range authorPattern.FindAllStringSubmatch(line, -1) {
		if named(m[1]) {
			return true
		}
	}
	for _, pattern := range []*regexp.Regexp{namesPattern, personPattern, meantPattern} {
		for _, m := range pattern.FindAllStringSubmatch(line, -1) {
			for name := range strings.SplitSeq(m[1], "、") {
				if named(name) {
					return true
				}
			}
		}
	}
	for _, at := range wordsPattern.FindAllStringIndex(line, -1) {
		rest := line[at[1]:]
		for i := 0; i < min(len(rest), longestCited); i++ { // a name may hold a colon
			if strings.HasPrefix(rest[i:], "：") && named(rest[:i]) {
				return true
			}
		}
	}
	return false
}
