package wording

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"qunwen/index/analysis"
)

// What the encoder is given: single messages, and windows of consecutive
// messages, which hold question and answer together. The numbers are those
// that the embedded model was trained with.
const (
	minMeaning    = 4       // characters of a message below which it has no vector
	maxMeaning    = 300     // characters of a message that are looked at
	windowPart    = 200     // of these, in a window
	windowFull    = 180     // characters with which a window is full
	windowCut     = 260     // characters of a window that are looked at
	windowMost    = 12      // messages in a window
	WindowSilence = 30 * 60 // seconds without a message that end a window
)

var address = regexp.MustCompile(`https?://\S+`)

// Meaning returns the text that stands for a message's meaning: compatibility
// forms and traditional characters folded, without addresses and mentions, on
// one line.
func Meaning(a *analysis.Analyzer, text string) string {
	if !norm.NFKC.IsNormalString(text) {
		text = norm.NFKC.String(text)
	}
	if strings.Contains(text, "://") {
		text = address.ReplaceAllString(text, " ")
	}
	text = a.Fold(text)
	if strings.Contains(text, "  ") || strings.HasPrefix(text, " ") || strings.HasSuffix(text, " ") {
		text = strings.Join(strings.Fields(text), " ")
	}
	return Cut(text, maxMeaning)
}

// MeansLittle reports whether a text is too short to have a meaning by itself.
func MeansLittle(text string) bool {
	return len(text) < minMeaning || utf8.RuneCountInString(text) < minMeaning
}

// A window is consecutive messages of one episode, by ordinal.
type window struct {
	Lo, Hi int // ordinals from lo up to but not hi
	Text   string
}

// Windows cuts messages lo up to hi, which no long silence parts, into
// windows, each starting half-way through the one before.
func Windows(lo, hi int, text func(ord int) string) []window {
	var all []window
	for i := lo; i < hi; {
		var b strings.Builder
		runes, j := 0, i
		for j < hi && (runes < windowFull || j == i) && j-i < windowMost {
			if t := text(j); t != "" {
				t = Cut(t, windowPart)
				b.WriteString(t)
				b.WriteString("。")
				runes += utf8.RuneCountInString(t) + 1
			}
			j++
		}
		if b.Len() > 0 {
			all = append(all, window{i, j, Cut(b.String(), windowCut)})
		}
		if j >= hi {
			break
		}
		i += max(1, (j-i+1)/2)
	}
	return all
}
