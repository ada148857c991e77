package say

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"qunwen/corpus/people"
)

// A frame is how a sentence of the bot names somebody: what stands before and
// behind the name. It may repeat an earlier reply, on one line.
type frame struct {
	sign          string // stands in every line with such a sentence
	before, after *regexp.Regexp
	list          bool // several names may stand there, with [between] between them
}

// between stands between the names of a list; a name may hold it, too.
const between = "、"

// frames are those of all sentences that name whose words they give, or under
// which names somebody is hidden, searched or meant.
var frames = []frame{
	{"：", regexp.MustCompile(`(?:^|[ ▶])\d\d:\d\d `), regexp.MustCompile(`：`), false},
	{" 在", regexp.MustCompile(`\d+\. `), regexp.MustCompile(`，\d{4}-\d\d-\d\d \d\d:\d\d 在`), false},
	{"（名字：", regexp.MustCompile(`（名字：`), regexp.MustCompile(`）`), true},
	{"只看", regexp.MustCompile(`[（，]只看`), regexp.MustCompile(`说的[），]`), true},
	{"没有按人找", regexp.MustCompile(`可能是`), regexp.MustCompile(`(?:等)?，没有按人找`), true},
	{"你问", regexp.MustCompile(`@`), regexp.MustCompile(` (?:刚才分享时)?你问[过的]「`), false},
	{"问的「", regexp.MustCompile(`@`), regexp.MustCompile(` 问的「`), false},
	{"问过的：", regexp.MustCompile(`@`), regexp.MustCompile(` 问过的：`), false},
	{"日）", regexp.MustCompile(`（`), regexp.MustCompile(`说应该是`), false},
}

const (
	// longestCited is how long a name is in which [Cites] looks for its end, in bytes.
	longestCited = 400

	// mostTries is how many names a line may have, by where they may begin and end.
	// Of a line with more it is not known whom it names.
	mostTries = 2000
)

// Hides returns a function that reports whether a message is of one of the
// given names, or quotes one: as people do, or as the bot does.
func Hides(names []string) func(speaker, body string) bool {
	known := people.Names(names)
	return func(speaker, body string) bool {
		if known(speaker) {
			return true
		}
		for line := range strings.Lines(body) {
			if Cites(line, known) || Quotes(line, known) {
				return true
			}
		}
		return false
	}
}

const (
	// quoteMarks stand before the name of somebody who is quoted, besides the
	// beginning of a line.
	quoteMarks = "「『“\"‘'【[（(>》•·▶|"

	// mostColons is how many colons after such a mark may end the name, which may
	// hold some.
	mostColons = 4
)

// forwardedAt finds when a forwarded message was said; its sender stands before.
var forwardedAt = regexp.MustCompile(`\s(?:\d{2,4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?\s*)?\d{1,2}[:：]\d{2}(?:[:：]\d{2})?(?:\s|$)`)

const (
	// mostWords is how many words the name before such a time has at most.
	mostWords = 6

	// mostTimes is how many times are looked at. Who says more, quotes anybody.
	mostTimes = 1000
)

// Forwards reports whether a text says when a message was said that is forwarded in
// it, and whether its sender is somebody whom named knows. The text may be a line or
// a whole record on one.
func Forwards(text string, named func(name string) bool) (any, known bool) {
	for from, times := 0, 0; ; times++ {
		at := forwardedAt.FindStringIndex(text[from:])
		if at == nil {
			return any, false
		}
		if times == mostTimes {
			return true, true
		}
		end := from + at[0]
		from = end + 1 // the name may end in a time, too
		before := strings.TrimSpace(text[max(0, end-longestCited):end])
		any = any || before != ""
		for start, words := len(before), 0; start > 0 && words < mostWords; words++ {
			start = strings.LastIndexFunc(before[:start], unicode.IsSpace)
			if named(strings.TrimSpace(before[max(start, 0):])) {
				return true, true
			}
		}
	}
}

// Quotes reports whether a line gives words of somebody whom named knows, as
// people and their programs quote: the name and a colon, at the beginning or behind
// a mark, or the name and a time above what was said.
func Quotes(line string, named func(name string) bool) bool {
	line = strings.TrimSpace(line)
	if _, known := Forwards(line, named); known {
		return true
	}
	if nameEnds(line, named) {
		return true
	}
	for i, r := range line {
		if strings.ContainsRune(quoteMarks, r) && nameEnds(line[i+utf8.RuneLen(r):], named) {
			return true
		}
	}
	return false
}

// nameEnds reports whether a text starts with the name of somebody whom named
// knows, and a colon.
func nameEnds(text string, named func(name string) bool) bool {
	for colons, i := 0, 0; colons < mostColons && i < min(len(text), longestCited); colons++ {
		n := strings.IndexAny(text[i:min(len(text), longestCited)], ":：∶")
		if n < 0 {
			return false
		}
		if i += n; i > 0 && named(text[:i]) {
			return true
		}
		_, size := utf8.DecodeRuneInString(text[i:])
		i += size
	}
	return false
}

// Cites reports whether a line, as an archived reply of the bot has them, gives
// words of somebody whom named knows, or their name.
func Cites(line string, named func(name string) bool) bool {
	return slices.ContainsFunc(frames, func(f frame) bool { return strings.Contains(line, f.sign) && f.cites(line, named) })
}

// cites reports whether the line names somebody whom named knows. A name may hold
// what stands behind names, and before them, too.
func (f *frame) cites(line string, named func(name string) bool) bool {
	var begins, ends []int
	for _, at := range f.before.FindAllStringIndex(line, -1) {
		begins = append(begins, at[1])
	}
	for _, at := range f.after.FindAllStringIndex(line, -1) {
		ends = append(ends, at[0])
	}
	if len(begins) == 0 || len(ends) == 0 {
		return false
	}
	if f.list {
		first, last := begins[0], ends[len(ends)-1]
		for i := first; i < last; i++ {
			if strings.HasPrefix(line[i:], between) {
				begins, ends = append(begins, i+len(between)), append(ends, i)
			}
		}
		slices.Sort(begins)
		slices.Sort(ends)
	}
	tries := 0
	for _, begin := range begins {
		for len(ends) > 0 && ends[0] <= begin {
			ends = ends[1:]
		}
		for _, end := range ends {
			if end-begin > longestCited {
				break
			}
			if tries++; tries > mostTries || named(line[begin:end]) {
				return true
			}
		}
	}
	return false
}

// A Spoken is what a line of an archived reply says that was spoken of, without
// naming anybody: line[From:To].
type Spoken struct {
	From, To int
	Words    string // as they were said, up to where they were cut
}

var spokenPattern = regexp.MustCompile(`(\d{4}-\d\d-\d\d)(?:（\d+年前）)?，说到「`)

// FindSpoken returns what a line of an archived reply says that was spoken of on
// a day, YYYY-MM-DD: what was asked and what was said to it. Where words hold the
// marks around them it returns each way to read the line, and these overlap. date
// is "" if the line says nothing of the kind.
func FindSpoken(line string) (date string, spoken []Spoken) {
	at := spokenPattern.FindStringSubmatchIndex(line)
	if at == nil {
		return "", nil
	}
	const shut, then, ways = "」", "」：", 10
	add := func(from, to int) {
		if words := strings.TrimRight(strings.TrimSuffix(line[from:to], linkNote), ".… "); words != "" {
			spoken = append(spoken, Spoken{from, to, words})
		}
	}
	from, end := at[1], len(line)
	if i := strings.LastIndexByte(line, ' '); i > from && isLink(line[i+1:]) {
		end = i
	}
	for i := from; len(spoken) < ways; i += len(then) {
		n := strings.Index(line[i:], then)
		if n < 0 {
			break
		}
		i += n
		add(from, i)
		add(min(i+len(then), end), end)
	}
	if last := strings.LastIndex(line, shut); last > from {
		add(from, last)
	}
	return line[at[2]:at[3]], spoken
}
