package index

import "time"

const (
	// Vectors are made when there was no news for quietFor, or news has waited
	// for theirs for patience, and the longer the more words take: a generation
	// of their own costs as much, and what is said meanwhile is not found.
	quietFor       = 2 * time.Second
	patience       = 6 * time.Second
	patienceByTook = 30
)

// waiting is what [Live.Run] has before it.
type waiting struct {
	encode      bool          // there may be texts without a vector
	first, last time.Time     // when words were first and last taken in since vectors were made
	took        time.Duration // by the last words
	retry       time.Time     // no vectors before, because making them failed; zero if it did not
}

// due is when vectors are to be made.
func (w *waiting) due() time.Time {
	at := w.longest()
	if quiet := w.last.Add(quietFor); quiet.Before(at) {
		at = quiet
	}
	if w.retry.After(at) {
		return w.retry
	}
	return at
}

// longest is when vectors are due though there is news.
func (w *waiting) longest() time.Time { return w.first.Add(patience + patienceByTook*w.took) }
