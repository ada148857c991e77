package schedule

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"qunwen/bot/schedule/announce"
	"qunwen/corpus/zh"
)

// write writes the answer: a lead where the question takes a plain one, the
// sessions, what the question wants besides, and what they are known from. all
// are those that it was chosen from.
func (q *question) write(found []Session, left int, all []Session, roomNames map[string]string) string {
	var w strings.Builder
	lead := q.lead(found, left, all)
	w.WriteString(lead)
	if lead != "" && len(found) > 1 {
		w.WriteByte('\n')
	}
	naming := q.namesRooms(found)
	for i := range found {
		if naming {
			w.WriteString(q.heading(&found[i], roomNames))
		}
		w.WriteString(q.line(&found[i]))
		w.WriteString(q.hourMissing(&found[i]))
		w.WriteByte('\n')
	}
	if left > 0 {
		fmt.Fprintf(&w, "另外还有 %d 场，写上哪一周或者哪一天再问\n", left)
	}
	if other := q.elsewhen(found, all); other != nil {
		fmt.Fprintf(&w, "%s的那场是：%s\n", q.shortName(other), q.line(other))
	}
	w.WriteString(q.besides(&found[0], roomNames))
	w.WriteString(q.known(&found[0]))
	return strings.TrimRight(w.String(), "\n")
}

// namesRooms reports whether the lines of an answer name their rooms: there are
// several, or not the one in which it was asked.
func (q *question) namesRooms(found []Session) bool {
	for i := range found {
		if found[i].Room != cmp.Or(q.in, found[0].Room) {
			return true
		}
	}
	return false
}

// elsewhere names the room of a session that is not that of the question.
func (q *question) elsewhere(s *Session, roomNames map[string]string) string {
	if q.in == "" || s.Room == q.in {
		return ""
	}
	return q.heading(s, roomNames)
}

// heading names the room of a session before its line.
func (q *question) heading(s *Session, roomNames map[string]string) string {
	return "【" + cmp.Or(roomNames[s.Room], s.Room) + "】"
}

// hourMissing says that the hour is not known, where it is asked for.
func (q *question) hourMissing(s *Session) string {
	if q.has(wantHour) && s.Start == "" && s.Speaker != "" && (s.Status == Planned || s.Status == TBD) {
		return "，几点没有说，一般 " + announce.UsualClock
	}
	return ""
}

// known says what a session is known from.
func (q *question) known(s *Session) string {
	at, shown := s.Source, quoteShown
	switch {
	case !s.ByHand.IsZero():
		return "依据：" + correctedByHand
	case at == nil:
		return ""
	case q.has(wantPlace | wantEntry):
		shown = quoteShownLong
	}
	return fmt.Sprintf("依据：%s %s %s：%s", q.day(at.Date), at.Time[:len("15:04")], q.name(at.Speaker), clip(at.Quote, shown))
}

// entrySaid are words by which an announcement says how to take part.
var entrySaid = []string{"报名", "链接", "http", "二维码", "扫码", "会议号", "腾讯会议", "直播", "zoom", "钉钉", "地址", "地点", "线下", "入群", "进群"}

// besides says what the question wants to know that no line has: where, how to
// take part, when it ends.
func (q *question) besides(s *Session, roomNames map[string]string) string {
	var w strings.Builder
	if q.has(wantEnd) && s.live() && s.End == "" {
		fmt.Fprintf(&w, "几点结束没有说，一般留 %d 分钟\n", int(sessionLength/time.Minute))
	}
	if q.has(wantPlace | wantEntry) {
		where := "「" + cmp.Or(roomNames[s.Room], s.Room) + "」群里"
		if s.Room == q.in {
			where = "本群里"
		}
		how := "预告里没有说要报名，也没有说别的地方"
		if s.Source != nil && zh.ContainsAny(strings.ToLower(s.Source.Quote), entrySaid...) {
			how = "怎么参加见下面的原话"
		}
		fmt.Fprintf(&w, "就在%s发消息讲，到时候看群就行；%s\n", where, how)
	}
	return w.String()
}

// Line writes the session as one line of Chinese, for somebody who reads it at
// the time now.
func (s *Session) Line(now time.Time) string {
	q := question{now: now}
	return q.line(s)
}

// line writes a session.
func (q *question) line(s *Session) string {
	var w strings.Builder
	switch {
	case s.Date != "":
		w.WriteString(q.day(s.Date))
	case s.DateRange != [2]string{}:
		fmt.Fprintf(&w, "%s到%s之间，日子没有定", q.day(s.DateRange[0]), q.day(s.DateRange[1]))
	default:
		w.WriteString("日子没有定")
	}
	if hours := s.clock(); hours != "" && s.Date != "" {
		w.WriteString(" " + hours)
		if q.has(wantHour) && s.live() && s.End == "" {
			w.WriteString(" 开始")
		}
	}
	if s.Every != "" {
		w.WriteString("（" + s.Every + "）")
	}
	w.WriteString("，")
	switch {
	case s.Speaker == "" && s.Status == Open:
		w.WriteString("没有安排人")
	case s.Speaker == "":
		w.WriteString("分享人没有说")
	default:
		w.WriteString(q.name(s.Speaker))
	}
	if s.AnnouncedAs != "" {
		fmt.Fprintf(&w, "（预告里是 %s）", q.name(s.AnnouncedAs))
	}
	if s.Topic != "" {
		fmt.Fprintf(&w, "，《%s》", s.Topic)
	}
	w.WriteString(statusSaid[s.Status])
	if len(s.MovedFrom) > 0 {
		fmt.Fprintf(&w, "，原定 %s", q.day(s.MovedFrom[0]))
	}
	return w.String()
}

// correctedByHand says why a session is not as the chat has it.
const correctedByHand = "管理员手工改过，以此为准"

// statusSaid is what a line says of a status.
var statusSaid = map[Status]string{
	Planned: "", TBD: "，待定", Open: "", Moved: "，改期了，新的日子没有定", Cancelled: "，取消了", Held: "，讲过了", NotHeld: "，没有讲",
}

// day prints a day of the form YYYY-MM-DD.
func (q *question) day(date string) string {
	d, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return "（没有说）"
	}
	return announce.FormatDay(d, q.now)
}

// clip cuts s to n characters; a cut is marked ….
func clip(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}

const (
	quoteShown     = 40  // of the message that says so
	quoteShownLong = 120 // where the question is what else it says
)
