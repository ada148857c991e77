package when

import "qunwen/corpus/zh"

// A Kind says what a token is.
type Kind uint8

// The kinds of token.
const (
	DayToken     Kind = iota // a day, perhaps with a part of it
	ClockToken               // a time of day, or two with what joins them
	HandleToken              // @ and a name
	QuoteToken               // words between marks; from and to hold the marks
	UnclearToken             // words for a day that nobody can place: 改天
)

// A Token is a piece of a text: a time, or what parts times from each other.
type Token struct {
	Kind     Kind
	From, To int // in runes
	day      DayRef
	Clock    Clock // when it begins
	end      Clock // when it ends, if hasEnd
	hasEnd   bool
	Text     string // of a handle or a quotation, as written
}

// Hours gives begin and end of a clock token as HH:MM; "" for an end that is not said.
func (t Token) Hours() (start, end string) {
	return hours{t.Clock, t.end, t.hasEnd}.text()
}

// Lex finds the tokens of the folded text s, in order and without overlap. other
// reads a mention or a quotation that begins at i, if one does.
func Lex(s []rune, other func(i int) (Token, bool)) []Token {
	var tokens []Token
	for i := 0; i < len(s); {
		if t, ok := other(i); ok {
			tokens = append(tokens, t)
			i = t.To
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
			i = t.To
			continue
		}
		i++
	}
	return tokens
}

// lexTime reads the day or the hour at i.
func lexTime(tokens []Token, s []rune, i int) (Token, bool) {
	if !timeRunes.Has(s[i]) {
		return Token{}, false
	}
	before := ""
	if zh.IsDigit(s[i]) || startsClock(s[i]) {
		before = periodBefore(tokens, s, i)
	}
	if c, n := scanDottedClock(s, i, before); n > 0 {
		return Token{Kind: ClockToken, From: i, To: i + n, Clock: c}, true
	}
	if p, n := scanUnclear(s, i); n > 0 {
		return Token{Kind: UnclearToken, From: i, To: i + n, day: DayRef{Period: p}}, true
	}
	if d, n := ScanDay(s, i); n > 0 {
		return Token{Kind: DayToken, From: i, To: i + n, day: d}, true
	}
	if h, n := scanHours(s, i, before); n > 0 {
		h.start = h.start.less(minutesShort(s, i))
		return Token{Kind: ClockToken, From: i, To: i + n, Clock: h.start, end: h.end, hasEnd: h.hasEnd}, true
	}
	return Token{}, false
}

// periodBefore is the part of the day that a token right before i has said.
func periodBefore(tokens []Token, s []rune, i int) string {
	if len(tokens) == 0 {
		return ""
	}
	last := tokens[len(tokens)-1]
	if last.Kind != DayToken && last.Kind != UnclearToken || i-last.To > 8 || zh.Skip(s, last.To, " ,(【[大概约的从于在:") != i {
		return ""
	}
	return last.day.Period
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
func (c Clock) less(minutes int) Clock {
	if at := c.hour*60 + c.minute - minutes; minutes > 0 && at >= 0 {
		c.hour, c.minute = at/60, at%60
	}
	return c
}
