package index

const (
	// focusLine speaks for a line that says all words of the focus, in the unit of
	// the line value: among lines that are otherwise alike it is shown first.
	focusLine = 3

	// focusPlace speaks for a place that shows such a line, in the unit of the rank
	// score.
	focusPlace = 3
)

// focusMask returns the words of the query that are words of the focus too, as a
// mask by their place in the query; 0 if the focus has none that says something.
func (n *inquiry) focusMask(focus string) (mask uint64) {
	if focus == "" {
		return 0
	}
	for _, w := range n.x.r.Query(focus).Words {
		for i := range n.Query.Words[:min(64, len(n.Query.Words))] {
			if n.Query.Words[i].Term == w.Term {
				mask |= 1 << i
			}
		}
	}
	return mask
}

// focused returns the share of the focus, by rarity, that the message at ordinal i
// says; 0 without a focus.
func (n *inquiry) focused(i int) float64 {
	if n.focus == 0 {
		return 0
	}
	all := n.Query.Coverage(n.focus)
	if all == 0 { // nobody has said a word of it
		return 0
	}
	return n.Query.Coverage(n.Words[i]&n.focus) / all
}

// mostFocused returns the highest share of the focus that one of the messages says.
func (n *inquiry) mostFocused(ords []int) float64 {
	most := 0.0
	for _, i := range ords {
		most = max(most, n.focused(i))
	}
	return most
}

// misses reports whether there is a focus and the place shows no word of it.
func (n *inquiry) misses(s *sight) bool { return n.focus != 0 && s.focused == 0 }

// hardlyFocused reports whether there is a focus and the place shows less than half
// of it.
func (n *inquiry) hardlyFocused(s *sight) bool { return n.focus != 0 && s.focused < 0.5 }
