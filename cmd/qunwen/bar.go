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
	w  io.Writer
	pb *progressbar.ProgressBar
}

func newBar(w io.Writer) *bar { return &bar{w: w} }

func (b *bar) set(done, total int) {
	if b.pb == nil {
		f, ok := b.w.(*os.File)
		if !ok || !term.IsTerminal(int(f.Fd())) {
			return
		}
		b.pb = progressbar.NewOptions(total,
			progressbar.OptionSetWriter(f),
			progressbar.OptionSetDescription("建索引"),
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
