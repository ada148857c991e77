package index

// moreThanAsked is how many places beyond the limit are looked for: some say
// what a better one has said already.
const moreThanAsked = 5

// An inquiry is one question being looked up. It has its scratch to itself
// until close.
type inquiry struct {
	*scratch
	x  *Index
	sc scope
	q  query
	w  *weights

	hidden func(speaker, body string) bool // nil: nothing is
	who    []uint32                        // the speakers whose words are asked for; nil: anybody's
	person Person                          // whom a form of address in the question was taken for

	asked   []int8         // the question's vector, to compare with what answers; nil without vectors
	fresh   map[int][]int8 // by ordinal: vectors that the index has not yet; see encodeFresh
	topic   float64        // similarity of the question to the mean of the messages in scope
	around  float64        // and of the windows, one for each message
	lexical float64        // the best lexical score, as a share of a perfect one
	marks   []float64      // of the question; see Marks
	talk    float64        // logit of its being talk; see talkWeights

	places []int // ordinals in the middle of the best places, best first
}

func (n *inquiry) close() {
	n.scratch.reset()
	n.x.scratch.Put(n.scratch)
	n.scratch = nil
}
