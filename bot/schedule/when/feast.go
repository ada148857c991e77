package when

import (
	"time"

	"qunwen/corpus/zh"
)

// on is a feast of the civil year, lunarOn one of the lunar year.
func on(m time.Month, d int) feastDate { return feastDate{month: m, day: d} }

func lunarOn(m time.Month, d int) feastDate { return feastDate{month: m, day: d, lunar: true} }

// clearBright is 清明 among the solar terms of the almanac.
const clearBright = 8

var feasts = []feast{
	{words: []string{"元旦节", "元旦"}, date: on(1, 1)},
	{words: []string{"情人节"}, date: on(2, 14)},
	{words: []string{"女生节"}, date: on(3, 7)},
	{words: []string{"三八妇女节", "三八女神节", "三八节", "妇女节", "女神节"}, date: on(3, 8)},
	{words: []string{"三八"}, date: on(3, 8), weak: true},
	{words: []string{"植树节"}, date: on(3, 12)},
	{words: []string{"白色情人节"}, date: on(3, 14)},
	{words: []string{"愚人节"}, date: on(4, 1)},
	{words: []string{"清明节", "清明"}, date: feastDate{term: clearBright}},
	{words: []string{"五一劳动节", "五一节", "劳动节", "五一"}, date: on(5, 1)},
	{words: []string{"五四青年节", "青年节", "五四"}, date: on(5, 4)},
	{words: []string{"母亲节"}, date: feastDate{month: 5, nth: 2, weekday: time.Sunday}},
	{words: []string{"六一儿童节", "六一节", "儿童节", "六一"}, date: on(6, 1)},
	{words: []string{"父亲节"}, date: feastDate{month: 6, nth: 3, weekday: time.Sunday}},
	{words: []string{"七一建党节", "建党节"}, date: on(7, 1)},
	{words: []string{"七一"}, date: on(7, 1), weak: true},
	{words: []string{"八一建军节", "建军节"}, date: on(8, 1)},
	{words: []string{"八一"}, date: on(8, 1), weak: true},
	{words: []string{"教师节"}, date: on(9, 10)},
	{words: []string{"十一国庆节", "十一国庆", "国庆节", "国庆"}, date: on(10, 1)},
	{words: []string{"十一"}, date: on(10, 1), weak: true},
	{words: []string{"1024程序员节", "程序员节"}, date: on(10, 24)},
	{words: []string{"万圣节前夜", "万圣夜", "万圣节"}, date: on(10, 31)},
	{words: []string{"光棍节", "双十一", "双11"}, date: on(11, 11)},
	{words: []string{"感恩节"}, date: feastDate{month: 11, nth: 4, weekday: time.Thursday}},
	{words: []string{"双十二", "双12"}, date: on(12, 12)},
	{words: []string{"平安夜"}, date: on(12, 24), period: evening},
	{words: []string{"圣诞节", "圣诞"}, date: on(12, 25)},
	{words: []string{"跨年夜", "跨年"}, date: on(12, 31), period: evening},

	{words: []string{"除夕夜", "除夕", "大年三十", "大年夜", "年三十"}, date: lunarOn(12, lastDay)},
	{words: []string{"春节"}, date: lunarOn(1, 1)},
	{words: []string{"元宵节", "元宵"}, date: lunarOn(1, 15)},
	{words: []string{"端午节", "端午"}, date: lunarOn(5, 5)},
	{words: []string{"七夕节", "七夕"}, date: lunarOn(7, 7)},
	{words: []string{"中元节"}, date: lunarOn(7, 15)},
	{words: []string{"中秋节", "中秋"}, date: lunarOn(8, 15)},
	{words: []string{"重阳节", "重阳"}, date: lunarOn(9, 9)},
	{words: []string{"腊八节", "腊八"}, date: lunarOn(12, 8)},
	{words: []string{"小年夜", "小年"}, date: lunarOn(12, 23)},
}

// feastRunes are the runes at which feasts begin.
func feastRunes() string {
	seen := make(map[rune]bool)
	for _, f := range feasts {
		for _, w := range f.words {
			seen[[]rune(w)[0]] = true
		}
	}
	var all []rune
	for r := range seen {
		all = append(all, r)
	}
	return string(all)
}

// feastAt finds the feast with the longest word at i.
func feastAt(s []rune, i int) (f *feast, n int) {
	for k := range feasts {
		for _, w := range feasts[k].words {
			if m := len([]rune(w)); m > n && zh.HasAt(s, i, w) {
				f, n = &feasts[k], m
				break
			}
		}
	}
	return f, n
}

// scanFeastWord reads a feast behind a year.
func scanFeastWord(s []rune, i int) (DayRef, int) {
	f, n := feastAt(s, i)
	if n == 0 {
		return DayRef{}, 0
	}
	d := DayRef{feast: f, Period: f.period}
	return d, n + scanThatDay(s, i+n, &d)
}

// thatDay stand behind a feast and say that the day itself is meant.
var thatDay = []struct{ word, period string }{
	{"当天", ""}, {"当日", ""}, {"那天", ""}, {"这天", ""}, {"当晚", evening}, {"那晚", evening}, {"夜", evening}, {"晚", evening},
}

// scanThatDay reads one of thatDay at i into d.
func scanThatDay(s []rune, i int, d *DayRef) int {
	for _, w := range thatDay {
		if zh.HasAt(s, i, w.word) && !zh.HasAt(s, i, "晚会") && !zh.HasAt(s, i, "晚上") {
			if w.period != "" {
				d.Period = w.period
			}
			return len([]rune(w.word))
		}
	}
	return 0
}

// scanFeast reads 元旦, 五一当天, 国庆节晚上 or 春节后 at i. A holiday's name is in
// the names of streets, goods and sales: it is a day only where the words
// around it treat it as one.
func scanFeast(s []rune, i int) (DayRef, int) {
	f, n := feastAt(s, i)
	if n == 0 || !standsBeforeFeast(s, i) && scanThatDay(s, i+n, new(DayRef)) == 0 {
		return DayRef{}, 0
	}
	if into, k := scanInto(s, i+n); k > 0 {
		return DayRef{feast: f, into: into}, n + k
	}
	if d, k := scanAroundFeast(s, i+n, f); k > 0 && !f.weak {
		return d, n + k
	}
	d := DayRef{feast: f, Period: f.period}
	k := scanThatDay(s, i+n, &d)
	sure, _ := zh.OneOfAt(s, zh.Skip(s, i+n, " "), []string{"的分享", "那场", "那次", "请到"})
	d.merely = k == 0 && sure == 0
	switch {
	case k > 0:
	case treatedAsDay(s, i, i+n, f.weak):
	default:
		return DayRef{}, 0
	}
	return d, n + k
}

// standsBeforeFeast reports whether the rune before i may stand before a day. A
// topic may not: 主题是双十一.
func standsBeforeFeast(s []rune, i int) bool {
	r := zh.At(s, i-1)
	if zh.Contains("是为:", r) && endsWithAny(s, i-1, []string{"主题", "题目", "内容", "话题"}) {
		return false
	}
	return r == 0 || zh.Contains(" \n,.。:;!?()[]【】“”-—~、到在至成为于就那等是的定改和与年天日晚暂原约请", r)
}

// behindFeast may stand behind a holiday that is a day; notBehindFeast are what
// begins like one of them.
var (
	behindFeast    = []string{"食", "吃", "请", "我", "由", "给", "有", "的分享", "分享", "讲", "来", "安排", "继续", "照常", "吧", "就", "那场", "那次", "取消", "不", "见", "没", "是谁", "谁", "哪", "开", "@", "(", ")", "到", "至", "~"}
	notBehindFeast = []string{"请假", "不放假", "有活动", "有优惠"}
)

// treatedAsDay reports whether what stands behind the feast, which goes from one
// place to the other, treats it as a day: a part of the day, an hour, a bracket,
// somebody, or a word of sharing. Behind a weak word only the first two count.
func treatedAsDay(s []rune, from, to int, weak bool) bool {
	j := zh.Skip(s, to, " ")
	if _, k := scanPeriod(s, zh.Skip(s, to, " ,")); k > 0 {
		return true
	}
	if _, k := scanClock(s, j, ""); k > 0 && (!weak || j > to) {
		return true
	}
	if weak {
		return false
	}
	if n, _ := zh.OneOfAt(s, j, behindFeast); n > 0 {
		not, _ := zh.OneOfAt(s, j, notBehindFeast)
		return not == 0
	}
	r := zh.At(s, j)
	if j > to && zh.Contains("【-周星", r) { // a row of a list
		return true
	}
	return r == 0 || zh.Contains(",。!?;\n吗", r) && zh.Contains("到在至成为于:是定", zh.At(s, from-1))
}

// longestHoliday is how many days a holiday has at most.
const longestHoliday = 10

// scanInto reads 假期第三天 at i, behind a feast: two days into the holiday; and
// 前一天, the day before it.
func scanInto(s []rune, i int) (into, n int) {
	if k, _ := zh.OneOfAt(s, i, []string{"的前一天", "前一天", "前一晚"}); k > 0 {
		return -1, k
	}
	k, _ := zh.OneOfAt(s, i, []string{"假期", "长假", "黄金周", "放假"})
	j := zh.Skip(s, i+k, "的 ")
	if zh.At(s, j) != '第' {
		return 0, 0
	}
	day, d := zh.Numeral(s, j+1)
	if d == 0 || day < 1 || day > longestHoliday || zh.At(s, j+1+d) != '天' {
		return 0, 0
	}
	return day - 1, j + 1 + d + 1 - i
}

// scanAroundFeast reads what puts a day around the feast f before i: 后, 前,
// 后第一周 and the weekday behind it.
func scanAroundFeast(s []rune, i int, f *feast) (DayRef, int) {
	d := DayRef{Vague: VagueRef{Kind: Sometime, feast: f}}
	if k, _ := zh.OneOfAt(s, i, []string{"节前", "之前", "前夕", "以前", "前"}); k > 0 {
		return d, k
	}
	k, _ := zh.OneOfAt(s, i, []string{"节后", "之后", "以后", "后"})
	if k == 0 {
		return DayRef{}, 0
	}
	j := i + k
	if !zh.HasAt(s, j, "第一周") && !zh.HasAt(s, j, "第一个") {
		return d, j - i
	}
	d.Vague.Kind = afterHoliday
	j += 3
	if w, n := scanWeekday(s, j); n > 0 && w.HasWeekday {
		d.weekday, d.HasWeekday = w.weekday, true
		j += n
	} else if v, ok := weekdayOf(zh.At(s, j), zh.At(s, j+1)); zh.At(s, j-1) == '周' && ok {
		d.weekday, d.HasWeekday = v, true
		j++
	}
	return d, j - i
}
