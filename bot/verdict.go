package bot

import (
	"math"

	"qunwen/index"
)

// Until the verdict is calibrated it goes by few things that can be explained.
//
// With vectors: the similarities of the question to the best window and the
// best message of the best place, plus a little for how much of the question
// was said there in its own words. On the questions of 2017 that sum tells
// answerable from unanswerable ones with an AUC of 0.87.
const (
	coverageWeight   = 0.3
	evidenceToAnswer = 1.0
	evidenceToLead   = 0.65
	evidenceSlope    = 8 // of the logistic curve that makes a confidence of it

	// A short question is like nothing much; that its words were used speaks
	// against saying that the group has never talked of it.
	coverageSpeaks = 0.3
)

// With words only: the share of the question, weighted by the rarity of its
// words, that was said in the best place (AUC 0.75).
const (
	coverageToAnswer = 0.4
	coverageToLead   = 0.2
)

// judge gives the verdict on hits, and how sure it is: 0 to 1.
func judge(hits []index.Hit) (Verdict, float64) {
	if len(hits) == 0 {
		return None, 0
	}
	h := hits[0]
	if h.Window == 0 && h.Message == 0 {
		return verdict(h.Coverage, coverageToAnswer, coverageToLead), h.Coverage
	}
	evidence := h.Window + h.Message + coverageWeight*h.Coverage
	confidence := 1 / (1 + math.Exp(-evidenceSlope*(evidence-evidenceToAnswer)))
	v := verdict(evidence, evidenceToAnswer, evidenceToLead)
	if v == None && h.Coverage >= coverageSpeaks {
		v = Leads
	}
	return v, confidence
}

func verdict(evidence, toAnswer, toLead float64) Verdict {
	switch {
	case evidence >= toAnswer:
		return Answered
	case evidence >= toLead:
		return Leads
	}
	return None
}
