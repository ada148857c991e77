package wording

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"qunwen/corpus"
)

// Mentions reports whether a text mentions a speaker by the first part of
// the name: @王磊.
func Mentions(text, speaker string) bool {
	if !strings.Contains(text, "@") {
		return false
	}
	name := corpus.SplitSpeaker(speaker).Name
	return name != "" && strings.Contains(text, "@"+name)
}

// Holds reports whether a text holds a word: of Han characters anywhere, of
// letters and digits between others.
func Holds(text, word string) bool {
	for from := 0; ; {
		at := strings.Index(text[from:], word)
		if at < 0 {
			return false
		}
		at += from
		before, _ := utf8.DecodeLastRuneInString(text[:at])
		first, n := utf8.DecodeRuneInString(word)
		last, _ := utf8.DecodeLastRuneInString(word)
		after, _ := utf8.DecodeRuneInString(text[at+len(word):])
		if !(isWordPart(before) && isWordPart(first)) && !(isWordPart(last) && isWordPart(after)) {
			return true
		}
		from = at + n
	}
}

// isWordPart reports whether r is a letter or a digit of a script that parts
// words.
func isWordPart(r rune) bool {
	return (unicode.IsLetter(r) || unicode.IsDigit(r)) && !unicode.Is(unicode.Han, r)
}

// Longest leaves out words that are part of another of them, and repetitions.
func Longest(words []string) []string {
	var out []string
	for _, w := range words {
		part := func(o string) bool { return o != w && strings.Contains(o, w) }
		if !slices.ContainsFunc(words, part) && !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}

// Letters returns the letters and digits of a text, in lower case.
func Letters(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, text)
}

// Cut returns the first n characters of s.
func Cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}
