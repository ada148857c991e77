package site

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"qunwen/corpus"
)

// A piece is a message as a post holds it.
type piece struct {
	time    time.Time
	speaker string
	body    string  // without white space around; "" if it has none
	text    []byte  // header and all, up to the next; nil if it is printed anew
	picture *source // of a new picture; otherwise nil
}

// bytes returns the piece as it is written.
func (p *piece) bytes() []byte {
	if p.text != nil {
		return p.text
	}
	return corpus.AppendMessage(nil, int(second(p.time)), p.speaker, p.body)
}

// printNew prints a post of a day that had none; path is the post's below the site.
func printNew(path, date string, pieces []piece) []byte {
	b := newHead(path, date, len(pieces))
	for i := range pieces {
		b = append(b, pieces[i].bytes()...)
	}
	return noLiquid(b)
}

// splitPost divides a post into what stands before its first message and the
// messages.
func splitPost(post []byte, tr *corpus.Transcript) (head []byte, pieces []piece) {
	starts := make([]int, 0, len(tr.Messages)+1)
	line, at := 1, 0
	for i := range tr.Messages {
		for ; line < tr.Messages[i].Line; line++ {
			at += bytes.IndexByte(post[at:], '\n') + 1
		}
		starts = append(starts, at)
	}
	starts = append(starts, len(post))
	pieces = make([]piece, len(tr.Messages))
	for i := range tr.Messages {
		m := &tr.Messages[i]
		pieces[i] = piece{time: m.Time, speaker: m.Speaker, body: m.Raw, text: post[starts[i]:starts[i+1]]}
	}
	return post[:starts[0]], pieces
}

var (
	layout = regexp.MustCompile(`(?m)^render_with_liquid:`)
	liquid = regexp.MustCompile(`\{[{%]`)
)

// joinPost puts head and messages together, with the right number of lines.
func joinPost(head []byte, pieces []piece) []byte {
	n := len(pieces)
	matter := headEnd(head)
	b := slices.Concat(setLines(head[:matter], n), head[matter:])
	if len(b) > 0 && b[len(b)-1] != '\n' {
		b = append(b, '\n')
	}
	for i := range pieces {
		text := pieces[i].bytes()
		b = append(b, text...)
		if i == n-1 {
			break
		}
		if !bytes.HasSuffix(text, []byte("\n")) {
			b = append(b, "  \n"...)
		}
		if last := bytes.TrimRight(text, " \t\r\n"); !bytes.Contains(text[len(last):], []byte("\n   \n")) && bytes.Count(text[len(last):], []byte("\n")) < 2 {
			b = append(b, "   \n"...)
		}
	}
	return noLiquid(b)
}

// headEnd returns where the front matter of a post ends, behind its second fence.
func headEnd(post []byte) int {
	end, err := corpus.BodyStart(post)
	if err != nil {
		return 0 // Unreachable: it was parsed.
	}
	return end
}

// noLiquid adds to the head of a post that Jekyll's template language is not
// to be looked for, if there is something that looks like it.
func noLiquid(post []byte) []byte {
	end := headEnd(post)
	if !liquid.Match(post[end:]) || layout.Match(post[:end]) {
		return post
	}
	at := bytes.LastIndex(bytes.TrimRight(post[:end], "\r\n \t"), []byte("\n")) + 1
	return slices.Concat(post[:at], []byte("render_with_liquid: false\n"), post[at:])
}

// imageName returns the site's name for a picture sent at a time: the n-th of
// its second. ext has its point.
func imageName(at time.Time, n int, ext string) string {
	name := at.Format("20060102_150405")
	if n > 1 {
		name += fmt.Sprintf(".%d", n)
	}
	return name + strings.ToLower(ext)
}

// A source is where a picture of an export is.
type source struct {
	file int    // of the batch
	name string // as the export has it; may be "", an address, or no more than a sum
}
