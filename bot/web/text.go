package web

import (
	"net/url"
	"regexp"
	"strings"

	"qunwen/corpus"
	"qunwen/corpus/people"
)

// A piece is a part of a text: words, or a link if it has a URL.
type piece struct {
	Text string
	URL  string // an http or https address; "" of words
}

var (
	// address takes what RFC 3986 lets stand in one: Chinese words that follow
	// without a blank are no part of it.
	address = regexp.MustCompile(`(?i)\bhttps?://[-\w.~:/?#\[\]@!$&'()*+,;=%]+`)

	// quoteHead is what package corpus takes for the quoted part of a reply.
	quoteHead = regexp.MustCompile(`(?s)^「.*?」\s*(?:-[\s\x{a0}]*){3,}`)
)

// readable is a name as people read it, without what would reorder the line.
func readable(name string) string { return people.ReadableName(safe(corpus.Decode(name))) }

// safe shows as … what would reorder or break the text around it.
func safe(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case r == '\r':
			return -1
		case r < 0x20 || r >= 0x7f && r < 0xa0 || r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069':
			return '…'
		}
		return r
	}, s)
}

// pieces makes links of the addresses in a text. Sentence marks behind an
// address are not part of it, nor is a bracket that it does not open.
func pieces(text string) []piece {
	if text == "" {
		return nil
	}
	if !strings.Contains(text, "://") { // quicker than to look for addresses
		return []piece{{Text: text}}
	}
	var all []piece
	from := 0
	for _, at := range address.FindAllStringIndex(text, -1) {
		found := text[at[0]:at[1]]
		for {
			n := len(strings.TrimRight(found, ".,;:!?'*"))
			if n > 0 && (found[n-1] == ')' && strings.Count(found[:n], "(") < strings.Count(found[:n], ")") ||
				found[n-1] == ']' && strings.Count(found[:n], "[") < strings.Count(found[:n], "]")) {
				n--
			}
			if n == len(found) {
				break
			}
			found = found[:n]
		}
		to := webAddress(found)
		if to == "" {
			continue
		}
		if from < at[0] {
			all = append(all, piece{Text: text[from:at[0]]})
		}
		from = at[0] + len(found)
		all = append(all, piece{found, to})
	}
	if from < len(text) {
		all = append(all, piece{Text: text[from:]})
	}
	return all
}

// webAddress returns the address if it is an absolute http or https one that
// people may follow, otherwise "".
func webAddress(s string) string {
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return u.String()
}
