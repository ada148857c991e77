package site

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"time"

	"qunwen/corpus"
)

// newHead is the front matter of a post of n messages, by the post's path below the
// site: that of a private room says that it must not be published, for whoever
// moves it.
func newHead(path, date string, n int) []byte {
	published := ""
	if corpus.IsUnpublished(path) {
		published = "published:  false\n"
	}
	return fmt.Appendf(nil, "---\n"+
		"layout:     source \n"+
		"title:      \"%s-WeChat\"\n"+
		"date:       %[1]s 12:00:00\n"+
		"author:     PaymentGroup\n"+
		"%[3]s"+
		"lines:      %[2]d \n"+
		"tag:       [chat]\n"+
		"---\n", date, n, published)
}

var (
	linesKey = regexp.MustCompile(`(?m)^(lines:[ \t]*)\d*([ \t]*\r?)$`)
	tagKey   = regexp.MustCompile(`(?m)^tag:`)
)

// countLines makes the head of a post say how many messages it holds. A head
// without that number gets one; that of a post which does not parse stays.
func countLines(name string, post []byte) ([]byte, error) {
	tr, err := corpus.Parse(name, bytes.NewReader(post), time.UTC)
	if err != nil {
		return nil, err
	}
	from, perr := corpus.BodyStart(post)
	if perr != nil { // Unreachable: Parse has split it.
		return nil, perr
	}
	return slices.Concat(setLines(post[:from], len(tr.Messages)), post[from:]), nil
}

// setLines returns front matter, with both fences, that says how many messages
// there are.
func setLines(head []byte, n int) []byte {
	if at := linesKey.FindSubmatchIndex(head); at != nil {
		return slices.Concat(head[:at[3]], fmt.Append(nil, n), head[at[4]:])
	}
	at := bytes.LastIndex(bytes.TrimRight(head, "\r\n \t"), []byte("\n")) + 1 // the second fence
	if tag := tagKey.FindIndex(head); tag != nil {
		at = tag[0]
	}
	return slices.Concat(head[:at], fmt.Appendf(nil, "lines:      %d \n", n), head[at:])
}
