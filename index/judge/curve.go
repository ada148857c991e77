package judge

// A Curve shows what a stricter or laxer verdict would cost: for each
// confidence from which on questions could be answered, how many would be, and
// how many of those wrongly (El-Yaniv and Wiener, JMLR 11, 2010).
type Curve struct {
	// Points are by falling confidence, one for each that occurs. The last one
	// answers everything.
	Points []Point `json:"points"`

	// AURC is the area under the curve: the mean risk over all n numbers of
	// questions that could be answered, 1 to n; lower is better (Geifman, Uziel
	// and El-Yaniv, ICLR 2019). Among questions of the same confidence the
	// wrong ones are taken to be spread evenly.
	AURC float64 `json:"aurc"` // three places

	// Verdict is where the verdicts stand: those with the verdict answer are
	// the ones answered. Its Confidence is the lowest among them, 0 if none is
	// answered.
	Verdict Point `json:"verdict"`
}

// A Point is one way to divide questions into answered and silent ones.
type Point struct {
	Confidence float64 `json:"confidence"` // those of this and more are answered
	Coverage   float64 `json:"coverage"`   // share of all that is answered; four places
	Risk       float64 `json:"risk"`       // share of the answered that is wrong, 0 if none is; four places
}

// NewCurve returns the curve of the outcomes; nil if there are none. Wrong is
// an answer to an unanswerable question, and one that shows no gold message
// within three passages. An answer that shows nothing, because its verdict is
// none, is wrong, too.
func NewCurve(all []Outcome) *Curve {
	if len(all) == 0 {
		return nil
	}
	c := &Curve{}
	n, sum := 0, 0.0
	wrong := 0.0
	point := func(confidence float64, n int, wrong float64) Point {
		p := Point{Confidence: confidence, Coverage: round(float64(n)/float64(len(all)), 4)}
		if n > 0 {
			p.Risk = round(wrong/float64(n), 4)
		}
		return p
	}
	for group := range ties(byConfidence(all)) {
		more := 0.0
		for _, o := range group {
			if !o.right {
				more++
			}
		}
		for i := range group {
			sum += (wrong + more*float64(i+1)/float64(len(group))) / float64(n+i+1)
		}
		n += len(group)
		wrong += more
		c.Points = append(c.Points, point(group[0].confidence, n, wrong))
	}
	c.AURC = round(sum/float64(len(all)), 3)
	n, wrong = 0, 0
	lowest := 0.0
	for _, o := range all {
		if !o.answered {
			continue
		}
		if n == 0 || o.confidence < lowest {
			lowest = o.confidence
		}
		n++
		if !o.right {
			wrong++
		}
	}
	c.Verdict = point(lowest, n, wrong)
	return c
}
