package announce

import (
	"strings"

	"qunwen/bot/schedule/pattern"
	"qunwen/corpus/zh"
)

// remindWords are what is said of a session that stands: nobody plans or changes
// anything by them.
var remindWords = pattern.MustCompile(`别忘|不要忘|记得|准时|不见不散|提醒|见$|期待|欢迎|签到|红包|开始了|马上|即将|准备好|听完|回看|整理|纪要|照常|照旧|正常|如期|按时|不变|不受影响|辛苦|谢谢|感谢|精彩|报名|群规|禁言|安静|到此|到这|结束|先到|告一段落`)

// longestUnclear bounds a message that is said to be unclear, in runes: longer
// ones are no announcements.
const longestUnclear = 120

// WhyUnclear says why nothing could be read of a message for which [Extract]
// finds nothing, though it names a day or an hour and speaks of sharing. The
// reason is in Chinese; it is "" for questions, hedges, what is said of a
// session that stands and all other talk. day is the day that the message
// names, YYYY-MM-DD, "" if none.
func WhyUnclear(m Message) (reason, day string) {
	r := newReader(m, Context{})
	if len(r.src.Fold) > longestUnclear || zh.ContainsAny(r.text, "http", "「") {
		return "", ""
	}
	if over := r.dayOver(); over != "" {
		return over, ""
	}
	if r.noise() || !r.speaksOfTalk() || !r.plainlySaid() {
		return "", ""
	}
	return r.whatIsMissing()
}

// invitesTo says that somebody will give a talk.
var invitesTo = pattern.MustCompile(`(?:请到|有请|邀请|请来)H[^,。]{0,12}(?:分享|讲|聊)`)

// dayOver says that an invitation names a day that is over.
func (r *reader) dayOver() string {
	m := r.mask()
	days := m.piecesIn(0, len(m.runes), "DP")
	text := m.whole()
	if len(days) != 1 || days[0].mark != pastMark || r.start() == "" || !invitesTo.MatchString(text) || zh.ContainsAny(text, "了", "过") || r.asksOutright() {
		return ""
	}
	return r.src.Quote(days[0].from, days[0].to) + "已经过去了"
}

// speaksOfTalk reports whether the message may plan or change a talk: it names a
// day or an hour and speaks of sharing, and not of a session that stands or of a
// meeting.
func (r *reader) speaksOfTalk() bool {
	m := r.mask()
	text := m.whole()
	return strings.ContainsAny(text, "DT") && zh.ContainsAny(r.text, "分享", "嘉宾", "主讲") &&
		!remindWords.MatchString(text) && !r.isEvent()
}

// plainlySaid reports whether no clause that speaks of a talk is asked, hedged
// or the like.
func (r *reader) plainlySaid() bool {
	m := r.mask()
	for k := range m.clauses {
		if ofTalk.MatchString(m.clauses[k].text) && m.moodOf(k) != outright {
			return false
		}
	}
	return true
}

// whatIsMissing names the part of the message that was read, and the one that was
// not.
func (r *reader) whatIsMissing() (reason, day string) {
	sl, dated := r.mainSlot()
	if dated {
		day = dateOf(sl.Moments[0])
	}
	switch {
	case r.noSuchHour() != "":
		return r.noSuchHour(), ""
	case r.mayBeChange():
		return "像是要改一场分享，没看出改哪一场、改成什么", ""
	case r.unclearDay() != "":
		return r.unclearDay(), ""
	case dated && len(r.handles()) == 0:
		return "看出了" + r.src.Quote(sl.From, sl.To) + "和「分享」，没看出是谁讲", day
	case dated:
		return "看出了" + r.src.Quote(sl.From, sl.To) + "，没看出是不是安排一场分享", day
	}
	return "", ""
}

// mayBeChange reports whether a clause that speaks of a talk has a verb of change.
func (r *reader) mayBeChange() bool {
	m := r.mask()
	for k := range m.clauses {
		if c := m.clauses[k].text; ofTalk.MatchString(c) && changeWords.MatchString(c) {
			return true
		}
	}
	return false
}

// changeWords are verbs that change a session.
var changeWords = pattern.MustCompile(`取消|改到|改成|改为|改在|推迟|延期|顺延|挪|调整|换成|改由|代替|提前|改期|对调`)
