package index

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"qunwen/corpus"
)

const (
	maxLines = 5   // messages of an excerpt
	maxRunes = 600 // characters of its quotes

	// closeSecond is how much less may speak for a line that takes the other
	// side than for the weakest of those chosen.
	closeSecond = 0.7

	// farBehind is how much less may speak for a line than for the best: small
	// talk is no answer, even where there is room. It costs 0.002 of digests
	// hit@1 and leaves one line in twenty out.
	farBehind = 3
)

// reach returns the ordinals whose lines a place around p may show.
func (n *inquiry) reach(p int) (lo, hi int) {
	e, d := n.x.episode[p], n.x.dayOf[p]
	return max(p-linesAhead, e.lo, n.sc.start[d]), min(p+linesAfter+1, e.hi, n.sc.end[d])
}

// sight makes the excerpt around ordinal p. It fails if there is nothing to show,
// or what is there has been shown already.
func (n *inquiry) sight(p int, said *shownTexts) (sight, bool) {
	x := n.x
	r := n.place(p)
	h := sight{middle: p, Hit: Hit{
		Score:    float64(n.score[p]),
		Coverage: n.q.coverage(n.covered[p]),
		Window:   float64(n.window[p]),
		Message:  n.mostAlike(p),
		Room:     x.manifest.Days[x.dayOf[p]].Room,
		ThreadID: x.id(int(x.root[p])),
	}}
	chosen := n.choose(&r)
	if len(chosen) == 0 || said.repeats(n, chosen) {
		return sight{}, false
	}
	if r.question >= 0 {
		h.Title = n.quote(r.question)
	}
	h.unanswered = n.unanswered(&r, chosen)
	for _, i := range chosen {
		day, rec := x.manifest.Days[x.dayOf[i]], x.store.record(i)
		h.Messages = append(h.Messages, HitMessage{
			ID: rec.id(day.Room, day.Date), Time: rec.time(day.Date, x.loc), Line: int(rec.line),
			Speaker: rec.speaker, Quote: n.quote(i), Kind: rec.kind,
		})
	}
	return h, true
}

// choose returns the ordinals of the lines to show, in order: those that most
// speaks for, and where all answers say yes, or all no, somebody who says the
// opposite in the place of the weakest.
func (n *inquiry) choose(r *place) []int {
	lines := slices.Clone(r.lines)
	slices.SortStableFunc(lines, func(a, b line) int { return cmp.Compare(b.value, a.value) })
	var chosen, left []line
	used := 0
	for _, l := range lines {
		if l.value < lines[0].value-farBehind {
			break
		}
		size := utf8.RuneCountInString(n.quote(l.ord))
		if len(chosen) == maxLines || used+size > maxRunes {
			left = append(left, l)
			continue
		}
		used += size
		chosen = append(chosen, l)
	}
	if o, ok := n.opposite(chosen, left); ok {
		last := len(chosen) - 1
		used += utf8.RuneCountInString(n.quote(o.ord)) - utf8.RuneCountInString(n.quote(chosen[last].ord))
		if used <= maxRunes {
			chosen[last] = o
		}
	}
	ords := make([]int, len(chosen))
	for i, l := range chosen {
		ords[i] = l.ord
	}
	slices.Sort(ords)
	return ords
}

// opposite returns the best of the lines left that says no where all chosen
// lines that take a side say yes, or the other way round.
func (n *inquiry) opposite(chosen, left []line) (line, bool) {
	sum, all := 0, 0
	for _, l := range chosen {
		s := side(n.x.store.text(l.ord))
		sum += s
		all += s * s
	}
	if len(chosen) < 2 || all == 0 || sum*sum != all*all {
		return line{}, false
	}
	weakest := chosen[len(chosen)-1].value
	for _, l := range left {
		if l.value >= weakest-closeSecond && l.features[isAsking] == 0 && l.features[inThread] == 1 && side(n.x.store.text(l.ord))*sum < 0 {
			return l, true
		}
	}
	return line{}, false
}

// side says whether a text takes a side by how it starts: 1 for yes, -1 for
// no, 0 for neither.
func side(text string) int {
	text = strings.TrimLeftFunc(text, func(r rune) bool { return !unicode.IsLetter(r) })
	for _, no := range []string{"不", "没有", "没法", "无法", "别", "错", "未必"} {
		if strings.HasPrefix(text, no) {
			return -1
		}
	}
	for _, yes := range []string{"可以", "能", "会的", "是的", "对的", "行的", "有的", "支持", "需要", "必须"} {
		if strings.HasPrefix(text, yes) {
			return 1
		}
	}
	return 0
}

// shownTexts remembers what the hits of a search show.
type shownTexts struct {
	long []string
}

// sameText is how many letters and digits a line must have for it to count as
// the same words again.
const sameText = 12

// repeats reports whether half of the lines, or the longest, have been shown
// word for word; otherwise it remembers them.
func (s *shownTexts) repeats(n *inquiry, ords []int) bool {
	var long []string
	again, longest, longestAgain := 0, 0, false
	for _, i := range ords {
		text := strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				return r
			}
			return -1
		}, n.x.store.text(i))
		size := utf8.RuneCountInString(text)
		if size < sameText {
			continue
		}
		long = append(long, text)
		shown := slices.Contains(s.long, text)
		if shown {
			again++
		}
		if size > longest {
			longest, longestAgain = size, shown
		}
	}
	if again > 0 && (2*again >= len(ords) || longestAgain) {
		return true
	}
	s.long = append(s.long, long...)
	return false
}

// id returns the message ID of an ordinal.
func (x *Index) id(i int) string {
	day := x.manifest.Days[x.dayOf[i]]
	rec := x.store.record(i)
	return rec.id(day.Room, day.Date)
}

// ordinal returns the ordinal of the message with an ID; false if it is not in
// the index.
func (x *Index) ordinal(id string) (int, bool) {
	for d, day := range x.manifest.Days {
		if !strings.HasPrefix(id, day.Room+"/"+day.Date+"/") {
			continue
		}
		for i := x.starts[d]; i < x.starts[d+1]; i++ {
			if x.id(i) == id {
				return i, true
			}
		}
	}
	return 0, false
}

// quote returns what is shown of the message at ordinal i.
func (n *inquiry) quote(i int) string {
	if corpus.Kind(n.x.store.kinds[i]) == corpus.Image {
		return n.x.store.body(i)
	}
	return n.x.quote(n.x.store.text(i), &n.q)
}
