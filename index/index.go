package index

import (
	"strings"
	"time"

	"qunwen/index/retrieval"
)

// An Index is one generation opened for reading. It does not change, whatever
// is built meanwhile; Search may be called from several goroutines.
type Index struct {
	r       *retrieval.Reader
	gen     string // its name, and the checksum of its manifest
	crc     uint32
	loc     *time.Location
	weights *weights        // for searches with vectors, if there are any
	byWords *weights        // for those without
	names   func() []string // first parts of the speakers' names, folded, by number
	vocab   func() (*vocabulary, error)
}

// Close releases the files. No Search may be under way or follow.
func (x *Index) Close() error { return x.r.Close() }

// is reports whether x is the generation that CURRENT names so.
func (x *Index) is(gen string, crc uint32) bool { return x.gen == gen && x.crc == crc }

// Len returns how many messages are indexed; copies are not among them.
func (x *Index) Len() int { return x.r.Store.Len() }

// Rooms returns the rooms with a post, in order.
func (x *Index) Rooms() []string {
	var rooms []string
	for _, d := range x.r.Manifest.Days {
		if len(rooms) == 0 || rooms[len(rooms)-1] != d.Room {
			rooms = append(rooms, d.Room)
		}
	}
	return rooms
}

// id returns the message ID of an ordinal.
func (x *Index) id(i int) string {
	day := x.r.Manifest.Days[x.r.DayOf[i]]
	return x.r.Store.ID(i, day.Room, day.Date)
}

// ordinal returns the ordinal of the message with an ID; false if it is not in
// the index.
func (x *Index) ordinal(id string) (int, bool) {
	for d, day := range x.r.Manifest.Days {
		if !strings.HasPrefix(id, day.Room+"/"+day.Date+"/") {
			continue
		}
		for i := x.r.Starts[d]; i < x.r.Starts[d+1]; i++ {
			if x.id(i) == id {
				return i, true
			}
		}
	}
	return 0, false
}
