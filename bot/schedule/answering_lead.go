package schedule

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"qunwen/corpus/zh"
)

// sureNamed is the score of a session that the question names beyond doubt: by
// its speaker, or by two pairs of characters of its topic.
const sureNamed = 1.5

// lead begins the answer to a question that takes a plain one: 有, 没有改, 是,
// or how many. It is "" where the sessions say all there is to say, and where a
// plain word would claim more than the book knows.
func (q *question) lead(found []Session, left int, all []Session) string {
	for _, say := range []func([]Session, int, []Session) string{q.leadOwn, q.leadChecked, q.leadMoved, q.leadStanding, q.leadCount, q.leadPast, q.leadAny} {
		if text := say(found, left, all); text != "" {
			return text
		}
	}
	return ""
}

// leadOwn answers 我什么时候讲.
func (q *question) leadOwn([]Session, int, []Session) string {
	if q.has(wantOwn) {
		return "你的分享："
	}
	return ""
}

// leadChecked answers 今晚不是周慧？ and 周五是赵一帆吧.
func (q *question) leadChecked(found []Session, _ int, all []Session) string {
	if !q.checks() {
		return ""
	}
	meant := q.meant(all)
	switch {
	case meant == nil:
		return ""
	case q.elsewhen(found, all) != nil:
		return fmt.Sprintf("不是%s，是：", q.shortName(meant))
	case slices.ContainsFunc(found, func(s Session) bool { return s.Status == Cancelled }):
		return "取消了："
	case !strings.Contains(q.text, "是"): // 小满今晚讲吗
		return "讲："
	}
	return "是："
}

// checks reports whether the question is whether a session is on a day.
func (q *question) checks() bool { return q.dated() && q.has(wantChecked) && !q.has(wantPast) }

// meant returns the session to come that the question names, nil if it names none
// for sure.
func (q *question) meant(all []Session) *Session {
	rarity := topicRarity(all)
	var best *Session
	top := sureNamed
	for i := range all {
		s := &all[i]
		if score := q.named(s) + q.about(s, rarity); score >= top && q.current(s) && (best == nil || score > top) {
			best, top = s, score
		}
	}
	return best
}

// elsewhen returns the session that the asker takes for one of those found, nil
// if it is one of them or none is meant.
func (q *question) elsewhen(found, all []Session) *Session {
	if !q.checks() {
		return nil
	}
	meant := q.meant(all)
	if meant == nil || slices.ContainsFunc(found, func(s Session) bool {
		return s.Date == meant.Date && s.Speaker == meant.Speaker && s.Room == meant.Room
	}) {
		return nil
	}
	return meant
}

// shortName is what a session is called by: its speaker without company and
// town.
func (q *question) shortName(s *Session) string {
	name, _, _ := strings.Cut(q.name(s.Speaker), "-")
	if name == "" || len([]rune(name)) > 12 {
		return "那一场"
	}
	return strings.TrimSpace(name)
}

// leadMoved answers 周五的分享改期了吗. The book knows of other days, not of
// other hours.
func (q *question) leadMoved(found []Session, _ int, _ []Session) string {
	if !q.has(wantMoved|wantHourMove|wantPerson) || !asksBack.MatchString(q.text) {
		return ""
	}
	switch {
	case all(found, func(s *Session) bool { return s.Status == Cancelled }):
		return "取消了："
	case all(found, func(s *Session) bool { return s.Status == Moved || len(s.MovedFrom) > 0 }):
		return "改期了："
	case len(found) == 1 && found[0].live() && !q.has(wantHour|wantHourMove|wantPerson) && !zh.ContainsAny(q.text, "推迟", "延"):
		return "没有改："
	case len(found) == 1 && found[0].live():
		return "现在定的是："
	}
	return ""
}

// leadStanding answers 今晚还讲不讲.
func (q *question) leadStanding(found []Session, _ int, _ []Session) string {
	if !q.has(wantStanding) || !asksBack.MatchString(q.text) || asksWhy.MatchString(q.text) {
		return ""
	}
	switch {
	case all(found, func(s *Session) bool { return s.Status == Cancelled }):
		return "取消了："
	case q.dated() && all(found, q.movedAway):
		return "改期了："
	case all(found, func(s *Session) bool { return s.Status == Held }):
		return "已经讲过了："
	case len(found) == 1 && found[0].Status == Planned:
		return "没有取消，照常："
	case len(found) > 1 && zh.ContainsAny(q.text, "取消", "停", "照常", "正常") && all(found, func(s *Session) bool { return s.Status == Planned && !(q.dated() && q.movedAway(s)) }):
		return "都没有取消："
	}
	return ""
}

// movedAway reports whether a session is not any more on the days that are asked
// for.
func (q *question) movedAway(s *Session) bool {
	if s.Status == Moved {
		return true
	}
	day, err := time.Parse(time.DateOnly, s.Date)
	return err == nil && len(s.MovedFrom) > 0 && (day.Before(q.from) || day.After(q.to))
}

// leadCount answers 这周还有几场.
func (q *question) leadCount(found []Session, left int, _ []Session) string {
	if !q.has(wantCount) {
		return ""
	}
	n := left
	for i := range found {
		if s := &found[i]; s.Speaker != "" && s.Date != "" && (s.live() || s.Status == Held) {
			n++
		}
	}
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("%d 场：", n)
}

// leadPast answers 有人讲过风控吗.
func (q *question) leadPast(found []Session, _ int, _ []Session) string {
	switch {
	case !q.has(wantPast) || q.has(wantFailed) || !zh.ContainsAny(q.text, "讲过", "讲了", "分享过", "上次", "以前", "之前", "曾经"):
		return ""
	case all(found, (*Session).live):
		return "没有查到讲过的，已经安排的是："
	case q.has(wantAny) && all(found, func(s *Session) bool { return s.Status == Held }):
		return "有："
	}
	return ""
}

// leadAny answers 今晚有分享吗.
func (q *question) leadAny(found []Session, _ int, _ []Session) string {
	if !q.has(wantAny) || q.has(wantGaps|wantFailed|wantPast) || zh.ContainsAny(q.text, "上午", "下午", "早上", "中午") {
		return ""
	}
	switch {
	case all(found, func(s *Session) bool { return s.Status == Open }):
		return "没有，还空着："
	case all(found, func(s *Session) bool { return s.Status == Cancelled }):
		return "没有了，取消了："
	case q.dated() && all(found, q.movedAway):
		return "没有了，改期了："
	case q.in != "" && all(found, func(s *Session) bool { return s.Room != q.in }):
		return "本群没有查到，别的群有："
	case all(found, func(s *Session) bool { return s.Date == "" && s.live() }):
		return "有人说要讲，还没有定日子："
	case slices.ContainsFunc(found, func(s Session) bool { return s.Speaker != "" && s.Status == Planned || s.Status == Held }):
		return "有："
	}
	return ""
}

// all reports whether every session is so.
func all(sessions []Session, so func(*Session) bool) bool {
	for i := range sessions {
		if !so(&sessions[i]) {
			return false
		}
	}
	return true
}
