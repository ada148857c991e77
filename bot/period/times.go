package period

import (
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// A mention is a time named in a text.
type mention struct {
	start, end int       // bytes
	from, to   time.Time // days: from the start of one up to that of another; from is zero if there is no beginning
	bare       bool      // the year is not said: the latest such time was taken
}

const (
	yearSource = `((?:大前|去|今|前|本)年|\d{4}年|\d{2}年|二[零〇][零〇一二三四五六七八九]{2}年)度?`
	numSource  = `(\d{1,2}|[一二三四五六七八九十]{1,3})`
	partSource = `(初|上旬|中旬|下旬|底|末)`
	daySource  = numSource + `[日号]`
	clockWords = `(?:凌晨|早上|上午|中午|下午|傍晚|晚上|夜里|晚)?`
)

// A pattern is one way to name a time.
type pattern struct {
	example string // a question that it reads
	re      *regexp.Regexp
	notPast string // characters that must not follow
	notUpon string // characters that must not stand before, besides digits before a digit
	read    func(c calendar, m []string) (from, to time.Time, ok bool)
	bare    bool
}

// patterns are all ways to name a time. Of those that match at the same place
// the longest counts.
var patterns = []pattern{
	{"2017-03-05群里聊的", regexp.MustCompile(`(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?`), "0123456789-/.%", "-/.", calendar.date, false},
	{"2017年3月5日群里聊的", regexp.MustCompile(yearSource + `的? ?` + numSource + `月份?(?:` + daySource + `)?`), "", "", calendar.monthOfYear, false},
	{"去年3月底群里聊的", regexp.MustCompile(yearSource + `的? ?` + numSource + `月份?` + partSource), "", "", calendar.partOfMonthOfYear, false},
	{"2017年群里聊的", regexp.MustCompile(yearSource), "", "第近这每整", calendar.year, false},
	{"去年年底群里聊的", regexp.MustCompile(yearSource + `的?(上半年|下半年|第?[一二三四1-4]季度|年?初|年中|年?底|年?末)`), "", "第近这每整", calendar.partOfYear, false},
	{"上半年群里聊的", regexp.MustCompile(`(上半年|下半年|第?[一二三四]季度|年初|年底|年末)`), "", "明后每半", calendar.partOfLastYear, true},
	{"3月5日群里聊的", regexp.MustCompile(numSource + `月份?(?:` + daySource + `)?`), "", "第个每一二三四五六七八九十", calendar.month, true},
	{"3月底群里聊的", regexp.MustCompile(numSource + `月份?` + partSource), "", "第个每一二三四五六七八九十", calendar.partOfMonth, true},
	{"5号群里聊的", regexp.MustCompile(numSource + `号`), "文令店线楼卡机码公通", "月第一二三四五六七八九十", calendar.dayOfMonth, true},
	{"上个月群里聊的", regexp.MustCompile(`(上上|上|这|本)个?月份?(?:` + daySource + `)?`), "", "以", calendar.relativeMonth, false},
	{"上月底群里聊的", regexp.MustCompile(`(上上|上|这|本)个?月份?` + partSource), "", "以", calendar.partOfRelativeMonth, false},
	{"上周三群里聊的", regexp.MustCompile(`(上上|上|这|本)个?(?:周|星期|礼拜)([一二三四五六日天末])?`), "期转年边", "以", calendar.relativeWeek, false},
	{"周三群里聊的", regexp.MustCompile(`(?:周|星期|礼拜)([一二三四五六日天末])`), "期转年福", "下每个一二三四五六七八九十几0123456789", calendar.weekday, true},
	{"大前天群里聊的", regexp.MustCompile(`(大前天|前天|昨天|昨日|今天|今日|今儿|昨儿)` + clockWords), "", "", calendar.relativeDay, false},
	{"昨晚群里聊的", regexp.MustCompile(`(前晚|昨晚|昨夜|今早|今晨|今晚)`), "", "", calendar.relativeDay, false},
	{"刚才群里聊的", regexp.MustCompile(`(刚才|刚刚)`), "", "", calendar.relativeDay, false},
	{"最近群里聊的", regexp.MustCompile(`(这几天|这两天|近几天|最近几天|最近两天|这些天|前几天|前两天|几天前|最近|近期|近来|这阵子?|这段时间|前阵子?|前一阵子?|前段时间|前些天|前些日子|前不久|不久前|近两年|近几年|这两年|这几年|最近两年|最近几年)`), "", "", calendar.recent, false},
	{"近三个月群里聊的", regexp.MustCompile(`(?:最近|近|这|过去)` + `(\d{1,2}|[一二两三四五六七八九十]|半)(?:个)?(天|周|星期|礼拜|月|年)`), "", "", calendar.lastFew, false},
	{"三个月前群里聊的", regexp.MustCompile(`(\d{1,2}|[一二两三四五六七八九十]|半)(天|周|个星期|个礼拜|个月|年)(?:之|以)?前`), "置端台", "第一二三四五六七八九十个", calendar.ago, false},
}

// openEnd finds behind a time that the group is said to have talked from then on
// (groups 1 and 3) or up to then (2 and 4). 前 and 后 alone begin many words.
var openEnd = regexp.MustCompile(`^(?:(以来|至今|到现在|之后|以后)|(之前|以前)|(?:(后)|(前))(?:群|谁|有人|大家|聊|讨论|说|问|提|，|,))`)

// between joins two times to one: 3月到5月.
var between = regexp.MustCompile(`^ ?[到至~\-—和跟、] ?$`)

// mentions returns the times that a folded text names, in order.
func mentions(text string, asked time.Time) []mention {
	c := calendar{asked}
	var all []mention
	for i := range patterns {
		all = append(all, patterns[i].find(text, c)...)
	}
	slices.SortFunc(all, func(a, b mention) int {
		if a.start != b.start {
			return a.start - b.start
		}
		return b.end - a.end
	})
	var out []mention
	for _, m := range all {
		last := len(out) - 1
		switch {
		case last >= 0 && m.start < out[last].end:
			continue
		case last >= 0 && between.MatchString(text[out[last].end:m.start]) && out[last].extend(m):
			continue
		}
		out = append(out, m)
	}
	for i := range out {
		out[i].open(text, c)
	}
	return slices.DeleteFunc(out, func(m mention) bool { return !m.from.Before(m.to) })
}

// find returns what the pattern reads in a text. A time of which a part makes
// no sense, as 2月30日, is kept with no length, so that no part of it is read.
func (p *pattern) find(text string, c calendar) []mention {
	var out []mention
	for _, at := range p.re.FindAllStringSubmatchIndex(text, -1) {
		if !p.stands(text, at[0], at[1]) {
			continue
		}
		groups := make([]string, len(at)/2)
		for k := range groups {
			if at[2*k] >= 0 {
				groups[k] = text[at[2*k]:at[2*k+1]]
			}
		}
		m := mention{start: at[0], end: at[1], bare: p.bare}
		if from, to, ok := p.read(c, groups); ok {
			m.from, m.to = from, to
		}
		out = append(out, m)
	}
	return out
}

// stands reports whether what stands around text[start:end] lets it be a time.
func (p *pattern) stands(text string, start, end int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:start])
	after, _ := utf8.DecodeRuneInString(text[end:])
	first := text[start]
	if first >= '0' && first <= '9' && (before >= '0' && before <= '9' || before == '.' || before == '+') {
		return false
	}
	return (start == 0 || !strings.ContainsRune(p.notUpon, before)) && (end == len(text) || !strings.ContainsRune(p.notPast, after))
}

// extend joins m with next, which follows it, to one time; false if next is not
// later. A year that is said for one counts for both.
func (m *mention) extend(next mention) bool {
	if m.from.IsZero() || !m.from.Before(m.to) || !next.from.Before(next.to) {
		return false
	}
	switch {
	case next.bare && !m.bare:
		for !next.from.AddDate(-1, 0, 0).Before(m.from) {
			next.from, next.to = next.from.AddDate(-1, 0, 0), next.to.AddDate(-1, 0, 0)
		}
	case next.bare && m.bare && next.from.Before(m.from):
		m.from, m.to = m.from.AddDate(-1, 0, 0), m.to.AddDate(-1, 0, 0)
	}
	if !m.from.Before(next.from) {
		return false
	}
	m.end, m.to = next.end, next.to
	return true
}

// open takes in what follows the time: 3月以来, 3月以前.
func (m *mention) open(text string, c calendar) {
	at := openEnd.FindStringSubmatchIndex(text[m.end:])
	if at == nil || !m.from.Before(m.to) {
		return
	}
	if since := max(at[3], at[7]); since > 0 {
		m.to = c.day(1)
		m.end += since
		return
	}
	m.from, m.to = time.Time{}, m.from
	m.end += max(at[5], at[9])
}
