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
	first, last time.Time     // when words were taken in since vectors were made
	took        time.Duration // by the last words
}

// due is when vectors are to be made.
func (w *waiting) due() time.Time {
	if quiet := w.last.Add(quietFor); quiet.Before(w.longest()) {
		return quiet
	}
	return w.longest()
}

// longest is when vectors are due though there is news.
func (w *waiting) longest() time.Time { return w.first.Add(patience + patienceByTook*w.took) }
