package main

import (
	"path"
	"qunwen/corpus"
	"slices"
)

// isPrivate reports whether what is said in a room is for that room only: by the
// configuration, or because its posts are not published.
func (e *env) isPrivate(room string) bool {
	return e.Rooms[room].Private || e.days.IsUnpublished(room)
}

// privateHelp is what to do about posts of private rooms where everybody reads them.
const privateHelp = "这样的文件夹整个移到 " + corpus.Unpublished + "/ 下面，例如 git mv board " + corpus.Unpublished + "/board"

// openPrivate returns the folders below the site with posts of private rooms that
// are published, each once, in order.
func (e *env) openPrivate() []string {
	var open []string
	for _, d := range e.days.All() {
		for _, p := range d.Posts {
			if e.Rooms[d.Room].Private && !corpus.IsUnpublished(p.Path) {
				open = append(open, path.Dir(path.Dir(p.Path)))
			}
		}
	}
	slices.Sort(open)
	return slices.Compact(open)
}

// unnamedRooms returns the rooms with published posts that the configuration does
// not name, if it names any: their talk is for everybody.
func (e *env) unnamedRooms() []string {
	if len(e.Rooms) == 0 {
		return nil
	}
	var extra []string
	for _, room := range e.days.Rooms() {
		if _, named := e.Rooms[room]; !named && !e.isPrivate(room) {
			extra = append(extra, room)
		}
	}
	return extra
}
