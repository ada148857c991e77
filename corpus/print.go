package corpus

import (
	"strings"
)

// String prints the transcript as a post that parses back to the same
// messages. Only a line of Raw that would be taken for a header does not come
// back as it was (Parse makes none): it is printed with a blank before it.
func (t *Transcript) String() string {
	var b strings.Builder
	b.WriteString("---\n")
	b.WriteString(t.Head)
	b.WriteString("---\n")
	if t.Lead != "" {
		printBody(&b, t.Lead)
		b.WriteByte('\n')
	}
	for i := range t.Messages {
		m := &t.Messages[i]
		b.WriteString("> ")
		b.WriteString(m.Time.Format("15:04:05"))
		b.WriteString("  ")
		b.WriteString(m.Speaker)
		b.WriteString("  \n   \n")
		if m.Raw != "" {
			printBody(&b, m.Raw)
			b.WriteString("  \n")
		}
		b.WriteString("   \n")
	}
	return b.String()
}

// printBody writes raw so that no line of it is a header.
func printBody(b *strings.Builder, raw string) {
	for line := range strings.Lines(raw) {
		if c, _, ok := header(strings.TrimRight(line, "\n")); ok && c.valid() {
			b.WriteByte(' ')
		}
		b.WriteString(line)
	}
}
