package site

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"qunwen/corpus"
	"qunwen/corpus/convert"
	"qunwen/corpus/tree"
)

// largeDay is from how many messages on a day is worked out alone.
const largeDay = 10000

// day works out one day. What goes wrong is in the work.
func (r *importRun) day(w *dayWork) {
	w.report = DayReport{Room: w.key.Room, Date: w.key.Date, Post: r.site.post(w.key)}
	if w.brought >= largeDay {
		r.large.Lock()
		defer r.large.Unlock()
	}
	w.err = r.mergeDay(w)
}

// mergeDay merges the messages of a day into what stands in its posts.
func (r *importRun) mergeDay(w *dayWork) error {
	times := maps.Clone(r.gone[w.key].times) // before the merger counts in it
	if times == nil {
		times = make(map[uint64]int)
	}
	g := newMerger(r.people, r.gone[w.key])
	posts, err := r.loadPosts(w.key)
	if err != nil {
		return err
	}
	w.old = posts.last
	g.there(posts.pieces)
	c := &w.report.Counts
	c.There = len(posts.pieces)
	msgs, err := r.b.Messages(w.keys)
	if err != nil {
		return err
	}
	for from := 0; from < len(msgs); {
		to := from
		for to < len(msgs) && msgs[to].File == msgs[from].File {
			to++
		}
		r.source(w, g, msgs[from:to])
		from = to
	}
	for _, k := range w.brings {
		times[k.sum]--
		w.news = w.news || times[k.sum] < 0
	}
	result := g.result(posts.first)
	w.total = posts.first + len(result)
	w.pieces = len(result)
	if c.New > 0 {
		r.print(w, posts, result)
	}
	return nil
}

// print makes the post of a day from its messages, some of them new.
func (r *importRun) print(w *dayWork, posts *dayPosts, result []piece) {
	r.pictures(w, posts.pieces, result)
	r.diff(w, result)
	if w.old == nil {
		w.post = printNew(w.report.Post, w.key.Date, result)
	} else {
		w.post = joinPost(posts.head, result)
	}
}

// A dayPosts is what stands in the posts of a day. New messages go to the last
// post.
type dayPosts struct {
	pieces []piece // of all posts, in their order
	first  int     // pieces of the posts before the last
	head   []byte  // what stands in the last before its first message
	last   []byte  // the last post; nil if there is none
}

// loadPosts reads the posts of a day. Bytes in them that are no text are an
// error.
func (r *importRun) loadPosts(key convert.DayKey) (*dayPosts, error) {
	posts := new(dayPosts)
	d, ok := r.site.days[key]
	if !ok {
		return posts, nil
	}
	for _, p := range d.Posts {
		data, err := tree.ReadFile(r.set.Site, p.Path)
		if err != nil {
			return nil, err
		}
		// Of the same bytes: the archive may append to the post meanwhile.
		tr, err := corpus.Parse(p.Path, bytes.NewReader(data), r.b.Location())
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(tr.Problems, func(p *corpus.ParseError) bool { return errors.Is(p.Err, corpus.ErrEncoding) }) {
			return nil, tr.Problems[0]
		}
		head, own := splitPost(data, tr)
		posts.first, posts.head, posts.last = len(posts.pieces), head, data
		posts.pieces = append(posts.pieces, own...)
	}
	return posts, nil
}

// source merges the messages of one file.
func (r *importRun) source(w *dayWork, g *merger, msgs []convert.FileMessage) {
	c := &w.report.Counts
	in := make([]incoming, 0, len(msgs))
	rows := make(map[uint64]int32) // places in in, by the tool's number
	for i := range msgs {
		m := &msgs[i]
		if r.people.Hides(m.Speaker) {
			c.Hidden++
			continue
		}
		p := piece{time: m.Time, speaker: m.Speaker, body: m.Body(m.URL)}
		if m.Kind == convert.Image && m.Raw == "" {
			p.picture = &source{file: m.File, name: m.URL}
		}
		if m.ID != "" && m.ID != "0" {
			number := hash(m.ID)
			if k, ok := rows[number]; ok && in[k].time.Equal(p.time) && in[k].speaker == p.speaker && in[k].body == p.body {
				c.Same++ // the tool wrote its row twice
				continue
			}
			rows[number] = int32(len(in))
		}
		in = append(in, incoming{piece: p, minute: m.Minute, line: m.Line})
		*m = convert.FileMessage{File: m.File} // which a large day has no room for
	}
	doubts := g.source(msgs[0].File+1, in, r.set.AddDoubtful, c)
	file := r.b.Files[msgs[0].File].Name
	for _, d := range doubts {
		w.report.Doubts = append(w.report.Doubts, fmt.Sprintf("%s:%d: %s  %s = %s", file, d.line, d.time.Format(time.TimeOnly), d.speaker, d.standsAs))
	}
	for i := range in {
		if in[i].at >= 0 {
			e := &g.entries[in[i].at]
			w.brings = append(w.brings, broughtKey{e.words.key(e.sec), e.minute})
		}
	}
}

// diff shows the new messages among those beside them.
func (r *importRun) diff(w *dayWork, result []piece) {
	for i := range result {
		p := &result[i]
		if p.text != nil {
			continue
		}
		if r.set.DiffLines >= 0 && len(w.report.Diff) >= r.set.DiffLines {
			w.report.More++
			continue
		}
		w.report.Diff = append(w.report.Diff, fmt.Sprintf("+ %s  %s: %s", p.time.Format(time.TimeOnly), p.speaker, strings.ReplaceAll(corpus.Decode(p.body), "\n", "⏎")))
	}
}
