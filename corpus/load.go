package corpus

import (
	"cmp"
	"errors"
	"io/fs"
	"iter"
	"path"
	"slices"
	"strings"
	"time"
)

// A Post is a file that should hold a transcript.
type Post struct {
	Path string // slash-separated, below the root
	Room string // folder above _posts
	Date string // YYYY-MM-DD
}

// A Day is one room's chat on one day: nearly always a single post.
type Day struct {
	Room  string
	Date  string
	Posts []Post // in path order; at least one
}

// Unpublished is the folder below a site for posts of private rooms. Jekyll makes
// no pages of folders that start with _.
const Unpublished = "_private"

// IsUnpublished reports whether a path below the site, slash-separated, is in the
// folder for private rooms.
func IsUnpublished(path string) bool { return strings.HasPrefix(path, Unpublished+"/") }

// Days lists the days of the site below fsys by room, then date.
//
// A post is a .markdown or .md file in a folder named _posts; names that start
// with a dot are passed over. The errors are of files and folders that cannot
// be one, each a [*ParseError]; the days are right without them.
func Days(fsys fs.FS) ([]Day, []error) {
	var posts []Post
	var errs []error
	walk := func(name string, d fs.DirEntry, err error) error {
		isFile, err := postFile(fsys, name, d, err)
		if err == nil && isFile {
			var room, date string
			if room, date, err = SplitName(name); err == nil {
				posts = append(posts, Post{Path: name, Room: room, Date: date})
			}
		}
		if err != nil {
			errs = append(errs, &ParseError{Path: name, Line: 1, Err: reason(err)})
		}
		if !isFile && d != nil && d.IsDir() && (err != nil || isHidden(name)) {
			return fs.SkipDir
		}
		return nil
	}
	_ = fs.WalkDir(fsys, ".", walk) // walk returns no error but SkipDir
	slices.SortFunc(posts, func(a, b Post) int {
		return cmp.Or(cmp.Compare(a.Room, b.Room), cmp.Compare(a.Date, b.Date), cmp.Compare(a.Path, b.Path))
	})
	var days []Day
	for _, p := range posts {
		if n := len(days); n > 0 && days[n-1].Room == p.Room && days[n-1].Date == p.Date {
			days[n-1].Posts = append(days[n-1].Posts, p)
		} else {
			days = append(days, Day{Room: p.Room, Date: p.Date, Posts: []Post{p}})
		}
	}
	return days, errs
}

// postFile reports whether what a walk has come to is a post by its place and
// name. The error is that of the walk, or that it is no file.
func postFile(fsys fs.FS, name string, d fs.DirEntry, err error) (bool, error) {
	if err != nil {
		return false, err
	}
	if isHidden(name) || path.Base(path.Dir(name)) != "_posts" || !IsPost(name) {
		return false, nil
	}
	info, err := fs.Stat(fsys, name) // follows a link
	if err != nil {
		return false, err
	}
	if !info.Mode().IsRegular() {
		return false, ErrNotRegular
	}
	return true, nil
}

func isHidden(name string) bool { return name != "." && strings.HasPrefix(path.Base(name), ".") }

func IsPost(name string) bool {
	ext := path.Ext(name)
	return ext == ".markdown" || ext == ".md"
}

// reason takes the operation and the path off a file error: a ParseError has
// the path already.
func reason(err error) error {
	if pe, ok := errors.AsType[*fs.PathError](err); ok {
		return pe.Err
	}
	return err
}

// Load reads the day's posts in path order. Messages are numbered through all
// of them, and a message that stands in two posts is a copy in the second. A
// bad post gives an error, which is a [*ParseError], and the others are read.
func (d Day) Load(fsys fs.FS, loc *time.Location) ([]*Transcript, []error) {
	var all []*Transcript
	var errs []error
	for _, p := range d.Posts {
		tr, err := ParseFile(fsys, p.Path, loc)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		all = append(all, tr)
	}
	if len(all) > 1 {
		joinPosts(all)
	}
	return all, errs
}

func ParseFile(fsys fs.FS, name string, loc *time.Location) (*Transcript, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, &ParseError{Path: name, Line: 1, Err: reason(err)}
	}
	defer f.Close()
	return Parse(name, f, loc)
}

// joinPosts renumbers the messages of several posts of one day and marks what
// an earlier post holds, too, as often as it holds it.
func joinPosts(all []*Transcript) {
	type key struct {
		unix         int64
		speaker, raw string
	}
	seen := make(map[string]int)
	have := make(map[key][]string) // IDs of the originals in earlier posts
	for _, tr := range all {
		renamed := make(map[string]string, len(tr.Messages))
		before := slices.Clone(tr.Messages)
		tr.number(seen)
		for i := range before {
			renamed[before[i].ID] = tr.Messages[i].ID
		}
		used := make(map[key]int)
		again := make(map[string]string) // IDs in this post to those of the originals
		fresh := make(map[key][]string)
		for i := range tr.Messages {
			m := &tr.Messages[i]
			k := key{m.Time.Unix(), m.Speaker, m.Raw}
			switch ids := have[k]; {
			case used[k] < len(ids):
				m.CopyOf = ids[used[k]]
				again[m.ID] = m.CopyOf
				used[k]++
			case m.CopyOf != "":
				m.CopyOf = renamed[m.CopyOf]
				if of, ok := again[m.CopyOf]; ok {
					m.CopyOf = of
				}
			default:
				fresh[k] = append(fresh[k], m.ID)
			}
		}
		for k, ids := range fresh {
			have[k] = append(have[k], ids...)
		}
	}
}

// Load yields the transcripts below fsys by room, date and path. A bad post
// yields its error, a [*ParseError], and the walk goes on; the caller chooses
// to stop or to count.
func Load(fsys fs.FS, loc *time.Location) iter.Seq2[*Transcript, error] {
	return func(yield func(*Transcript, error) bool) {
		days, errs := Days(fsys)
		for _, err := range errs {
			if !yield(nil, err) {
				return
			}
		}
		for _, d := range days {
			all, errs := d.Load(fsys, loc)
			for _, err := range errs {
				if !yield(nil, err) {
					return
				}
			}
			for _, tr := range all {
				if !yield(tr, nil) {
					return
				}
			}
		}
	}
}
