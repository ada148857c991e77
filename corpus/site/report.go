package site

import (
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

	// Private reports whether a room is private, as for an [ArchiveOptions].
	Private func(room string) bool

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

// A dayWork is a day of a room on its way.
type dayWork struct {
	key     convert.DayKey
	keys    []convert.DayKey // in the batch
	brought int              // messages of the batch
	report  DayReport
	old     []byte // the post; nil if there is none
	post    []byte // as it will be; nil if it stays
	pieces  int    // messages of the post
	total   int    // of all posts of the day
	brings  []broughtKey
	news    bool // a key of brings was not on record
	images  []picture
	err     error
}

// Counts are how many messages of an import fared how.
type Counts struct {
	There   int `json:"there" yaml:"there"`     // stand in the posts of the day before the import
	New     int `json:"new" yaml:"new"`         // came to them
	Same    int `json:"same" yaml:"same"`       // of the import stand there, or came by an earlier file of it
	Doubt   int `json:"doubt" yaml:"doubt"`     // may be the same under another name: left out
	Gone    int `json:"gone" yaml:"gone"`       // were brought before and taken out by hand: left out
	Hidden  int `json:"hidden" yaml:"hidden"`   // of people whose messages are left out
	Refused int `json:"refused" yaml:"refused"` // could not be read
}

// add adds those of other days.
func (c *Counts) add(d Counts) {
	c.There += d.There
	c.New += d.New
	c.Same += d.Same
	c.Doubt += d.Doubt
	c.Gone += d.Gone
	c.Hidden += d.Hidden
	c.Refused += d.Refused
}

// sum is what the outcome depends on besides the files and the posts.
func (s *Settings) sum(people *people.People) (string, error) {
	data, err := people.Bytes()
	if err != nil {
		return "", err
	}
	return settingsSum(s.Room, s.Chats, s.Map, s.ImagesBase, s.ImagesDir, s.AddDoubtful, s.SkipRefused, s.Reading, sumOf(data)), nil
}
