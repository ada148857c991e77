package convert

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"qunwen/corpus"
)

// A dayWork is a day of a room on its way.
type dayWork struct {
	key    dayKey
	keys   []dayKey // in the spool
	report DayReport
	old    []byte // the post; nil if there is none
	post   []byte // as it will be; nil if it stays
	pieces int    // messages of the post
	total  int    // of all posts of the day
	brings []broughtKey
	news   bool // a key of brings was not on record
	images []picture
	err    error
}

// largeDay is from how many messages on a day is worked out alone.
const largeDay = 10000

// day works out one day. What goes wrong is in the work.
func (r *importRun) day(w *dayWork) {
	w.report = DayReport{Room: w.key.room, Date: w.key.date, Post: r.site.post(w.key)}
	n := 0
	for _, k := range w.keys {
		n += len(r.b.spool.days[k])
	}
	if n >= largeDay {
		r.large.Lock()
		defer r.large.Unlock()
	}
	times := maps.Clone(r.gone[w.key].times)
	if times == nil {
		times = make(map[uint64]int)
	}
	g := newMerger(r.people, r.gone[w.key])
	var head []byte
	var pieces []piece
	first := 0
	if d, ok := r.site.days[w.key]; ok {
		trs, errs := d.Load(r.site.fsys, r.b.loc)
		if len(errs) > 0 {
			w.err = errs[0]
			return
		}
		for i, tr := range trs {
			data, err := os.ReadFile(filepath.Join(r.set.Site, filepath.FromSlash(tr.Path)))
			if err != nil {
				w.err = err
				return
			}
			if slices.ContainsFunc(tr.Problems, func(p *corpus.ParseError) bool { return errors.Is(p.Err, corpus.ErrEncoding) }) {
				w.err = tr.Problems[0]
				return
			}
			h, own := splitPost(data, tr)
			if i == len(trs)-1 {
				first, head, w.old = len(pieces), h, data
			}
			pieces = append(pieces, own...)
		}
	}
	g.there(pieces)
	c := &w.report.Counts
	c.There = len(pieces)
	msgs, err := r.b.spool.day(w.keys, r.b.loc)
	if err != nil {
		w.err = err
		return
	}
	for from := 0; from < len(msgs); {
		to := from
		for to < len(msgs) && msgs[to].source == msgs[from].source {
			to++
		}
		r.source(w, g, msgs[from:to])
		from = to
	}
	for _, k := range w.brings {
		times[k.sum]--
		w.news = w.news || times[k.sum] < 0
	}
	result := g.result(first)
	w.total = first + len(result)
	if c.New == 0 {
		w.pieces = len(result)
		return
	}
	r.pictures(w, g, pieces, result)
	r.diff(w, result)
	if w.pieces = len(result); w.old == nil {
		w.post = printNew(w.key.date, result)
	} else {
		w.post = joinPost(head, result)
	}
}

// source merges the messages of one file.
func (r *importRun) source(w *dayWork, g *merger, msgs []spooled) {
	c := &w.report.Counts
	in := make([]incoming, 0, len(msgs))
	rows := make(map[uint64]int32) // places in in, by the tool's number
	for i := range msgs {
		m := &msgs[i]
		if r.people.hidden(m.Speaker) {
			c.Hidden++
			continue
		}
		p := piece{time: m.Time, speaker: m.Speaker, body: m.body(m.URL)}
		if m.Kind == Image && m.Raw == "" {
			p.picture = &source{file: m.source, name: m.URL}
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
		source := m.source
		*m = spooled{source: source} // which a large day has no room for
	}
	doubts := g.source(msgs[0].source+1, in, r.set.AddDoubtful, c)
	file := r.b.Files[msgs[0].source].Name
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
		w.report.Diff = append(w.report.Diff, fmt.Sprintf("+ %s  %s: %s", p.time.Format(time.TimeOnly), p.speaker, strings.ReplaceAll(decode(p.body), "\n", "⏎")))
	}
}
