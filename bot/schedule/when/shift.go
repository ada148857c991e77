package when

import (
	"time"

	"qunwen/corpus/zh"
)

// A Shift is an amount of time by which something moves: later, or earlier if
// negative.
type Shift struct{ months, days, Minutes int }

// Earlier turns the shift round.
func (sh Shift) Earlier() Shift { return Shift{-sh.months, -sh.days, -sh.Minutes} }

// From gives what lies the shift behind a day, YYYY-MM-DD, and an hour, HH:MM. Both
// may be "", and stay so.
func (sh Shift) From(day, start string) (newDay, newClock string) {
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return "", start
	}
	c, err := time.Parse("15:04", start)
	moved, hour := sh.apply(at, Clock{hour: c.Hour(), minute: c.Minute()})
	if err != nil {
		return moved.Format(time.DateOnly), ""
	}
	return moved.Format(time.DateOnly), hour.String()
}

// apply moves a day and an hour. A month that is too short for the day has its
// last one.
func (sh Shift) apply(day time.Time, c Clock) (time.Time, Clock) {
	y, m, d := day.Date()
	last := civil(y, m+time.Month(sh.months)+1, 0)
	day = civil(last.Year(), last.Month(), min(d, last.Day())).AddDate(0, 0, sh.days)
	at := day.Add(time.Duration(c.minutes()+sh.Minutes) * time.Minute)
	return civil(at.Year(), at.Month(), at.Day()), Clock{hour: at.Hour(), minute: at.Minute()}
}

// halfMonth is the days of 半个月.
const halfMonth = 15

// A shiftUnit is a word for a stretch of time, how long it is, and its half if
// that can be said.
type shiftUnit struct {
	word      string
	one, half Shift
}

// shiftUnits are the units of a shift.
var shiftUnits = []shiftUnit{
	{"小时", Shift{Minutes: 60}, Shift{Minutes: 30}},
	{"钟头", Shift{Minutes: 60}, Shift{Minutes: 30}},
	{"钟", Shift{Minutes: 60}, Shift{Minutes: 30}}, // 半个钟
	{"分钟", Shift{Minutes: 1}, Shift{}},
	{"刻钟", Shift{Minutes: 15}, Shift{}},
	{"星期", Shift{days: 7}, Shift{}},
	{"礼拜", Shift{days: 7}, Shift{}},
	{"周", Shift{days: 7}, Shift{}},
	{"天", Shift{days: 1}, Shift{}},
	{"日", Shift{days: 1}, Shift{}},
	{"月", Shift{months: 1}, Shift{days: halfMonth}},
}

// maxShift bounds the number before a unit.
const maxShift = 400

// ScanShift reads an amount of time at i: 半小时, 一个半小时, 1.5小时,
// 三刻钟, 两天, 1个星期, 半个月, 1小时30分钟. Its length is 0 if nothing is said.
func ScanShift(s []rune, i int) (sh Shift, n int) {
	sh, n = scanOneShift(s, i)
	if n == 0 || sh.Minutes == 0 || sh.Minutes%60 != 0 {
		return sh, n
	}
	j := zh.Skip(s, i+n, "零又")
	if more, k := scanOneShift(s, j); k > 0 && more.Minutes > 0 && more.Minutes < 60 {
		sh.Minutes += more.Minutes
		n = j + k - i
	}
	return sh, n
}

func scanOneShift(s []rune, i int) (Shift, int) {
	v, tenths, n := scanAmount(s, i)
	if n == 0 || v > maxShift || v < 0 {
		return Shift{}, 0
	}
	j := zh.Skip(s, i+n, " ")
	if zh.At(s, j) == '个' {
		j++
	}
	if zh.At(s, j) == '半' && tenths == 0 { // 一个半小时
		tenths = 5
		j++
	}
	for _, u := range shiftUnits {
		if !zh.HasAt(s, j, u.word) {
			continue
		}
		sh, ok := u.times(v, tenths)
		if !ok {
			return Shift{}, 0
		}
		return sh, j + len([]rune(u.word)) - i
	}
	return Shift{}, 0
}

// times multiplies the unit. ok is false where it has no such part: 半天, 1.3个月.
func (u shiftUnit) times(v, tenths int) (sh Shift, ok bool) {
	sh = Shift{v * u.one.months, v * u.one.days, v * u.one.Minutes}
	switch {
	case tenths == 0:
	case u.one.Minutes == 60:
		sh.Minutes += 6 * tenths
	case tenths == 5 && u.half != Shift{}:
		sh.days += u.half.days
	default:
		return Shift{}, false
	}
	return sh, true
}

// scanAmount reads 半, or a number with at most one decimal, at i.
func scanAmount(s []rune, i int) (v, tenths, n int) {
	if zh.At(s, i) == '半' {
		return 0, 5, 1
	}
	switch zh.At(s, i) {
	case '俩':
		return 2, 0, 1
	case '仨':
		return 3, 0, 1
	}
	if i >= len(s) || !zh.StartsNumber(s, i) {
		return 0, 0, 0
	}
	v, n = zh.Numeral(s, i)
	if n > 0 && zh.IsDigit(s[i]) && zh.At(s, i+n) == '.' {
		t, k := zh.Digits(s, i+n+1)
		if k != 1 {
			return 0, 0, 0
		}
		return v, t, n + 2
	}
	return v, 0, n
}
