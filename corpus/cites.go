package corpus

import (
	"regexp"
	"strings"
)

// What stands before the name in a line of a reply that gives somebody's words,
// and around it in one that says whose they are.
var (
	wordsPattern  = regexp.MustCompile(`^▶?(?:\d+\. )?(?:依据：)?(?:\d{4}-\d\d-\d\d |\d{1,2}月\d{1,2}日\([^)]*\) )?\d\d:\d\d `)
	authorPattern = regexp.MustCompile(`^\d+\. (.+?)，\d{4}-\d\d-\d\d \d\d:\d\d 在`)
)

// longestCited is how long a name is in which [Cites] looks for its end, in bytes.
const longestCited = 400

// Cites reports whether a line, as an archived reply of the bot has them, gives
// words of somebody whom named knows, or says that they are theirs.
func Cites(line string, named func(name string) bool) bool {
	if m := authorPattern.FindStringSubmatch(line); m != nil {
		return named(m[1])
	}
	if !strings.Contains(line, "：") {
		return false
	}
	rest := line[len(wordsPattern.FindString(line)):]
	if len(rest) == len(line) {
		return false
	}
	for i := 0; i < min(len(rest), longestCited); i++ { // a name may hold a colon
		if strings.HasPrefix(rest[i:], "：") && named(rest[:i]) {
			return true
		}
	}
	return false
}
