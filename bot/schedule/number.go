package schedule

import "strings"

// digits reads the run of digits at i: its value, or -1 if it has more than
// eight, and its length.
func digits(s []rune, i int) (value, n int) {
	for i+n < len(s) && isDigit(s[i+n]) {
		if n < 8 {
			value = value*10 + int(s[i+n]-'0')
		}
		n++
	}
	if n > 8 {
		value = -1
	}
	return value, n
}

const hanDigits = "〇一二三四五六七八九"

// hanNumber reads a number from 一 to 九十九 at i; 两 is 2.
func hanNumber(s []rune, i int) (value, n int) {
	unit := func(r rune) int {
		if r == '两' {
			return 2
		}
		if k := strings.IndexRune(hanDigits, r); k > 0 {
			return k / len("一")
		}
		return 0
	}
	tens := unit(at(s, i))
	if tens > 0 {
		n++
	}
	if at(s, i+n) != '十' {
		return tens, n
	}
	n++
	value = 10 * max(tens, 1)
	if ones := unit(at(s, i+n)); ones > 0 {
		return value + ones, n + 1
	}
	return value, n
}

// numeral reads digits or a Chinese number at i.
func numeral(s []rune, i int) (value, n int) {
	if value, n = digits(s, i); n > 0 {
		return value, n
	}
	return hanNumber(s, i)
}

// startsNumber reports whether a number may start at i: none runs into it.
func startsNumber(s []rune, i int) bool {
	p := at(s, i-1)
	if isDigit(s[i]) {
		if p == ':' || p == '.' { // in 19:30 and 1.2.3, not behind 时间：
			return !isDigit(at(s, i-2))
		}
		return !isDigit(p) && !isLatin(p) && p != '_'
	}
	return !isDigit(p) && !strings.ContainsRune("一二三四五六七八九十两第几数每", p)
}
