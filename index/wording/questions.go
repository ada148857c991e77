package wording

import (
	"qunwen/corpus/zh"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

const (
	mostQuestions = 3 // that one message is taken to ask

	// leastQuestion is how many letters a question has at least that is looked up
	// by itself.
	leastQuestion = 5

	// sameAsked is the share of the pairs of letters of a question from which on
	// another one that has them asks the same.
	sameAsked = 0.5
)

var (
	// itemPattern finds what numbers the questions of a message.
	itemPattern = regexp.MustCompile(`(^|[\s，,。；;：:？?！!])(?:[0-9]{1,2}(?:[、)）]|[.．]\s?)|[①-⑨]|[（(][0-9一二三四五][)）]|第[一二三四五](?:个(?:问题)?)?(?:是)?[，,：:、\s]|[一二三四五](?:是|、))`)

	// leadPattern finds the words with which people go on to another question.
	leadPattern = regexp.MustCompile(`^[\s，,、：:]*(?:另外|还有(?:就是|一个(?:问题)?)?|还想(?:问|请教)|再(?:问|请教)|顺便(?:再)?(?:问|请教)?|对了)(?:一下|下|一个)?[\s，,、：:]*`)

	// politePattern finds what stands before a question without being part of it.
	politePattern = regexp.MustCompile(`^(?:(?:各位|大家|大神|老师|群友|我|你)?们?[\s，,、：:]*(?:想)?(?:请问|请教|问)(?:一下|下|个问题)?(?:各位|大家)?[\s，,、：:]*)+`)

	// leanPattern finds how a question begins that goes on with the one before it.
	leanPattern = regexp.MustCompile(`^(?:[这那此该它他她和跟与或会能也还但]|如果|要是|是|有没有|有什么|有哪|有谁|有人|为什么|为啥|为何|具体|比如|例如|怎么|如何|什么|多少|多久|应该|需要|可以|可不可以|不是|因为|所以|大家|各位|哪位|求|没|就是|一般|其他|别的)`)
)

// A piece is a sentence of a message that may ask several things.
type piece struct {
	text   string // as it stands there, without a number
	asked  string // without the words with which people come to it
	item   bool   // it is numbered
	leads  bool   // it begins with 另外 or the like
	leans  bool   // it goes on with the question before it
	asking bool
}

// itemMark stands before a numbered piece while a text is cut.
const itemMark = "\x01"

// pieces cuts a message into its sentences and numbered parts.
func pieces(text string) []piece {
	var all []piece
	runes := []rune(itemPattern.ReplaceAllString(strings.ReplaceAll(text, itemMark, ""), "$1\n"+itemMark))
	for _, p := range sentences(runes) {
		own, item := strings.CutPrefix(strings.TrimSpace(string(runes[p.lo:p.hi])), itemMark)
		rest := leadPattern.ReplaceAllString(own, "")
		asked := politePattern.ReplaceAllString(rest, "")
		leads := rest != own && !strings.HasPrefix(rest, "其他") && !strings.HasPrefix(rest, "别的")
		all = append(all, piece{
			text: own, asked: asked, item: item, leads: leads,
			leans:  leanPattern.MatchString(asked) || utf8.RuneCountInString(Letters(asked)) < leastQuestion,
			asking: endsAsking(own) || (leads || item) && (zh.Asks(asked) || Wants(asked) != 0),
		})
	}
	return all
}

// Questions returns the questions that a message asks, three at most, if it asks
// several that can be looked up one by one; else nil. One that leans on the one
// before it stays with it. marked reports whether the message says itself that
// these are several: it numbers them, or goes on with 另外.
func Questions(text string) (all []string, marked bool) {
	parts := slices.DeleteFunc(pieces(text), func(p piece) bool { return !p.asking })
	items := 0
	for i := range parts {
		if parts[i].item {
			items++
		}
		marked = marked || i > 0 && parts[i].leads || items > 1
	}
	for i := range parts {
		p := &parts[i]
		if begins := p.leads || items > 1 && p.item || items < 2 && !p.leans; len(all) > 0 && !begins {
			all[len(all)-1] += p.text
			continue
		}
		if slices.ContainsFunc(all, func(q string) bool { return alike(p.asked, q) }) {
			return nil, false
		}
		all = append(all, p.asked)
	}
	if len(all) < 2 {
		return nil, false
	}
	return all[:min(len(all), mostQuestions)], marked
}

// alike reports whether two questions may ask the same in other words: the
// shorter one shares much of its wording.
func alike(a, b string) bool {
	if utf8.RuneCountInString(a) > utf8.RuneCountInString(b) {
		a, b = b, a
	}
	r := []rune(Letters(a))
	shared, pairs := 0, len(r)-1
	for i := range max(0, pairs) {
		if strings.Contains(b, string(r[i:i+2])) {
			shared++
		}
	}
	return float64(shared) >= sameAsked*float64(pairs)
}
