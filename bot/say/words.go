package say

import (
	"qunwen/corpus"
	"regexp"
	"strings"
	"unicode/utf8"
)

// longPiece is how many characters of somebody's words tell that they are theirs;
// shorter ones have to stand alone.
const longPiece = 8

// mostWindows is how many parts of a message are looked for.
const mostWindows = 2000

// wordsBegin and wordsEnd may stand around the words of others in a reply.
const wordsBegin, wordsEnd = "：「）▶是 ", "」…（，\n "

var (
	// quoted matches what stands in a line of a reply before the words of others: when
	// and who, or the number of a list.
	quoted = regexp.MustCompile(`\d\d:\d\d [^：]*：|(?:^|\s)\d+\. |说应该是`)

	pieces = regexp.MustCompile(`[。！？!?，,；;… ]+`)
)

// GivesWords reports whether a reply of the bot gives words of a message, whole or a
// part of them.
func GivesWords(reply, words string) bool {
	words = corpus.Squeeze(words)
	if words == "" {
		return false
	}
	wanted := windows(words)
	for line := range strings.Lines(reply) {
		line = corpus.Squeeze(line)
		for _, w := range wanted {
			for from := 0; ; {
				i := strings.Index(line[from:], w)
				if i < 0 {
					break
				}
				i += from
				from = i + len(w)
				if given(line, i) && (utf8.RuneCountInString(w) >= longPiece || standsAlone(line, i, i+len(w))) {
					return true
				}
			}
		}
	}
	return false
}

// windows returns parts of words of which a quotation, wherever it is cut, holds one.
func windows(words string) []string {
	if r := []rune(words); len(r) < longPiece {
		return []string{words}
	}
	var all []string
	for _, piece := range append(pieces.Split(words, -1), words) {
		r := []rune(piece)
		for at := 0; at+longPiece <= len(r) && len(all) < mostWindows; at += longPiece {
			all = append(all, string(r[at:at+longPiece]))
		}
	}
	if len(all) == 0 {
		return []string{words}
	}
	return all
}

// given reports whether what stands at a place of a line is words of others, not of
// the bot.
func given(line string, at int) bool {
	before := line[:at]
	return strings.LastIndex(before, "「") > strings.LastIndex(before, "」") || quoted.MatchString(before)
}

// standsAlone reports whether marks stand on both sides of line[from:to].
func standsAlone(line string, from, to int) bool {
	before, _ := utf8.DecodeLastRuneInString(line[:from])
	after, size := utf8.DecodeRuneInString(line[to:])
	return strings.ContainsRune(wordsBegin, before) && (size == 0 || strings.ContainsRune(wordsEnd, after))
}
