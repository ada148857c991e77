package announce

import (
	"slices"
	"strings"
	"unicode/utf8"

	"qunwen/bot/schedule/pattern"
	"qunwen/bot/schedule/when"
	"qunwen/corpus/zh"
)

// readTable reads the message as a table; nil if it is none.
func (r *reader) readTable() []Entry {
	switch { // a look at most messages
	case len(r.slots) == 0:
		return nil
	case strings.ContainsAny(r.text, "\n;"+circled), len(r.slots) > 1 && strings.Contains(r.text, ","), len(r.handles()) > 1:
	default:
		return nil
	}
	m := r.mask()
	lines := m.lines()
	if len(lines) < 2 || zh.ContainsAny(m.text(lines[0].from, lines[0].to), rosterWords...) {
		return nil
	}
	t := table{r: r, m: m, base: r.base, headed: r.announcesList()}
	t.takeWeekOrMonth(r.context.Header)
	for _, l := range lines {
		t.readLine(l)
	}
	t.endBlock()
	if !t.lists() {
		return nil
	}
	for i := range t.entries {
		if e := &t.entries[i]; e.Start == "" && e.Speaker != "" {
			e.Start = t.common
		}
	}
	return t.entries
}

// lists reports whether what was read is a list: two rows or more, or one with
// its hour below a heading that says so.
func (t *table) lists() bool {
	switch {
	case t.persons == 0, t.strange > 0, tasks(t.entries), t.r.idle(t.entries):
		return false
	case len(t.entries) == 1:
		return t.headed && t.blocks == 0 && t.entries[0].Start != ""
	}
	return true
}

// lines are the lines of the text, parted at semicolons, too.
func (m *maskedText) lines() []tableLine {
	var all []tableLine
	from := 0
	end := func(to int) {
		if strings.TrimSpace(m.text(from, to)) != "" {
			l := tableLine{from, to}
			if at := m.headerEnd(l); at > 0 {
				all = append(all, tableLine{l.from, at})
				l.from = at + 1
			}
			all = append(all, m.rowParts(l)...)
		}
		from = to
		if to < len(m.runes) && !strings.ContainsRune(circled, m.runes[to].r) {
			from++
		}
	}
	for i, c := range m.runes {
		if c.piece < 0 && (c.r == '\n' || c.r == ';' || strings.ContainsRune(circled, c.r)) {
			end(i)
		}
	}
	end(len(m.runes))
	return all
}

// numbering stands before a row: 1. 1、 ① (1) 一、.
var numbering = pattern.MustCompile(`^\s*(?:[\(【]?\d{1,2}[\)】.、:]|[①②③④⑤⑥⑦⑧⑨⑩㈠㈡㈢㈣㈤㈥]|[\(]?[一二三四五六七八九十][\)、]|[·・•\-—*☞👉🌙])+\s*`)

// columns are the names of columns: no row.
var columns = pattern.MustCompile(`^\s*(?:日期|时间|序号)\s*[| ,、]\s*(?:时间|嘉宾|讲者|主讲|分享人|主题)`)

// readLine reads a line.
func (t *table) readLine(l tableLine) {
	text := t.m.text(l.from, l.to)
	if columns.MatchString(text) {
		return
	}
	if g := labels.FindStringSubmatch(text); g != nil && !innerLabel.MatchString(text) {
		t.readLabel(strings.ReplaceAll(g[1], " ", ""), tableLine{l.from + len([]rune(g[0])), l.to})
		return
	}
	l.from += len([]rune(numbering.FindString(text)))
	if l.from < l.to {
		t.readPieces(t.takeHeading(l))
	}
}

// readPieces reads a line without its number by the pieces that stand in it.
func (t *table) readPieces(l tableLine) {
	days, hours, people := t.m.piecesIn(l.from, l.to, "DP"), t.m.piecesIn(l.from, l.to, "T"), t.m.piecesIn(l.from, l.to, "H")
	people = slices.DeleteFunc(people, func(p piece) bool { return p.text == "所有人" })
	open := t.open
	t.open = 0
	switch {
	case slices.ContainsFunc(days, func(p piece) bool { return p.slot.Past }):
		t.strange++
	case len(people) > 1 || len(days) > 1:
		if len(people) > 0 || len(t.entries) > 0 {
			t.strange++
		} else {
			t.readHeadLine(l, days, hours)
		}
	case len(people) == 0 && len(days)+len(hours) == 0:
		t.readWordsOnly(l, open)
	case len(people) == 0:
		t.readUnnamedLine(l, days, hours)
	case len(days) == 1 || t.day != nil && len(hours) > 0 || t.dayOnly:
		t.readRow(l, days, hours, people[0].text)
	default:
		t.strange++
	}
}

// readUnnamedLine reads a line that mentions nobody and has one day at most.
func (t *table) readUnnamedLine(l tableLine, days, hours []piece) {
	text := t.m.text(l.from, l.to)
	switch {
	case len(days) == 1 && days[0].slot.Every && clockOf(&days[0].slot, hours) != "":
		t.common = clockOf(&days[0].slot, hours) // 每晚20:00开始
	case len(days) == 1:
		t.readDayLine(l, text, &days[0].slot, hours)
	case len(hours) == 1 && t.dayOnly && t.hour == "" && !forAll.MatchString(text):
		t.hour = hours[0].clock.String()
	case len(hours) == 1 && !strings.ContainsRune(text, 'Q'):
		t.common = hours[0].clock.String()
	}
}

// readHeadLine reads a heading with several days: 11月排期（先定四期，都是周二，晚8点）.
func (t *table) readHeadLine(l tableLine, days, hours []piece) {
	t.takeWeekOrMonth(t.folded(l))
	for _, d := range days {
		if at := clockOf(&d.slot, hours); at != "" {
			t.common = at
		}
	}
}

// folded are the words of a line, days and hours as written.
func (t *table) folded(l tableLine) string {
	end := len(t.r.src.Fold)
	if l.to < len(t.m.runes) {
		end = t.m.runes[l.to].at
	}
	return string(t.r.src.Fold[t.m.runes[l.from].at:end])
}

// longestTopicLine is how many characters a line has at most that is the topic of
// the row above.
const longestTopicLine = 30

// readWordsOnly reads a line without a day, an hour and a mention: it may be the
// topic of the row above it, say that nobody speaks on the day above it, or be a
// heading. open is how many rows there were when the last had no topic.
func (t *table) readWordsOnly(l tableLine, open int) {
	words := strings.Trim(t.m.words(l.from, l.to), rowTrim+"|\t→")
	status, free := statusIn(words)
	switch {
	case free && t.dated && t.block.Speaker == "":
		t.block.Status = status
	case free && t.dayOnly:
		t.add(*t.day, Entry{Status: status})
		t.dayOnly = false
	case open > 0 && open == len(t.entries) && utf8.RuneCountInString(words) <= longestTopicLine:
		t.entries[open-1].Topic = t.topicIn(l)
	default:
		t.takeWeekOrMonth(t.folded(l))
	}
}

// readDayLine reads a line with a day and no mention: a heading, an evening that is
// free, or a row whose speaker is named without a mention.
func (t *table) readDayLine(l tableLine, text string, sl *when.Slot, hours []piece) {
	after := strings.Trim(t.m.words(l.from, l.to), rowTrim+"|\t→")
	status, open := statusIn(after)
	if after == "" && strings.ContainsRune(t.m.text(t.behindDay(tableLine{l.from, l.to})-1, l.to), '-') {
		status, open = Open, true // an empty cell
	}
	name, topic := "", ""
	if !sl.VagueOnly() {
		name, topic = t.bareName(l)
	}
	switch {
	case clockOf(sl, hours) != "" && forAll.MatchString(text):
		t.common = clockOf(sl, hours)
		t.takeWeekOrMonth(string(t.r.src.Fold[sl.From:sl.To])) // 下周分享(统一晚八点)
	case open:
		t.add(*sl, Entry{Status: status, Start: clockOf(sl, hours)})
	case name != "":
		e := Entry{Status: Planned, Speaker: name, Topic: topic}
		e.Start = clockOf(sl, hours)
		t.add(*sl, e)
		t.persons++
	case sl.VagueOnly():
		t.takeWeekOrMonth(string(t.r.src.Fold[sl.From:sl.To]))
		if at := clockOf(sl, hours); at != "" {
			t.common = at
		}
	case sl.PartOnly() && clockOf(sl, hours) != "":
		t.common = clockOf(sl, hours)
	case sl.HasClock || len(hours) > 0:
		t.day, t.dayOnly, t.hour = sl, true, clockOf(sl, hours)
	default:
		t.day, t.dayOnly, t.hour = sl, true, ""
	}
}

// forAll says that an hour is that of all rows. The 都 of 成都 does not.
var forAll = pattern.MustCompile(`(?:^|[^成首])都|均|统一|全部|每[天晚场次期]|一律`)

// sameHour says that a row begins when the one before it does.
var sameHour = pattern.MustCompile(`同一时间|同样时间|时间同上|同一时段|老时间`)

// readRow reads a line with a mention.
func (t *table) readRow(l tableLine, days, hours []piece, speaker string) {
	sl := t.day
	if len(days) > 0 {
		sl = &days[0].slot
	}
	e := Entry{Status: Planned, Speaker: speaker, Start: clockOf(sl, hours)}
	if n := len(t.entries); len(days) == 0 && len(hours) > 0 {
		e.Start = hours[0].clock.String()
	} else if e.Start == "" && n > 0 && sameHour.MatchString(t.m.text(l.from, l.to)) {
		e.Start = t.entries[n-1].Start
	}
	t.readTopicAndState(l, &e)
	if len(days)+len(hours) == 0 && t.hour != "" {
		e.Start = t.hour
	}
	t.dayOnly = false
	if len(days) > 0 && e.Start != "" {
		t.day = sl // another may follow at a later hour
	}
	t.add(*sl, e)
	t.persons++
	if e.Topic == "" && !e.TopicTBD && e.Status == Planned {
		t.open = len(t.entries)
	}
}

// readTopicAndState reads the topic and the state of a row into e, and takes the topic off
// its mention where a column was read as a part of it.
func (t *table) readTopicAndState(l tableLine, e *Entry) {
	words, rem := t.behind(l)
	speaker := e.Speaker
	if name, topic, ok := cutColumn(speaker); ok && (!strings.HasPrefix(topic, "|") || strings.ContainsRune(t.m.text(l.from, t.mention(l)), '|') || handleParts(name) >= 4) {
		e.Speaker = name
		if column := strings.Trim(topic, "|｜()（）→—- "); words == "" && rem.status == "" {
			column, rem = cutRemark(column)
			words = rowTopicOf(column)
		}
	}
	e.TopicTBD = rem.topicTBD
	if rem.status != "" {
		e.Status = rem.status
	}
	if words == "" && !rem.topicTBD && rem.status == "" {
		words = t.before(l)
	}
	e.Topic = words
}

// behind reads the topic and the state of a row that stand behind its mention.
func (t *table) behind(l tableLine) (topic string, rem remark) {
	from := t.mention(l) + 1
	for i := from; i < l.to; i++ {
		if c := t.m.runes[i]; c.r == quoteMark && c.piece >= 0 {
			_, rem = cutRemark(t.m.quote(t.r.src, i+1, l.to))
			return t.m.pieces[c.piece].text, rem
		}
	}
	for i := from; i < l.to; i++ {
		c := t.m.runes[i]
		if c.r == clockMark && c.piece >= 0 || c.r == dayMark && c.piece >= 0 && !t.m.pieces[c.piece].slot.VagueOnly() { // behind the mention
			return t.longest(from, l.to), rem
		}
	}
	words, rem := cutRemark(t.m.quote(t.r.src, from, t.rowTail(from, l.to)))
	if rem.topicTBD || rem.status != "" && strings.TrimSpace(words) == "" {
		return "", rem
	}
	return rowTopicOf(words), rem
}

// bareName finds a speaker without a mention in a line with a day, and the topic
// behind: 5月11日（周五）张三 结算周期.
func (t *table) bareName(l tableLine) (name, topic string) {
	from := t.behindDay(l)
	to := from
	for to < l.to && t.m.runes[to].piece < 0 && !strings.ContainsRune(" \t|,。→(:", t.m.runes[to].r) {
		to++
	}
	name = strings.Trim(t.m.quote(t.r.src, from, to), rowTrim)
	topic = t.topicIn(tableLine{to, l.to})
	named := isHandle(name) || isShortName(name) && topic != "" && to < l.to && t.m.runes[to].r != ',' ||
		topic == "" && t.namesPeople() && looksLikeName(name)
	if !named || !namedInRow.allows(name) {
		return "", ""
	}
	return name, topic
}

// namesPeople reports whether the rows of the message say who speaks and no more: 这周的讲师：周二 阿飞.
func (t *table) namesPeople() bool { return t.headed || listsSpeakers.MatchString(t.r.text) }

var listsSpeakers = pattern.MustCompile(`(?:讲师|嘉宾|分享人|主讲人?|分享)[^,。]{0,6}:`)

// behindDay is where the words behind the last day or hour of a line begin.
func (t *table) behindDay(l tableLine) int {
	from := l.from
	for i := l.from; i < l.to; i++ {
		if c := t.m.runes[i]; c.piece >= 0 && (c.r == dayMark || c.r == clockMark) {
			from = i + 1
		}
	}
	for from < l.to && strings.ContainsRune(rowTrim+"|\t→()", t.m.runes[from].r) {
		from++
	}
	return from
}

// add enters a row of a slot.
func (t *table) add(sl when.Slot, e Entry) {
	if r := &sl.Refs[0]; t.month > 0 && r.Day > 0 && r.Month == 0 && !r.InMonth.Said && len(sl.Refs) == 1 {
		ref := *r
		ref.Month = t.month
		sl.Refs = []when.DayRef{ref}
	}
	sl.Resolve(t.base)
	if sl.HasClock && e.Start != "" {
		_, e.End = sl.Hours()
	}
	t.entries = append(t.entries, fill(sl, e, nil)...)
	if d := sl.Last(); !d.IsZero() && sl.Refs[0].HasWeekday {
		t.base.Previous = d.AddDate(0, 0, -1) // two may speak on one evening
	}
}
