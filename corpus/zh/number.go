package zh

import "strings"

// Digits reads the run of digits at i: its value, or -1 if it has more than
// eight, and its length.
func Digits(s []rune, i int) (value, n int) {
	for i+n < len(s) && IsDigit(s[i+n]) {
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

// HanDigits are the characters of 0 to 9, in order.
const HanDigits = "〇一二三四五六七八九"

// HanNumber reads a number from 一 to 九十九 at i; 两 is 2, 廿 is 20.
func HanNumber(s []rune, i int) (value, n int) {
	if At(s, i) == '廿' {
		value, n = HanNumber(s, i+1)
		if value > 9 {
			value, n = 0, 0
		}
		return 20 + value, n + 1
	}
	unit := func(r rune) int {
		if r == '两' {
			return 2
		}
		if k := strings.IndexRune(HanDigits, r); k > 0 {
			return k / len("一")
		}
		return 0
	}
	tens := unit(At(s, i))
	if tens > 0 {
		n++
	}
	if At(s, i+n) != '十' {
		return tens, n
	}
	n++
	value = 10 * max(tens, 1)
	if ones := unit(At(s, i+n)); ones > 0 {
		return value + ones, n + 1
	}
	return value, n
}

// Numeral reads digits or a Chinese number at i.
func Numeral(s []rune, i int) (value, n int) {
	if value, n = Digits(s, i); n > 0 {
		return value, n
	}
	return HanNumber(s, i)
}

// StartsNumber reports whether a number may start at i: none runs into it.
func StartsNumber(s []rune, i int) bool {
	p := At(s, i-1)
	if IsDigit(s[i]) {
		if p == ':' || p == '.' { // in 19:30 and 1.2.3, not behind 时间：
			return !IsDigit(At(s, i-2))
		}
		return !IsDigit(p) && !IsLatin(p) && p != '_'
	}
	return !IsDigit(p) && !strings.ContainsRune("一二三四五六七八九十廿两第几数每", p)
}
