package dense

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxWord is the longest word, in characters, that is looked up in pieces;
// longer ones are [UNK].
const maxWord = 100

// A Tokenizer cuts text into the word pieces of a BERT vocabulary. It does not
// change and may be used by several goroutines.
type Tokenizer struct {
	vocab string           // one piece a line, the line's number is the id
	size  int              // lines in vocab; ids are below it
	first map[string]int32 // pieces that begin a word
	next  map[string]int32 // pieces that go on with one, without their ##

	maxFirst, maxNext int // longest key of each, in bytes

	unk, cls, sep, query int32
	lower                bool
	whole                int // see cutWhole
}

// cutWhole makes texts be cut in two steps, as the makers of some models did
// for messages and questions: to n ids with [SEP] kept, then to those that
// encode is asked for, whichever they are. 0 undoes it.
func (t *Tokenizer) cutWhole(n int) { t.whole = n }

// encode appends the ids of text to dst and returns it: [CLS] (in a question
// the query token, if the model has one), the text's pieces, [SEP]. At most
// most ids are appended. What is longer is cut, as a rule so that [SEP] stays
// last; for models whose config says so ("keep_sep": false) [SEP] is cut off,
// too.
//
// As in BERT, control characters, U+FFFD and bytes that are not UTF-8 are
// passed over, each Han character is a word, all else is split at white space
// and around punctuation, and, if the model wants lower case, is lower-cased
// after decomposition with all nonspacing marks left out. A word for which
// there are no pieces is one [UNK]. Special tokens in the text are not
// special: they are split at their brackets.
//
// Time grows with len(text) until enough ids are found.
func (t *Tokenizer) encode(dst []int32, text string, question bool, most int) []int32 {
	if most <= 0 {
		return dst
	}
	whole := t.whole
	if whole == 0 {
		whole = most
	}
	start := len(dst)
	w := writer{t: t, dst: dst, end: start + min(max(1, whole-1), most)}
	if question {
		w.dst = append(w.dst, t.query)
	} else {
		w.dst = append(w.dst, t.cls)
	}
	w.text(text)
	w.word()
	dst = w.dst[:min(len(w.dst), w.end)]
	if len(dst) < start+most {
		dst = append(dst, t.sep)
	}
	return dst
}

// A writer appends one text's ids to dst until there are end.
type writer struct {
	t   *Tokenizer
	dst []int32
	end int

	buf   [maxWord * utf8.UTFMax]byte // the word so far
	n     int                         // bytes in buf
	runes int                         // in the word; may be more than buf holds
}

// text takes in a text; the last word may be left in w.
func (w *writer) text(s string) {
	for i := 0; i < len(s) && len(w.dst) < w.end; {
		if c := s[i]; c < utf8.RuneSelf {
			w.ascii(c)
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case '一' <= r && r <= '\u9FFF': // nearly all text: Han characters that nothing is done to
			w.word()
			w.single(s[i : i+n])
		case isDropped(r):
		case isSpace(r):
			w.word()
		case isHan(r):
			w.word()
			w.char(s[i:i+n], r)
			w.word()
		default:
			w.char(s[i:i+n], r)
		}
		i += n
	}
}

func (w *writer) ascii(c byte) {
	switch {
	case 'a' <= c && c <= 'z', '0' <= c && c <= '9':
		w.add(rune(c))
	case 'A' <= c && c <= 'Z':
		if w.t.lower {
			c += 'a' - 'A'
		}
		w.add(rune(c))
	case c == ' ', c == '\t', c == '\n', c == '\r':
		w.word()
	case c < ' ', c == 0x7f:
	default:
		w.punct(rune(c))
	}
}

// char takes in r, which is not ASCII and is encoded as s.
//
// Marks that do have width are not put into canonical order across characters,
// which BERT does before it looks words up. No piece of a vocabulary holds two.
func (w *writer) char(s string, r rune) {
	if !w.t.lower {
		w.letter(r)
		return
	}
	if '가' <= r && r <= '힣' { // by the rule of Unicode's section 3.12; Decomposition leaves these out
		syllable := r - '가'
		w.letter(0x1100 + syllable/(21*28))
		w.letter(0x1161 + syllable/28%21)
		if last := syllable % 28; last > 0 {
			w.letter(0x11A7 + last)
		}
		return
	}
	parts := norm.NFD.PropertiesString(s).Decomposition()
	if parts == nil {
		w.letter(r)
	}
	for len(parts) > 0 {
		r, n := utf8.DecodeRune(parts)
		w.letter(r)
		parts = parts[n:]
	}
}

// letter takes in a decomposed character.
func (w *writer) letter(r rune) {
	if w.t.lower {
		if unicode.Is(unicode.Mn, r) {
			return
		}
		r = unicode.ToLower(r)
	}
	if isPunct(r) {
		w.punct(r)
	} else {
		w.add(r)
	}
}

// single appends the id of a word of one character.
func (w *writer) single(s string) {
	id, ok := w.t.first[s]
	if !ok {
		id = w.t.unk
	}
	w.dst = append(w.dst, id)
}

func (w *writer) punct(r rune) {
	w.word()
	w.add(r)
	w.word()
}

// add puts r at the end of the word.
func (w *writer) add(r rune) {
	if w.runes < maxWord {
		w.n += utf8.EncodeRune(w.buf[w.n:w.n+utf8.UTFMax], r)
	}
	w.runes++
}

// word ends the word and appends its pieces, the longest that fit first.
func (w *writer) word() {
	if w.runes == 0 {
		return
	}
	word, tooLong, begin := w.buf[:w.n], w.runes > maxWord, len(w.dst)
	w.n, w.runes = 0, 0
	if tooLong {
		w.dst = append(w.dst, w.t.unk)
		return
	}
	pieces, longest := w.t.first, w.t.maxFirst
	for len(word) > 0 {
		n := min(len(word), longest)
		id, ok := pieces[string(word[:n])]
		for !ok && n > 1 {
			n--
			if n < len(word) && !utf8.RuneStart(word[n]) {
				continue
			}
			id, ok = pieces[string(word[:n])]
		}
		if !ok {
			w.dst = append(w.dst[:begin], w.t.unk)
			return
		}
		w.dst = append(w.dst, id)
		word, pieces, longest = word[n:], w.t.next, w.t.maxNext
	}
}
