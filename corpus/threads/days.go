package threads

import (
	"slices"
	"time"

	"qunwen/corpus"
)

const (
	// joinPause ends a conversation at a border between posts, unless a reply
	// names somebody: then replyPause does.
	joinPause  = 5 * time.Minute
	replyPause = 30 * time.Minute

	// joinEdge is how many messages on either side of a border decide.
	joinEdge = 8
)

// Threads divides consecutive transcripts of one room into conversations, by
// their first messages. It cuts each with cutTranscript and puts together what goes on
// in the next, as joins has it: nobody stops talking at midnight.
func Threads(days []*corpus.Transcript) []Thread { return threads(days, lengthCost) }

func threads(days []*corpus.Transcript, lengthCost float64) []Thread {
	var all []Thread
	var open []int // threads of the transcript before, that end last
	changed := make(map[int]bool)
	for _, tr := range days {
		threads := cut(tr, lengthCost)
		if len(threads) == 0 {
			continue // a silent day closes nothing that the time does not
		}
		joined := make([]bool, len(open))
		at := make([]int, len(threads)) // where each is in all
		for i := range threads {
			at[i] = -1
			for k, o := range open {
				if i < joinEdge && !joined[k] && joins(&all[o], &threads[i]) {
					all[o].Messages = append(all[o].Messages, threads[i].Messages...)
					joined[k], at[i], changed[o] = true, o, true
					break
				}
			}
			if at[i] < 0 {
				at[i] = len(all)
				all = append(all, threads[i])
			}
		}
		open = latest(all, at)
	}
	for o := range changed {
		all[o].describe()
	}
	return all
}

// latest returns up to joinEdge of the threads at, the one that ends last
// first.
func latest(all []Thread, at []int) []int {
	slices.SortStableFunc(at, func(a, b int) int { return all[b].end().Time.Compare(all[a].end().Time) })
	return slices.Clone(at[:min(len(at), joinEdge)])
}

func (t *Thread) end() *corpus.Message { return t.Messages[len(t.Messages)-1] }

// joins reports whether next, of the following transcript of the room, goes on
// with last: it starts within half an hour by naming or quoting who was in
// last, or within five minutes with somebody who was, or answers there what
// was still open.
//
// It looks at the last messages of one and the first of the other only.
func joins(last, next *Thread) bool {
	a, b := last.Messages[max(0, len(last.Messages)-joinEdge):], next.Messages[:min(len(next.Messages), joinEdge)]
	pause := max(0, b[0].Time.Sub(a[len(a)-1].Time))
	if pause >= replyPause {
		return false
	}
	soon := pause < joinPause
	if soon && asksSomething(a[len(a)-1]) && !asksSomething(b[0]) {
		return true
	}
	r := roll{persons: last.persons}
	us := make([]utterance, len(a))
	spoke := make(map[int]bool) // by the roll's numbers
	said := make(map[string]bool)
	for i, m := range a {
		us[i] = utterance{m: m, who: r.number(m.Speaker)}
		spoke[us[i].who] = true
		said[m.Text] = m.Text != ""
	}
	for _, m := range b {
		if soon && spoke[r.number(m.Speaker)] || m.Quoted != nil && said[m.Quoted.Text] {
			return true
		}
		for _, name := range m.Mentions {
			if r.addressed(name, us) >= 0 {
				return true
			}
		}
	}
	return false
}
