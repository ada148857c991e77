package when

import (
	"fmt"
	"time"

	"qunwen/corpus/zh"
)

// scanEvery reads 每周三, 每周一三五, 每天, 每晚, 每月15号, 每两周 at i.
func scanEvery(s []rune, i int) (DayRef, int) {
	j := i
	if s[i] == '逢' {
		if zh.At(s, i-1) == '每' {
			return DayRef{}, 0
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
		d := DayRef{every: true, rhythm: r}
		if p, k := scanPeriod(s, zh.Skip(s, j+n, " 的")); k > 0 {
			d.Period = p
			n = zh.Skip(s, j+n, " 的") + k - j
		} else if zh.At(s, j) == '晚' {
			d.Period = evening
		} else if zh.At(s, j) == '早' {
			d.Period = morning
		}
		return d, j + n - i
	}
	return DayRef{}, 0
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
	case d.Day == lastDay:
		return rhythm{words: "每月最后一天", day: lastDay}, end - i
	case d.Day > 0 && d.Day <= 31:
		return rhythm{words: fmt.Sprintf("每月%d号", d.Day), day: d.Day}, end - i
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
	if w, n := scanWeekday(s, zh.Skip(s, j, "的")); n > 0 && w.HasWeekday {
		words += hanWeekdays[w.weekday]
		j = zh.Skip(s, j, "的") + n
	}
	return rhythm{words: words, unknown: true}, j - i
}
