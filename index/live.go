package index

import (
	"context"
	"errors"
	"io/fs"
	"sync"
	"sync/atomic"
	"time"

	"qunwen/index/build"
	"qunwen/index/dense"
	"qunwen/index/generation"
)

const (
	// burst is how long more news is waited for before the index takes it in,
	// longestBurst how long if taking it in is slow: half of the time at most
	// goes into that.
	burst        = 100 * time.Millisecond
	longestBurst = 2 * time.Second

	// encodeTurn is how long encoding goes on when there is news.
	encodeTurn = 2 * time.Second

	// retryAfter is the pause after a refresh that failed.
	retryAfter = 5 * time.Second
)

// A Live is an index that follows its site: searches go to the newest
// generation while the next is made. It is safe for concurrent use.
type Live struct {
	dir     string
	site    fs.FS
	builder build.Builder
	open    OpenOptions

	current atomic.Pointer[shared]
	news    chan struct{}
	asking  atomic.Int64 // searches under way
	missing atomic.Int64 // texts without a vector, at most; -1 before the first look
}

// OpenLive opens the index in dir for a site, after it has taken in the words
// of what changed; vectors follow while [Live.Run] runs. The encoders of the
// builder and of the options are the same.
func OpenLive(ctx context.Context, dir string, site fs.FS, b build.Builder, opt OpenOptions) (*Live, error) {
	l := &Live{dir: dir, site: site, builder: b, open: opt, news: make(chan struct{}, 1)}
	l.missing.Store(-1)
	if err := l.words(ctx); err != nil {
		return nil, err
	}
	return l, nil
}

// Search searches the newest generation; see [Index.Search].
func (l *Live) Search(ctx context.Context, question string, opt Options) (Result, error) {
	l.asking.Add(1)
	defer l.asking.Add(-1)
	for {
		s := l.current.Load()
		if s == nil {
			return Result{}, errors.New("the index is closed")
		}
		if !s.take() {
			continue // it has just been replaced
		}
		r, err := s.x.Search(ctx, question, opt)
		return r, errors.Join(err, s.release())
	}
}

// Notify tells that the site has changed. It never waits.
func (l *Live) Notify() {
	select {
	case l.news <- struct{}{}:
	default:
	}
}

// hasNews takes what Notify left.
func (l *Live) hasNews() bool {
	select {
	case <-l.news:
		return true
	default:
		return false
	}
}

func (l *Live) warn(err error) {
	if l.builder.Warn != nil {
		l.builder.Warn(err)
	}
}

// Missing returns how many texts have no vector yet, at most; -1 if that is not
// known.
func (l *Live) Missing() int { return int(l.missing.Load()) }

// Run takes in what changes, words first, until ctx ends; then it closes the
// index. What fails is reported to the builder's Warn and tried again.
func (l *Live) Run(ctx context.Context) error {
	defer func() {
		if s := l.current.Swap(nil); s != nil {
			_ = s.release() // nothing was written
		}
	}()
	var w waiting
	w.encode = l.builder.Encoder != nil // vectors are missing, for all we know
	for {
		var due <-chan time.Time
		var timer *time.Timer
		if w.encode {
			timer = time.NewTimer(time.Until(w.due()))
			due = timer.C
		}
		words := false
		select {
		case <-ctx.Done():
		case <-l.news:
			words = true
		case <-due:
			words = time.Now().Before(w.longest()) && l.hasNews()
		}
		if timer != nil {
			timer.Stop()
		}
		if ctx.Err() != nil || !l.takeIn(ctx, &w, words) {
			return nil
		}
	}
}

// takeIn takes in the words of what changed, until that works, or else some
// vectors: those are put off if that fails, for words must not wait for them.
// It returns false when ctx has ended.
func (l *Live) takeIn(ctx context.Context, w *waiting, words bool) bool {
	if !words {
		if err := l.newVectors(ctx, w); err != nil && ctx.Err() == nil {
			l.warn(err)
			w.retry = time.Now().Add(retryAfter)
		}
		return ctx.Err() == nil
	}
	pause := max(burst, min(w.took, longestBurst)-time.Since(w.last))
	for sleep(ctx, pause) {
		err := l.newWords(ctx, w)
		if ctx.Err() != nil {
			return false
		}
		if err == nil {
			return true
		}
		l.warn(err)
		pause = retryAfter
	}
	return false
}

func (l *Live) newWords(ctx context.Context, w *waiting) error {
	l.hasNews() // asked for while we waited
	began := time.Now()
	if err := l.words(ctx); err != nil {
		return err
	}
	w.last = time.Now()
	w.took = w.last.Sub(began)
	if l.builder.Encoder != nil && !w.encode {
		w.encode, w.first = true, w.last
	}
	return nil
}

func (l *Live) newVectors(ctx context.Context, w *waiting) error {
	w.first = time.Now()
	missing, err := l.vectors(ctx)
	if errors.Is(err, context.Canceled) && ctx.Err() == nil {
		return nil // there is news; what was encoded is not lost
	}
	if err != nil {
		return err
	}
	if err := l.reopen(); err != nil {
		return err
	}
	l.missing.Store(int64(missing))
	w.encode, w.last = missing > 0, time.Now()
	return nil
}

// vectors encodes what has no vector yet; soon after there is news it is
// cancelled.
func (l *Live) vectors(ctx context.Context) (missing int, err error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	watched := make(chan struct{})
	go func() {
		defer close(watched)
		select {
		case <-l.news:
			l.Notify() // for the next turn
			sleep(ctx, encodeTurn)
			cancel()
		case <-ctx.Done():
		}
	}()
	b := l.builder
	b.Encoder = yielding{b.Encoder, &l.asking}
	missing, err = b.Complete(ctx, l.dir)
	cancel()
	<-watched
	return missing, err
}

// A yielding encoder lets questions go first.
type yielding struct {
	build.Encoder
	asking *atomic.Int64
}

func (y yielding) Encode(ctx context.Context, kind dense.Kind, texts []string) ([][]int8, error) {
	for y.asking.Load() > 0 {
		if !sleep(ctx, 10*time.Millisecond) {
			return nil, ctx.Err()
		}
	}
	return y.Encoder.Encode(ctx, kind, texts)
}

// words takes in the words of what changed.
func (l *Live) words(ctx context.Context) error {
	b := l.builder
	b.Encoder = nil
	report, err := b.Refresh(ctx, l.dir, l.site)
	if err != nil {
		return err
	}
	if n := l.missing.Load(); n >= 0 {
		l.missing.Store(n + int64(report.Analysed))
	}
	return l.reopen()
}

// reopen opens the newest generation in the place of the one that is open, if
// that is another: this process may have made it, or one beside it.
func (l *Live) reopen() error {
	if s := l.current.Load(); s != nil {
		if gen, crc, err := generation.ReadCurrent(l.dir); err == nil && s.x.is(gen, crc) {
			return nil
		}
	}
	x, err := Open(l.dir, l.open)
	if err != nil {
		return err
	}
	if old := l.current.Swap(&shared{x: x, users: 1}); old != nil {
		return old.release()
	}
	return nil
}

// sleep waits and reports whether ctx still goes on.
func sleep(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return ctx.Err() == nil
	}
}

// A shared is an open index with a count of its users, the Live among them.
type shared struct {
	x     *Index
	mu    sync.Mutex
	users int // 0: closed
}

// take counts one more user; it fails on an index that was closed meanwhile.
func (s *shared) take() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.users == 0 {
		return false
	}
	s.users++
	return true
}

func (s *shared) release() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.users--
	if s.users == 0 {
		return s.x.Close()
	}
	return nil
}

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
