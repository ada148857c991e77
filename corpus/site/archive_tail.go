package site

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"qunwen/corpus"
)

// blankLine is the line after a header, and the one that ends a message.
const blankLine = "   \n"

// A tail says how a post ends.
type tail struct {
	end   int    // of the post
	torn  int    // where a message starts that was not written to its end; end if none
	words bool   // something of its body was written
	joint string // what must stand before the next message
}

// findTail looks at the end of a post: of its body, which starts at from. A
// message is torn if it is in the form in which messages are appended, as far
// as it goes, and has not that form's end. One that was edited by hand may
// look so, too.
func findTail(post []byte, from int) tail {
	t := tail{end: len(post), torn: len(post)}
	body := post[from:]
	if len(body) == 0 {
		if from > 0 && post[from-1] != '\n' {
			t.joint = "\n"
		}
		return t
	}
	lastLine := bytes.LastIndexByte(body, '\n') + 1
	last := body[lastLine:] // "" if the post ends with a line
	whole := lastLine == 0 || bytes.HasSuffix(body[:lastLine], []byte("\n"+blankLine))
	if len(last) > 0 && whole && startsHeader(string(last)) {
		t.torn = from + lastLine
		return t
	}
	at := lastHeader(body)
	if at >= 0 {
		if torn, words := tornMessage(string(body[at:])); torn {
			t.torn, t.words = from+at, words
		}
	}
	switch {
	case len(last) > 0:
		t.joint = "  \n" + blankLine
	case !endsBlank(body):
		t.joint = blankLine
	}
	return t
}

// startsHeader reports whether the line is the beginning of a header: no more
// than its time.
func startsHeader(line string) bool {
	const form = "> 00:00:00  "
	if len(line) > len(form) {
		return false
	}
	for i := range line {
		digit := line[i] >= '0' && line[i] <= '9'
		if form[i] == '0' && !digit || form[i] != '0' && line[i] != form[i] {
			return false
		}
	}
	return true
}

// lastHeader returns where the last header of body starts, or -1.
func lastHeader(body []byte) int {
	for end := len(body); end >= 0; {
		start := bytes.LastIndexByte(body[:end], '\n') + 1
		line, _, _ := bytes.Cut(body[start:], []byte("\n"))
		if corpus.IsHeader(string(line)) {
			return start
		}
		end = start - 1
	}
	return -1
}

// tornMessage reports whether msg, from its header on, is the beginning of a
// message as they are appended, and whether that has something of the body.
func tornMessage(msg string) (torn, words bool) {
	head, rest, ok := strings.Cut(msg, "\n")
	if len(head) < len("> 00:00:00  ") || head[1] != ' ' || head[2] == ' ' || head[10:12] != "  " {
		return false, false
	}
	if !ok {
		return true, false
	}
	if !strings.HasSuffix(head, "  ") {
		return false, false
	}
	body, ok := strings.CutPrefix(rest, blankLine)
	if !ok {
		return strings.HasPrefix(blankLine, rest), false
	}
	if body == blankLine || strings.HasSuffix(body, "\n"+blankLine) {
		return false, false
	}
	return true, strings.TrimSpace(body) != ""
}

// endsBlank reports whether the last line of body, which ends in a newline, is
// blank.
func endsBlank(body []byte) bool {
	body = body[:len(body)-1]
	return len(bytes.TrimSpace(body[bytes.LastIndexByte(body, '\n')+1:])) == 0
}

// trimRune drops the beginning of a character at the end.
func trimRune(b []byte) []byte {
	for n := len(b) - 1; n >= 0 && n >= len(b)-utf8.UTFMax; n-- {
		if utf8.RuneStart(b[n]) {
			if !utf8.FullRune(b[n:]) {
				return b[:n]
			}
			break
		}
	}
	return b
}

// extent returns where the i-th message of the post starts and ends.
func extent(post []byte, tr *corpus.Transcript, i int) (from, to int) {
	from = lineStart(post, tr.Messages[i].Line)
	to = len(post)
	if i+1 < len(tr.Messages) {
		to = lineStart(post, tr.Messages[i+1].Line)
	}
	return from, to
}

// lineStart returns where a line starts, counted from 1.
func lineStart(post []byte, line int) int {
	at := 0
	for ; line > 1; line-- {
		at += bytes.IndexByte(post[at:], '\n') + 1
	}
	return at
}
