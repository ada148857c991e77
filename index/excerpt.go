package index

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"qunwen/corpus"
	"qunwen/index/wording"
)

const (
	// closeSecond is how much less may speak for a line that takes the other
	// side than for others that are shown.
	closeSecond = 0.7

	// nearlyBest is how much less may speak for the line that is shown first than
	// for the best.
	nearlyBest = 1.2

	// farBehind is how much less may speak for a line than for the best: small
	// talk is no answer, even where there is room.
	farBehind = 3
)

// sight makes the excerpt of the candidate of a rank, 0-based. It fails if
// there is nothing to show, or nothing by those whose words are asked for.
func (n *inquiry) sight(rank int) (sight, bool) {
	x, p := n.x, n.places[rank]
	r := n.place(p)
	h := sight{middle: p, Hit: Hit{
		Score:    float64(n.Score[p]),
		Coverage: n.Query.Coverage(n.Covered[p]),
		Window:   float64(n.Window[p]),
		Message:  n.mostAlike(p),
		Room:     x.r.Manifest.Days[x.r.DayOf[p]].Room,
		ThreadID: x.id(int(x.r.Root[p])),
	}}
	lines := n.choose(&r)
	if len(lines) == 0 || n.Who != nil && !slices.ContainsFunc(lines, func(l line) bool { return n.Says(l.ord) }) {
		return sight{}, false
	}
	if r.question >= 0 {
		h.Title = n.quote(r.question)
	}
	chosen := make([]int, len(lines))
	for i, l := range lines {
		chosen[i] = l.ord
	}
	h.chosen = chosen
	h.focused = n.mostFocused(chosen)
	h.unanswered = n.unanswered(&r, chosen)
	h.features = n.weighPlace(rank, &r, lines, h.unanswered)
	for _, l := range leading(lines, func(l *line) bool { return n.Who == nil || n.Says(l.ord) }) {
		i := l.ord
		if n.Who != nil && !n.Says(i) {
			l.value -= notTheirs
		}
		day, rec := x.r.Manifest.Days[x.r.DayOf[i]], x.r.Store.Record(i)
		h.Messages = append(h.Messages, HitMessage{
			ID: rec.ID(day.Room, day.Date), Time: rec.Time(day.Date, x.loc), Line: int(rec.Line),
			Speaker: rec.Speaker, Quote: n.quote(i), Kind: rec.Kind, Value: l.value,
		})
	}
	return h, true
}

// leading returns the lines, the one that answers first, and
// the others as they were said. It is the earliest that speaks nearly as much for
// itself as the best of those that may lead and do not ask.
func leading(lines []line, mayLead func(*line) bool) []line {
	answers := func(l *line) bool { return l.features[isAsking] == 0 && mayLead(l) }
	best := math.Inf(-1)
	for i := range lines {
		if answers(&lines[i]) {
			best = max(best, lines[i].value)
		}
	}
	lead := max(0, slices.IndexFunc(lines, func(l line) bool { return answers(&l) && l.value >= best-nearlyBest }))
	led := []line{lines[lead]}
	for i := range lines {
		if i != lead {
			led = append(led, lines[i])
		}
	}
	return led
}

// choose returns the lines to show, in order: those that most
// speaks for, none of them idle, and where all answers say yes, or all no, somebody who says the
// opposite in the place of the weakest.
func (n *inquiry) choose(r *place) []line {
	lines := slices.DeleteFunc(slices.Clone(r.lines), func(l line) bool { return n.isIdle(&l) })
	slices.SortStableFunc(lines, func(a, b line) int { return cmp.Compare(b.value, a.value) })
	var chosen, left []line
	used := 0
	for _, l := range lines {
		if len(chosen) == maxLines || l.value < lines[0].value-farBehind {
			left = append(left, l)
			continue
		}
		size := utf8.RuneCountInString(n.quote(l.ord))
		if used+size > maxRunes {
			left = append(left, l)
			continue
		}
		used += size
		chosen = append(chosen, l)
	}
	if o, ok := n.opposite(chosen, left); ok {
		last := len(chosen) - 1
		size := utf8.RuneCountInString(n.quote(o.ord))
		switch {
		case len(chosen) < maxLines && used+size <= maxRunes:
			chosen = append(chosen, o)
		case last > 0 && used+size-utf8.RuneCountInString(n.quote(chosen[last].ord)) <= maxRunes:
			chosen[last] = o
		}
	}
	slices.SortFunc(chosen, func(a, b line) int { return cmp.Compare(a.ord, b.ord) })
	return n.withReply(r, chosen)
}

// isIdle reports whether a line is worth nothing by itself in any place.
func (n *inquiry) isIdle(l *line) bool {
	text := n.x.r.Store.Text(l.ord)
	return l.features[isImage] == 0 && (wording.IsIdle(text) || wording.OnlyCites(text))
}

// withReply adds what somebody else said right behind the last of the chosen
// lines, if that asks; in the place of the weakest if there is no more room.
func (n *inquiry) withReply(r *place, chosen []line) []line {
	if len(chosen) == 0 || chosen[len(chosen)-1].features[isAsking] == 0 {
		return chosen
	}
	last := &chosen[len(chosen)-1]
	at := slices.IndexFunc(r.lines, func(l line) bool { return l.ord > last.ord })
	if at < 0 || r.lines[at].ord > last.ord+2 || r.lines[at].features[isAsking] == 1 ||
		n.isIdle(&r.lines[at]) || n.x.r.Store.Who(r.lines[at].ord) == n.x.r.Store.Who(last.ord) {
		return chosen
	}
	reply := r.lines[at]
	used := utf8.RuneCountInString(n.quote(reply.ord))
	for i := range chosen {
		used += utf8.RuneCountInString(n.quote(chosen[i].ord))
	}
	if len(chosen) < maxLines && used <= maxRunes {
		return append(chosen, reply)
	}
	weakest := 0
	for i := range chosen[:len(chosen)-1] {
		if chosen[i].value < chosen[weakest].value {
			weakest = i
		}
	}
	if weakest == len(chosen)-1 || used-utf8.RuneCountInString(n.quote(chosen[weakest].ord)) > maxRunes {
		return chosen
	}
	return append(slices.Delete(chosen, weakest, weakest+1), reply)
}

// opposite returns the best of the lines left that says no where all chosen
// lines that take a side say yes, or the other way round.
func (n *inquiry) opposite(chosen, left []line) (line, bool) {
	sum, all := 0, 0
	for _, l := range chosen {
		s := wording.Side(n.x.r.Store.Text(l.ord))
		sum += s
		all += s * s
	}
	if all == 0 || sum*sum != all*all {
		return line{}, false
	}
	least := min(chosen[len(chosen)-1].value, chosen[0].value-farBehind) - closeSecond
	for _, l := range left {
		if l.value >= least && l.features[isAsking] == 0 && l.features[inThread] == 1 && wording.Side(n.x.r.Store.Text(l.ord))*sum < 0 {
			return l, true
		}
	}
	return line{}, false
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
		}, n.x.r.Store.Text(i))
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

// quote returns what is shown of the message at ordinal i.
func (n *inquiry) quote(i int) string {
	if n.x.r.Store.Kind(i) == corpus.Image {
		return n.x.r.Store.Body(i)
	}
	return wording.Quote(n.x.r.Analyzer, wording.WithoutCited(n.x.r.Store.Text(i)), n.Query.Gain)
}
