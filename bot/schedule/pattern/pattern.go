// Package pattern matches texts by many regular expressions, of which few have a
// match. [MustCompile] finds out which words a text must hold for an expression to
// match; looking for these first is cheaper than matching. RE2 calls it a prefilter.
//
// In the texts that it is made for, capitals are marks, which stand in most texts:
// see package announce.
package pattern

import (
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
	"unicode/utf8"

	"qunwen/corpus/zh"
)

// A Regexp is a regular expression that knows words of which a text must have
// one for it to match.
type Regexp struct {
	*regexp.Regexp
	words *zh.Words // nil: a text without any of its own may match, too
}

// MustCompile makes a pattern of an expression, and panics if it is wrong.
func MustCompile(expr string) *Regexp {
	parsed, err := syntax.Parse(expr, syntax.Perl)
	if err != nil {
		panic(err)
	}
	p := &Regexp{Regexp: regexp.MustCompile(expr)}
	if r := requires(parsed.Simplify()); len(r.words()) > 0 {
		p.words = zh.NewWords(r.words()...)
	}
	return p
}

// A requirement is what a text must hold for an expression to match. RE2's
// prefilters are made in the same way.
type requirement struct {
	exact []string // all that the expression matches; nil if that cannot be listed
	must  []string // words of which a match holds one; nil if none are known
}

const (
	mostExact = 64 // words that an expression is written out as
	mostRunes = 64 // and characters of a class
)

// words are the words of which a text must hold one; nil if none are known.
func (r requirement) words() []string {
	if r.exact != nil {
		return better(r.exact, r.must)
	}
	return r.must
}

// requires says what a text must hold for the expression to match.
func requires(re *syntax.Regexp) requirement {
	switch re.Op {
	case syntax.OpEmptyMatch, syntax.OpBeginLine, syntax.OpEndLine, syntax.OpBeginText, syntax.OpEndText, syntax.OpWordBoundary, syntax.OpNoWordBoundary:
		return requirement{exact: []string{""}}
	case syntax.OpLiteral:
		if re.Flags&syntax.FoldCase == 0 {
			return requirement{exact: []string{string(re.Rune)}}
		}
	case syntax.OpCharClass:
		return requirement{exact: classRunes(re.Rune)}
	case syntax.OpCapture:
		return requires(re.Sub[0])
	case syntax.OpPlus:
		return requirement{must: requires(re.Sub[0]).words()}
	case syntax.OpQuest:
		if sub := requires(re.Sub[0]); sub.exact != nil && len(sub.exact) < mostExact {
			return requirement{exact: append([]string{""}, sub.exact...)}
		}
	case syntax.OpConcat:
		return requiresInRow(re.Sub)
	case syntax.OpAlternate:
		return requiresOneOf(re.Sub)
	}
	return requirement{}
}

// classRunes are the characters of a class, nil if they are many.
func classRunes(ranges []rune) []string {
	var runes []string
	for i := 0; i < len(ranges); i += 2 {
		if int(ranges[i+1]-ranges[i])+len(runes) >= mostRunes {
			return nil
		}
		for r := ranges[i]; r <= ranges[i+1]; r++ {
			runes = append(runes, string(r))
		}
	}
	return runes
}

// requiresInRow puts together what expressions require that follow one another.
func requiresInRow(subs []*syntax.Regexp) requirement {
	var must []string
	run := []string{""} // what the expressions since the last unknown one match
	whole := true       // there was none
	for _, sub := range subs {
		r := requires(sub)
		if r.exact != nil && len(r.exact)*len(run) <= mostExact {
			run = joined(run, r.exact)
			continue
		}
		must = better(better(must, run), r.words())
		run, whole = []string{""}, false
		if r.exact != nil {
			run = r.exact
		}
	}
	if whole {
		return requirement{exact: run}
	}
	return requirement{must: better(must, run)}
}

// joined are all words of a word of heads and one of tails.
func joined(heads, tails []string) []string {
	var all []string
	for _, h := range heads {
		for _, t := range tails {
			all = append(all, h+t)
		}
	}
	return all
}

// requiresOneOf puts together what expressions require of which one matches.
func requiresOneOf(subs []*syntax.Regexp) requirement {
	var exact, must []string
	listed, known := true, true
	for _, sub := range subs {
		r := requires(sub)
		if exact = append(exact, r.exact...); r.exact == nil || len(exact) > mostExact {
			listed = false
		}
		words := r.words()
		known = known && len(words) > 0
		must = append(must, words...)
	}
	switch {
	case listed:
		return requirement{exact: exact}
	case known:
		return requirement{must: must}
	}
	return requirement{}
}

// better is the one of two requirements that fewer texts meet: the one with the
// rarer words, or with fewer. One that holds "" is met by all.
func better(a, b []string) []string {
	a, b = reduced(a), reduced(b)
	switch ra, rb := rarity(a), rarity(b); {
	case ra == 0 && rb == 0:
		return nil
	case ra > rb, ra == rb && len(a) <= len(b):
		return a
	}
	return b
}

// reduced are words without those that hold another of them.
func reduced(words []string) []string {
	return slices.DeleteFunc(slices.Clone(words), func(w string) bool {
		return slices.ContainsFunc(words, func(o string) bool { return o != w && strings.Contains(w, o) })
	})
}

// rarity says how seldom texts hold one of words, by the shortest: a mark stands
// in most masked texts, and two characters together in few. It is 0 if there are
// none, or one is "".
func rarity(words []string) int {
	least := 0
	for i, w := range words {
		r := 2 * utf8.RuneCountInString(w)
		if r == 2 && strings.ContainsAny(w, "DTHPQS") {
			r = 1
		}
		if i == 0 || r < least {
			least = r
		}
	}
	return least
}

// MayMatch reports whether the text has what the pattern needs.
func (p *Regexp) MayMatch(text string) bool { return p.words == nil || p.words.In(text) }

// MayMatchIn reports whether a text of such characters may have what the pattern needs.
func (p *Regexp) MayMatchIn(mask zh.RuneMask) bool { return p.words == nil || p.words.MayBeIn(mask) }

// MatchString is that of the regular expression.
func (p *Regexp) MatchString(text string) bool { return p.MayMatch(text) && p.Regexp.MatchString(text) }

// FindStringIndex is that of the regular expression.
func (p *Regexp) FindStringIndex(text string) []int {
	if !p.MayMatch(text) {
		return nil
	}
	return p.Regexp.FindStringIndex(text)
}

// FindStringSubmatch is that of the regular expression.
func (p *Regexp) FindStringSubmatch(text string) []string {
	if !p.MayMatch(text) {
		return nil
	}
	return p.Regexp.FindStringSubmatch(text)
}

// FindStringSubmatchIndex is that of the regular expression.
func (p *Regexp) FindStringSubmatchIndex(text string) []int {
	if !p.MayMatch(text) {
		return nil
	}
	return p.Regexp.FindStringSubmatchIndex(text)
}

// FindAllStringSubmatchIndex is that of the regular expression.
func (p *Regexp) FindAllStringSubmatchIndex(text string, n int) [][]int {
	if !p.MayMatch(text) {
		return nil
	}
	return p.Regexp.FindAllStringSubmatchIndex(text, n)
}
