package threads

import (
	"io/fs"
	"os"
	"sync"
	"testing"
	"time"

	"qunwen/corpus"
	"qunwen/corpus/sample"
)

// realRoot is the real site beside this tree. It is not published with it: what
// needs it is skipped without it.
const realRoot = "../../../shared/site"

var loadReal = sync.OnceValues(func() ([]*corpus.Transcript, error) { return load(os.DirFS(realRoot)) })

// realTranscripts returns all of the real site, loaded once.
func realTranscripts(tb testing.TB) []*corpus.Transcript {
	tb.Helper()
	if _, err := os.Stat(realRoot); err != nil {
		tb.Skipf("no real site at %s", realRoot)
	}
	all, err := loadReal()
	if err != nil {
		tb.Fatal(err)
	}
	return all
}

// sampleTranscripts returns all of the invented site.
func sampleTranscripts(tb testing.TB) []*corpus.Transcript {
	tb.Helper()
	all, err := load(sample.Site())
	if err != nil {
		tb.Fatal(err)
	}
	return all
}

func load(site fs.FS) ([]*corpus.Transcript, error) {
	var all []*corpus.Transcript
	for tr, err := range corpus.Load(site, time.UTC) {
		if err != nil {
			return nil, err
		}
		all = append(all, tr)
	}
	return all, nil
}
