package analysis

import (
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
