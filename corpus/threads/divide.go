package threads

import "qunwen/corpus"

// cutTranscript divides a transcript into conversations, by their first messages.
//
// Every message that is no copy is in exactly one thread; a day without any
// has no threads. A reply that quotes an earlier message of the transcript is
// in one thread with it. The work grows with the messages, however they lie;
// times that go backwards count as no time.
func cutTranscript(tr *corpus.Transcript) []Thread { return cut(tr, lengthCost) }

func cut(tr *corpus.Transcript, lengthCost float64) []Thread {
	us := utterances(tr)
	threads := make([]Thread, 0, len(us)/8+1)
	for _, part := range divide(us, lengthCost) {
		t := Thread{Messages: make([]*corpus.Message, len(part)), persons: tr.Persons()}
		for k, i := range part {
			t.Messages[k] = us[i].m
		}
		t.describe()
		threads = append(threads, t)
	}
	return threads
}

// divide returns the utterances of each thread, by the first of them.
func divide(us []utterance, lengthCost float64) [][]int {
	of := strands(us)
	var strand [][]int
	for i, s := range of {
		if s == len(strand) {
			strand = append(strand, nil)
		}
		strand[s] = append(strand[s], i)
	}
	next := 0
	for _, s := range strand {
		cuts := cutStrand(us, s, lengthCost)
		for k, i := range s {
			if len(cuts) > 0 && cuts[0] == k {
				cuts = cuts[1:]
				next++
			}
			of[i] = next
		}
		next++
	}
	// A cut may have gone through a reply: it and the rest of its turn follow.
	for i := range us {
		switch u := &us[i]; {
		case len(u.ties) > 0:
			of[i] = of[u.ties[0]]
		case u.turn && len(us[i-1].ties) > 0:
			of[i] = of[i-1]
		}
	}
	var parts [][]int
	number := make(map[int]int)
	for i, t := range of {
		n, ok := number[t]
		if !ok {
			n = len(parts)
			number[t] = n
			parts = append(parts, nil)
		}
		parts[n] = append(parts[n], i)
	}
	return parts
}
