package site

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"

	"qunwen/corpus"
	"qunwen/corpus/convert"
	"qunwen/corpus/tree"
)

// Reasons for which it is not clear where messages go.
var (
	ErrRooms    = errors.New("the files are of several groups")
	ErrNoRoom   = errors.New("no messages of this group")
	ErrRoomName = errors.New("not a plain folder name")
)

// A RoomsError says which groups there are to choose from.
type RoomsError struct {
	rooms []convert.Room
	err   error // ErrRooms or ErrNoRoom
}

// Error names the groups.
func (e *RoomsError) Error() string {
	var names []string
	for _, r := range e.rooms {
		names = append(names, r.Name)
	}
	return fmt.Sprintf("%v: %s", e.err, strings.Join(names, ", "))
}

// Unwrap returns the reason.
func (e *RoomsError) Unwrap() error { return e.err }

// assign says to which room's folder each group's messages go: by map, the
// chosen ones to room, or all to it if they are one group. Without room they
// go to folders of their names. A group that is in none is left out.
func (s *Settings) assign(rooms []convert.Room) (map[string]string, error) {
	to := make(map[string]string)
	var rest []convert.Room
	for _, r := range rooms {
		if folder, ok := s.Map[r.Name]; ok {
			to[r.Name] = folder
		} else if s.chooses(r.Name) {
			rest = append(rest, r)
		}
	}
	if s.Room != "" && len(s.Chats) == 0 && countSure(rest) > 1 {
		return nil, &RoomsError{rooms, ErrRooms}
	}
	for _, r := range rest {
		if to[r.Name] = r.Name; s.Room != "" {
			to[r.Name] = s.Room
		}
	}
	if len(to) == 0 && len(rooms) > 0 {
		return nil, &RoomsError{rooms, ErrNoRoom}
	}
	for _, folder := range to {
		if err := checkRoom(folder); err != nil {
			return nil, err
		}
	}
	return to, nil
}

// chooses reports whether the settings mean a group that Map does not name: it
// is among Chats, if there are any, and there is a folder for it.
func (s *Settings) chooses(name string) bool {
	if len(s.Chats) > 0 && !slices.Contains(s.Chats, name) {
		return false
	}
	return len(s.Map) == 0 || s.Room != ""
}

// countSure returns how many groups there are that the exports name.
func countSure(rooms []convert.Room) int {
	sure := make(map[string]bool)
	for _, r := range rooms {
		if !r.Guess {
			sure[r.Name] = true
		}
	}
	return len(sure)
}

// checkRoom returns an error that wraps ErrRoomName if the room cannot be a
// folder whose posts are found.
func checkRoom(room string) error {
	if strings.HasPrefix(room, "_") || checkFolder(room) != nil { // Jekyll leaves out what starts with _
		return fmt.Errorf("%q: %w", room, ErrRoomName)
	}
	return nil
}

// A layoutOf knows the posts of a site and where new ones go.
type layoutOf struct {
	fsys fs.FS
	days map[convert.DayKey]corpus.Day
	dirs map[string]string // of rooms, slash-separated, below the site

	private func(room string) bool // nil: none is
}

func layoutOfSite(site string, private func(room string) bool) (*layoutOf, error) {
	if info, err := os.Stat(site); err != nil {
		return nil, err
	} else if !info.IsDir() {
		return nil, &fs.PathError{Op: "open", Path: site, Err: errors.New("not a folder")}
	}
	l := &layoutOf{fsys: tree.FS(site), days: make(map[convert.DayKey]corpus.Day), dirs: make(map[string]string), private: private}
	days, errs := corpus.Days(l.fsys)
	for _, err := range errs {
		// A file that is no post is in nobody's way; a folder that cannot be read may hold posts.
		if !errors.Is(err, corpus.ErrName) && !errors.Is(err, corpus.ErrNotRegular) {
			return nil, err
		}
	}
	for _, d := range days {
		l.days[convert.DayKey{Room: d.Room, Date: d.Date}] = d
		l.dirs[d.Room] = path.Dir(d.Posts[len(d.Posts)-1].Path) // of the latest day
	}
	return l, nil
}

// post returns the path of the post that a day's messages go to.
func (l *layoutOf) post(k convert.DayKey) string {
	if d, ok := l.days[k]; ok {
		return d.Posts[len(d.Posts)-1].Path
	}
	dir := l.dirs[k.Room]
	switch {
	case l.private != nil && l.private(k.Room):
		dir = unpublished(k.Room)
	case dir == "":
		dir = k.Room + "/_posts"
	}
	return dir + "/" + k.Date + "-chat.markdown"
}
