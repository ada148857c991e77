package retrieval

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"qunwen/index/generation"
)

// Text in quotation marks is wanted as it stands: beside its words a query has
// the phrase itself, with an idf of its own. Messages with a phrase are found by
// its bigrams and verified in their text.
const (
	mostPhrases  = 4  // of one question
	longPhrase   = 40 // characters; longer text is a quotation of a message, not a phrase
	phraseProbes = 8  // bigrams of a phrase that are looked up, so that work is bounded
)

// closes are the quotation marks and what closes each.
var closes = map[rune]rune{'「': '」', '『': '』', '“': '”', '"': '"'}

// phrases returns the folded phrases in quotation marks of a question, each
// once, in order.
func (x *Reader) phrases(question string) []string {
	var all []string
	for rest := x.Analyzer.Fold(question); len(all) < mostPhrases; {
		at := strings.IndexFunc(rest, func(r rune) bool { return closes[r] != 0 })
		if at < 0 {
			break
		}
		open, n := utf8.DecodeRuneInString(rest[at:])
		rest = rest[at+n:]
		inside, after, ok := strings.Cut(rest, string(closes[open]))
		if !ok {
			continue
		}
		rest = after
		inside = strings.Trim(inside, " 。，,？?！!")
		n = utf8.RuneCountInString(inside)
		if n < 2 || n > longPhrase || slices.Contains(all, inside) || len(x.Analyzer.Analyze(inside).Words) == 0 {
			continue
		}
		all = append(all, inside)
	}
	return all
}

// collectPhrase adds the messages in scope that hold a phrase to s.found, as
// [Reader.Collect] does for a term of a field.
func (x *Reader) collectPhrase(ctx context.Context, s *scratch, sc Scope, _, phrase string, weight float32) error {
	from := len(s.found)
	var held []int // ordinals with all bigrams so far, in order
	for i, b := range probes(phrase, x.Analyzer.Analyze(phrase).Bigrams) {
		s.found = s.found[:from]
		if err := x.collect(ctx, s, sc, generation.FieldBigrams, b, 1); err != nil {
			return err
		}
		ords := make([]int, 0, len(s.found)-from)
		for _, f := range s.found[from:] {
			if _, ok := slices.BinarySearch(held, f.ord); ok || i == 0 {
				ords = append(ords, f.ord)
			}
		}
		slices.Sort(ords)
		held = ords
	}
	s.found = s.found[:from]
	for _, ord := range held {
		if n := strings.Count(x.Analyzer.Fold(x.Store.Text(ord)), phrase); n > 0 {
			s.found = append(s.found, found{ord, float32(n) * weight})
		}
	}
	return nil
}

// probes returns up to phraseProbes of a phrase's bigrams, from all over it. A
// single character at either end is left out if there are others: in a message
// it may stand beside one more.
func probes(phrase string, bigrams []string) []string {
	alone := func(b string) bool { return b != phrase && utf8.RuneCountInString(b) == 1 }
	if kept := slices.DeleteFunc(slices.Clone(bigrams), alone); len(kept) > 0 {
		bigrams = kept
	}
	if len(bigrams) <= phraseProbes {
		return bigrams
	}
	out := make([]string, phraseProbes)
	for i := range out {
		out[i] = bigrams[i*(len(bigrams)-1)/(phraseProbes-1)]
	}
	return out
}
