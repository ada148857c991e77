package index

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"qunwen/index/analysis"
	"qunwen/index/generation"
	"qunwen/index/retrieval"
	"qunwen/index/wording"
)

const (
	commonWord  = 20 // messages with a word that is suggested
	commonTerm  = 5  // the same for a term of the trade
	longestWord = 5  // characters of a Han word that is suggested
	leastLatin  = 4  // letters of a Latin one
	mostSounds  = 3  // suggestions for one question
)

// A Suggestion is a word that the question may have meant by one that nobody
// in scope has used.
type Suggestion struct {
	Asked string // as the question writes it, folded
	Word  string // which sounds the same, or is spelt with one difference
}

// A vocabulary is what may be suggested: the words that many messages have.
type vocabulary struct {
	sounds map[string][]wordUse // Han words by how they are read, see [analysis.Sounds]
	latin  []wordUse
}

// A wordUse is a word with the number of messages that have it.
type wordUse struct {
	word string
	uses int
}

// readVocabulary reads the vocabulary from the terms of the index: 0.1 s for the
// 64,000 of the real site, once for each generation.
func (x *Index) readVocabulary() (*vocabulary, error) {
	v := &vocabulary{sounds: make(map[string][]wordUse)}
	err := x.r.Terms.Count(generation.FieldWords, func(term string) bool { return x.isHan(term) || isLatin(term) }, func(term string, uses int) {
		switch {
		case !x.common(term, uses):
		case isLatin(term):
			v.latin = append(v.latin, wordUse{term, uses})
		default:
			for _, s := range analysis.Sounds(term) {
				v.sounds[s] = append(v.sounds[s], wordUse{term, uses})
			}
		}
	})
	if err != nil {
		return nil, fmt.Errorf("read vocabulary: %w", err)
	}
	return v, nil
}

// isHan reports whether a term is a Han word of the length of those that are
// suggested.
func (x *Index) isHan(term string) bool {
	size := utf8.RuneCountInString(term)
	return size >= 2 && size <= longestWord && isHanWord(term) && x.r.Analyzer.Known(term)
}

// isLatin reports whether a term is a Latin word that may be suggested.
func isLatin(term string) bool { return len(term) >= leastLatin && isLetters(term) }

// common reports whether a word that so many messages have may be suggested.
func (x *Index) common(word string, uses int) bool {
	return uses >= commonWord || uses >= commonTerm && x.r.Analyzer.Term(word)
}

func isHanWord(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return !unicode.Is(unicode.Han, r) })
}

func isLetters(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r < 'a' || r > 'z' })
}

// suggest returns what the question may have meant by words that nobody in
// scope has used, nor a synonym of them.
func (n *inquiry) suggest(ctx context.Context, question string) ([]Suggestion, error) {
	var han, latin []string
	for i := range n.Query.Words {
		switch w := &n.Query.Words[i]; {
		case w.Said || w.Phrase:
		case isLetters(w.Term) && len(w.Term) > leastLatin:
			latin = append(latin, w.Term)
		case isHanWord(w.Term) && utf8.RuneCountInString(w.Term) >= 2:
			han = append(han, w.Term)
		}
	}
	if len(han)+len(latin)+len(n.Query.Unsaid) == 0 {
		return nil, nil
	}
	v, err := n.x.vocab()
	if err != nil {
		return nil, err
	}
	all := n.alikeInSound(v, n.x.r.Analyzer.Fold(wording.Cut(question, retrieval.MaxQuery)), han)
	for _, w := range latin {
		if best := alikeInSpelling(v, w); best != "" {
			all = append(all, Suggestion{w, best})
		}
	}
	return n.inScope(ctx, all)
}

// alikeInSound suggests words for the longest parts of a folded question that
// sound like one and hold an unsaid word or, from three characters on, a pair of
// characters that nobody has used side by side. Two characters often sound like
// a word by chance: only a term of the trade is suggested for them, and for what
// is a word itself.
func (n *inquiry) alikeInSound(v *vocabulary, question string, unsaid []string) []Suggestion {
	var all []Suggestion
	for size := longestWord; size >= 2; size-- {
		for at, part := range parts(question, size) {
			in := func(w string) bool { return strings.Contains(part, w) }
			odd := slices.ContainsFunc(unsaid, in) || size > 2 && slices.ContainsFunc(n.Query.Unsaid, in)
			if !odd || !isHanWord(part) || !n.apart(question, at, part) ||
				slices.ContainsFunc(all, func(s Suggestion) bool { return strings.Contains(s.Asked, part) }) {
				continue
			}
			if best := n.soundsLike(v, part, size == 2 || n.x.r.Analyzer.Known(part)); best != "" {
				all = append(all, Suggestion{part, best})
			}
		}
	}
	return all
}

// apart reports whether the part of a question that starts at byte at may be a
// word that was spelt wrong: no word or, for two characters, pair of a longer
// gap between words reaches over its ends, and no word in it only serves to ask.
func (n *inquiry) apart(question string, at int, part string) bool {
	a := n.x.r.Analyzer
	for _, w := range a.Analyze(part).Words {
		if a.Stop(w) || strings.ContainsFunc(w, func(r rune) bool { return !a.Known(part) && a.Stop(string(r)) }) {
			return false
		}
	}
	before, _ := utf8.DecodeLastRuneInString(question[:at])
	end := at + len(part)
	after, _ := utf8.DecodeRuneInString(question[end:])
	first, size := utf8.DecodeRuneInString(part)
	last, _ := utf8.DecodeLastRuneInString(part)
	for _, edge := range []struct {
		outside rune
		pair    string
	}{{before, string(before) + string(first)}, {after, string(last) + string(after)}} {
		if !unicode.Is(unicode.Han, edge.outside) || a.Stop(string(edge.outside)) {
			continue
		}
		gap := len(part) == 2*size && !a.Known(part) && slices.ContainsFunc(n.Query.Words, func(w retrieval.Word) bool { return w.Term == edge.pair })
		if gap || a.Known(edge.pair) {
			return false
		}
	}
	return true
}

// soundsLike returns the most used other word that sounds like part; "" if
// there is none. If trade is set, it is a term of the trade.
func (n *inquiry) soundsLike(v *vocabulary, part string, trade bool) string {
	best := wordUse{}
	for _, s := range analysis.Sounds(part) {
		for _, w := range v.sounds[s] {
			if w.word != part && w.uses > best.uses && (!trade || n.x.r.Analyzer.Term(w.word)) {
				best = w
			}
		}
	}
	return best.word
}

// parts yields all runs of so many characters of s, with the byte at which each
// starts.
func parts(s string, size int) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		starts := make([]int, 0, len(s)+1)
		for i := range s {
			starts = append(starts, i)
		}
		starts = append(starts, len(s))
		for i := 0; i+size < len(starts); i++ {
			if !yield(starts[i], s[starts[i]:starts[i+size]]) {
				return
			}
		}
	}
}

// alikeInSpelling returns the most used word with one letter more, less or
// other than a Latin word, or with two that changed places; "" if there is none.
func alikeInSpelling(v *vocabulary, word string) string {
	best := wordUse{}
	for _, w := range v.latin {
		if w.uses > best.uses && oneEdit(word, w.word) {
			best = w
		}
	}
	return best.word
}

// oneEdit reports whether one edit makes b of a.
func oneEdit(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) < len(b) {
		return a[i:] == b[i+1:]
	}
	if i == len(a) {
		return false
	}
	return a[i+1:] == b[i+1:] || i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
}

// inScope returns the suggestions whose words are common in scope too: the
// vocabulary is of all that was ever said.
func (n *inquiry) inScope(ctx context.Context, all []Suggestion) ([]Suggestion, error) {
	var out []Suggestion
	for _, s := range all {
		if len(out) == mostSounds {
			break
		}
		uses, err := n.Count(ctx, s.Word)
		if err != nil {
			return nil, err
		}
		if n.x.common(s.Word, uses) {
			out = append(out, s)
		}
	}
	return out, nil
}
