package schedule

import (
	"cmp"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"time"

	"qunwen/bot/schedule/announce"
	"qunwen/corpus/zh"
)

const (
	mostAnswered = 3 // sessions in an answer about one thing
	mostOfDays   = 7 // and in one about some days
	quoteShown   = 40

	// enough is the score from which a session is what was asked for: two
	// characters that few topics have, or part of a name.
	enough = 0.5
)

// A Reply answers a question about the schedule.
type Reply struct {
	Text     string    // plain Chinese, lines separated by \n
	Sessions []Session // that the text speaks of, the best first; may be empty

	// Elsewhere says that the question names somebody or something that no
	// session has: the chat itself may know. Text then begins with NotFound.
	Elsewhere bool
}

// circular finds a circular by its number: 217号文, 296号. Shorter numbers are
// mostly days.
var circular = regexp.MustCompile(`([0-9]{3,}) ?号`)

// NotFound says that no session is what was asked for.
const NotFound = "群里没有查到这样的分享安排。"

// Answer answers a question for which [Asks] is true from the sessions as they
// stand at the time now, in the given rooms or all.
func (b *Book) Answer(text string, now time.Time, rooms []string) Reply {
	q := newQuestion(text, now)
	sessions := slices.DeleteFunc(b.Sessions(now), func(s Session) bool {
		return len(rooms) > 0 && !slices.Contains(rooms, s.Room)
	})
	found, left := q.choose(sessions)
	if len(found) == 0 {
		return Reply{Text: q.nothing(sessions) + b.drawnLately(now, rooms), Elsewhere: q.from.IsZero() && !q.gaps && !q.failed && q.specific()}
	}
	var w strings.Builder
	for _, s := range found {
		w.WriteString(q.line(&s))
		if q.hour && s.Start == "" && s.Speaker != "" && (s.Status == Planned || s.Status == TBD) {
			fmt.Fprintf(&w, "，几点没有说，一般 %02d:%02d", announce.UsualStart/60, announce.UsualStart%60)
		}
		w.WriteByte('\n')
	}
	if left > 0 {
		fmt.Fprintf(&w, "另外还有 %d 场，写上哪一周或者哪一天再问\n", left)
	}
	if at := found[0].Source; !found[0].ByHand.IsZero() {
		w.WriteString("依据：" + correctedByHand)
	} else if at != nil {
		fmt.Fprintf(&w, "依据：%s %s %s：%s", q.day(at.Date), at.Time[:len("15:04")], at.Speaker, clip(at.Quote, quoteShown))
	}
	return Reply{Text: strings.TrimRight(w.String(), "\n"), Sessions: found}
}

// choose returns the sessions that answer the question, the best first, and how
// many more there are on the days that are asked for.
func (q *question) choose(sessions []Session) (found []Session, left int) {
	type scored struct {
		*Session
		score float64
	}
	rarity := topicRarity(sessions)
	today := q.now.Format(time.DateOnly)
	dated := !q.from.IsZero()
	var all []scored
	for i := range sessions {
		s := &sessions[i]
		score := q.named(s) + q.about(s, rarity)
		switch {
		case q.failed && s.Status != NotHeld && s.Status != Cancelled && s.Status != Moved, q.gaps && s.Status != Open:
			continue
		case dated && !q.covers(s):
			continue
		case !dated && score < enough && q.past && !q.gaps && !q.failed:
			if s.Status != Held || q.specific() {
				continue
			}
		case !dated && score < enough && !q.gaps && !q.failed && (s.Date < today || s.Date == ""):
			continue
		case q.gaps && !dated && s.Date < today:
			continue
		case q.past && dated && !q.failed && score < enough && s.Status != Held && (s.Date < today || s.Date > today && q.from.Format(time.DateOnly) < today):
			continue
		}
		if q.past == (s.Status == Held) && (q.past || q.coming) {
			score += 0.3
		}
		all = append(all, scored{s, score})
	}
	// Where something is named, what only shares the day is no answer.
	top := 0.0
	for _, s := range all {
		top = max(top, s.score)
	}
	if top < enough && !dated && !q.gaps && !q.failed && q.specific() {
		return nil, 0
	}
	if top >= enough {
		all = slices.DeleteFunc(all, func(s scored) bool { return s.score < 0.6*top })
	}
	slices.SortStableFunc(all, func(a, b scored) int {
		if c := cmp.Compare(b.score, a.score); c != 0 && top >= enough {
			return c
		}
		if q.past && !q.first {
			return cmp.Compare(b.Date, a.Date)
		}
		return cmp.Compare(a.Date, b.Date)
	})
	most := mostAnswered
	if dated || q.gaps || q.failed || zh.ContainsAny(q.text, "哪些", "都", "系列", "安排", "几场", "列表", "名单", "排期", "日程") {
		most = mostOfDays
	}
	if top < enough && (q.first || !dated && zh.ContainsAny(q.text, "上次", "上一", "上期", "下一场", "下一期")) {
		most = 1
	}
	var out []Session
	for _, s := range all[:min(len(all), most)] {
		out = append(out, *s.Session)
	}
	if most == mostOfDays {
		left = len(all) - len(out)
	}
	return out, left
}

// about says how much of a session's topic the question names, weighted by how
// few topics have it: about 1 for two characters that only one topic has. A
// topic without the circular that the question names is another one: 217号文 is
// not 296号文.
func (q *question) about(s *Session, rarity map[string]float64) float64 {
	for _, m := range circular.FindAllStringSubmatch(q.text, -1) {
		if !strings.Contains(string(zh.NewText(s.Topic).Fold), m[1]) {
			return 0
		}
	}
	sum, seen := 0.0, make(map[string]bool)
	for _, b := range bigrams(string(zh.NewText(s.Topic).Fold)) {
		if !seen[b] && strings.Contains(q.subject, b) {
			seen[b] = true
			sum += rarity[b]
		}
	}
	return sum
}

// topicRarity weighs the pairs of characters of all topics: 1 for one that is
// in a single topic, 0 for one that is in all. Pairs that say nothing of the
// subject weigh nothing.
func topicRarity(sessions []Session) map[string]float64 {
	count, n := make(map[string]float64), 1.0
	for i := range sessions {
		if sessions[i].Topic == "" {
			continue
		}
		n++
		seen := make(map[string]bool)
		for _, b := range bigrams(string(zh.NewText(sessions[i].Topic).Fold)) {
			if !seen[b] {
				seen[b] = true
				count[b]++
			}
		}
	}
	for b, c := range count {
		count[b] = 1 - math.Log(c)/math.Log(max(n, 2))
		if slices.Contains([]string{"分享", "介绍", "什么", "怎么", "一下", "系统", "支付", "简介"}, b) {
			count[b] /= 4
		}
	}
	return count
}

// bigrams returns the pairs of adjacent characters that may say something.
func bigrams(text string) []string {
	var all []string
	r := []rune(text)
	for i := 1; i < len(r); i++ {
		if r[i] > ' ' && r[i-1] > ' ' && !strings.ContainsAny(string(r[i-1:i+1]), "的了是在和与及之") {
			all = append(all, string(r[i-1:i+1]))
		}
	}
	return all
}

// nothing says that no session answers, and what comes next.
func (q *question) nothing(sessions []Session) string {
	text := NotFound
	switch {
	case q.gaps:
		text = "没有查到哪天空着。"
	case q.failed:
		text = "没有查到取消或没讲的分享。"
	case !q.from.IsZero() && q.from.Equal(q.to):
		text = fmt.Sprintf("%s没有查到分享安排。", announce.FormatDay(q.from, q.now))
	}
	today := q.now.Format(time.DateOnly)
	for i := range sessions {
		if s := &sessions[i]; s.Date > today && s.Status == Planned {
			return text + "接下来是：\n" + q.line(s)
		}
	}
	return text
}

// drawnLately says that a list was posted as a picture within the last week: it
// may hold what was asked for.
func (b *Book) drawnLately(now time.Time, rooms []string) string {
	for _, room := range b.allRooms() {
		if len(rooms) > 0 && !slices.Contains(rooms, room) {
			continue
		}
		_, drawn := b.said(room, now)
		if len(drawn) == 0 {
			continue
		}
		if n := drawn[len(drawn)-1]; now.Sub(n.at) < 7*24*time.Hour {
			return fmt.Sprintf("\n%s %s %s 发过一份图片的安排，图里的字我读不到，请看那张图。", announce.FormatDay(n.at, now), n.at.Format("15:04"), n.speaker)
		}
	}
	return ""
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
	if s.Start != "" && s.Date != "" {
		w.WriteString(" " + s.Start)
	}
	w.WriteString("，")
	switch {
	case s.Speaker == "" && s.Status == Open:
		w.WriteString("没有安排人")
	case s.Speaker == "":
		w.WriteString("分享人没有说")
	default:
		w.WriteString(s.Speaker)
	}
	if s.AnnouncedAs != "" {
		fmt.Fprintf(&w, "（预告里是 %s）", s.AnnouncedAs)
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
