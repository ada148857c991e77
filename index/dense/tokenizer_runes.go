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

// hanBlocks lists the blocks of ideographs that BERT sets apart, the most
// common one first. BERT's code names them; newer blocks are not among them.
var hanBlocks = [...]struct{ first, last rune }{
	{0x4E00, 0x9FFF},
	{0x3400, 0x4DBF},
	{0xF900, 0xFAFF},
	{0x20000, 0x2A6DF},
	{0x2A700, 0x2B73F},
	{0x2B740, 0x2B81F},
	{0x2B820, 0x2CEAF},
	{0x2F800, 0x2FA1F},
}

// isHan reports whether r is in one of the hanBlocks.
func isHan(r rune) bool {
	for i := range hanBlocks {
		if hanBlocks[i].first <= r && r <= hanBlocks[i].last {
			return true
		}
	}
	return false
}
