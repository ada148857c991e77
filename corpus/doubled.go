package corpus

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"time"
)

// ErrDoubled reports a sticker or a red packet that stands twice, as a live message
// and as an import wrote it before they agreed.
var ErrDoubled = errors.New("a sticker or red packet stands twice")

// placeholderForms are the forms in which posts have stickers and red packets.
var placeholderForms = map[string]string{
	"[表情]": StickerText, StickerText: StickerText, "[红包]": RedPacketText, RedPacketText: RedPacketText,
}

// Doubled returns the places of messages that are the same sticker or red packet as
// one before them: of the same second and speaker, in another form.
func (t *Transcript) Doubled() []int {
	type saying struct {
		at      time.Time
		speaker string
		what    string
	}
	forms := make(map[saying][]string) // that no doubled one was found for
	var doubled []int
	for i := range t.Messages {
		m := &t.Messages[i]
		what, ok := placeholderForms[m.Raw]
		if !ok {
			continue
		}
		k := saying{m.Time, m.Speaker, what}
		if at := slices.IndexFunc(forms[k], func(form string) bool { return form != m.Raw }); at >= 0 {
			forms[k] = slices.Delete(forms[k], at, at+1)
			doubled = append(doubled, i)
			continue
		}
		forms[k] = append(forms[k], m.Raw)
	}
	return doubled
}

// WithoutDoubled returns a post without the messages that [Transcript.Doubled]
// finds, its head counted anew, and how many they are. The error is Parse's.
func WithoutDoubled(name string, post []byte) (mended []byte, n int, err error) {
	tr, err := Parse(name, bytes.NewReader(post), time.UTC)
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
