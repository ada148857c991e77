package wechat

import (
	"math/rand/v2"
	"time"
)

// A backoff is how long to wait after one failure more: a second, then twice
// as long each time up to two minutes, each a quarter shorter at random.
type backoff struct{ failures int }

func (b *backoff) next() time.Duration {
	d := min(time.Second<<min(b.failures, 7), 2*time.Minute)
	b.failures++
	return d - rand.N(d/4)
}

func (b *backoff) reset() { b.failures = 0 }

// The limits on QR codes that nobody scans.
const (
	codePause = 3 * time.Minute
	codeDay   = 24 * time.Hour
	codesADay = 5
)

// A codeLimit spaces QR codes, because an account whose codes run to waste
// gets noticed. Codes that somebody scanned do not count.
type codeLimit struct{ shown []time.Time }

// wait is how long no new code may be asked for; spent says that the codes of
// the day are used up.
func (l *codeLimit) wait(now time.Time) (d time.Duration, spent bool) {
	for len(l.shown) > 0 && now.Sub(l.shown[0]) >= codeDay {
		l.shown = l.shown[1:]
	}
	if len(l.shown) >= codesADay {
		return codeDay - now.Sub(l.shown[0]), true
	}
	if n := len(l.shown); n > 0 {
		return max(0, codePause-now.Sub(l.shown[n-1])), false
	}
	return 0, false
}

func (l *codeLimit) show(now time.Time) { l.shown = append(l.shown, now) }

// scanned takes the last code off the account.
func (l *codeLimit) scanned() {
	if n := len(l.shown); n > 0 {
		l.shown = l.shown[:n-1]
	}
}
