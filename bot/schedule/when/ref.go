package when

import "time"

// A DayRef is a day as words give it, before anybody knows which day it is.
// Of its parts only those are set that were said.
type DayRef struct {
	year, Month, Day int  // 0: not said; day may be lastDay
	inYear           Away // 明年, counted from the year of the message
	InMonth          Away // 下月, counted from the month of the message
	lunar, leap      bool // month and day are those of the lunar calendar
	Seasonal         bool // a bare 初八: the month was not said
	feast            *feast
	into             int  // days into the holiday that the feast begins: 2 on 国庆假期第三天, -1 on 中秋前一天
	merely           bool // the feast stands by its mere name, which may be spoken of
	nth              int  // 第二个周三 of a month; -1 is the last, 0: not said

	HasWeekday bool
	weekday    time.Weekday
	Week       WeekRef

	Relative    bool
	same        bool // 当晚: of the day that was named before, if any
	offset      int  // days from the day of the message
	Vague       VagueRef
	Weak        bool   // may be something else: 3.4, 0313, a bare 晚上
	past, every bool   // 昨天, 上周三; 每周三
	rhythm      rhythm // how often, where every
	Period      string // 晚上, 下午 …; "" if not said
}

// An Away is a number of years or months from those of the message.
type Away struct {
	Said bool // the words name it; n counts then
	n    int
}

// lastDay stands for the last day of a month.
const lastDay = 99

// Specific reports whether the reference means one day.
func (d DayRef) Specific() bool {
	return d.Day > 0 || d.HasWeekday || d.Relative || d.feast != nil
}

// dated reports whether the reference gives a day of a month.
func (d DayRef) dated() bool { return d.Day > 0 || d.feast != nil }

// Unsaid reports whether the reference is only a bare 晚上, of no day.
func (d DayRef) Unsaid() bool {
	return d.Relative && d.Weak && d.offset == 0 && !d.dated() && !d.HasWeekday
}

// A VagueKind is a stretch of days that words name.
type VagueKind uint8

// The kinds of stretch.
const (
	NotVague     VagueKind = iota
	early                  // 初, 上旬: 1 to 10
	middle                 // 中, 中旬: 11 to 20
	late                   // 下旬, 底: 21 to the end
	wholeMonth             // 份
	firstWeek              // 第一周: the week that holds the 1st
	Weekend                // 周末
	WholeWeek              // 下周 and no more
	Sometime               // 年后, 节后: nobody can say
	afterHoliday           // 元旦后第一周, with or without a weekday
)

// A VagueRef is a vague stretch and, for some, where it is.
type VagueRef struct {
	Kind  VagueKind
	feast *feast // that it lies behind
}

// ofMonth reports whether the stretch is a part of a month.
func (v VagueRef) ofMonth() bool { return v.Kind > NotVague && v.Kind < Weekend }

// A WeekRef says which week a weekday is in.
type WeekRef int8

// The weeks, as far as they are said.
const (
	BareWeek WeekRef = iota // the coming one
	thisWeek
	NextWeek
	weekAfterNext

	lastWeek       WeekRef = -1
	weekBeforeLast WeekRef = -2
)

// off is how many weeks the week is away; a bare one counts as this.
func (w WeekRef) off() int {
	if w > BareWeek {
		return int(w - thisWeek)
	}
	return int(w)
}

// A feast is a holiday or an observance: how it is called, and when it is.
type feast struct {
	words  []string // the longer before the shorter that it begins with
	date   feastDate
	period string // 平安夜 is an evening
	weak   bool   // its words mean other things, too: 十一, 八一
}

// A feastDate is when a feast is each year.
type feastDate struct {
	month   time.Month   // of the civil year, or of the lunar one
	day     int          // 0: see nth and term
	lunar   bool         // month and day are lunar; the last day of the year is 12/lastDay
	nth     int          // the nth weekday of the month
	weekday time.Weekday // of nth
	term    int          // a solar term, by its place in the almanac; 0 is none
}

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
