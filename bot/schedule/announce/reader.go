package announce

import (
	"slices"
	"strings"
	"time"

	"qunwen/bot/schedule/when"
	"qunwen/corpus/zh"
)

// A reader reads one message.
type reader struct {
	message Message
	context Context
	src     zh.Text
	text    string // folded
	tokens  []when.Token
	slots   []when.Slot
	base    when.Base
	masked  *maskedText // once it was made
	refused bool        // somebody else is to speak, but that is not said outright
}

// maxText bounds what is read of a message, in runes.
const maxText = 200_000

// newReader cuts the message into tokens and slots.
func newReader(m Message, c Context) *reader {
	return readFrom(m, c, when.NewBase(m.Time))
}

// readFrom cuts the message into tokens and slots, with days counted from b.
func readFrom(m Message, c Context, b when.Base) *reader {
	r := &reader{message: m, context: c, src: zh.NewText(withoutQuoted(m.Text)), base: b}
	if len(r.src.Fold) > maxText {
		r.src.Said, r.src.Fold = r.src.Said[:maxText], r.src.Fold[:maxText]
	}
	undialect(&r.src)
	colonsOfLabels(r.src.Fold)
	when.TranslateDays(&r.src)
	r.text = string(r.src.Fold)
	r.tokens = lex(r.src)
	r.slots = when.FindSlots(r.src.Fold, r.tokens, r.base, r.rowBehind)
	return r
}

// rowBehind reports whether more of a row stands behind a day that ends at a place: a
// handle of several parts, or words such as 待定.
func (r *reader) rowBehind(end int) bool {
	s := r.src.Fold
	j := zh.Skip(s, end, " ,:?-—→")
	n, _ := zh.OneOfAt(s, zh.Skip(s, j, "【=["), statusWords)
	return n > 0 || zh.At(s, end) == ' ' && jointed(s, j)
}

// withoutQuoted drops the message that a reply repeats: 「 name: words 」, a line
// of dashes, and what is said to it.
func withoutQuoted(text string) string {
	if !strings.HasPrefix(strings.TrimSpace(text), "「") {
		return text
	}
	_, said, ok := strings.Cut(text, "- - -")
	if !ok {
		return text
	}
	return strings.TrimLeft(said, "- —\n")
}

// cut returns folded words.
func (r *reader) cut(from, to int) string {
	return string(r.src.Fold[max(0, from):max(0, min(to, len(r.src.Fold)))])
}

// A sentence is a piece of the text between full stops.
type sentence struct {
	from, to int
	text     string // folded
}

// sentences cuts the text at full stops, semicolons and line ends. A question
// mark is none: it stands for a lost emoji more often.
func (r *reader) sentences() []sentence {
	var all []sentence
	from := 0
	for i := 0; i <= len(r.src.Fold); i++ {
		if i < len(r.src.Fold) && !strings.ContainsRune("。!;\n", r.src.Fold[i]) {
			continue
		}
		if text := r.cut(from, i); strings.TrimSpace(text) != "" {
			all = append(all, sentence{from, i, text})
		}
		from = i + 1
	}
	return all
}

// slotsIn are the slots between two places that are neither past nor habitual.
func (r *reader) slotsIn(from, to int) []when.Slot {
	var found []when.Slot
	for _, sl := range r.slotRange(from, to) {
		if !sl.Past && !sl.Every {
			found = append(found, sl)
		}
	}
	return found
}

// slotRange are all slots between two places.
func (r *reader) slotRange(from, to int) []when.Slot {
	i, _ := slices.BinarySearchFunc(r.slots, from, func(s when.Slot, at int) int { return s.From - at })
	j := i
	for j < len(r.slots) && r.slots[j].To <= to {
		j++
	}
	return r.slots[i:j]
}

// tokenRange are the tokens between two places.
func (r *reader) tokenRange(from, to int) []when.Token {
	i, _ := slices.BinarySearchFunc(r.tokens, from, func(t when.Token, at int) int { return t.From - at })
	j := i
	for j < len(r.tokens) && r.tokens[j].To <= to {
		j++
	}
	return r.tokens[i:j]
}

// today is the day of the message.
func (r *reader) today() string { return r.base.Sent.Format(time.DateOnly) }

// dialect are words of Cantonese and what they are in the common language, in as
// many characters.
var dialect = []struct{ word, common string }{
	{"唔系", "不是"}, {"唔使", "不用"}, {"唔", "不"}, {"嗰", "那"}, {"𠮶", "那"}, {"咗", "了"}, {"题目系", "题目是"}, {"主题系", "主题是"}, {"而家", "现在"}, {"在系", "在是"}, {"听日", "明天"}, {"听晚", "明晚"}, {"寻日", "昨天"}, {"下昼", "下午"}, {"冇", "没"}, {"喇", "了"},
	{"嘅", "的"}, {"佢", "他"}, {"畀", "给"}, {"系今", "是今"}, {"系明", "是明"}, {"倾下", "聊下"}, {"同大家", "给大家"}, {"拜六", "周六"},
	{"去消", "取消"}, {"推吃", "推迟"}, // as voice input hears them
}

// plainSigns are characters that people use in the place of plainer ones.
var plainSigns = map[rune]rune{'➡': '→', '➜': '→', '➔': '→', '➝': '→', '⮕': '→', '⟶': '→', '⇒': '→', '∶': ':', '俺': '我'}

// variation chooses how the character before it looks, such as the arrow as an emoji.
const variation = '\uFE0F'

// dialectRunes begin them.
var dialectRunes = zh.NewRuneSet("去推唔嗰听寻下冇喇嘅佢畀系倾同拜咗而在题主")

// undialect writes words of dialect and seldom signs in the folded text as the
// common language has them, character for character.
func undialect(t *zh.Text) {
	for i, r := range t.Fold {
		if plain, ok := plainSigns[r]; ok {
			t.Fold[i] = plain
			continue
		}
		if r == variation && zh.At(t.Fold, i-1) == '→' {
			t.Fold[i] = ' '
			continue
		}
		if !dialectRunes.Has(r) && r != '𠮶' {
			continue
		}
		for _, d := range dialect {
			if zh.HasAt(t.Fold, i, d.word) && !(d.word == "拜六" && zh.At(t.Fold, i-1) == '礼') {
				copy(t.Fold[i:], []rune(d.common))
				break
			}
		}
	}
}

// addressee is the mention at the head of the message, "" if there is none.
func (r *reader) addressee() string {
	for _, h := range r.handles() {
		if strings.TrimSpace(r.cut(0, h.From)) == "" {
			return h.Text
		}
	}
	return ""
}

// handles are the mentions of the message, without 所有人.
func (r *reader) handles() []when.Token {
	var found []when.Token
	for _, t := range r.tokens {
		if t.Kind == when.HandleToken && t.Text != "所有人" && t.Text != "all" {
			found = append(found, t)
		}
	}
	return found
}
