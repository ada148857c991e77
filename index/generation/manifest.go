package generation

import (
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// A Manifest describes one generation.
type Manifest struct {
	Fingerprint string `json:"fingerprint"` // of mapping, analysis and lexicon
	Days        []Day  `json:"days"`        // in ordinal order: by room, then date
	Transcripts int    `json:"transcripts"`
	Messages    int    `json:"messages"` // in the posts, copies too
	Indexed     int    `json:"indexed"`  // in the store
	Threads     int    `json:"threads"`
	Model       string `json:"model"`   // that made the vectors; "" if there are none
	Missing     int    `json:"missing"` // texts that have no vector yet
	Files       []File `json:"files"`   // all others of the generation
}

// A Day is one room's day.
type Day struct {
	Room        string `json:"room"`
	Date        string `json:"date"`
	Posts       []Post `json:"posts"`
	Transcripts int    `json:"transcripts"`
	Messages    int    `json:"messages"`
	Indexed     int    `json:"indexed"`
	Threads     int    `json:"threads"` // that start on it
	Early       bool   `json:"early"`   // somebody wrote soon after midnight
}

// A Post is a post of a day.
type Post struct {
	Path string `json:"path"`
	Hash string `json:"hash"` // of its content, in hexadecimal
}

// A File is a file of a generation as it was written.
type File struct {
	Name string `json:"name"` // slash-separated, below the generation's folder
	Size int64  `json:"size"`
	CRC  uint32 `json:"crc"` // Castagnoli
}

// Same reports whether o is the same day, with posts of the same content.
func (d *Day) Same(o *Day) bool {
	if d.Room != o.Room || d.Date != o.Date || len(d.Posts) != len(o.Posts) {
		return false
	}
	for i := range d.Posts {
		if d.Posts[i] != o.Posts[i] {
			return false
		}
	}
	return true
}

// Key orders days.
func (d *Day) Key() string { return d.Room + "\x00" + d.Date }

// HasTerms reports whether a message of the generation has terms: else there is no
// Bleve index.
func (m *Manifest) HasTerms() bool {
	return slices.ContainsFunc(m.Files, func(f File) bool { return strings.HasPrefix(f.Name, bleveName+"/") })
}

// Sum adds up what the days hold.
func (m *Manifest) Sum() {
	m.Transcripts, m.Messages, m.Indexed, m.Threads = 0, 0, 0, 0
	for _, d := range m.Days {
		m.Transcripts += d.Transcripts
		m.Messages += d.Messages
		m.Indexed += d.Indexed
		m.Threads += d.Threads
	}
}

// parseManifest reads and checks a manifest.
func parseManifest(data []byte) (*Manifest, error) {
	var m Manifest
	if err := json.Unmarshal(data, &m); err != nil {
		return nil, fmt.Errorf("manifest.json: %w", err)
	}
	for _, f := range m.Files {
		if !filepath.IsLocal(filepath.FromSlash(f.Name)) {
			return nil, errors.New("manifest.json: a file outside the index")
		}
	}
	n := 0
	for i := range m.Days {
		d := &m.Days[i]
		if _, err := time.Parse(time.DateOnly, d.Date); err != nil || d.Indexed < 0 {
			return nil, errors.New("manifest.json: impossible day")
		}
		if i > 0 && m.Days[i-1].Key() >= d.Key() {
			return nil, errors.New("manifest.json: days out of order")
		}
		n += d.Indexed
	}
	if n != m.Indexed {
		return nil, errors.New("manifest.json: days and messages do not add up")
	}
	return &m, nil
}

// Starts returns the first ordinal of each day, and the end.
func (m *Manifest) Starts() []int {
	starts := make([]int, len(m.Days)+1)
	for i := range m.Days {
		starts[i+1] = starts[i] + m.Days[i].Indexed
	}
	return starts
}
