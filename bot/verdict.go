package bot

import "qunwen/index"

// Until the verdict is calibrated it goes by one thing that can be explained:
// how much of the question, weighted by the rarity of its words, was said in
// the best place.
const (
	enoughToAnswer = 0.4
	enoughToLead   = 0.2
)

// judge gives the verdict on hits, and how sure it is.
func judge(hits []index.Hit) (Verdict, float64) {
	if len(hits) == 0 {
		return None, 0
	}
	c := hits[0].Coverage
	switch {
	case c >= enoughToAnswer:
		return Answered, c
	case c >= enoughToLead:
		return Leads, c
	}
	return None, c
}
