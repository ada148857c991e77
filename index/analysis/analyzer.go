package analysis

import (
	"cmp"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"qunwen/corpus/zh"
)

//go:embed terms.txt
var termsFile string

//go:embed patterns.tsv
var patternsFile string

//go:embed stopwords.txt
var stopwordsFile string

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

// New loads the embedded word lists. It fails only if they are broken.
func New() (*Analyzer, error) {
	d, err := openDict(wordsFile)
	if err != nil {
		return nil, err
	}
	a := &Analyzer{
		dict:        d,
		terms:       make(map[string]int32),
		termLengths: make(map[rune]uint16),
		stop:        make(map[string]bool),
		synonyms:    make(map[string][]Synonym),
	}
	for word := range dataLines(termsFile) {
		word = a.Fold(word)
		first, _ := utf8.DecodeRuneInString(word)
		n := utf8.RuneCountInString(word)
		if n < 2 || n > maxWord {
			return nil, fmt.Errorf("terms.txt: %q has not 2 to %d characters", word, maxWord)
		}
		a.terms[word] = termCost
		a.termLengths[first] |= 1 << (n - 1)
	}
	for word := range dataLines(stopwordsFile) {
		a.stop[a.Fold(word)] = true
	}
	for line := range dataLines(patternsFile) {
		cols := strings.Split(line, "\t")
		if len(cols) != 3 {
			return nil, fmt.Errorf("patterns.tsv: %q: want an expression, a term and characters, with tabs between", line)
		}
		re, err := regexp.Compile(cols[0])
		if err != nil {
			return nil, fmt.Errorf("patterns.tsv: %w", err)
		}
		a.patterns = append(a.patterns, pattern{re, cols[1], cols[2]})
	}
	if err := a.loadSynonyms(synonymsFile); err != nil {
		return nil, err
	}
	return a, nil
}

// dataLines yields the lines of a data file but blank ones and comments (#).
func dataLines(data string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for line := range strings.Lines(data) {
			line = strings.TrimSpace(line)
			if line != "" && line[0] != '#' && !yield(line) {
				return
			}
		}
	}
}

// Fingerprint names the analysis: two analyzers with the same fingerprint give
// the same terms.
func (a *Analyzer) Fingerprint() string {
	h := sha256.New()
	for _, data := range []string{version, wordsFile, zh.SimplifiedFile, termsFile, patternsFile} {
		fmt.Fprintf(h, "%d:%s", len(data), data)
	}
	// Of the synonyms only those that are words of their own change terms.
	fmt.Fprintf(h, "%q", slices.Sorted(slices.Values(a.added)))
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// Stop reports whether a term only serves to ask (请问, 怎么, 吗) or to fill.
func (a *Analyzer) Stop(term string) bool { return a.stop[term] }

// Terms are what a text is found by, in order, with repetitions.
type Terms struct {
	Words   []string // words, the shorter ones inside them, bigrams of what no word covers
	Bigrams []string // adjacent characters; a character alone where it has no neighbour
}

// Analyze returns the terms of text. A text without letters, digits or Han
// characters has none.
func (a *Analyzer) Analyze(text string) Terms {
	t := tokenizer{a: a, text: a.Fold(stripCodes(text))}
	t.special = a.special(t.text)
	t.run()
	return t.out
}

// A special is a figure or a match of a pattern.
type special struct {
	from, to int
	term     string
}

// special returns the figures and the matches of patterns in folded text, in
// order. A pattern goes before a figure.
func (a *Analyzer) special(text string) []special {
	found := a.matches(text)
	if strings.ContainsFunc(text, figureMark) {
		f := figureFinder{a: a, text: text}
		for _, s := range f.find() {
			found = insert(found, s)
		}
	}
	return found
}

// insert adds s to found, which is in order, unless it overlaps one of them.
func insert(found []special, s special) []special {
	i, _ := slices.BinarySearchFunc(found, s, func(o, s special) int { return cmp.Compare(o.to, s.from+1) })
	if i < len(found) && found[i].from < s.to {
		return found
	}
	return slices.Insert(found, i, s)
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

// matches returns what the patterns match, in order.
func (a *Analyzer) matches(text string) []special {
	var found []special
	for _, p := range a.patterns {
		if !strings.ContainsAny(text, p.marks) {
			continue
		}
		for _, at := range p.form.FindAllStringSubmatchIndex(text, -1) {
			found = insert(found, special{at[0], at[1], string(p.form.ExpandString(nil, p.term, text, at))})
		}
	}
	return found
}

// Special returns the terms of text that stand for something written in several
// ways (T+1, 0.6%), each with how it is written first, folded.
func (a *Analyzer) Special(text string) map[string]string {
	text = a.Fold(stripCodes(text))
	written := make(map[string]string)
	for _, s := range a.special(text) {
		if written[s.term] == "" {
			written[s.term] = text[s.from:s.to]
		}
	}
	return written
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
