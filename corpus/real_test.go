package corpus

import (
	"errors"
	"io/fs"
	"os"
	"sync"
	"testing"
	"time"
)

// realRoot is the real site beside this tree. It is not published with it: what
// needs it is skipped without it.
const realRoot = "../../shared/site"

func realSite(tb testing.TB) fs.FS {
	tb.Helper()
	if _, err := os.Stat(realRoot); err != nil {
		tb.Skipf("no real site at %s", realRoot)
	}
	return os.DirFS(realRoot)
}

var loadReal = sync.OnceValues(func() (all []*Transcript, err error) {
	for tr, e := range Load(os.DirFS(realRoot), time.UTC) {
		if e != nil {
			err = errors.Join(err, e)
			continue
		}
		all = append(all, tr)
	}
	return all, err
})

// realTranscripts returns all of the real site, loaded once.
func realTranscripts(t *testing.T) []*Transcript {
	t.Helper()
	realSite(t)
	all, err := loadReal()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestReal reads the whole real site, where it is at hand: every post, no
// fault, and the numbers counted by other means.
func TestReal(t *testing.T) {
	if raced {
		t.Skip("one goroutine: see the run without the race detector")
	}
	t.Parallel()
	type counts struct{ transcripts, messages, rooms, silent, empty, images, quotes, redPackets int }
	var got counts
	rooms := make(map[string]bool)
	ids := make(map[string]bool)
	for _, tr := range realTranscripts(t) {
		for _, p := range tr.Problems {
			t.Errorf("problem: %v", p)
		}
		got.transcripts++
		got.messages += len(tr.Messages)
		rooms[tr.Room] = true
		if len(tr.Messages) == 0 {
			got.silent++
		}
		for i := range tr.Messages {
			m := &tr.Messages[i]
			switch m.Kind {
			case Empty:
				got.empty++
			case Image:
				got.images++
			case Quote:
				got.quotes++
			case RedPacket:
				got.redPackets++
			}
			if ids[m.ID] {
				t.Errorf("ID %s stands twice", m.ID)
			}
			ids[m.ID] = true
			checkText(t, m)
		}
		sameAgain(t, tr)
	}
	got.rooms = len(rooms)
	want := counts{transcripts: 718, messages: 123_320, rooms: 3, silent: 36, empty: 240, images: 3646, quotes: 310, redPackets: 318}
	if got != want {
		t.Errorf("real site has %+v, want %+v", got, want)
	}
}
