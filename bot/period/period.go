package period

import (
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// longest is how long a question may be that is read, in characters.
const longest = 400

// A Period is a stretch of time in which the group is said to have talked.
type Period struct {
	From  time.Time // the start of a day; zero if there is no beginning
	To    time.Time // the start of the day after; always later than From
	words string    // what it was read from, as it was written
	Topic string    // the question without Words, and without what only says that the group talked
}

// Read returns the period to which text, a question asked at the given moment,
// limits what the group said, in the zone of that moment. ok is false if no
// time is understood, if those that are belong to what is asked about, and if
// the text is longer than a question.
//
// A month or day without a year is the latest that is not after the moment. A
// year said outright may lie in the future: then nothing was said in it.
func Read(text string, asked time.Time) (p Period, ok bool) {
	if utf8.RuneCountInString(text) > longest || !utf8.ValidString(text) {
		return Period{}, false
	}
	folded := fold(text)
	for _, m := range mentions(folded, asked) {
		if today := m.from.Equal(calendar{asked}.day(0)); !bindsTalk(folded[:m.start], folded[m.end:], today) {
			continue
		}
		before, after := topic(folded[:m.start], folded[m.end:])
		start, end := utf8.RuneCountInString(folded[:m.start]), utf8.RuneCountInString(folded[:m.end])
		first, last := utf8.RuneCountInString(before), utf8.RuneCountInString(after)
		runes := []rune(text)
		return Period{From: m.from, To: m.to, words: string(runes[start:end]), Topic: join(string(runes[:first]), string(runes[len(runes)-last:]))}, true
	}
	return Period{}, false
}

// fold writes full-width characters as ASCII ones, and the traditional
// characters of the words for times and talk as simplified ones, rune for rune.
func fold(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= '！' && r <= '～' && !strings.ContainsRune("，；：？！", r) {
			return r - '！' + '!'
		}
		if s, ok := simplified[r]; ok {
			return s
		}
		return unicode.ToLower(r)
	}, text)
}

var simplified = map[rune]rune{
	'個': '个', '號': '号', '這': '这', '週': '周', '禮': '礼', '兩': '两', '後': '后', '來': '来', '剛': '刚', '時': '时', '陣': '阵', '間': '间',
	'說': '说', '説': '说', '討': '讨', '論': '论', '問': '问', '講': '讲', '談': '谈', '過': '过', '誰': '谁', '裡': '里', '裏': '里', '發': '发', '沒': '没',
}

// join puts the two sides of what was taken out together, with a blank between
// letters and digits that did not touch before.
func join(before, after string) string {
	before, after = strings.TrimRight(before, " ，,"), strings.TrimLeft(after, " ，,")
	last, _ := utf8.DecodeLastRuneInString(before)
	first, _ := utf8.DecodeRuneInString(after)
	if last < utf8.RuneSelf && first < utf8.RuneSelf && before != "" && after != "" {
		return before + " " + after
	}
	return before + after
}

// String names the period in Chinese: 2017年, 2017年3月, 2017年3月5日,
// 2017年3月5日到3月9日, 2017年3月以前.
func (p Period) String() string {
	switch {
	case p.From.IsZero():
		return name(p.To) + "以前"
	case p.From.AddDate(1, 0, 0).Equal(p.To) && p.From.YearDay() == 1:
		return fmt.Sprintf("%d年", p.From.Year())
	case p.From.AddDate(0, 1, 0).Equal(p.To) && p.From.Day() == 1:
		return fmt.Sprintf("%d年%d月", p.From.Year(), p.From.Month())
	case p.From.AddDate(0, 0, 1).Equal(p.To):
		return day(p.From)
	}
	return p.fromTo()
}

// fromTo names a period that is longer than a day and neither a month nor a year.
func (p Period) fromTo() string {
	last := p.To.AddDate(0, 0, -1)
	whole := p.From.Day() == 1 && p.To.Day() == 1
	switch {
	case whole && p.From.YearDay() == 1 && p.To.YearDay() == 1:
		return fmt.Sprintf("%d年到%d年", p.From.Year(), last.Year())
	case whole && p.From.Year() == last.Year():
		return fmt.Sprintf("%d年%d月到%d月", p.From.Year(), p.From.Month(), last.Month())
	case whole:
		return fmt.Sprintf("%d年%d月到%d年%d月", p.From.Year(), p.From.Month(), last.Year(), last.Month())
	case p.From.Year() == last.Year():
		return fmt.Sprintf("%s到%d月%d日", day(p.From), last.Month(), last.Day())
	}
	return day(p.From) + "到" + day(last)
}

// name is the shortest name of the day at whose start t is: 2017年 for its first.
func name(t time.Time) string {
	switch {
	case t.YearDay() == 1:
		return fmt.Sprintf("%d年", t.Year())
	case t.Day() == 1:
		return fmt.Sprintf("%d年%d月", t.Year(), t.Month())
	}
	return day(t)
}

func day(t time.Time) string { return fmt.Sprintf("%d年%d月%d日", t.Year(), t.Month(), t.Day()) }
