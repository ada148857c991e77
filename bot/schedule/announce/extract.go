package announce

import (
	"slices"
	"strings"
	"time"

	"qunwen/bot/schedule/pattern"
	"qunwen/bot/schedule/when"
	"qunwen/corpus/zh"
)

// maxProse bounds a message that is read by its sentences, in runes. Longer
// ones are news and talks. A list may be as long as it likes.
const maxProse = 700

// Extract reads what a message says about the schedule. It never fails: a
// message that it does not understand is None.
func Extract(m Message, c Context) Extraction {
	r := newReader(m, c)
	if len(r.src.Fold) == 0 {
		return Extraction{Kind: None}
	}
	x := r.read()
	for i := range x.Entries {
		x.Entries[i].Topic = unquoted(x.Entries[i].Topic)
	}
	r.noteNoSuchHour(x.Entries)
	return x
}

// read reads a list, or else a message by its sentences.
func (r *reader) read() Extraction {
	if entries := r.readTable(); entries != nil {
		return Extraction{Kind: List, Entries: entries}
	}
	if entries := r.readList(); entries != nil {
		return Extraction{Kind: List, Entries: entries}
	}
	if len(r.src.Fold) > maxProse {
		return Extraction{Kind: None}
	}
	x := r.readProse()
	r.setEnds(x.Entries)
	if x.Kind == Single {
		r.nextWeekIfOver(x.Entries)
	}
	return x
}

// overSince is how long ago an hour of today was that a bare weekday does not
// mean any more.
const overSince = 30 * time.Minute

// nextWeekIfOver puts sessions of a weekday that is today, at an hour that is
// over, a week later: 周三晚8点, sent on a Wednesday at ten.
func (r *reader) nextWeekIfOver(entries []Entry) {
	latest := r.message.Time.Add(-overSince)
	if latest.Format(time.DateOnly) != r.today() || !r.onlyWeekdays() {
		return
	}
	for i := range entries {
		if e := &entries[i]; e.Status == Planned && e.Date == r.today() && e.Start != "" && e.Start < latest.Format("15:04") {
			e.Date = r.base.Sent.AddDate(0, 0, 7).Format(time.DateOnly)
		}
	}
}

// onlyWeekdays reports whether all days that the message names are weekdays
// without a week.
func (r *reader) onlyWeekdays() bool {
	return len(r.slots) > 0 && !slices.ContainsFunc(r.slots, func(sl when.Slot) bool {
		return slices.ContainsFunc(sl.Refs, func(d when.DayRef) bool { return !d.HasWeekday || d.Week != when.BareWeek || d.Day > 0 || d.Relative })
	})
}

// MayMatter is a cheap test that a text passes if Extract finds something in it.
func MayMatter(text string) bool {
	return timely.MayMatch(text) || plainVerbs.In(text) || otherSigns.In(text) ||
		strings.ContainsRune(text, '@') && standsIn.In(text) || ofSession.MayMatch(text) && mayMove.MayMatch(text)
}

// otherSigns are of announcements that have no verb of a change, and of verbs in
// traditional characters.
var otherSigns = zh.NewWords("讲", "講", "換", "題", "賓", "場次", "暫", "辦", "恢復", "撤銷", "认领", "星期", "礼拜", "->", "→")

// timely has the characters of days and hours.
var timely = pattern.MustCompile(`[0-9０-９周週月号號点點今明晚后後天底初节]`)

// readProse reads a message by its sentences.
func (r *reader) readProse() Extraction {
	if r.noise() {
		return Extraction{Kind: None}
	}
	changes := r.extractionOf(r.readChanges())
	if changes.Kind != None {
		if x, ok := r.readPresentedOnDay(&changes); ok {
			return x
		}
		return changes
	}
	if len(r.slots) == 0 && !r.hasClock(0, len(r.src.Fold)) && !zh.ContainsAny(r.text, "分享", "主题", "讲", "嘉宾", "专题", "话题", "作者") {
		return changes
	}
	return r.eitherOf(r.readAnnounced(), changes)
}

// placed says that a talk is put on a day, which may be its first.
var placed = pattern.MustCompile(`(?:放|排|定|安排)(?:在|到)D`)

// readPresentedOnDay reads an announcement of who speaks that says of the day in words
// that could move a session, too: 这一期放在周四晚八点，届时请@张三 分享《对账》.
func (r *reader) readPresentedOnDay(changes *Extraction) (Extraction, bool) {
	if changes.Kind != Move || len(changes.Changes) != 1 || changes.Changes[0].Of.Date != "" || len(r.handles()) != 1 || !placed.MatchString(r.mask().whole()) {
		return Extraction{}, false
	}
	if x, ok := r.readPresented(); ok && x.Kind == Single && x.Entries[0].Date == changes.Changes[0].Entry.Date {
		return x, true
	}
	return Extraction{}, false
}

// eitherOf chooses between what a message announces and the changes in it of which
// only a book can tell whether they are of a session.
func (r *reader) eitherOf(x, changes Extraction) Extraction {
	does := func(fits func(c *Change) bool) bool {
		return slices.ContainsFunc(changes.Changes, func(c Change) bool { return fits(&c) })
	}
	switch {
	case x.Kind == None || len(changes.Changes) == 0 || !x.ownOnly():
		if x.Kind == None {
			return changes
		}
		return x
	case does(func(c *Change) bool { return c.Deed == Restores }):
		return changes // 今晚八点我照常讲
	case x.Kind == Single && does(func(c *Change) bool { return c.Deed == Moves && c.Of.Rest != "" }):
		x.Changes, x.Tentative = changes.Changes, true
	case !strings.Contains(r.text, "我"):
		return changes // 何雨明天讲的不是分润，是清分: not a talk of the sender
	}
	return x
}

// ownOnly reports whether the extraction only plans talks of the sender.
func (x *Extraction) ownOnly() bool {
	return !slices.ContainsFunc(x.Entries, func(e Entry) bool { return !e.Self })
}

// readAnnounced reads a message that changes nothing.
func (r *reader) readAnnounced() Extraction {
	if r.refused || r.onlyImagined() {
		return Extraction{Kind: None}
	}
	if len(r.handles()) > 1 {
		if x, ok := r.readPresented(); ok && x.Kind == List {
			return x
		}
	}
	invited := r.readInvited()
	if r.isEvent() && !zh.ContainsAny(r.text, "请到") {
		if r.ofOthers() {
			return Extraction{Kind: None}
		}
		return r.readEvent()
	}
	if len(invited) > 0 {
		if more := r.openDays(); len(more) > 1 {
			return Extraction{Kind: List, Entries: append(invited, more...)}
		}
		return Extraction{Kind: Single, Entries: invited}
	}
	if x, ok := r.readPresented(); ok {
		return x
	}
	if rows := r.readRowsAlone(); len(rows) > 0 && !r.asksOutright() {
		if len(rows) > 1 {
			return Extraction{Kind: List, Entries: rows}
		}
		return Extraction{Kind: Single, Entries: rows}
	}
	return r.firstThatReads()
}

// firstThatReads tries the readers of single sentences in order.
func (r *reader) firstThatReads() Extraction {
	for _, read := range []struct {
		entries  func() (Extraction, bool)
		outright bool // only of what is said outright
	}{{r.readCall, false}, {r.readUnsettled, true}, {r.readClaim, false}, {r.readNamed, true}, {r.readSelfPlan, true}, {r.readSupplement, true}, {r.readRequested, false}, {r.readProposal, false}} {
		if x, ok := read.entries(); ok && (!read.outright || r.saidOutright()) {
			return x
		}
	}
	return Extraction{Kind: None}
}
