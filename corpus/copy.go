package corpus

import (
	"cmp"
	"slices"
)

// A copy is the same line exported a second time under the person's other
// name. On such days nearly every line stands twice; on all others two people
// who send the same line in the same second are two people. So a pair of names
// counts as one person only if
//   - at least doubledShare of the day's lines have a twin, and
//   - for one of the two, at least aliasShare of that name's lines have a twin
//     under the other name, and no third name fits better.
const (
	doubledShare = 0.4
	aliasShare   = 0.5
	minTwins     = 3 // pairs of twins without which a day is not doubled
)

type twinKey struct {
	unix int64
	raw  string // decoded
}

// markCopies sets CopyOf on every line that repeats another of its second
// under a second name of the same person. The first one in the post is the
// original.
func (t *Transcript) markCopies() {
	groups := t.sameLines()
	total := make(map[string]int)
	for i := range t.Messages {
		total[t.Messages[i].Speaker]++
	}
	twins := make(map[[2]string]int) // lines two names have in common
	twinned := 0
	for _, g := range groups {
		if len(g) < 2 {
			continue
		}
		names := make(map[string]bool)
		for _, i := range g {
			names[t.Messages[i].Speaker] = true
		}
		if len(names) < 2 {
			continue
		}
		twinned += len(g)
		for a := range names {
			for b := range names {
				if a != b {
					twins[[2]string{a, b}]++
				}
			}
		}
	}
	if twinned < 2*minTwins || float64(twinned) < doubledShare*float64(len(t.Messages)) {
		return
	}
	person := persons(twins, total)
	for _, g := range groups {
		t.markGroup(g, person)
	}
}

// sameLines returns the messages of each second and text, in their order.
func (t *Transcript) sameLines() map[twinKey][]int {
	groups := make(map[twinKey][]int, len(t.Messages))
	for i := range t.Messages {
		m := &t.Messages[i]
		k := twinKey{m.Time.Unix(), Decode(m.Raw)}
		groups[k] = append(groups[k], i)
	}
	return groups
}

// persons returns for each name that shares its person with others the one
// that stands for all of them.
func persons(twins map[[2]string]int, total map[string]int) map[string]string {
	type pair struct {
		a, b string
		n    int // twins
		most int // lines of the busier name
	}
	var pairs []pair
	for p, n := range twins {
		if p[0] < p[1] {
			pairs = append(pairs, pair{p[0], p[1], n, max(total[p[0]], total[p[1]])})
		}
	}
	slices.SortFunc(pairs, func(x, y pair) int {
		return cmp.Or(cmp.Compare(y.n, x.n), cmp.Compare(x.most, y.most), cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b))
	})
	person := make(map[string]string)
	for _, p := range pairs {
		share := float64(p.n) / float64(min(total[p.a], total[p.b]))
		ofA, takenA := person[p.a]
		ofB, takenB := person[p.b]
		// A name that is taken has its other half already, unless it shares
		// as much with a further one: an owner may have three names.
		switch taken := takenA || takenB; {
		case share < aliasShare, takenA && takenB, taken && share < 1:
		case takenB:
			person[p.a] = ofB
		case takenA:
			person[p.b] = ofA
		default:
			person[p.a], person[p.b] = p.a, p.a
		}
	}
	return person
}

// markGroup pairs the lines of one second and text, first with first.
func (t *Transcript) markGroup(group []int, person map[string]string) {
	for n, i := range group {
		a := &t.Messages[i]
		who, several := person[a.Speaker]
		if !several || a.CopyOf != "" {
			continue
		}
		marked := make(map[string]bool)
		for _, j := range group[n+1:] {
			b := &t.Messages[j]
			if of, ok := person[b.Speaker]; !ok || of != who || b.Speaker == a.Speaker {
				continue
			}
			if b.CopyOf == "" && !marked[b.Speaker] {
				b.CopyOf = a.ID
				marked[b.Speaker] = true
			}
		}
	}
}

// A Namer knows which name stands for the person of a name: the name itself if the
// person has no other.
type Namer interface{ Name(name string) string }

// Link tells the transcript who has several names: a line that stands twice in
// one second, under two names of a person, is a copy, and package threads takes
// them for one speaker.
func (t *Transcript) Link(n Namer) {
	t.persons = n
	person := make(map[string]string)
	several := false
	for i := range t.Messages {
		name := t.Messages[i].Speaker
		if _, seen := person[name]; !seen {
			person[name] = n.Name(name)
			several = several || person[name] != name
		}
	}
	if !several {
		return
	}
	for _, g := range t.sameLines() {
		if len(g) > 1 {
			t.markGroup(g, person)
		}
	}
}

// Persons tells which names are one person's, as [Transcript.Link] was told.
func (t *Transcript) Persons() Namer {
	if t.persons == nil {
		return ownNames{}
	}
	return t.persons
}

// ownNames gives every name a person of its own.
type ownNames struct{}

func (ownNames) Name(name string) string { return name }
