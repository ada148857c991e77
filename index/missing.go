package index

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"qunwen/index/retrieval"
	"qunwen/index/wording"
)

// missing returns the words of the query that nothing in scope has, and those
// that the best place lacks. Words that say little, and what the best hit shows
// inside another word, are left out.
func (n *inquiry) missing(all []sight) (unknown, missing []string) {
	best := &all[0]
	var b strings.Builder
	for _, s := range all[:min(len(all), judgedPlaces)] {
		b.WriteString(s.Title)
		for _, m := range s.Messages {
			b.WriteString(m.Quote)
		}
	}
	shown := n.x.r.Analyzer.Fold(b.String())
	for i := range n.Query.Words {
		w := &n.Query.Words[i]
		if !n.x.tells(w) || wording.Holds(shown, w.Asked) {
			continue
		}
		if !w.Said {
			unknown = append(unknown, w.Asked)
		}
		if n.Covered[best.middle]&(1<<i) == 0 && !n.x.isCommon(w) {
			missing = append(missing, w.Asked)
		}
	}
	return wording.Longest(unknown), wording.Longest(missing)
}

// isCommon reports whether a word is so usual (意思, 关系) that nobody misses it: it
// stands in one message of 200, and in no fewer than 400.
func (x *Index) isCommon(w *retrieval.Word) bool {
	return w.Messages >= max(x.r.Store.Len()/200, 400)
}

// namedPhrase is how many characters a phrase has at most that is named because
// nobody used it.
const namedPhrase = 12

// tells reports whether it is worth saying that a word is missing. It is not of
// single characters, bigrams that are no words, and Han words with a character
// that only fills (有人, 那个).
func (x *Index) tells(w *retrieval.Word) bool {
	first, _ := utf8.DecodeRuneInString(w.Term)
	switch {
	case utf8.RuneCountInString(w.Term) == 1:
		return false
	case w.Phrase:
		return utf8.RuneCountInString(w.Term) <= namedPhrase
	case !unicode.Is(unicode.Han, first):
		return true
	}
	return x.r.Analyzer.Known(w.Term) && !strings.ContainsFunc(w.Term, func(r rune) bool { return x.r.Analyzer.Stop(string(r)) })
}
