package announce

import "qunwen/corpus/zh"

// A tokenKind says what a token is.
type tokenKind uint8

const (
	dayToken     tokenKind = iota
	clockToken             // a time of day, or two with what joins them
	handleToken            // @ and a name
	quoteToken             // words between marks; from and to hold the marks
	unclearToken           // words for a day that nobody can place: 改天
)

// A token is a piece of the text that the grammar knows.
type token struct {
	kind     tokenKind
	from, to int // in runes
	day      dayRef
	clock    clock // when it begins
	end      clock // when it ends, if hasEnd
	hasEnd   bool
	text     string // of a handle or a quotation, as written
}

// hours are those of a clock token, as text.
func (t token) hours() (start, end string) {
	return hours{t.clock, t.end, t.hasEnd}.text()
}

// lexTimes finds the tokens of the text, in order and without overlap. other reads what
// is no time at a place: a mention, a quotation.
func lexTimes(s []rune, other func(i int) (token, bool)) []token {
	var tokens []token
	for i := 0; i < len(s); {
		if t, ok := other(i); ok {
			tokens = append(tokens, t)
			i = t.to
			continue
		}
		if s[i] == 'h' && zh.HasAt(s, i, "http") { // an address holds numbers
			for i < len(s) && s[i] > ' ' && s[i] < 0x80 {
				i++
			}
			continue
		}
		if t, ok := lexTime(tokens, s, i); ok {
			tokens = append(tokens, t)
			i = t.to
			continue
		}
		i++
	}
	return tokens
}

// lexTime reads the day or the hour at i.
func lexTime(tokens []token, s []rune, i int) (token, bool) {
	if !timeRunes.Has(s[i]) {
		return token{}, false
	}
	before := ""
	if zh.IsDigit(s[i]) || startsClock(s[i]) {
		before = periodBefore(tokens, s, i)
	}
	if c, n := scanDottedClock(s, i, before); n > 0 {
		return token{kind: clockToken, from: i, to: i + n, clock: c}, true
	}
	if p, n := scanUnclear(s, i); n > 0 {
		return token{kind: unclearToken, from: i, to: i + n, day: dayRef{period: p}}, true
	}
	if d, n := scanDay(s, i); n > 0 {
		return token{kind: dayToken, from: i, to: i + n, day: d}, true
	}
	if h, n := scanHours(s, i, before); n > 0 {
		h.start = h.start.less(minutesShort(s, i))
		return token{kind: clockToken, from: i, to: i + n, clock: h.start, end: h.end, hasEnd: h.hasEnd}, true
	}
	return token{}, false
}

// periodBefore is the part of the day that a token right before i has said.
func periodBefore(tokens []token, s []rune, i int) string {
	if len(tokens) == 0 {
		return ""
	}
	last := tokens[len(tokens)-1]
	if last.kind != dayToken && last.kind != unclearToken || i-last.to > 8 || zh.Skip(s, last.to, " ,(【[大概约的从于在:") != i {
		return ""
	}
	return last.day.period
}

// minutesShort reads, right before i, how many minutes are missing to an hour:
// 差十分八点, 差一刻八点.
func minutesShort(s []rune, i int) int {
	for j := i - 2; j >= 0 && j >= i-5; j-- {
		if s[j] != '差' {
			continue
		}
		if zh.HasAt(s, j+1, "一刻") && j+3 == i {
			return 15
		}
		v, n := zh.Numeral(s, j+1)
		if n == 0 || v <= 0 || v >= 30 {
			return 0
		}
		if k, _ := zh.OneOfAt(s, j+1+n, []string{"分钟", "分"}); k > 0 && j+1+n+k == i {
			return v
		}
	}
	return 0
}

// less is the clock so many minutes earlier.
func (c clock) less(minutes int) clock {
	if at := c.hour*60 + c.minute - minutes; minutes > 0 && at >= 0 {
		c.hour, c.minute = at/60, at%60
	}
	return c
}
