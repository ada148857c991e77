package threads

import (
	"math"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"qunwen/corpus"
	"qunwen/corpus/zh"
)

const (
	// window is how many messages back a message may be tied to another,
	// unless it quotes it. It bounds the work for each message.
	window = 64

	// turnPause ends a turn: what the same speaker says later is a new one.
	turnPause = time.Minute

	// maxShort is how many letters an utterance may have that says nothing
	// about what is talked of, such as 谢谢.
	maxShort = 4

	// maxGrams bounds the words looked at in one message.
	maxGrams = 256
)

// An utterance is a message with what ties it to earlier ones. Utterances are
// known by their place among the originals of a transcript.
type utterance struct {
	m        *corpus.Message
	who      int      // the speaker, counted from 0 by first appearance
	question bool     // it asks something
	short    bool     // it has at most maxShort letters
	turn     bool     // it goes on with the utterance before it
	replied  bool     // a later one is tied to it by name or quotation
	ties     []int    // earlier ones it quotes or whose speaker it names
	shared   []shared // earlier ones of the window with common words
}

// shared says how much an utterance has in common with an earlier one.
type shared struct {
	at     int32
	weight float32 // more for more words, and for rarer ones
}

// utterances ties the originals of a transcript to each other.
func utterances(tr *corpus.Transcript) []utterance {
	us := make([]utterance, 0, len(tr.Messages))
	grams := make([][]uint64, 0, len(tr.Messages))
	texts := make(map[string]int) // the latest utterance of that text
	r := roll{persons: tr.Persons()}
	for i := range tr.Messages {
		m := &tr.Messages[i]
		if m.CopyOf != "" || m.Aside {
			continue
		}
		n := len(us)
		text := m.Unaddressed()
		g, letters := bigrams(text)
		u := utterance{m: m, who: r.number(m.Speaker), short: letters <= maxShort, question: letters > maxAskless && zh.Asks(text)}
		u.ties = r.repliesTo(m, us, texts)
		for _, at := range u.ties {
			us[at].replied = true
		}
		u.turn = n > 0 && len(u.ties) == 0 && us[n-1].who == u.who && within(us[n-1].m, m, turnPause)
		if m.Text != "" {
			texts[m.Text] = n
		}
		us = append(us, u)
		grams = append(grams, g)
	}
	shareWords(us, grams)
	return us
}

// repliesTo returns the utterances that m quotes or whose speakers it names.
// texts has the latest utterance of each text.
func (r *roll) repliesTo(m *corpus.Message, us []utterance, texts map[string]int) []int {
	var ties []int
	if m.Quoted != nil {
		if at, ok := texts[m.Quoted.Text]; ok {
			ties = append(ties, at)
		}
	}
	for _, name := range m.Mentions {
		if at := r.addressed(name, us); at >= 0 {
			ties = append(ties, at)
		}
	}
	return ties
}

// shareWords finds for each utterance the earlier ones of the window that have
// bigrams of it.
func shareWords(us []utterance, grams [][]uint64) {
	rarity := make(map[uint64]int) // in how many utterances
	for _, pairs := range grams {
		for _, g := range pairs {
			rarity[g]++
		}
	}
	latest := make(map[uint64][]int) // the utterances of the window that have a bigram
	var weight [window + 1]float64   // by distance
	for i := range us {
		clear(weight[:])
		for _, g := range grams[i] {
			at := latest[g]
			for len(at) > 0 && i-at[0] > window {
				at = at[1:]
			}
			rare := 1 / (1 + math.Log2(float64(rarity[g])))
			for _, k := range at {
				weight[i-k] += rare
			}
			latest[g] = append(at, i)
		}
		us[i].shared = sharedOf(i, &weight)
	}
}

// sharedOf lists the distances that have a weight, the shortest first.
func sharedOf(i int, weight *[window + 1]float64) []shared {
	n := 0
	for _, w := range weight {
		if w > 0 {
			n++
		}
	}
	all := make([]shared, 0, n)
	for d, w := range weight {
		if w > 0 {
			all = append(all, shared{int32(i - d), float32(w)})
		}
	}
	return all
}

// within reports whether b was sent less than pause after a, or before it.
func within(a, b *corpus.Message, pause time.Duration) bool { return b.Time.Sub(a.Time) < pause }

// minutes returns the time from a to b, 0 if b is the earlier.
func minutes(a, b *corpus.Message) float64 { return max(0, b.Time.Sub(a.Time).Minutes()) }

// bigrams returns the first distinct pairs of adjacent letters and digits, and
// how many of those there are.
func bigrams(text string) (pairs []uint64, letters int) {
	var last rune
	for _, r := range text {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			last = 0
			continue
		}
		letters++
		r = unicode.ToLower(r)
		if g := uint64(last)<<32 | uint64(r); last != 0 && len(pairs) < maxGrams && !slices.Contains(pairs, g) {
			pairs = append(pairs, g)
		}
		last = r
	}
	return pairs, letters
}

// A roll numbers speakers and finds them by the names they are mentioned by.
type roll struct {
	persons corpus.Namer
	numbers map[string]int   // by name; several of one person have one number
	parts   [][]corpus.Parts // by number: of the person's first name, and of each that speaks
	named   map[string]corpus.Parts
}

func (r *roll) number(speaker string) int {
	if r.numbers == nil {
		r.numbers, r.named = make(map[string]int), make(map[string]corpus.Parts)
	}
	n, ok := r.numbers[speaker]
	if ok {
		return n
	}
	who := r.persons.Name(speaker)
	if n, ok = r.numbers[who]; !ok {
		n = len(r.parts)
		r.numbers[who] = n
		r.parts = append(r.parts, []corpus.Parts{corpus.SplitSpeaker(strings.ToLower(who))})
	}
	if speaker != who {
		r.numbers[speaker] = n
		r.parts[n] = append(r.parts[n], corpus.SplitSpeaker(strings.ToLower(speaker)))
	}
	return n
}

// addressed returns the utterance that a mention of name is likely a reply to:
// of the speaker who fits the name best the last question, or the last
// utterance if there is none in the window; -1 if nobody fits.
//
// A mention shows the nickname, often not the name of the header. The same
// first part, or one that goes on, fits best; then the same company.
func (r *roll) addressed(name string, us []utterance) int {
	p, ok := r.named[name]
	if !ok {
		p = corpus.SplitSpeaker(strings.ToLower(name))
		r.named[name] = p
	}
	from := max(0, len(us)-window)
	best, fit := -1, 0
	for i := len(us) - 1; i >= from && fit < 2; i-- {
		for _, q := range r.parts[us[i].who] {
			if f := fits(p, q); f > fit {
				best, fit = i, f
			}
		}
	}
	for i := best; i >= from; i-- {
		if us[i].who == us[best].who && us[i].question {
			return i
		}
	}
	return best
}

// fits returns 2 if both are by their name the same person, 1 if by their
// company, otherwise 0.
func fits(p, q corpus.Parts) int {
	switch {
	case alike(p.Name, q.Name):
		return 2
	case alike(p.Company, q.Company), alike(p.Company, q.Role):
		return 1
	}
	return 0
}

// alike reports whether one starts with the other; of one character both have
// to be the same.
func alike(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	return a != "" && (a == b || utf8.RuneCountInString(a) > 1 && strings.HasPrefix(b, a))
}

// tiedTo reports whether the utterance is tied to at.
func (u *utterance) tiedTo(at int) bool { return slices.Contains(u.ties, at) }
