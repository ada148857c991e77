package convert

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"qunwen/corpus"
)

// What a body says, as far as two tools agree on it, as sums.
type words struct {
	exact   uint64 // of the text without white space, entities undone; of a picture only that it is one
	core    uint64 // of its letters and digits; of a reply those of the reply, of a card those of its title
	letters int32  // how many there are in core
	vague   bool   // it is no more than that something was sent: another tool may say what
	spoilt  bool   // it has no letters, and a ? for what another tool may have
	tag     bool   // it starts with a bracket, as kinds do
	form    Kind   // what it is besides words; Text if it is no more, or that is not sure
}

// wordsOf looks at a body as it stands in a post.
func wordsOf(body string) words {
	s := strings.ReplaceAll(decode(body), plainMark, "")
	exact := squash(s)
	if exact == "" {
		return words{vague: true}
	}
	core, vague, form := s, false, Text
	if s == corpus.RedPacketText {
		form = RedPacket
	}
	switch {
	case s[0] == '!' && imageForm.MatchString(s):
		return words{exact: 1, core: 1, letters: 1}
	case strings.HasPrefix(s, "「"):
		if p := quoteForm.FindStringSubmatch(s); p != nil {
			core, form = p[2], Quote
		}
	case s[0] == '[':
		if p := linkForm.FindStringSubmatch(s); p != nil {
			core, form = p[1], Link
		} else if p := tagForm.FindStringSubmatch(s); p != nil {
			kind, known := tagKind(p[1] + p[3])
			if form = kind; p[1] == "引用" {
				form = Quote
			}
			switch {
			case known && kind != Sticker && kind != Voice && kind != Video && kind != Call, p[1] == "其他消息", p[1] == "引用":
				core, vague = p[4], true
			case known:
				core = p[4]
			}
		}
	}
	if core = letters(core); core == "" && form != Text && form != Quote && form != Link {
		exact = squash((&Message{Kind: form}).body("")) // [表情] is [动画表情]
	}
	w := words{exact: hash(exact), core: hash(core), letters: int32(utf8.RuneCountInString(core)), tag: s[0] == '[', form: form}
	w.vague = vague && core == ""
	w.spoilt = w.letters == 0 && strings.Contains(s, "?")
	return w
}

// squash drops white space and what shows as nothing.
func squash(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r >= '\u200b' && r <= '\u200f' || r == '\u2060' || r == '\ufeff' {
			return -1
		}
		return r
	}, s)
}

// letters keeps letters and digits: what a tool of another encoding keeps.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}

// nameCore is what of a name every tool keeps; the name if that is too little.
func nameCore(name string) string {
	if core := letters(name); utf8.RuneCountInString(core) >= 2 {
		return core
	}
	return name
}

// hash is FNV-1a.
func hash(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h
}

// both is a sum of two sums.
func both(a, b uint64) uint64 { return (a<<23|a>>41)*0x9e3779b97f4a7c15 ^ b }

// key is what a message is known by when it stands in no post any more: its
// second and its words.
func (w *words) key(sec int) uint64 {
	core := w.core
	if w.letters == 0 {
		core = w.exact
	}
	return both(uint64(sec), core)
}
