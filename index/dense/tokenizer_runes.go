package dense

import "unicode"

// isDropped reports whether BERT's cleaning leaves r out: control and format
// characters, private ones, and what stands for broken bytes.
func isDropped(r rune) bool {
	return r == unicode.ReplacementChar || unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co)
}

// isSpace reports whether r, which is not ASCII, parts words.
func isSpace(r rune) bool { return unicode.Is(unicode.Z, r) }

// isPunct reports whether r is a word of its own: punctuation, and all of
// ASCII that is neither letter, digit nor space.
func isPunct(r rune) bool {
	if r < 0x80 {
		return '!' <= r && r <= '/' || ':' <= r && r <= '@' || '[' <= r && r <= '`' || '{' <= r && r <= '~'
	}
	return unicode.Is(unicode.P, r)
}

// isHan reports whether r is in the blocks of ideographs that BERT sets apart.
// They are named in BERT's code; newer blocks are not among them.
func isHan(r rune) bool {
	return 0x4E00 <= r && r <= 0x9FFF ||
		0x3400 <= r && r <= 0x4DBF ||
		0xF900 <= r && r <= 0xFAFF ||
		0x20000 <= r && r <= 0x2A6DF ||
		0x2A700 <= r && r <= 0x2B73F ||
		0x2B740 <= r && r <= 0x2B81F ||
		0x2B820 <= r && r <= 0x2CEAF ||
		0x2F800 <= r && r <= 0x2FA1F
}
