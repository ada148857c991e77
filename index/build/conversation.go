package build

import (
	"time"

	"qunwen/corpus"
	"qunwen/corpus/threads"
	"qunwen/index/generation"
)

// joinable is how long after midnight a day's first message must come for its
// conversation to be looked for in the day before; see joins in package threads.
const joinable = 30 * time.Minute

// load reads the transcripts of a day.
func (j *job) load(d *generation.Day) ([]*corpus.Transcript, []error) {
	src := corpus.Day{Room: d.Room, Date: d.Date}
	for _, p := range d.Posts {
		src.Posts = append(src.Posts, corpus.Post{Path: p.Path, Room: d.Room, Date: d.Date})
	}
	all, errs := src.Load(j.site, j.Location)
	for _, tr := range all {
		tr.SetAside(j.Aside)
		tr.Link(j.persons)
	}
	return all, errs
}

// converse notes in each entry how far back its conversation starts, counted in
// entries, where the day before comes right before them. all holds the
// transcripts that the entries are from.
func (j *job) converse(out *builtDay, all []*corpus.Transcript) {
	before := j.yesterday(&out.day, all)
	place := make(map[*corpus.Message]int) // of each message: 0 for the day's first entry
	n := 0
	for _, tr := range all {
		n = number(place, tr, n)
	}
	back := 0
	for _, tr := range before {
		back = number(place, tr, back)
	}
	for _, tr := range before {
		for i := range tr.Messages {
			if at, ok := place[&tr.Messages[i]]; ok {
				place[&tr.Messages[i]] = at - back
			}
		}
	}
	for _, th := range threads.Threads(append(before, all...)) {
		first := place[th.Messages[0]]
		if first >= 0 {
			out.day.Threads++
		}
		for _, m := range th.Messages {
			at := place[m]
			if at < 0 {
				continue
			}
			e := &out.entries[at].rec
			e.Back = uint32(at - first)
			e.Session = e.Session || th.Session
		}
	}
}

// number places the originals of tr from n on and returns the next place.
func number(place map[*corpus.Message]int, tr *corpus.Transcript, n int) int {
	for i := range tr.Messages {
		if tr.Messages[i].CopyOf == "" && !tr.Messages[i].Aside {
			place[&tr.Messages[i]] = n
			n++
		}
	}
	return n
}

// yesterday returns the transcripts of the day before d if a conversation may
// have gone on past midnight.
func (j *job) yesterday(d *generation.Day, all []*corpus.Transcript) []*corpus.Transcript {
	for _, tr := range all {
		if len(tr.Messages) == 0 {
			continue
		}
		h, min, _ := tr.Messages[0].Time.Clock()
		d.Early = time.Duration(h)*time.Hour+time.Duration(min)*time.Minute < joinable
		break
	}
	if !d.Early {
		return nil
	}
	prev, ok := j.days[dayBefore(d)]
	if !ok {
		return nil
	}
	before, _ := j.load(&prev) // its faults are told with the day itself
	return before
}

// dayBefore returns the key of the day before d in its room.
func dayBefore(d *generation.Day) string {
	date, err := time.Parse(time.DateOnly, d.Date)
	if err != nil {
		return "" // Unreachable: corpus.Days gives dates only.
	}
	return (&generation.Day{Room: d.Room, Date: date.AddDate(0, 0, -1).Format(time.DateOnly)}).Key()
}

// byKey returns days by their keys.
func byKey(days []generation.Day) map[string]generation.Day {
	m := make(map[string]generation.Day, len(days))
	for _, d := range days {
		m[d.Key()] = d
	}
	return m
}

// reopen gives up the kept days whose conversations may go on from a day that
// has changed or gone. days and kept are as in diff.
func reopen(old, days []generation.Day, kept []int) {
	same := make(map[string]bool, len(days))
	for i := range days {
		same[days[i].Key()] = kept[i] >= 0
	}
	there := byKey(old)
	for i := range days {
		if kept[i] < 0 || !old[kept[i]].Early {
			continue
		}
		prev := dayBefore(&days[i])
		_, was := there[prev]
		stays, is := same[prev]
		if (was || is) && !stays {
			kept[i] = -1
		}
	}
}
