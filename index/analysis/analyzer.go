package analysis

import (
	"regexp"
	"strings"
)

const (
	// version changes with the code of this package, whenever it gives other
	// terms for the same data; a test compares the terms of the sample site.
	version = "2"

	termCost = 3000 // of a term: less than any two words, so that it stays whole
	maxLatin = 40   // bytes of a Latin run; a longer one is no word that is looked for
)

// An Analyzer holds the word lists. It is safe for concurrent use.
type Analyzer struct {
	dict        *dict
	terms       map[string]int32
	termLengths map[rune]uint16 // as dict.lengths
	stop        map[string]bool
	patterns    []pattern
	synonyms    map[string][]Synonym
	added       []string // terms that only synonyms.txt has
}

// A pattern makes one term of all its matches in folded text.
type pattern struct {
	form  *regexp.Regexp
	term  string // a template for regexp.Expand
	marks string // each match has one of these characters
}

// Stop reports whether a term only serves to ask (请问, 怎么, 吗) or to fill.
func (a *Analyzer) Stop(term string) bool { return a.stop[term] }

// Terms are what a text is found by, in order, with repetitions.
type Terms struct {
	Words   []string // words, the shorter ones inside them, bigrams of what no word covers
	Bigrams []string // adjacent characters; a character alone where it has no neighbour
}

// A special is a figure or a match of a pattern.
type special struct {
	from, to int
	term     string
}

// figureMark reports whether r is one of the characters of which every figure has
// one: most texts need not be looked through.
func figureMark(r rune) bool {
	switch r {
	case '%', '‰', 'w', 'k', 'b', 'r', '元', '块', '十', '百', '千', '万', '亿':
		return true
	}
	return false
}

var (
	emojiCode = regexp.MustCompile(`\[[\p{Han}A-Za-z]{1,8}\]`)
	webLink   = regexp.MustCompile(`https?://[\x21-\x7e]+`)
)

// WithoutEmoji puts a blank in the place of each emoji that WeChat writes as a
// code: [微笑].
func WithoutEmoji(s string) string {
	if !strings.Contains(s, "[") {
		return s
	}
	return emojiCode.ReplaceAllString(s, " ")
}

// stripCodes takes out what carries no words: emoji codes and addresses.
func stripCodes(s string) string {
	s = WithoutEmoji(s)
	if strings.Contains(s, "://") {
		s = webLink.ReplaceAllString(s, " ")
	}
	return s
}

// A Synonym is another term that may stand where one was asked for.
type Synonym struct {
	Term   string  `json:"term"`
	Weight float64 `json:"weight"` // above 0, at most 1: how much a match counts beside one of the asked term
}
