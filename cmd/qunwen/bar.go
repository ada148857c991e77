package main

import (
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// A bar shows how far a build is, on a terminal; elsewhere it is silent.
type bar struct {
	w    io.Writer
	what string
	pb   *progressbar.ProgressBar
}

func newBar(w io.Writer) *bar { return &bar{w: w} }

// set shows that so much of what is done; a bar for something else is finished
// first.
func (b *bar) set(what string, done, total int) {
	if b.what != what {
		b.finish()
		b.what = what
	}
	if b.pb == nil {
		f, ok := b.w.(*os.File)
		if !ok || !term.IsTerminal(int(f.Fd())) {
			return
		}
		b.pb = progressbar.NewOptions(total,
			progressbar.OptionSetWriter(f),
			progressbar.OptionSetDescription(what),
			progressbar.OptionShowCount(),
			progressbar.OptionThrottle(100*time.Millisecond),
			progressbar.OptionClearOnFinish(),
		)
	}
	_ = b.pb.Set(done) // a terminal that cannot be written to is no reason to stop
}

// finish takes the bar off the screen. It may be called again.
func (b *bar) finish() {
	if b.pb != nil {
		_ = b.pb.Finish()
		b.pb = nil
	}
}
