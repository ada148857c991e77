package analysis

import (
	"cmp"
	_ "embed"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

//go:embed synonyms.txt
var synonymsFile string

// synonymWeight is the weight of a synonym when its line says none.
const synonymWeight = 0.5

// bareRate is the weight of a rate said without its percent sign, and of one
// with it for a number that may be a rate.
const bareRate = 0.4

// Synonyms returns what else may be said for a term, in the order of the list;
// nil if nothing is known. A rate of less than ten with a part is also said
// without its percent sign: 费率0.6.
func (a *Analyzer) Synonyms(term string) []Synonym {
	if list, ok := a.synonyms[term]; ok {
		return list
	}
	number, rate := strings.CutSuffix(term, "%")
	if len(number) < 3 || len(number) > 4 || number[1] != '.' || !isNumber(number[:1]+number[2:]) {
		return nil
	}
	if rate {
		return []Synonym{{number, bareRate}}
	}
	return []Synonym{{number + "%", bareRate}}
}

// A member is one term of a line of synonyms.txt.
type member struct {
	term   string
	weight float64 // 0: the line's
}

// A synonymGroup is a line of synonyms.txt: each term of right may stand where
// one of left was asked for.
type synonymGroup struct {
	weight      float64 // of the members of right that have none
	left, right []member
}

// loadSynonyms reads synonyms.txt. All its terms become terms of the analysis
// first, so that each is found as a whole.
func (a *Analyzer) loadSynonyms(data string) error {
	var groups []synonymGroup
	for line := range dataLines(data) {
		g, err := a.parseGroup(line)
		if err != nil {
			return fmt.Errorf("synonyms.txt: %q: %w", line, err)
		}
		groups = append(groups, g)
	}
	for _, g := range groups {
		if err := a.addGroup(g); err != nil {
			return err
		}
	}
	return nil
}

// errFewTerms reports a line of synonyms.txt that makes nothing a synonym.
var errFewTerms = errors.New("want two terms or more, or terms > terms")

// parseGroup reads a line of synonyms.txt and makes terms of its members.
func (a *Analyzer) parseGroup(line string) (synonymGroup, error) {
	g := synonymGroup{weight: synonymWeight}
	fields := strings.Fields(line)
	if s, ok := strings.CutPrefix(fields[0], "="); ok {
		w, err := weight(s)
		if err != nil {
			return g, err
		}
		g.weight, fields = w, fields[1:]
	}
	arrow := slices.Index(fields, ">")
	if arrow < 0 {
		members, err := a.parseMembers(fields)
		if err == nil && len(members) < 2 {
			err = errFewTerms
		}
		g.left, g.right = members, members
		return g, err
	}
	var err error
	if g.left, err = a.parseMembers(fields[:arrow]); err != nil {
		return g, err
	}
	if g.right, err = a.parseMembers(fields[arrow+1:]); err != nil {
		return g, err
	}
	if len(g.left) == 0 || len(g.right) == 0 {
		return g, errFewTerms
	}
	return g, nil
}

// parseMembers reads some terms of a line. It adds to the analysis each term
// that would otherwise be cut.
func (a *Analyzer) parseMembers(fields []string) ([]member, error) {
	var members []member
	for _, f := range fields {
		m, err := parseMember(a.Fold(f))
		if err != nil {
			return nil, err
		}
		if _, err := a.single(m.term); err != nil {
			a.addTerm(m.term)
		}
		members = append(members, m)
	}
	return members, nil
}

// addGroup makes each term of g.right a synonym of each of g.left.
func (a *Analyzer) addGroup(g synonymGroup) error {
	for _, l := range g.left {
		from, err := a.single(l.term)
		if err != nil {
			return err
		}
		for _, r := range g.right {
			to, err := a.single(r.term)
			if err != nil {
				return err
			}
			a.addSynonym(from, Synonym{to, cmp.Or(r.weight, g.weight)})
		}
	}
	return nil
}

func parseMember(s string) (member, error) {
	term, after, ok := strings.Cut(s, "*")
	m := member{term: term}
	var err error
	if ok {
		m.weight, err = weight(after)
	}
	return m, err
}

func weight(s string) (float64, error) {
	w, err := strconv.ParseFloat(s, 64)
	if err != nil || !(w > 0 && w <= 1) {
		return 0, fmt.Errorf("weight %q is not above 0 and at most 1", s)
	}
	return w, nil
}

// addTerm makes a word of the trade of a run of two and more Han characters.
func (a *Analyzer) addTerm(word string) {
	n := utf8.RuneCountInString(word)
	if n < 2 || n > maxWord || strings.ContainsFunc(word, func(r rune) bool { return !isHan(r) }) {
		return
	}
	first, _ := utf8.DecodeRuneInString(word)
	a.added = append(a.added, word)
	a.terms[word] = termCost
	a.termLengths[first] |= 1 << (n - 1)
}

// single returns the one term by which a word of the list is found.
func (a *Analyzer) single(word string) (string, error) {
	words := a.Analyze(word).Words
	if len(words) == 1 || slices.Contains(words, word) {
		if slices.Contains(words, word) {
			return word, nil
		}
		return words[0], nil
	}
	return "", fmt.Errorf("synonyms.txt: %q is no single term but %q", word, words)
}

// addSynonym keeps the heavier of two weights for the same pair.
func (a *Analyzer) addSynonym(from string, s Synonym) {
	if s.Term == from {
		return
	}
	list := a.synonyms[from]
	if i := slices.IndexFunc(list, func(o Synonym) bool { return o.Term == s.Term }); i >= 0 {
		list[i].Weight = max(list[i].Weight, s.Weight)
		return
	}
	a.synonyms[from] = append(list, s)
}
