package index

import (
	"strings"
	"unicode/utf8"
)

// maxQuote is how many characters of one message are shown.
const maxQuote = 300

// quote returns what is shown of a message: all of it, or the part with most
// of the query's words where it is long. A cut is marked ….
func (x *Index) quote(text string, q *query) string {
	if len(text) <= maxQuote {
		return text
	}
	runes := []rune(text)
	if len(runes) <= maxQuote {
		return text
	}
	folded := x.analyzer.Fold(text)     // rune for rune
	gain := make([]float64, len(runes)) // at the start of each word that was asked for
	for i, w := range q.words {
		pos := 0 // in runes, of rest
		for rest := folded; ; {
			at := strings.Index(rest, w)
			if at < 0 {
				break
			}
			pos += utf8.RuneCountInString(rest[:at])
			gain[pos] += q.rarity[i]
			pos += utf8.RuneCountInString(w)
			rest = rest[at+len(w):]
		}
	}
	const size = maxQuote - 2 // for the marks
	sum, best, from := 0.0, 0.0, 0
	for i := range gain {
		sum += gain[i]
		if i >= size {
			sum -= gain[i-size]
		}
		if sum > best {
			best, from = sum, max(0, i-size+1)
		}
	}
	from = sentenceStart(runes, centre(gain, from, size))
	to := min(from+size, len(runes))
	out := strings.TrimSpace(string(runes[from:to]))
	if from > 0 {
		out = "…" + out
	}
	if to < len(runes) {
		out += "…"
	}
	return out
}

// centre moves the window of the given size that starts at from so that what
// it gains stands in its middle.
func centre(gain []float64, from, size int) int {
	first, last := -1, -1
	for i := from; i < min(from+size, len(gain)); i++ {
		if gain[i] > 0 {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	if first < 0 {
		return from
	}
	return max(0, min((first+last-size)/2, len(gain)-size))
}

// sentenceStart moves from forward to the next start of a sentence if there is
// one within a few characters, so that a cut does not fall into a word.
func sentenceStart(runes []rune, from int) int {
	if from == 0 {
		return 0
	}
	for i := from; i < min(from+40, len(runes)); i++ {
		if strings.ContainsRune("。！？；!?; ", runes[i-1]) {
			return i
		}
	}
	return from
}
