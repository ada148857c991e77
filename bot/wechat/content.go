package wechat

import (
	"html"
	"strconv"
	"strings"
	"unicode/utf8"
)

// cutSender splits the content of a message to a room into who sent it and
// what. Only the first colon counts: a line of the text may end in one, too.
// The id is "" of a message without a sender.
func cutSender(content string) (id, rest string) {
	id, rest, ok := strings.Cut(content, ":<br/>")
	if !ok || !isUserName(id) {
		return "", content
	}
	return id, rest
}

// isUserName says whether s looks like the user name of a person.
func isUserName(s string) bool {
	if len(s) < 2 || len(s) > 256 || s[0] != '@' {
		return false
	}
	for _, c := range []byte(s[1:]) {
		switch {
		case c >= '0' && c <= '9', c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c == '_', c == '-':
		default:
			return false
		}
	}
	return true
}

// isRoomName says whether s is the user name of a group.
func isRoomName(s string) bool { return strings.HasPrefix(s, "@@") }

// plain makes text of the protocol readable: real line breaks, real emoji, no
// entities. The order matters: what people typed arrives escaped, so that
// their own <br/> stays as it is.
func plain(s string) string {
	s = strings.ReplaceAll(s, "<br/>", "\n")
	return strings.ToValidUTF8(html.UnescapeString(emoji(s)), "\uFFFD")
}

// plainName is plain for names and topics, on one line.
func plainName(s string) string { return strings.Join(strings.Fields(plain(s)), " ") }

const (
	emojiOpen  = `<span class="emoji emoji`
	emojiClose = `"></span>`
)

// emoji replaces the spans that stand for emoji.
func emoji(s string) string {
	before, rest, ok := strings.Cut(s, emojiOpen)
	if !ok {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for ok {
		b.WriteString(before)
		digits, after := hexPrefix(rest)
		if tail, closed := strings.CutPrefix(after, emojiClose); closed && digits != "" {
			b.WriteString(emojiOf(digits))
			rest = tail
		} else {
			b.WriteString(emojiOpen)
		}
		before, rest, ok = strings.Cut(rest, emojiOpen)
	}
	b.WriteString(before)
	return b.String()
}

// hexPrefix cuts s after its leading hexadecimal digits.
func hexPrefix(s string) (digits, rest string) {
	n := 0
	for n < len(s) && (s[n] >= '0' && s[n] <= '9' || s[n] >= 'a' && s[n] <= 'f' || s[n] >= 'A' && s[n] <= 'F') {
		n++
	}
	return s[:n], s[n:]
}

// emojiOf returns the emoji that hexadecimal digits stand for: one code point,
// or two without a mark between them, which only the length tells: ten digits
// are a flag, six a keycap, eight two symbols. Unknown ones become [表情].
func emojiOf(digits string) string {
	var cuts []string
	switch len(digits) {
	case 10:
		cuts = []string{digits[:5], digits[5:]}
	case 8:
		cuts = []string{digits[:4], digits[4:]}
	case 6:
		cuts = []string{digits[:2], digits[2:]}
	default:
		cuts = []string{digits}
	}
	var b strings.Builder
	for _, c := range cuts {
		n, err := strconv.ParseUint(c, 16, 32)
		if err != nil || n == 0 || n > utf8.MaxRune || !utf8.ValidRune(rune(n)) {
			return "[表情]"
		}
		b.WriteRune(rune(n))
	}
	return b.String()
}
