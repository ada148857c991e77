package site

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"qunwen/corpus"
	"qunwen/corpus/convert"
	"qunwen/corpus/zh"
)

// What a body says, as far as two tools agree on it, as sums.
type words struct {
	exact   uint64       // of the text without white space, entities undone; of a picture only that it is one
	core    uint64       // of its letters and digits; of a reply those of the reply, of a card those of its title
	letters int32        // how many there are in core
	vague   bool         // it is no more than that something was sent: another tool may say what
	spoilt  bool         // it has no letters, and a ? for what another tool may have
	card    bool         // it is something else than words, or nothing
	form    convert.Kind // what it is besides words; Text if it is no more, or that is not sure
}

// wordsOf looks at a body as it stands in a post.
func wordsOf(body string) words {
	s := strings.ReplaceAll(corpus.Decode(body), corpus.PlainMark, "")
	exact := squash(s)
	if exact == "" {
		return words{vague: true, card: true}
	}
	b := corpus.ParseBody(s)
	if b.Kind == corpus.Image {
		return words{exact: 1, core: 1, letters: 1, card: true}
	}
	core, form, named := divideBody(s, b)
	if core = zh.Letters(core); core == "" && form != convert.Text && form != convert.Quote && form != convert.Link {
		exact = squash((&convert.Message{Kind: form}).Body("")) // [表情] is [动画表情]
	}
	w := words{exact: hash(exact), core: hash(core), letters: int32(utf8.RuneCountInString(core)), card: s[0] == '[' || b.Kind == corpus.Quote, form: form}
	w.vague = named && core == ""
	w.spoilt = w.letters == 0 && strings.Contains(s, "?")
	return w
}

// divideBody returns which part of a body that is no picture has words of its
// own, and the form of the body. named says that the rest only names a kind
// which another tool may say more of.
func divideBody(s string, b corpus.Body) (core string, form convert.Kind, named bool) {
	switch b.Kind {
	case corpus.RedPacket:
		return s, convert.RedPacket, false
	case corpus.Quote:
		return b.Text, convert.Quote, false
	case corpus.Link:
		return b.Text, convert.Link, false
	}
	if s[0] == '[' {
		if tag, rest, ok := convert.SplitTag(s); ok {
			return divideTagged(s, tag, rest)
		}
	}
	return s, convert.Text, false
}

// divideTagged is divideBody for a body that starts with a tag in brackets,
// with the rest behind it.
func divideTagged(s, tag, rest string) (core string, form convert.Kind, named bool) {
	switch tag {
	case "引用":
		return rest, convert.Quote, true
	case "其他消息":
		return rest, convert.Text, true
	}
	kind, ok := convert.TagKind(tag)
	if !ok {
		return s, convert.Text, false
	}
	switch kind {
	case convert.Sticker, convert.Voice, convert.Video, convert.Call: // no tool says more of it
		return rest, kind, false
	}
	return rest, kind, true
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
