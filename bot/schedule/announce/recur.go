package announce

import (
	"fmt"
	"time"

	"qunwen/corpus/zh"
)

// A rhythm says how often something is.
type rhythm struct {
	words    string     // 每周三; as a reply writes it
	weekdays weekdaySet // on which it is; none for every day and for days of a month
	day      int        // of each month; 0: not said
	nth      int        // 第一个周三 of each month
	unknown  bool       // 每两周: of which week nobody can say
}

// A weekdaySet has a bit for each weekday.
type weekdaySet uint8

func (w weekdaySet) has(d time.Weekday) bool { return w>>d&1 == 1 }

// workdays are Monday to Friday.
const workdays weekdaySet = 0b0111110

// scanEvery reads 每周三, 每周一三五, 每天, 每晚, 每月15号, 每两周 at i.
func scanEvery(s []rune, i int) (dayRef, int) {
	j := i
	if s[i] == '逢' {
		if zh.At(s, i-1) == '每' {
			return dayRef{}, 0
		}
	} else if j++; zh.At(s, j) == '逢' {
		j++
	}
	if s[i] == '逢' {
		j++
	}
	for _, scan := range []func([]rune, int) (rhythm, int){scanEveryWeekday, scanEveryDay, scanEveryMonth, scanEverySecond} {
		r, n := scan(s, j)
		if n == 0 {
			continue
		}
		d := dayRef{every: true, rhythm: r}
		if p, k := scanPeriod(s, zh.Skip(s, j+n, " 的")); k > 0 {
			d.period = p
			n = zh.Skip(s, j+n, " 的") + k - j
		} else if zh.At(s, j) == '晚' {
			d.period = evening
		} else if zh.At(s, j) == '早' {
			d.period = morning
		}
		return d, j + n - i
	}
	return dayRef{}, 0
}

// scanEveryWeekday reads 周三, 周一三五, 周一、三、五, 周末 behind 每.
func scanEveryWeekday(s []rune, i int) (rhythm, int) {
	j := zh.Skip(s, i, "个")
	k, _ := zh.OneOfAt(s, j, weekWords)
	if k == 0 {
		return rhythm{}, 0
	}
	j += k
	r := rhythm{words: "每周"}
	if zh.At(s, j) == '末' {
		r.words, r.weekdays = "每周末", 1<<time.Saturday|1<<time.Sunday
		return r, j + 1 - i
	}
	for end := j; ; {
		if r.weekdays > 0 {
			end = zh.Skip(s, j, "、,和周")
		}
		w, ok := weekdayOf(zh.At(s, end), zh.At(s, end+1))
		if !ok || zh.Contains("次个场节天", zh.At(s, end+1)) && zh.At(s, end) != '天' { // 每周三次
			break
		}
		if r.weekdays > 0 {
			r.words += "、"
		}
		r.words += string([]rune(hanWeekdays[w])[1])
		r.weekdays |= 1 << w
		j = end + 1
	}
	if r.weekdays == 0 {
		return rhythm{}, 0
	}
	return r, j - i
}

// scanEveryDay reads 天, 日, 晚, 早, 个工作日 behind 每.
func scanEveryDay(s []rune, i int) (rhythm, int) {
	n, which := zh.OneOfAt(s, i, []string{"天", "日", "晚", "早", "个工作日", "工作日"})
	switch {
	case n == 0:
		return rhythm{}, 0
	case which >= 4:
		return rhythm{words: "每个工作日", weekdays: workdays}, n
	case which >= 2:
		return rhythm{words: "每" + string(s[i:i+n])}, n
	}
	return rhythm{words: "每天"}, n
}

// scanEveryMonth reads 月15号, 个月最后一天, 月第一个周三 behind 每.
func scanEveryMonth(s []rune, i int) (rhythm, int) {
	n, _ := zh.OneOfAt(s, i, []string{"个月", "月"})
	if n == 0 {
		return rhythm{}, 0
	}
	j := zh.Skip(s, i+n, " 的")
	d, k := scanInMonth(s, j)
	end := j + k
	switch {
	case k == 0:
		return rhythm{}, 0
	case d.nth != 0:
		return rhythm{words: "每月" + string(s[j:end]), weekdays: 1 << d.weekday, nth: d.nth}, end - i
	case d.day == lastDay:
		return rhythm{words: "每月最后一天", day: lastDay}, end - i
	case d.day > 0 && d.day <= 31:
		return rhythm{words: fmt.Sprintf("每月%d号", d.day), day: d.day}, end - i
	}
	return rhythm{}, 0
}

// scanEverySecond reads 两周, 隔一周, 两周的周三 behind 每: a rhythm whose next day
// is not in the words.
func scanEverySecond(s []rune, i int) (rhythm, int) {
	j := zh.Skip(s, i, "隔")
	v, k := zh.Numeral(s, j)
	if k == 0 || v < 1 || v > 12 {
		return rhythm{}, 0
	}
	j = zh.Skip(s, j+k, "个")
	n, _ := zh.OneOfAt(s, j, []string{"周", "星期", "礼拜", "月", "天"})
	if n == 0 {
		return rhythm{}, 0
	}
	j += n
	words := "每" + string(s[i:j])
	if w, n := scanWeekday(s, zh.Skip(s, j, "的")); n > 0 && w.hasWeekday {
		words += hanWeekdays[w.weekday]
		j = zh.Skip(s, j, "的") + n
	}
	return rhythm{words: words, unknown: true}, j - i
}

// nextOf resolves a rhythm to the next day that it has.
func (b base) nextOf(d dayRef) moment {
	m := moment{every: d.rhythm.words}
	if d.rhythm.unknown {
		m.problem = "「" + d.rhythm.words + "」没说清下一次是哪一天"
		return m
	}
	for day := b.sent; day.Before(b.sent.AddDate(0, 3, 0)); day = day.AddDate(0, 0, 1) {
		if d.rhythm.has(day) {
			m.date = day
			return m
		}
	}
	return m
}

// has reports whether the rhythm falls on a day.
func (r rhythm) has(day time.Time) bool {
	y, m, dom := day.Date()
	switch {
	case r.nth != 0:
		return r.weekdays.has(day.Weekday()) && nthWeekday(y, m, r.nth, day.Weekday()).date.Equal(day)
	case r.day == lastDay:
		return day.AddDate(0, 0, 1).Day() == 1
	case r.day > 0:
		return dom == r.day
	}
	return r.weekdays == 0 || r.weekdays.has(day.Weekday())
}
