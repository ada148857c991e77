package corpus

import (
	"strings"
)

// String prints the transcript as a post that parses back to the same
// messages. Only a line of Raw that would be taken for a header does not come
// back as it was (Parse makes none): it is printed with a blank before it.
func (t *Transcript) String() string {
	b := []byte("---\n" + t.Head + "---\n")
	if t.Lead != "" {
		b = append(append(b, withoutHeaders(t.Lead)...), '\n')
	}
	for i := range t.Messages {
		m := &t.Messages[i]
		h, min, s := m.Time.Clock()
		b = AppendMessage(b, h*3600+min*60+s, m.Speaker, withoutHeaders(m.Raw))
	}
	return string(b)
}

// withoutHeaders returns raw so that no line of it is a header.
func withoutHeaders(raw string) string {
	var b strings.Builder
	for line := range strings.Lines(raw) {
		if IsHeader(strings.TrimRight(line, "\n")) {
			b.WriteByte(' ')
		}
		b.WriteString(line)
	}
	return b.String()
}
