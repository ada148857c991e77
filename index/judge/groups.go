package judge

import (
	"math/rand/v2"
	"strings"
	"unicode"
)

// Groups gives every question the number of its group, from 0 in the order in
// which groups first occur: by file, then by row. Questions of one group share a
// message that answers, the digest that they are from, or their words; one that
// is judged must not have been learnt from another of its group.
func Groups(files [][]Question) [][]int {
	s := make(joiner)
	name := func(file, row int) string { return "q" + string(rune(file)) + "/" + files[file][row].ID }
	for f := range files {
		for i := range files[f] {
			q := &files[f][i]
			me := name(f, i)
			s.join(me, "t"+wordsOf(q.Text))
			if q.group != "" {
				s.join(me, "d"+q.group)
			}
			for _, k := range q.Gold {
				s.join(me, "m"+k.Room+"/"+k.Date+"/"+k.Time)
			}
		}
	}
	numbers := make(map[string]int)
	out := make([][]int, len(files))
	for f := range files {
		for i := range files[f] {
			root := s.root(name(f, i))
			if _, ok := numbers[root]; !ok {
				numbers[root] = len(numbers)
			}
			out[f] = append(out[f], numbers[root])
		}
	}
	return out
}

// Deal deals groups into n folds, as even as can be, by a shuffling of the
// given seed. It returns the fold of each group.
func Deal(groups [][]int, n, seed int) []int {
	most := -1
	for _, file := range groups {
		for _, g := range file {
			most = max(most, g)
		}
	}
	fold := make([]int, most+1)
	for k, g := range rand.New(rand.NewPCG(uint64(seed), 1)).Perm(most + 1) {
		fold[g] = k % n
	}
	return fold
}

// A joiner is a union-find structure over names (Galler and Fischer, 1964).
type joiner map[string]string

func (j joiner) root(name string) string {
	for {
		up, ok := j[name]
		if !ok || up == name {
			return name
		}
		if top, ok := j[up]; ok {
			j[name] = top // halve the way
		}
		name = up
	}
}

func (j joiner) join(a, b string) {
	if a, b = j.root(a), j.root(b); a != b {
		j[a] = b
	}
}

// wordsOf returns the letters and digits of a text.
func wordsOf(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, text)
}
