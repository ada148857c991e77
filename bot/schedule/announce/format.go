package announce

import (
	"fmt"
	"strings"
	"time"

	"qunwen/bot/schedule/when"
	"qunwen/corpus/zh"
)

// Format prints entries as the group writes its lists, one line each:
//
//	5月15日(周二) 20:00 @speaker  topic
//
// A year is written only where a reader at the time now would take another.
// [Extract], given the text at that time, finds the entries again; entries
// without a date are left out.
func Format(entries []Entry, now time.Time) string {
	var b strings.Builder
	for _, e := range entries {
		day, err := time.Parse(time.DateOnly, e.Date)
		if err != nil {
			continue
		}
		b.WriteString(FormatDay(day, now))
		if e.Start != "" {
			b.WriteString(" " + e.Start)
			if e.End != "" {
				b.WriteString("-" + e.End)
			}
		}
		if e.Speaker != "" {
			b.WriteString(" @" + e.Speaker)
		}
		if e.Topic != "" {
			b.WriteString("  " + guarded(e.Topic))
		}
		if e.TopicTBD {
			b.WriteString("  主题待定")
		}
		switch e.Status {
		case TBD:
			b.WriteString("  【待定】")
		case Open:
			b.WriteString("  【无安排】")
		case Cancelled:
			b.WriteString("  【已取消】")
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// FormatDay prints a day as 5月15日(周二), with the year where somebody who
// reads it at the time now would take another.
func FormatDay(day, now time.Time) string {
	text := when.DayAndWeekday(day)
	m := when.NewBase(now).Resolve(when.DayRef{Month: int(day.Month()), Day: day.Day()})
	if m.Date.Year() != day.Year() {
		text = fmt.Sprintf("%d年%s", day.Year(), text)
	}
	return text
}

// guarded puts a topic in quotation marks if it would be read as something else.
func guarded(topic string) string {
	src := zh.NewText(topic)
	low := string(src.Fold)
	if len(lex(src)) == 0 && !zh.ContainsAny(low, statusWords...) && !zh.ContainsAny(low, tailWords...) && !zh.ContainsAny(low, "主题", "题目", "内容", "。", "@", "“", "\n", "--") &&
		strings.Trim(topic, rowTrim) == topic {
		return topic
	}
	return "“" + topic + "”"
}
