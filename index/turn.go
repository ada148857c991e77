package index

import "time"

const (
	// Vectors are made once there was no news for quietFor, or once news has
	// waited for its vectors for patience, and for patienceByTook times as long
	// as the last words took: the vectors' generation costs as much as that of
	// the words, and what is said while it is made is not found.
	quietFor       = 2 * time.Second
	patience       = 6 * time.Second
	patienceByTook = 30
)

// waiting is what [Live.Run] has before it.
type waiting struct {
	encode      bool          // some texts may have no vector
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
