package analysis

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// digitOf is what a numeral counts; ok is false for the powers of ten.
func digitOf(r rune) (int64, bool) {
	const digits = "零一二三四五六七八九"
	switch r {
	case '〇':
		return 0, true
	case '两':
		return 2, true
	}
	i := strings.IndexRune(digits, r)
	return int64(i / len("零")), i >= 0
}

// shares are the rates that are said as one in so many.
var shares = []unitForm{{"百", 0}, {"千", -1}, {"万", -2}}

// han reads the figure that starts with a numeral at from, and returns its end;
// 0 if there is none.
func (f *figureFinder) han(from int) int {
	for _, s := range shares {
		rest, ok := strings.CutPrefix(f.text[from:], s.form)
		if !ok {
			continue
		}
		if end := f.share(from, rest, s.shift); end > 0 {
			return end
		}
		return f.brief(from, rest, s.shift)
	}
	return f.amount(from)
}

// share reads 千分之六. rest is what stands behind the first character.
func (f *figureFinder) share(from int, rest string, shift int) int {
	number, ok := strings.CutPrefix(rest, "分之")
	if !ok {
		return 0
	}
	at := len(f.text) - len(number)
	value, end := decimal(f.text, at)
	switch {
	case value != "":
	case strings.HasPrefix(number, "百"):
		value, end = "100", at+len("百")
	default:
		value, end = hanDecimal(f.text, at)
	}
	if value == "" || !f.aligned(from, end) {
		return 0
	}
	return f.add(from, end, value, shift, "%")
}

// counted are words that count things: before one, what looks like a rate (千6)
// is a number of things.
const counted = "百千万亿个人年月天号日次块元笔家张台户条位分时"

// brief reads 千六, 万5 and 千三八 (3.8 in a thousand). 万一 means "in case".
func (f *figureFinder) brief(from int, rest string, shift int) int {
	if shift == 0 {
		return 0
	}
	at := len(f.text) - len(rest)
	value, end := decimal(f.text, at)
	if whole, _, _ := strings.Cut(value, "."); len(whole) > 2 {
		return 0
	}
	if value == "" {
		value, end = spokenShare(rest)
		if value == "" || value == "1" && shift == -2 {
			return 0
		}
		end += at
	}
	next, _ := utf8.DecodeRuneInString(f.text[end:])
	if isNumeral(next) || isLatin(next) || next == '%' || strings.ContainsRune(counted, next) || !f.aligned(from, end) {
		return 0
	}
	return f.add(from, end, value, shift, "%")
}

// spokenShare reads 六, 三八 (3.8) or 三点八 and returns its length.
func spokenShare(s string) (value string, size int) {
	first, n := utf8.DecodeRuneInString(s)
	d, ok := digitOf(first)
	if !ok || d == 0 || first == '两' {
		return "", 0
	}
	point := n
	if strings.HasPrefix(s[n:], "点") {
		point += len("点")
	}
	second, m := utf8.DecodeRuneInString(s[point:])
	value = strconv.FormatInt(d, 10)
	if e, ok := digitOf(second); ok {
		return value + "." + strconv.FormatInt(e, 10), point + m
	}
	return value, n
}

// amount reads 一千万, 十万元 and 五块钱. A number without a currency needs a
// hundred or more: fewer are counted things.
func (f *figureFinder) amount(from int) int {
	value, end := hanDecimal(f.text, from)
	if value == "" {
		return 0
	}
	size := len(value)
	if point := strings.IndexByte(value, '.'); point >= 0 {
		size = point
	}
	to := currencyAt(f.text, end)
	switch {
	case to > 0 && size < 2 && !strings.HasSuffix(f.text[:to], "钱"):
		return 0 // 两块 and 二元 are no money
	case to == 0 && size < 3:
		return 0
	case to == 0:
		to = end
	}
	if !f.aligned(from, to) {
		return 0
	}
	return f.add(from, to, value, 0, "")
}

// hanDecimal reads a number in Han characters at from: 一千二百万, 一点五亿. It
// returns it in digits, "" if there is none, and its end.
func hanDecimal(s string, from int) (string, int) {
	n, end := hanNumber(s[from:])
	if end == 0 {
		return "", from
	}
	end += from
	value := strconv.FormatInt(n, 10)
	part, ok := strings.CutPrefix(s[end:], "点")
	if !ok {
		return value, end
	}
	after := ""
	size := len("点")
	for _, r := range part {
		d, ok := digitOf(r)
		if !ok || len(after) > 4 {
			break
		}
		after += strconv.FormatInt(d, 10)
		size += utf8.RuneLen(r)
	}
	if after == "" {
		return value, end
	}
	end += size
	shift := 0
	if u := unitAt(s, end); u.to > 0 && u.mark == "" && u.shift >= 4 {
		end, shift = end+len("万"), u.shift
	}
	return scale(value+"."+after, shift), end
}

// hanNumber reads a whole number below 10^17 that starts with a digit or ten,
// and returns its length; 0 if there is none, or if it leaves open how much it
// is (三四百).
func hanNumber(s string) (n int64, size int) {
	h := hanSum{last: 1}
	for _, r := range s {
		if d, ok := digitOf(r); ok {
			if !h.addDigit(d) {
				return 0, 0
			}
		} else if power := powers[r]; power == 0 {
			break
		} else if !h.addPower(power, size == 0) {
			return 0, 0
		}
		size += utf8.RuneLen(r)
	}
	return h.sum(), size
}

// A hanSum is a number as far as it has been read.
type hanSum struct {
	n       int64 // what is multiplied by ten thousand or more
	section int64 // below ten thousand, not multiplied by that yet
	digit   int64
	waits   bool  // the digit is not multiplied yet
	zero    bool  // a zero was read
	last    int64 // the power of ten that came last; 1 before the first
}

// addDigit fails for a digit behind a digit.
func (h *hanSum) addDigit(d int64) bool {
	if h.waits && h.digit > 0 {
		return false
	}
	h.digit, h.waits, h.zero = d, true, h.zero || d == 0
	return true
}

// addPower fails where nothing is multiplied, but for a ten, and for a number
// that is too large or whose powers do not fall.
func (h *hanSum) addPower(power int64, first bool) bool {
	total := h.n + h.section + h.digit
	rises := power < 1e4 && h.last < 1e4 && h.last > 1 && power >= h.last
	switch {
	case first && power == 10:
		h.digit = 1
	case !h.waits && (power < 1e4 || power == 1e4 && h.section == 0 || total == 0),
		total > 1e9, rises,
		power == 1e4 && h.n%1e8 != 0:
		return false
	}
	switch power {
	case 1e8:
		h.n, h.section = total*power, 0
	case 1e4:
		h.n, h.section = h.n+(h.section+h.digit)*power, 0
	default:
		h.section += h.digit * power
	}
	h.digit, h.waits, h.last = 0, false, power
	return true
}

// sum is the number. A last digit without a power has the next lower one
// (一万五), but behind a zero.
func (h *hanSum) sum() int64 {
	if h.last >= 100 && h.waits && !h.zero {
		return h.n + h.section + h.digit*h.last/10
	}
	return h.n + h.section + h.digit
}

var powers = map[rune]int64{'十': 10, '百': 100, '千': 1e3, '万': 1e4, '亿': 1e8}

// aligned reports whether the segmenter cuts at both ends too, where these are
// inside runs of Han characters.
func (f *figureFinder) aligned(from, to int) bool { return f.cutAt(from) && f.cutAt(to) }

func (f *figureFinder) cutAt(at int) bool {
	before, _ := utf8.DecodeLastRuneInString(f.text[:at])
	after, _ := utf8.DecodeRuneInString(f.text[at:])
	if !isHan(before) || !isHan(after) {
		return true
	}
	if at < f.run.from || at >= f.run.to {
		f.segment(at)
	}
	_, ok := slices.BinarySearch(f.cuts, at)
	return ok
}

// segment cuts the Han run around the place.
func (f *figureFinder) segment(at int) {
	from := strings.LastIndexFunc(f.text[:at], func(r rune) bool { return !isHan(r) })
	if from >= 0 {
		_, n := utf8.DecodeRuneInString(f.text[from:])
		from += n
	}
	from = max(from, 0)
	to := strings.IndexFunc(f.text[at:], func(r rune) bool { return !isHan(r) })
	if to += at; to < at {
		to = len(f.text)
	}
	f.run = span{from, to}
	f.cuts = f.cuts[:0]
	for _, p := range f.a.segment(f.text[from:to], &f.scratch) {
		f.cuts = append(f.cuts, from+p.from)
	}
}
