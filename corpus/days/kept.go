package days

import (
	"io/fs"
	"slices"
	"time"

	"qunwen/corpus"
)

// mostKept is how many messages the days that are kept have together. The day
// read last is kept whatever it has.
const mostKept = 20000

// A Stamp tells whether a file has changed. The zero value is that of a file that
// is not there.
type Stamp struct {
	size    int64
	changed time.Time
}

// StampOf returns the stamp of a file.
func StampOf(site fs.FS, path string) Stamp {
	info, err := fs.Stat(site, path)
	if err != nil {
		return Stamp{}
	}
	return Stamp{info.Size(), info.ModTime()}
}

// kept are the days that were read, the one asked for last at the end.
type kept []keptDay

type keptDay struct {
	room, date string
	stamps     []Stamp // of the posts
	posts      []*corpus.Transcript
	messages   int
}

// A reading is a day that is being read.
type reading struct {
	stamps []Stamp       // of the posts when it began
	done   chan struct{} // closed at its end, when the rest is set
	posts  []*corpus.Transcript
	errs   []error
}

// find returns a day that was read from files with these stamps, and moves it to
// the end.
func (k *kept) find(d corpus.Day, stamps []Stamp) ([]*corpus.Transcript, bool) {
	i := k.at(d)
	if i < 0 || !slices.Equal((*k)[i].stamps, stamps) {
		return nil, false
	}
	found := (*k)[i]
	*k = append(slices.Delete(*k, i, i+1), found)
	return found.posts, true
}

func (k *kept) at(d corpus.Day) int {
	return slices.IndexFunc(*k, func(o keptDay) bool { return o.room == d.Room && o.date == d.Date })
}

// add keeps a day in the place of what was kept of it, and drops those that were
// asked for longest ago.
func (k *kept) add(d corpus.Day, stamps []Stamp, posts []*corpus.Transcript) {
	if i := k.at(d); i >= 0 {
		*k = slices.Delete(*k, i, i+1)
	}
	added := keptDay{room: d.Room, date: d.Date, stamps: stamps, posts: posts}
	for _, tr := range posts {
		added.messages += len(tr.Messages)
	}
	*k = append(*k, added)
	sum, from := 0, len(*k)
	for from > 0 && (from == len(*k) || sum+(*k)[from-1].messages <= mostKept) {
		from--
		sum += (*k)[from].messages
	}
	*k = slices.Delete(*k, 0, from)
}
