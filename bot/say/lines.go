package say

import (
	"cmp"
	"regexp"
	"slices"
	"unicode/utf8"

	"qunwen/corpus/zh"
	"qunwen/index/wording"
)

const (
	// excerptSize is how many characters of talk a first reply shows, all places
	// together: what a phone shows without scrolling.
	excerptSize = 160

	// briefSize is how many of them a place after the first gets at most.
	briefSize = 40

	// mostLines is how many lines of the first place a first reply shows.
	mostLines = 3

	// secondSize is how many characters the best line leaves to the next one, and
	// leastQuote how many a line must get to be shown at all, if it has as many.
	secondSize = 48
	leastQuote = 24

	// moreSize is how many characters of talk 更多 shows, and moreQuote how many of
	// them are of one line.
	moreSize  = 420
	moreQuote = 200

	// placeFloor is how far the score of a place may be below the first one's for
	// the place to be shown. It was chosen on judged questions: see docs/quality.md.
	placeFloor = 2.0

	// samePairs is the share of the question's pairs of characters that a question
	// has if it only repeats it. It may be so many times as long, and so many
	// characters longer: some say why they ask.
	samePairs      = 0.6
	longerQuestion = 4
	smallQuestion  = 20
)

// A cutLine is a citation and how many of its characters are shown.
type cutLine struct {
	Citation
	size int
}

// whole reports whether nothing of the citation is left out.
func (l *cutLine) whole() bool { return utf8.RuneCountInString(l.shown()) <= l.size }

// worthShowing returns the places that are not far behind the first, and those that
// are, which only 更多 shows: each with the lines that do not only repeat the
// question, the best line first and the others in the order they were said. A place
// of which no line is left is left out.
func worthShowing(asked string, passages []Passage) (near, far []Passage) {
	for _, m := range passages {
		m.Citations = slices.DeleteFunc(slices.Clone(m.Citations), func(c Citation) bool { return repeats(asked, c.Quote) })
		if len(m.Citations) > 0 {
			bestFirst(m.Citations)
			if m.Score < passages[0].Score-placeFloor {
				far = append(far, m)
			} else {
				near = append(near, m)
			}
		}
	}
	return near, far
}

// bestFirst puts the citation that most speaks for first, and the others in the
// order they were said.
func bestFirst(citations []Citation) {
	best := 0
	for i := range citations {
		if citations[i].Value > citations[best].Value {
			best = i
		}
	}
	citations[0], citations[best] = citations[best], citations[0]
	slices.SortStableFunc(citations[1:], func(a, b Citation) int {
		return cmp.Or(cmp.Compare(a.Date, b.Date), cmp.Compare(a.Time, b.Time))
	})
}

// fit returns up to most lines of a place in about size characters: the best
// first, then those that speak most for themselves, in the order they were said.
func fit(citations []Citation, size, most int) []cutLine {
	byValue := slices.Clone(citations)
	slices.SortStableFunc(byValue[1:], func(a, b Citation) int { return cmp.Compare(b.Value, a.Value) })
	byValue = byValue[:min(len(byValue), most)]
	given := make(map[string]int, most)
	for i := range byValue {
		c := &byValue[i]
		n := utf8.RuneCountInString(c.shown())
		if i > 0 && size < min(n, leastQuote) {
			break
		}
		share := size
		if i == 0 && len(byValue) > 1 {
			share -= min(secondSize, utf8.RuneCountInString(byValue[1].shown()))
		}
		given[c.ID] = min(n, max(share, leastQuote))
		size -= given[c.ID]
	}
	var lines []cutLine
	for _, c := range citations {
		if n, ok := given[c.ID]; ok {
			lines = append(lines, cutLine{c, n})
		}
	}
	return lines
}

var (
	// asksRoom matches how people begin who ask the room.
	asksRoom = regexp.MustCompile(`^(?:再|想|先)?(?:请教|请问|咨询|求助|求教|问下|问一下|问个|各位|大家|有没有人|有人知道)`)

	// asksLast matches what ends in a question, and says hardly a word behind it.
	asksLast = regexp.MustCompile(`[?？][^?？]{0,12}$|[吗么呢]\S{0,3}$|(?:怎么|如何|什么|多少|哪)[^，。,\s]{0,8}$`)
)

// repeats reports whether a text asks what asked asks, and says little more.
func repeats(asked, text string) bool {
	return (asksLast.MatchString(text) || zh.Asks(text) && asksRoom.MatchString(text)) && echoes(asked, text)
}

// echoes reports whether a text says most of what asked says, and little more.
func echoes(asked, text string) bool {
	if utf8.RuneCountInString(text) > longerQuestion*utf8.RuneCountInString(asked)+smallQuestion {
		return false
	}
	a, b := pairs(asked), pairs(text)
	both := 0
	for p := range a {
		if b[p] {
			both++
		}
	}
	return both > 0 && float64(both) >= samePairs*float64(len(a))
}

// pairs returns the pairs of letters that stand side by side in a text, apart from
// blanks and marks.
func pairs(text string) map[[2]rune]bool {
	letters := []rune(wording.Letters(text))
	all := make(map[[2]rune]bool, len(letters))
	for i := 1; i < len(letters); i++ {
		all[[2]rune{letters[i-1], letters[i]}] = true
	}
	return all
}
