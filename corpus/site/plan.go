package site

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"qunwen/corpus/convert"
	"qunwen/corpus/people"
)

// Settings say where an import goes and how.
type Settings struct {
	Site  string            // the folder
	Room  string            // folder of the room; "" means by the groups' names
	Chats []string          // names of the groups that are meant; empty means all
	Map   map[string]string // folders of rooms by names of groups

	ImagesBase  string // address before the pictures' names; "" keeps the source's names
	ImagesDir   string // pictures are copied there; "" means not
	AddDoubtful bool   // messages that may be the same under another name are added
	SkipRefused bool   // messages that cannot be read do not stop the run
	DryRun      bool   // nothing is written
	DiffLines   int    // new messages of each day that are shown; below 0 all
	Reading     string // what the files are read by, for telling equal runs

	Now      func() time.Time // nil means time.Now
	Progress convert.Progress
}

// A DayReport says how the messages of a day fared.
type DayReport struct {
	Room   string   `json:"room"`
	Date   string   `json:"date"`
	Post   string   `json:"post"` // path below the site
	Counts Counts   `json:"counts"`
	Diff   []string `json:"diff,omitempty"`
	More   int      `json:"more,omitempty"` // new messages that Diff leaves out
	Doubts []string `json:"doubts,omitempty"`
}

// A Report says what an import did, or would do.
type Report struct {
	Run     string               `json:"run,omitempty"` // "" if nothing was written
	Files   []convert.FileReport `json:"files"`
	Skipped []string             `json:"skipped,omitempty"` // files that are no exports
	Left    []convert.Room       `json:"left,omitempty"`    // groups that were not meant
	Days    []DayReport          `json:"days"`
	Counts  Counts               `json:"counts"`
	Changed int                  `json:"changed"` // posts
	Images  int                  `json:"images"`  // pictures that were copied
	Known   bool                 `json:"known"`   // these files were imported before, and all is as that run left it
}

// ErrRefused says that there are messages that cannot be read.
var ErrRefused = errors.New("some messages cannot be read")

// Import merges what was read into the posts of a site: all of it or nothing.
// The report is there with ErrRefused, too.
func Import(ctx context.Context, b *convert.Batch, set Settings) (*Report, error) {
	if set.Now == nil {
		set.Now = time.Now
	}
	to, err := set.assign(b.Rooms)
	if err != nil {
		return nil, err
	}
	if set.DryRun {
		r := newImportRun(b, &set, to)
		err := r.merge(ctx, nil)
		return r.report, err
	}
	s, err := openState(set.Site)
	if err != nil {
		return nil, err
	}
	r := newImportRun(b, &set, to)
	err = r.write(ctx, s)
	if errors.Is(err, ErrChanged) { // by live messages, say: once more, and they wait
		r = newImportRun(b, &set, to)
		err = s.alone(ctx, func() error { return r.write(ctx, s) })
	}
	return r.report, errors.Join(err, s.close())
}

// newImportRun begins to import what was read into the folders of a site.
func newImportRun(b *convert.Batch, set *Settings, to map[string]string) *importRun {
	r := &importRun{b: b, set: set, to: to, report: &Report{Files: b.Files, Skipped: b.Skipped}}
	for _, room := range b.Rooms {
		if to[room.Name] == "" {
			r.report.Left = append(r.report.Left, room)
		}
	}
	return r
}

// An importRun is one import at work.
type importRun struct {
	b      *convert.Batch
	set    *Settings
	to     map[string]string // folders by groups
	site   *layoutOf
	people *people.People
	gone   map[convert.DayKey]broughtBefore
	works  []*dayWork
	report *Report
	large  sync.Mutex // held while a large day is in memory
	named  pictureNames
}

// merge works out all days, in parallel, and hands them to keep, in order.
func (r *importRun) merge(ctx context.Context, keep func(*dayWork) error) error {
	var err error
	if r.site, err = layoutOfSite(r.set.Site); err != nil {
		return err
	}
	if r.people, err = people.Read(r.set.Site); err != nil {
		return err
	}
	r.people.Learn(r.b.Accounts())
	days := make(map[convert.DayKey]*dayWork)
	wanted := make(map[convert.DayKey]bool)
	for k, n := range r.b.Days() {
		folder := r.to[k.Room]
		if folder == "" {
			continue
		}
		key := convert.DayKey{Room: folder, Date: k.Date}
		if days[key] == nil {
			days[key] = &dayWork{key: key}
			r.works = append(r.works, days[key])
			wanted[key] = true
		}
		days[key].keys = append(days[key].keys, k)
		days[key].brought += n
	}
	slices.SortFunc(r.works, func(a, b *dayWork) int {
		return strings.Compare(a.key.Room+"/"+a.key.Date, b.key.Room+"/"+b.key.Date)
	})
	if r.gone, err = brought(r.set.Site, wanted); err != nil {
		return err
	}
	if err := r.each(ctx, "merge", r.day, func(w *dayWork) error {
		if w.err != nil {
			return w.err
		}
		r.report.Days = append(r.report.Days, w.report)
		r.report.Counts.add(w.report.Counts)
		if w.post != nil {
			r.report.Changed++
		}
		if keep == nil {
			w.post, w.old, w.images = nil, nil, nil
			return nil
		}
		return keep(w)
	}); err != nil {
		return err
	}
	r.report.Counts.Refused = r.b.CountRefused()
	if r.report.Counts.Refused > 0 && !r.set.SkipRefused {
		return ErrRefused
	}
	return nil
}

// each lets work do all days, some at a time, and done see them in order.
func (r *importRun) each(ctx context.Context, stage string, work func(*dayWork), done func(*dayWork) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	next := make(chan *dayWork)
	ready := make([]chan struct{}, len(r.works))
	at := make(map[*dayWork]int, len(r.works))
	for i, w := range r.works {
		ready[i], at[w] = make(chan struct{}), i
	}
	room := make(chan struct{}, 2*runtime.GOMAXPROCS(0)) // days that are at work or not yet seen
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for w := range next {
				work(w)
				close(ready[at[w]])
			}
		})
	}
	wg.Go(func() {
		defer close(next)
		for _, w := range r.works {
			select {
			case room <- struct{}{}:
			case <-ctx.Done():
				return
			}
			next <- w
		}
	})
	defer wg.Wait()
	defer cancel()
	for i, w := range r.works {
		select {
		case <-ready[i]:
		case <-ctx.Done():
			return ctx.Err()
		}
		if err := done(w); err != nil {
			return err
		}
		<-room
		r.set.Progress.Tell(stage, int64(i+1), int64(len(r.works)))
	}
	return ctx.Err()
}
