package convert

import (
	"hash/fnv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What a body says, as far as two tools agree on it.
type words struct {
	exact string // the text without white space, entities undone; of a picture only that
	core  string // its letters and digits; of a reply those of the reply, of a card those of its title
	media bool   // it says little more than its kind, or has no letters: another tool may have said more
}

const pictureCore = "\x00picture"

// wordsOf looks at a body as it stands in a post.
func wordsOf(body string) words {
	s := strings.ReplaceAll(decode(body), plainMark, "")
	if s == "" {
		return words{exact: "", core: "", media: true}
	}
	switch {
	case s[0] == '!' && imageForm.MatchString(s):
		return words{exact: pictureCore, core: pictureCore}
	case strings.HasPrefix(s, "「"):
		if p := quoteForm.FindStringSubmatch(s); p != nil {
			return words{exact: squash(s), core: letters(p[2])}
		}
	case s[0] == '[':
		if p := linkForm.FindStringSubmatch(s); p != nil {
			return words{exact: squash(s), core: letters(p[1])}
		}
		if p := tagForm.FindStringSubmatch(s); p != nil {
			_, known := tagKind(p[1] + p[3])
			if known = known || p[1] == "其他消息" || p[1] == "引用"; known {
				core := letters(p[4])
				return words{exact: squash(s), core: core, media: core == ""}
			}
		}
	}
	core := letters(s)
	return words{exact: squash(s), core: core, media: core == ""}
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

func hash(parts ...string) uint64 {
	h := fnv.New64a()
	for _, p := range parts {
		_, _ = h.Write([]byte(p)) // which never fails
		_, _ = h.Write([]byte{0})
	}
	return h.Sum64()
}

// key is what a message is known by when it stands in no post any more: its
// second and its words.
func (w *words) key(sec int) uint64 {
	core := w.core
	if core == "" {
		core = w.exact
	}
	return hash(core) ^ uint64(sec)*0x9e3779b97f4a7c15
}
