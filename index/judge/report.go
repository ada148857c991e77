package judge

import (
	"math"
	"slices"
	"strconv"
)

// A Report is how good the answers to a gold file are. Shares are from 0 to 1,
// rounded to three places; nil where there is nothing to take a share of. Up
// to Exact it has the figures of score.py under their names.
type Report struct {
	Answerable   int `json:"answerable"` // questions of each kind
	Unanswerable int `json:"unanswerable"`
	Schedule     int `json:"schedule"`
	Absent       int `json:"absent"` // of all kinds: no answer was given; counts as not found

	Hit1     *float64 `json:"hit1,omitempty"` // of the answerable: the first passage shows a gold message
	Hit3     *float64 `json:"hit3,omitempty"` // one of the first three does
	MRR      *float64 `json:"mrr,omitempty"`  // mean of 1/rank of the first that does, 0 for none among three
	Answered *float64 `json:"answered,omitempty"`

	LeadsWhenNotAnswered *float64          `json:"leads_when_not_answered,omitempty"`
	ByTopicHit3          map[string]string `json:"by_topic_hit3,omitzero"` // "found/asked"

	FalseAnswers         *float64 `json:"false_answers,omitempty"`          // of the unanswerable: verdict answer
	NoneWhenUnanswerable *float64 `json:"none_when_unanswerable,omitempty"` // verdict none
	Balanced             *float64 `json:"balanced,omitempty"`               // mean of Answered and 1 − FalseAnswers

	ScheduleHit *float64 `json:"schedule_hit,omitempty"`
	Exact       *float64 `json:"exact,omitempty"` // of the quotes: verbatim in their message; four places

	Topics   []Topic  `json:"topics"`   // of the answerable, by name
	TookMS   *Latency `json:"took_ms"`  // nil without answers
	Misses   []Miss   `json:"misses"`   // answerable and schedule questions not hit, in file order
	Silences []Miss   `json:"silences"` // kept silent, or should have been, in file order

	Confidence Calibration `json:"confidence"`
	Curve      *Curve      `json:"curve"` // nil without answers to draw it of
}

// A Topic is the figures of the answerable questions of one topic.
type Topic struct {
	Name string  `json:"topic"`
	N    int     `json:"n"`
	Hit1 int     `json:"hit1"` // questions
	Hit3 int     `json:"hit3"`
	MRR  float64 `json:"mrr"` // three places
}

// A Latency is how long answers took, in milliseconds, as they say
// themselves: the smallest time that such a share of them kept to.
type Latency struct {
	P50 float64 `json:"p50"`
	P99 float64 `json:"p99"`
}

// newLatency returns the percentiles by nearest rank; nil for no times.
func newLatency(ms []float64) *Latency {
	if len(ms) == 0 {
		return nil
	}
	slices.Sort(ms)
	at := func(q float64) float64 { return ms[int(math.Ceil(q*float64(len(ms))))-1] }
	return &Latency{P50: at(0.5), P99: at(0.99)}
}

// round returns x with so many places, halves to even as Python does.
func round(x float64, places int) float64 {
	r, err := strconv.ParseFloat(strconv.FormatFloat(x, 'f', places, 64), 64)
	if err != nil {
		return x // Unreachable: it was written by FormatFloat.
	}
	return r
}

// share returns n of d to three places, nil if d is 0.
func share[N int | float64](n N, d int) *float64 {
	if d == 0 {
		return nil
	}
	x := round(float64(n)/float64(d), 3)
	return &x
}
