package announce

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"qunwen/bot/schedule/when"
	"qunwen/corpus/zh"
)

var headerWords = zh.NewWords("分享安排", "交流安排", "分享计划", "交流计划", "工作安排", "技术分享安排", "近期的分享", "近期分享", "本周分享", "下周分享", "分享内容", "分享排期", "本周安排", "下周安排", "近期安排")

// IsHeading reports whether a line is a heading of a list.
func IsHeading(text string) bool { return headerWords.In(text) }

// rosterWords head lists of something else.
var rosterWords = []string{"整理", "值班", "维护", "聊天记录", "纪要", "待办", "周报", "值日", "速记", "生日", "出差", "会议安排", "例会", "休假", "请假", "考勤", "打卡"}

// listNames are what a message calls itself that lists sessions.
var listNames = []string{"分享预告", "分享表", "分享排期", "分享安排", "分享计划", "排期更新", "课程表", "课表"}

// announcesList reports whether the message says that it lists sessions.
func (r *reader) announcesList() bool {
	return headerWords.In(r.text) || zh.ContainsAny(r.text, listNames...)
}

// readList reads a message whose rows each have a slot. It returns nil if it is none.
func (r *reader) readList() []Entry {
	if r.personFirst() {
		return r.readPersonRows()
	}
	rows := r.rowSlots()
	if len(rows) == 0 {
		return nil
	}
	header := r.text[:len(string(r.src.Fold[:rows[0].From]))]
	if zh.ContainsAny(header, rosterWords...) {
		return nil
	}
	if strings.Contains(header, "下周") || strings.Contains(r.context.Header, "下周") {
		r.base.NextWeek = true
	}
	entries, good, named := r.readRows(rows)
	headed := headerWords.In(header)
	if good == 0 || good*10 < len(rows)*7 || !headed && (len(rows) < 2 || named == 0 && !r.strong(rows)) || tasks(entries) || r.idle(entries) {
		return nil
	}
	return entries
}

// readRows reads the rows that begin with the slots. good counts those that say
// who speaks or that nobody does, named those that say who.
func (r *reader) readRows(rows []when.Slot) (entries []Entry, good, named int) {
	for i, sl := range rows {
		end := len(r.src.Fold)
		if i+1 < len(rows) {
			end = rows[i+1].From
		}
		sl.Resolve(r.base)
		row := r.readRow(sl, end)
		if len(row) > 0 && (row[0].Speaker != "" || row[0].Status != Planned) {
			good++
		}
		if len(row) > 0 && row[0].Speaker != "" {
			named++
		}
		if d := sl.Last(); !d.IsZero() {
			r.base.Previous = d
		}
		entries = append(entries, row...)
	}
	return entries, good, named
}

// readRowsAlone reads the rows of a message that has no heading and is no list: 加一场：
// 3月15日 周五 21:00 @张三 黑产对抗. A row spells out its day and its hour, and
// names who speaks by a mention.
func (r *reader) readRowsAlone() []Entry {
	var entries []Entry
	for i, sl := range r.slots {
		if sl.Past || sl.Every || r.isPast(sl) || sl.Day().IsZero() || !sl.HasClock || zh.At(r.src.Fold, zh.Skip(r.src.Fold, sl.To, rowGap)) != '@' || movesTo.MatchString(r.cut(sl.From-6, sl.From)) {
			continue
		}
		end := len(r.src.Fold)
		if i+1 < len(r.slots) {
			end = r.slots[i+1].From
		}
		for _, e := range r.readRow(sl, end) {
			if e.Speaker != "" {
				entries = append(entries, e)
			}
		}
	}
	return entries
}

// strong reports whether every slot has a date and a weekday.
func (r *reader) strong(rows []when.Slot) bool {
	for _, sl := range rows {
		if !sl.Refs[0].HasWeekday || sl.Refs[0].Day == 0 {
			return false
		}
	}
	return true
}

// rowSlots are the slots that begin a row.
func (r *reader) rowSlots() []when.Slot {
	var rows []when.Slot
	for _, sl := range r.slots {
		if sl.Past || sl.Every || !r.beginsRow(sl) || len(rows) > 0 && movesTo.MatchString(r.cut(sl.From-6, sl.From)) {
			continue
		}
		rows = append(rows, sl)
	}
	if len(rows) == 1 && r.isBlock() {
		return nil // its other lines say who speaks
	}
	return rows
}

// beginsRow reports whether a slot stands where a row may begin, before what a
// row may go on with: a mention, a status, a handle, the next slot or the end.
func (r *reader) beginsRow(sl when.Slot) bool {
	s := r.src.Fold
	ref := sl.Refs[0]
	if p := zh.At(s, sl.From-1); !(p == 0 || strings.ContainsRune(" \n,:。.;-—=~)]】!、?([【(", p)) && !(ref.Day > 0 && ref.Month > 0 && !ref.Weak) {
		return false
	}
	if ref.Relative && ref.Day == 0 && !ref.HasWeekday {
		return false // 今晚 announces; it lists nothing
	}
	j := zh.Skip(s, sl.To, rowGap)
	if j >= len(s) || zh.At(s, j) == '@' {
		return true
	}
	if n, _ := zh.OneOfAt(s, zh.Skip(s, j, "【[="), statusWords); n > 0 {
		return true
	}
	if r.slotAt(j) {
		return strings.TrimSpace(string(s[sl.To:j])) == "" // not 11月24日-11月25日
	}
	if n, _ := zh.OneOfAt(s, j, tailWords); n > 0 {
		return zh.At(s, j-1) == ' ' || zh.At(s, j-1) == '\n'
	}
	return r.handleLike(sl, j)
}

// slotAt reports whether a slot begins at i.
func (r *reader) slotAt(i int) bool {
	_, ok := slices.BinarySearchFunc(r.slots, i, func(s when.Slot, at int) int { return s.From - at })
	return ok
}

// rowGap may stand between the parts of a row.
const rowGap = " \n,:-—=?、)】]"

// handleLike reports whether somebody's handle, without @, begins at j behind
// the slot: a word with joints, or anything short where the slot is spelt out.
func (r *reader) handleLike(sl when.Slot, j int) bool {
	s := r.src.Fold
	n := scanHandle(s, j)
	if n == 0 || !unicode.IsLetter(s[j]) {
		return false
	}
	word := string(s[j : j+n])
	if strings.ContainsAny(strings.TrimRight(word, "~"), "-—_~|") && !strings.Contains(word, "http") && n <= maxHandle/2+8 {
		return true
	}
	if !sl.Refs[0].HasWeekday || sl.Refs[0].Day == 0 || zh.At(s, j-1) != ' ' {
		return false
	}
	for k := j; k < len(s) && k < j+40; k++ {
		if strings.ContainsRune("。;!\n", s[k]) {
			return false
		}
	}
	return true
}

// readRow reads the row of slot sl, which ends at end.
func (r *reader) readRow(sl when.Slot, end int) []Entry {
	s := r.src.Fold
	from := zh.Skip(s[:end], sl.To, rowGap)
	e := Entry{Status: Planned}
	e.Start, e.End = sl.Hours()
	rest := from
	if n, _ := zh.OneOfAt(s, zh.Skip(s[:end], from, "【[="), statusWords); n == 0 && from < end {
		if n, _ := zh.OneOfAt(s, from, tailWords); n == 0 || zh.At(s, from) == '@' {
			e.Speaker, rest = r.rowSpeaker(from, end)
		}
	}
	for _, t := range r.tokenRange(from, end) {
		if t.Kind == when.ClockToken && e.Start == "" {
			e.Start, e.End = t.Hours()
			if t.From == rest || zh.Skip(s, rest, rowGap) == t.From {
				rest = t.To
			}
		}
	}
	moved := r.rowMove(sl, rest, end)
	rem := r.rowTopic(&e, rest, end)
	switch {
	case moved != nil:
		e.Status, e.Topic = Moved, ""
	case rem.status != "":
		e.Status = rem.status
	case e.Speaker == "":
		e.Status = Open
	}
	if e.Speaker == "" && e.Status != Planned {
		e.Topic = ""
	}
	return fill(sl, e, moved)
}

// rowMove finds 改到5月11日 behind the speaker of a row.
func (r *reader) rowMove(sl when.Slot, from, end int) *when.Slot {
	for _, other := range r.slotRange(from, end) {
		if other.From > sl.From && movesTo.MatchString(r.cut(other.From-6, other.From)) {
			return &other
		}
	}
	return nil
}

// rowSpeaker reads the handle at from and returns where what follows it begins.
func (r *reader) rowSpeaker(from, end int) (string, int) {
	s := r.src.Fold[:end]
	if zh.At(s, from) == '是' && zh.At(s, from+1) == '@' {
		from++
	}
	if zh.At(s, from) == '@' {
		t, ok := lexHandle(zh.Text{Said: r.src.Said[:end], Fold: s}, from)
		if !ok {
			return "", from + 1
		}
		if next := zh.Skip(s, t.To, " 、,和&"); zh.At(s, next) == '@' { // two speak together
			if other, to := r.rowSpeaker(next, end); other != "" {
				return t.Text + "、" + other, to
			}
		}
		return t.Text, t.To
	}
	n := scanHandle(s, from)
	return strings.Trim(r.src.Quote(from, from+n), "? "), from + n
}

// tail returns where the words behind a row's speaker stop being about it.
func (r *reader) tail(from, end int) int {
	s := r.src.Fold
	for j := from; j < end; j++ {
		switch {
		case s[j] == '。' && j > from+1:
			return j
		case s[j] == ' ' || s[j] == '\n' || j == from:
			k := zh.Skip(s[:end], j, " \n?")
			if n, _ := zh.OneOfAt(s, k, tailWords); n > 0 && k < end {
				return j
			}
			if zh.HasAt(s, k, "--") || s[j] == '\n' && k > j && j > from {
				return j
			}
		}
	}
	return end
}

// movesTo ends words that stand before the new day of a row: 改到5月11日.
var movesTo = regexp.MustCompile(`(?:推迟|延迟|延后|延期|顺延|后延|改期|改|挪|调整|调|移|换|延|推|提前|往后)[ 了到至为成在:]*$`)

// personFirst reports whether the rows begin with a mention and have their
// slot, if any, behind it, as the lists of somebody who collects offers do.
func (r *reader) personFirst() bool {
	handles := r.handles()
	if len(handles) < 2 || zh.ContainsAny(string(r.src.Fold[:handles[0].From]), rosterWords...) {
		return false
	}
	dated := 0
	for i, h := range handles {
		end := len(r.src.Fold)
		if i+1 < len(handles) {
			end = handles[i+1].From
		}
		has := zh.ContainsAny(string(r.src.Fold[h.To:end]), tbdWords...)
		for _, sl := range r.slots {
			if sl.From < handles[0].From && !sl.Past && !strings.Contains(r.text[:len(string(r.src.Fold[:handles[0].From]))], "内容") {
				return false
			}
			has = has || sl.From >= h.To && sl.To <= end
		}
		if has && end-h.To < 60 {
			dated++
		}
	}
	last := handles[len(handles)-1]
	return dated*10 >= len(handles)*7 && dated >= 2 && zh.ContainsAny(string(r.src.Fold[last.To:]), append([]string{"月", "周", "号"}, tbdWords...)...)
}

// readPersonRows reads a list whose rows begin with a mention.
func (r *reader) readPersonRows() []Entry {
	handles := r.handles()
	var entries []Entry
	for i, h := range handles {
		end := len(r.src.Fold)
		if i+1 < len(handles) {
			end = handles[i+1].From
		}
		e := Entry{Status: Planned, Speaker: h.Text}
		stop := end
		var m when.Moment
		for _, sl := range r.slots {
			if sl.From < h.To || sl.To > end {
				continue
			}
			if sl.HasClock {
				e.Start = sl.Clock.String()
			}
			m, stop = sl.Moments[0], sl.From
		}
		rem := r.rowTopic(&e, h.To, stop)
		if e.Topic == "" && stop < end { // the day stands between
			behind := r.slotRange(stop, end)
			r.rowTopic(&e, behind[len(behind)-1].To, end)
		}
		if rem.status != "" {
			e.Status = rem.status
		}
		e.setMoment(m)
		entries = append(entries, e)
	}
	if tasks(entries) || r.idle(entries) {
		return nil
	}
	return entries
}

// maxRemark is how much may stand behind a row's full stop for a remark to be
// the row's, in runes.
const maxRemark = 14

// rowTopic reads the topic and the remark that stand behind a row's speaker.
func (r *reader) rowTopic(e *Entry, from, end int) remark {
	from = zh.Skip(r.src.Fold[:max(from, end)], from, rowGap)
	if from < end && quoteEnd(r.src.Fold[:end], from) > 0 && pairs[r.src.Fold[from]] == '”' {
		to := quoteEnd(r.src.Fold[:end], from)
		e.Topic = r.src.Quote(from+1, to-1)
		from = to
	}
	to := r.tail(from, end)
	topic, rem := cutRemark(r.src.Quote(from, to))
	if _, behind := cutRemark(r.src.Quote(to, max(to, end))); rem.status == "" && end-to <= maxRemark {
		rem.status = behind.status // …经验。 【时间待定】
	}
	if e.Topic == "" {
		e.Topic = rowTopicOf(topic)
	}
	e.TopicTBD = rem.topicTBD
	return rem
}
