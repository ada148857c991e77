package say

import (
	"regexp"
	"strings"

	"qunwen/corpus"
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

	// spokenPattern finds what was spoken of and on which day.
	spokenPattern = regexp.MustCompile(`(\d{4}-\d\d-\d\d)，说到「(.+)」`)
)

// longestCited is how long a name is in which [Cites] looks for its end, in bytes.
const longestCited = 400

// Hides returns a function that reports whether a message is of one of the
// given names, or quotes one: as people do, or as the bot does.
func Hides(names []string) func(speaker, body string) bool {
	known := corpus.Names(names)
	return func(speaker, body string) bool {
		if known(speaker) {
			return true
		}
		for line := range strings.Lines(body) {
			if Cites(line, known) {
				return true
			}
		}
		for _, part := range strings.Split(body, "「")[1:] {
			if end := strings.IndexAny(part, ":："); end > 0 && known(part[:end]) {
				return true
			}
		}
		return false
	}
}

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

// FindSpoken returns what a line of an archived reply says that was spoken of,
// line[from:to], and on which day, YYYY-MM-DD; nobody is named there. ok is false
// if it says nothing of the kind.
func FindSpoken(line string) (date string, from, to int, ok bool) {
	at := spokenPattern.FindStringSubmatchIndex(line)
	if at == nil {
		return "", 0, 0, false
	}
	return line[at[2]:at[3]], at[4], at[5], true
}
