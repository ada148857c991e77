package analysis

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// maxFigure is the length of the longest term that a figure becomes.
const maxFigure = 20

// A figureFinder finds amounts and rates in one folded text. Each becomes one term,
// however it is written:
//
//	0.6%, 6‰, 60bp, 千6, 千六, 千分之六    0.6%
//	0.05%, 万5, 万五, 万分之五             0.05%
//	10万, 10w, 十万元, 100,000元           100000
//	2k, 2千, 两千, 2000块                  2000
//
// A number without a unit is no figure: it is a term as it stands. Numbers in
// Han characters count only where the segmenter would cut too, so that the ones
// inside words (二维码, 十万火急) are left alone.
type figureFinder struct {
	a    *Analyzer
	text string
	out  []special

	run     span // the Han run that was segmented last
	cuts    []int
	scratch scratch
}

// A span is bytes [from, to) of a text.
type span struct{ from, to int }

// find returns the figures in order.
func (f *figureFinder) find() []special {
	prev := ' '
	for at := 0; at < len(f.text); {
		r, n := utf8.DecodeRuneInString(f.text[at:])
		end := 0
		switch {
		case r >= '0' && r <= '9':
			if !isLatin(prev) && !f.joined(at) {
				end = f.digits(at)
			}
		case isNumeral(r):
			if !isNumeral(prev) && !strings.ContainsRune("第几数多", prev) {
				end = f.han(at)
			}
		}
		if end > at {
			r, _ = utf8.DecodeLastRuneInString(f.text[:end])
			n = end - at
		}
		prev, at = r, at+n
	}
	return f.out
}

// joined reports whether a joiner ties the place at to letters or digits before it.
func (f *figureFinder) joined(at int) bool {
	if at < 2 || !strings.ContainsRune(joiners, rune(f.text[at-1])) {
		return false
	}
	before, _ := utf8.DecodeLastRuneInString(f.text[:at-1])
	return isLatin(before)
}

// isNumeral reports whether r is a digit or a character of numbers in Han
// characters.
func isNumeral(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= '0' && r <= '9'
	}
	switch r {
	case '零', '〇', '一', '二', '两', '三', '四', '五', '六', '七', '八', '九', '十', '百', '千', '万', '亿':
		return true
	}
	return false
}

// add keeps a figure and returns its end. A figure that is too long is none.
func (f *figureFinder) add(from, to int, number string, shift int, mark string) int {
	term := scale(number, shift)
	if len(term) > maxFigure {
		return 0
	}
	f.out = append(f.out, special{from, to, term + mark})
	return to
}

// digits reads the figure that starts with a digit at from, and returns its
// end; 0 if there is none. In a range (0.3-0.5%) both ends have the unit.
func (f *figureFinder) digits(from int) int {
	number, end := decimal(f.text, from)
	if u := unitAt(f.text, end); u.to > 0 {
		return f.add(from, u.to, number, u.shift, u.mark)
	}
	second := end
	for _, dash := range []string{"-", "~", "到", "至"} {
		if strings.HasPrefix(f.text[end:], dash) {
			second = end + len(dash)
		}
	}
	upper, stop := decimal(f.text, second)
	u := unitAt(f.text, stop)
	if second == end || upper == "" || u.to == 0 || f.add(from, end, number, u.shift, u.mark) == 0 {
		return 0
	}
	if f.add(second, u.to, upper, u.shift, u.mark) == 0 {
		f.out = f.out[:len(f.out)-1]
		return 0
	}
	return u.to
}

// decimal reads a number in digits at from: "0.38", "1,000,000". It returns it
// without commas, "" if there is none, and its end.
func decimal(s string, from int) (string, int) {
	end := digitsEnd(s, from)
	number := s[from:end]
	for len(number) > 0 && end-from < maxFigure && strings.HasPrefix(s[end:], ",") && digitsEnd(s, end+1) == end+4 {
		number += s[end+1 : end+4]
		end += 4
	}
	if number != "" && strings.HasPrefix(s[end:], ".") {
		if stop := digitsEnd(s, end+1); stop > end+1 {
			number += s[end:stop]
			end = stop
		}
	}
	return number, end
}

func digitsEnd(s string, at int) int {
	for at < len(s) && s[at] >= '0' && s[at] <= '9' {
		at++
	}
	return at
}

// A unit is what stands behind a number.
type unit struct {
	to    int    // its end; 0 if there is none
	shift int    // the power of ten that it multiplies by
	mark  string // "%" of a rate
}

// rateUnits and amountUnits are tried in order. A unit of letters ends a word.
var (
	rateUnits   = []unitForm{{"%", 0}, {"‰", -1}, {"bps", -2}, {"bp", -2}}
	amountUnits = []unitForm{
		{"万亿", 12}, {"百亿", 10}, {"千亿", 11}, {"亿", 8},
		{"百万", 6}, {"千万", 7}, {"万", 4}, {"千", 3}, {"w", 4}, {"k", 3},
	}
	currencies = []string{"元人民币", "元", "块钱", "块", "rmb"}

	// otherUnits and names start with the characters of a unit and are none.
	otherUnits = []string{"千瓦", "千克", "千米", "千字", "千兆", "千分", "万分", "万事", "万达", "万科", "万能", "万一", "万豪", "元旦", "元月"}
)

type unitForm struct {
	form  string
	shift int
}

// unitAt reads the unit at the place, of a rate or an amount. One blank may
// stand before it.
func unitAt(s string, at int) unit {
	if strings.HasPrefix(s[at:], " ") {
		at++
	}
	for _, u := range rateUnits {
		if to := at + len(u.form); strings.HasPrefix(s[at:], u.form) && (u.shift > -2 || wordEnds(s, to)) {
			return unit{to, u.shift, "%"}
		}
	}
	if slices.ContainsFunc(otherUnits, func(o string) bool { return strings.HasPrefix(s[at:], o) }) {
		return unit{}
	}
	u := unit{}
	for _, m := range amountUnits {
		if to := at + len(m.form); strings.HasPrefix(s[at:], m.form) && (m.form >= "\x80" || wordEnds(s, to)) {
			u = unit{to: to, shift: m.shift}
			at = to
			break
		}
	}
	if to := currencyAt(s, at); to > 0 {
		u.to = to
	}
	return u
}

// currencyAt returns the end of the currency at the place; 0 if there is none.
func currencyAt(s string, at int) int {
	for _, c := range currencies {
		if to := at + len(c); strings.HasPrefix(s[at:], c) && (c >= "\x80" || wordEnds(s, to)) {
			return to
		}
	}
	return 0
}

// wordEnds reports whether no letter or digit stands at the place.
func wordEnds(s string, at int) bool {
	r, _ := utf8.DecodeRuneInString(s[at:])
	return at == len(s) || !isLatin(r)
}

// scale multiplies a number in digits by a power of ten, and writes it without
// zeros that mean nothing.
func scale(number string, shift int) string {
	whole, part, _ := strings.Cut(number, ".")
	if shift >= 0 {
		if len(part) < shift {
			part += strings.Repeat("0", shift-len(part))
		}
		whole, part = whole+part[:shift], part[shift:]
	} else {
		if len(whole) <= -shift {
			whole = strings.Repeat("0", 1-shift-len(whole)) + whole
		}
		cut := len(whole) + shift
		whole, part = whole[:cut], whole[cut:]+part
	}
	whole, part = strings.TrimLeft(whole, "0"), strings.TrimRight(part, "0")
	if whole == "" {
		whole = "0"
	}
	if part != "" {
		return whole + "." + part
	}
	return whole
}
