package zh

// A RuneSet is a set of characters of the basic plane. Looking one up is as quick
// as in an array.
type RuneSet struct{ bits [1 << 16 / 64]uint64 }

// NewRuneSet makes a set of the characters of strings. Those beyond U+FFFF are
// left out.
func NewRuneSet(sets ...string) *RuneSet {
	s := new(RuneSet)
	for _, set := range sets {
		for _, r := range set {
			if r < 1<<16 {
				s.bits[r>>6] |= 1 << (r & 63)
			}
		}
	}
	return s
}

// Has reports whether the set holds r.
func (s *RuneSet) Has(r rune) bool { return uint32(r) < 1<<16 && s.bits[r>>6]&(1<<(r&63)) != 0 }
