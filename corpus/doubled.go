package corpus

import (
	"errors"
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
