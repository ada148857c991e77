package when

import (
	"cmp"
	"fmt"

	"qunwen/corpus/zh"
)

// A Clock is a time of day.
type Clock struct {
	hour, minute int
	next         bool // of the day after the one that was said: 24:00, 今晚12点
}

func (c Clock) String() string { return fmt.Sprintf("%02d:%02d", c.hour, c.minute) }

// minutes counts from midnight of the day that was said.
func (c Clock) minutes() int {
	if c.next {
		return 24*60 + c.hour*60 + c.minute
	}
	return c.hour*60 + c.minute
}

// An hourRef is an hour as it stands in the text, before anybody knows of
// which half of the day.
type hourRef struct {
	hour, minute int
	own          string // the part of the day that was said right before it; "" if none
	exact        bool   // 09:30, which is meant as it stands
}

// scanClock reads 19:30, 7点半, 晚上8点30, 20时, 七点一刻 or 8pm at i; before is
// the part of the day that was said further ahead, "" if none. Sessions are in
// the evening, so an hour below ten without one is taken after noon.
func scanClock(s []rune, i int, before string) (Clock, int) {
	w, n := scanHourRef(s, i, before)
	if n == 0 {
		return Clock{}, 0
	}
	return w.clock(before), n
}

// scanHourRef reads an hour at i. A seldom form, such as 两点, needs a part of
// the day in front.
func scanHourRef(s []rune, i int, before string) (hourRef, int) {
	if i >= len(s) || !startsClock(s[i]) {
		return hourRef{}, 0
	}
	from := i
	w := hourRef{}
	if p, k := scanPeriod(s, i); k > 0 {
		w.own = p
		i = zh.Skip(s, i+k, " 的")
	} else if p, k := scanMeridiem(s, i); k > 0 {
		w.own = p
		i = zh.Skip(s, i+k, " ")
	}
	h, n := scanHour(s, i, w.own != "")
	if n == 0 || isRatio(s, i) {
		return hourRef{}, 0
	}
	w.hour, w.exact = h, n == 2 && s[i] == '0'
	end, ok := w.scanUnit(s, i, i+n, cmp.Or(w.own, before))
	if !ok {
		return hourRef{}, 0
	}
	if p, k := scanMeridiem(s, gap(s, end)); k > 0 && w.hour <= 12 {
		w.own = p
		end = gap(s, end) + k
	}
	return w, end - from
}

// scanUnit reads what makes an hour of the number from i to end: minutes behind a
// colon, 点, 时, or am and pm, which stay to be read. period is the part of the day
// that was said, if any: behind 晚 the number alone will do.
func (w *hourRef) scanUnit(s []rune, i, end int, period string) (next int, ok bool) {
	unit, named := gap(s, end), period != ""
	late := named || w.hour >= 6 // no count: 两点, 3时
	switch {
	case zh.IsDigit(s[i]) && w.beforeMinutes(s, unit, end, named):
		w.minute, end, ok = colonMinutes(s, zh.Skip(s, unit+1, " "))
	case zh.At(s, unit) == '点' && (unit == end || late):
		w.minute, end, ok = minutesAfter(s, unit+1)
		ok = ok && plainHour(s, i, *w, unit+1, end, named)
	case isHourSign(s, unit):
		w.minute, end, ok = minutesAfter(s, unit+1)
		ok = ok && late
	case zh.IsDigit(s[i]) && w.hour <= 12:
		_, k := scanMeridiem(s, unit)
		ok = k > 0 || w.bare(s, end, period)
	}
	return end, ok
}

// beforeMinutes reports whether a colon stands at unit, behind the hour that ends
// at end, or a point that is meant as one: 20 : 00, 晚 8.30.
func (w *hourRef) beforeMinutes(s []rune, unit, end int, named bool) bool {
	switch zh.At(s, unit) {
	case ':':
		return unit == end || w.hour >= 6
	case '.':
		return unit == end && named
	}
	return false
}

// bare reports whether the number that ends at end is an hour without any unit:
// 周五晚8 @X.
func (w *hourRef) bare(s []rune, end int, period string) bool {
	return period == evening && w.hour >= 6 && w.hour < 12 && endsHour(s, end)
}

// isHourSign reports whether the rune at i is the 时 of 20时, not of 时间.
func isHourSign(s []rune, i int) bool {
	return zh.At(s, i) == '时' && !zh.Contains("间候效长刻机代而常段差尚不空限", zh.At(s, i+1))
}

// clockStarts are the characters with which an hour, or the part of the day before
// it, may begin.
const clockStarts = "0123456789大一清早上中午正晌下傍黄晚夜半深凌ap二三四五六七八九十两零〇"

// startsClock reports whether an hour may begin with r.
func startsClock(r rune) bool { return clockRunes.Has(r) }

var clockRunes = zh.NewRuneSet(clockStarts)

// endsHour reports whether a mention or the end of the words follows the number of
// an hour: 晚8 is one in front of them, and not in 晚8折.
func endsHour(s []rune, i int) bool {
	return i == len(s) || zh.Contains("@,/\n", s[i]) || zh.HasAt(s, i, " @")
}

// scanMeridiem reads am, p.m. and the like at i.
func scanMeridiem(s []rune, i int) (period string, n int) {
	if zh.IsLatin(zh.At(s, i-1)) {
		return "", 0
	}
	n, which := zh.OneOfAt(s, i, []string{"a.m.", "p.m.", "am", "pm"})
	if n == 0 || zh.IsLatin(zh.At(s, i+n)) {
		return "", 0
	}
	return [...]string{morning, afternoon}[which%2], n
}

// scanHour reads the number of an hour, 0 to 24, at i. behind says that a part of
// the day stands before it, which may be pm8.
func scanHour(s []rune, i int, behind bool) (hour, n int) {
	if zh.At(s, i) == '零' || zh.At(s, i) == '〇' {
		if isHanDigit(zh.At(s, i+2)) && zh.At(s, i+3) != '分' { // 零点五
			return 0, 0
		}
		return 0, 1
	}
	if i >= len(s) || !startsHour(s, i, behind) {
		return 0, 0
	}
	h, n := zh.Numeral(s, i)
	if n == 0 || zh.IsDigit(s[i]) && n > 2 || h < 0 || h > 24 {
		return 0, 0
	}
	return h, n
}

// startsHour reports whether the number of an hour may begin at i.
func startsHour(s []rune, i int, behind bool) bool {
	return zh.StartsNumber(s, i) || behindWeekday(s, i) || behind && zh.IsDigit(s[i]) && zh.IsLatin(zh.At(s, i-1))
}

// behindWeekday reports whether the rune before i is the number of a weekday: 周四七点.
func behindWeekday(s []rune, i int) bool {
	return zh.Contains("周期拜", zh.At(s, i-2)) && isHanDigit(zh.At(s, i-1))
}

// isRatio reports whether the number at i is a side of 3:10.
func isRatio(s []rune, i int) bool {
	for _, w := range []string{"比例", "比例是", "比例为", "赔率", "比分", "比分是", "按", "占比"} {
		if k := len([]rune(w)); i >= k && zh.HasAt(s, i-k, w) {
			return true
		}
	}
	return false
}

// colonMinutes reads the 30 of 19:30 or 19:30:00 at i.
func colonMinutes(s []rune, i int) (minutes, end int, ok bool) {
	v, k := zh.Digits(s, i)
	if k != 2 || v > 59 {
		return 0, i, false
	}
	end = i + 2
	if zh.At(s, end) == ':' {
		sec, k := zh.Digits(s, end+1)
		if k != 2 || sec > 59 {
			return 0, i, false
		}
		end += 3
	}
	if next := zh.At(s, end); next == ':' || zh.Contains("%倍元块", next) || next == '.' && zh.IsDigit(zh.At(s, end+1)) || zh.HasAt(s, end, "的比例") {
		return 0, i, false
	}
	return v, end, true
}

// pointWords make something else of a number and 点: 8点建议.
var pointWords = []string{"建", "意", "看", "想", "儿", "小", "子", "要求", "要点", "原因", "理由", "问题", "经验", "体会", "注意", "说明", "疑问", "不同", "好处", "内容", "感", "积分"}

// plainHour reports whether a number and 点 is an hour. Where no part of the day
// is named, 一点 and 两点 seldom are.
func plainHour(s []rune, i int, w hourRef, behind, end int, named bool) bool {
	if named {
		return true
	}
	if end > behind { // 两点半, 0点整
		return zh.IsDigit(s[i]) || w.hour > 0 || !zh.IsDigit(zh.At(s, behind))
	}
	if w.hour == 0 {
		next := zh.At(s, end)
		return !zh.IsDigit(next) && !isHanDigit(next) && !zh.Contains("几多", next)
	}
	if !zh.IsDigit(s[i]) {
		return w.hour >= 6
	}
	return w.hour >= 5
}

// minutesAfter reads what stands behind 点 or 时, and words such as 左右.
func minutesAfter(s []rune, i int) (minutes, end int, ok bool) {
	minutes, end = scanMinutes(s, i)
	if end < 0 {
		return 0, i, false
	}
	if n, _ := zh.OneOfAt(s, i, pointWords); n > 0 && end == i {
		return 0, i, false
	}
	if zh.HasAt(s, end, "钟") && end == i {
		end++
	}
	if n, _ := zh.OneOfAt(s, end, []string{"来钟", "多钟", "左右", "前后", "许", "多"}); n > 0 && zh.At(s, end+n) != '少' {
		end += n
	}
	return minutes, end, true
}

// scanMinutes reads 半, 一刻, 整, 30分 or 三十 at i; end is -1 if the number there
// is none of minutes.
func scanMinutes(s []rune, i int) (minutes, end int) {
	for _, q := range []struct {
		word    string
		minutes int
	}{{"半", 30}, {"一刻", 15}, {"1刻", 15}, {"三刻", 45}, {"3刻", 45}, {"整", 0}} {
		if zh.HasAt(s, i, q.word) {
			return q.minutes, i + len([]rune(q.word))
		}
		if end := i + 1 + len([]rune(q.word)); zh.HasAt(s, i, " "+q.word) && !zh.Contains("个小天年月", zh.At(s, end)) {
			return q.minutes, end
		}
	}
	j := zh.Skip(s, i, "零")
	if zh.At(s, j) == ' ' && spacedMinutes(s, j+1) {
		j++
	}
	v, k := zh.Digits(s, j)
	if k > 0 {
		if k > 2 || v > 59 {
			return 0, -1
		}
		return v, skipMinuteUnit(s, j+k)
	}
	v, k = zh.HanNumber(s, j)
	unit := skipMinuteUnit(s, j+k)
	if k == 0 || v > 59 || k == 1 && unit == j+k && v != 10 {
		return 0, i
	}
	return v, unit
}

// spacedMinutes reports whether two digits by themselves stand at i: the 30 of
// 晚 8 点 30 @张三.
func spacedMinutes(s []rune, i int) bool {
	v, k := zh.Digits(s, i)
	j := i + k
	return k == 2 && v < 60 && (j == len(s) || zh.Contains("分@,。", s[j]) || s[j] == ' ' && !isDayUnit(zh.At(s, j+1)) && zh.At(s, j+1) != '月')
}

// skipMinuteUnit skips 分 and the seconds behind it. The 分 of 分享 is not one.
func skipMinuteUnit(s []rune, i int) int {
	if zh.At(s, i) != '分' || zh.At(s, i+1) == '享' {
		return i
	}
	i++
	if _, k := zh.Numeral(s, i); k > 0 && zh.At(s, i+k) == '秒' {
		i += k + 1
	}
	return i
}

// clock puts the hour into the part of the day that is meant: its own, or that
// which was said before. What is said of the night behind 晚上 belongs to the
// next day.
func (w hourRef) clock(before string) Clock {
	c := Clock{hour: w.hour, minute: w.minute}
	switch period := cmp.Or(w.own, before); period {
	case morning, forenoon:
	case dawn:
		c.hour %= 12
		c.next = before == evening || before == night
	case noon:
		if c.hour < 3 {
			c.hour += 12
		}
	case evening, night:
		c = c.atNight()
	case "":
		if c.hour > 0 && c.hour < 10 && !w.exact {
			c.hour += 12
		}
	default:
		if c.hour < 12 {
			c.hour += 12
		}
	}
	if c.hour == 24 {
		c.hour, c.next = 0, true
	}
	return c
}

// atNight puts an hour into the night: 8点 is 20:00, 1点 is of the next day.
func (c Clock) atNight() Clock {
	switch {
	case c.hour == 24, c.hour <= 12 && c.hour%12 < 5:
		c.hour, c.next = c.hour%12, true
	case c.hour < 12:
		c.hour += 12
	}
	return c
}

// scanDottedClock reads 7.30 where the words around say that it is a time.
func scanDottedClock(s []rune, i int, period string) (Clock, int) {
	if !zh.IsDigit(s[i]) || !zh.StartsNumber(s, i) {
		return Clock{}, 0
	}
	h, n := zh.Digits(s, i)
	if n == 0 || n > 2 || zh.At(s, i+n) != '.' {
		return Clock{}, 0
	}
	m, k := zh.Digits(s, i+n+1)
	end := i + n + 1 + k
	if k != 2 || m > 59 || h < 6 || h > 23 || zh.Contains(".%元块万倍", zh.At(s, end)) {
		return Clock{}, 0
	}
	next, _ := zh.OneOfAt(s, zh.Skip(s, end, " "), []string{"开始", "准时", "左右", "开讲"})
	if next == 0 && period == "" {
		return Clock{}, 0
	}
	return hourRef{hour: h, minute: m}.clock(period), end - i
}
