package site

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"qunwen/corpus"
	"qunwen/corpus/tree"
)

// room returns the folders of posts that the room has, slash-separated below
// the site, the one for new posts last: that of the latest post, of a private room
// the one that is not published. They are looked for once.
func (a *Archive) room(room string) ([]string, error) {
	if dirs, ok := a.rooms[room]; ok {
		return dirs, nil
	}
	days, errs := corpus.Days(tree.FS(a.dir))
	for _, err := range errs {
		if errors.Is(err, fs.ErrPermission) {
			return nil, err // may be the room's
		}
	}
	found := make(map[string][]string)
	for _, d := range days {
		for _, p := range d.Posts {
			dir := path.Dir(p.Path)
			dirs := slices.DeleteFunc(found[d.Room], func(s string) bool { return s == dir })
			found[d.Room] = append(dirs, dir)
		}
	}
	dirs := found[room]
	switch {
	case a.opt.Private != nil && a.opt.Private(room):
		dir := unpublished(room)
		dirs = append(slices.DeleteFunc(dirs, func(s string) bool { return s == dir }), dir)
	case len(dirs) == 0:
		dirs = []string{path.Join(room, "_posts")}
	}
	found[room] = dirs
	a.rooms = found
	return dirs, nil
}

// choosePost puts the post that a day goes on in at the end of the day's posts: the
// last of them, or a new one in dir if there is none. In a private room none that is
// published goes on.
func (a *Archive) choosePost(names []string, dir, room, date string) []string {
	private := a.opt.Private != nil && a.opt.Private(room)
	slices.SortFunc(names, func(one, other string) int {
		if u := corpus.IsUnpublished(one); private && u != corpus.IsUnpublished(other) {
			if u {
				return 1
			}
			return -1
		}
		return strings.Compare(one, other)
	})
	if n := len(names); n == 0 || private && !corpus.IsUnpublished(names[n-1]) {
		names = append(names, path.Join(dir, date+"-chat.markdown"))
	}
	return names
}

// unpublished is the folder of the posts of a private room.
func unpublished(room string) string { return path.Join(corpus.Unpublished, room, "_posts") }

// find makes a dayPost that is not read yet.
func (a *Archive) find(room, date string) (*dayPost, error) {
	dirs, err := a.room(room)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, dir := range dirs {
		if err := tree.Check(a.dir, dir); err != nil {
			return nil, fmt.Errorf("archive: %w", err)
		}
		entries, err := os.ReadDir(a.file(dir))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		for _, e := range entries {
			name := path.Join(dir, e.Name())
			if !strings.HasPrefix(e.Name(), date) || !corpus.IsPost(name) {
				continue
			}
			if info, err := os.Stat(a.file(name)); err == nil && info.Mode().IsRegular() {
				names = append(names, name)
			}
		}
	}
	names = a.choosePost(names, dirs[len(dirs)-1], room, date)
	last := len(names) - 1
	p := &dayPost{room: room, date: date, day: room + "/" + date, before: names[:last], name: names[last]}
	p.path = a.file(p.name)
	if err := tree.Check(a.dir, p.name); err != nil {
		return nil, fmt.Errorf("archive: %w", err)
	}
	return p, nil
}

func (a *Archive) file(name string) string { return filepath.Join(a.dir, filepath.FromSlash(name)) }

// at returns the post of a day as it is now: read anew if it is not what we
// left.
func (a *Archive) at(room, date string) (*dayPost, error) {
	day := room + "/" + date
	p := a.posts[day]
	if p == nil {
		if err := a.evict(); err != nil {
			return nil, err
		}
		var err error
		if p, err = a.find(room, date); err != nil {
			return nil, err
		}
		_ = os.Remove(tempName(p.path)) // a crash may have left it
	} else {
		info, err := os.Stat(p.path)
		switch {
		case err == nil && p.info != nil && sameState(info, p.info):
			p.used = a.now()
			return p, nil
		case errors.Is(err, fs.ErrNotExist) && p.f == nil && p.info == nil && p.count != nil:
			p.used = a.now()
			return p, nil
		}
	}
	err := a.read(p)
	if err == nil && a.posts[day] == nil {
		err = a.mend(p)
	}
	if err != nil {
		p.count = nil
		return nil, errors.Join(err, p.close())
	}
	p.used = a.now()
	a.posts[day] = p
	return p, nil
}

// content opens the post and returns what it holds. No post is no error: then
// p.f is nil.
func (a *Archive) content(p *dayPost) ([]byte, error) {
	for range replaceTries {
		if err := p.close(); err != nil {
			return nil, err
		}
		f, err := a.open(p.path, os.O_RDWR|os.O_APPEND, 0)
		if errors.Is(err, fs.ErrNotExist) {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		p.f = f
		before, err := f.Stat()
		if err != nil {
			return nil, err
		}
		if before.Size() > corpus.MaxPost {
			return nil, &fs.PathError{Op: "read", Path: p.path, Err: corpus.ErrTooLarge}
		}
		data, err := os.ReadFile(p.path)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		after, err := os.Stat(p.path)
		if err == nil && sameState(before, after) && after.Size() == int64(len(data)) {
			p.info, p.size = after, after.Size()
			return data, nil
		}
	}
	return nil, &fs.PathError{Op: "read", Path: p.path, Err: errBusy}
}

// read takes up what the day's posts hold.
func (a *Archive) read(p *dayPost) error {
	data, err := a.content(p)
	if err != nil {
		return err
	}
	p.end, p.torn, p.words, p.joint = p.size, nil, false, ""
	p.count = make(map[int32]int32)
	p.free = make(map[uint64][]place)
	p.partials = nil
	var said []saying
	for _, name := range p.before {
		if tr, err := corpus.ParseFile(tree.FS(a.dir), name, a.loc); err == nil {
			said = p.heard(said, tr)
		}
	}
	torn := false
	if p.dirty = p.f != nil; p.dirty { // a crash may have kept it from the disk
		a.seq.Add(1)
		data = bytes.TrimRight(data, "\x00") // of a crash
		p.end = int64(len(data))
		if head := newHead(p.name, p.date, 1); len(data) < len(head) && bytes.HasPrefix(head, data) {
			p.joint = string(head[len(data):]) // begun and not written whole
		} else if said, torn, err = a.hear(p, said, data); err != nil {
			return fmt.Errorf("archive: %w", err)
		}
	}
	a.claim(p, said, torn)
	return nil
}

// hear takes up the post's own messages. torn reports that the last of them is
// p.torn.
func (a *Archive) hear(p *dayPost, said []saying, data []byte) (_ []saying, torn bool, err error) {
	var t tail
	if from, perr := corpus.BodyStart(data); perr == nil { // else Parse says why
		t = findTail(data, from)
		if t.torn < t.end {
			data = trimRune(data)
			t = findTail(data, from)
			p.end = int64(t.end)
		}
		p.joint, p.words = t.joint, t.words
		if t.torn < t.end {
			p.torn = bytes.Clone(data[t.torn:])
			if torn = corpus.IsHeader(string(firstLine(p.torn))); !torn {
				data = data[:t.torn] // it would go to the message before
			}
		}
	}
	tr, err := corpus.Parse(p.name, bytes.NewReader(data), a.loc)
	if err != nil {
		return nil, false, err
	}
	before := len(said)
	said = p.heard(said, tr)
	for i, s := range said[before:] {
		if n := a.keys.partials[s.place]; n > 0 {
			from, to := extent(data, tr, i)
			p.partials = append(p.partials, partial{s.place, bytes.Clone(data[from:min(from+n, to)])})
		}
	}
	return said, torn, nil
}

// mend cuts off what a crash has left that has no words: until then it would
// be read as part of the message before.
func (a *Archive) mend(p *dayPost) error {
	if p.f == nil || p.info == nil {
		return nil
	}
	end := p.end
	if len(p.torn) > 0 && !p.words {
		end -= int64(len(p.torn))
	}
	if end == p.size {
		return nil
	}
	if err := p.f.Truncate(end); err != nil {
		return fmt.Errorf("archive: %w", err)
	}
	info, err := p.f.Stat()
	if err != nil {
		return err
	}
	if p.torn != nil && !p.words {
		p.torn, p.joint = nil, ""
	}
	p.info, p.size, p.end = info, end, end
	return nil
}

func firstLine(b []byte) []byte {
	line, _, _ := bytes.Cut(b, []byte("\n"))
	return line
}
