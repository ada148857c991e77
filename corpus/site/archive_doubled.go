package site

import (
	"bytes"
	"fmt"
	"slices"
	"time"

	"qunwen/corpus"
)

// WithoutDoubled returns a post without the messages that [Transcript.Doubled]
// finds, its head counted anew, and how many they are. The error is Parse's.
func WithoutDoubled(name string, post []byte) (mended []byte, n int, err error) {
	tr, err := corpus.Parse(name, bytes.NewReader(post), time.UTC)
	if err != nil {
		return nil, 0, err
	}
	doubled := tr.Doubled()
	if len(doubled) == 0 {
		return post, 0, nil
	}
	lines := bytes.SplitAfter(post, []byte("\n"))
	for _, i := range slices.Backward(doubled) {
		from, to := tr.Messages[i].Line-1, len(lines)
		if i+1 < len(tr.Messages) {
			to = tr.Messages[i+1].Line - 1
		}
		lines = slices.Delete(lines, from, to)
	}
	mended, err = countLines(name, bytes.Join(lines, nil))
	if err != nil {
		return nil, 0, fmt.Errorf("mend %s: %w", name, err)
	}
	return mended, len(doubled), nil
}
