package retrieval

// A scratch holds the sums of one search, by ordinal. All but touched is zero
// between searches.
type scratch struct {
	Score   []float32 // of the window and the message, both fields
	Own     []float32 // of the message, both fields
	Covered []uint64  // bit n: the n-th word of the query is in the window
	Words   []uint64  // bit n: the n-th word of the query is in the message
	Grams   []uint64  // bit n: the n-th bigram of the query is in the message
	Message []float32 // similarity of the question to the message
	Window  []float32 // and to the best window that holds it
	tf      []float32 // of one term, in windows, in units of kernelUnit
	term    []int     // ordinals with tf
	touched []int     // ordinals with a score
	found   []found   // messages with one term
	dots    []int32   // of the question with each vector of a set
}

func newScratch(n int) *scratch {
	return &scratch{
		Score: make([]float32, n), Own: make([]float32, n),
		Covered: make([]uint64, n), Words: make([]uint64, n), Grams: make([]uint64, n), tf: make([]float32, n),
		Message: make([]float32, n), Window: make([]float32, n),
	}
}

func (s *scratch) reset() {
	for _, i := range s.touched {
		s.Score[i], s.Own[i], s.Covered[i], s.Words[i], s.Grams[i] = 0, 0, 0, 0, 0
	}
	s.touched, s.found = s.touched[:0], s.found[:0]
	clear(s.Message)
	clear(s.Window)
}

// A found is a message that holds a term, or a synonym of it.
type found struct {
	ord  int
	freq float32 // how often, times the weight of what was found
}
