package analysis

import (
	"cmp"
	"slices"
	"strings"
)

// Analyze returns the terms of text. A text without letters, digits or Han
// characters has none.
func (a *Analyzer) Analyze(text string) Terms {
	t := tokenizer{a: a, text: a.Fold(stripCodes(text))}
	t.special = a.special(t.text)
	t.run()
	return t.out
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

// insert adds s to found, which is in order, unless it overlaps one of them.
func insert(found []special, s special) []special {
	i, _ := slices.BinarySearchFunc(found, s, func(o, s special) int { return cmp.Compare(o.to, s.from+1) })
	if i < len(found) && found[i].from < s.to {
		return found
	}
	return slices.Insert(found, i, s)
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
