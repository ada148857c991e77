package announce

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"qunwen/corpus/zh"
)

// format prints entries as the group writes its lists, one line each:
//
//	5月15日(周二) 20:00 @speaker  topic
//
// A year is written only where a reader at the time now would take another.
// [Extract], given the text at that time, finds the entries again; entries
// without a date are left out.
func format(entries []Entry, now time.Time) string {
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

func TestFormat(t *testing.T) {
	entries := []Entry{
		{Date: "2018-05-15", Start: "20:00", Speaker: "王一-甲-产品", Topic: "退款", Status: Planned},
		{Date: "2018-05-16", Status: Open},
		{Date: "2018-12-25", Speaker: "李二", Topic: "订单取消", Status: TBD},
	}
	const want = "5月15日(周二) 20:00 @王一-甲-产品  退款\n5月16日(周三)  【无安排】\n2018年12月25日(周二) @李二  “订单取消”  【待定】\n"
	if got := format(entries, sent); got != want {
		t.Errorf("format = %q, want %q", got, want)
	}
}

// TestFormatReadsBack holds the law: what format prints, Extract finds again.
func TestFormatReadsBack(t *testing.T) {
	speakers := []string{"王一-甲付-产品-上海", "李二", "Kim-ME-研发 | 广州", "张三@丁宝"}
	topics := []string{"", "清分系统设计", "主题待定怎么办", "5月的账", "订单取消与退款", "T+0 垫资（风控）", "请求签名", "双\u201c十一\u201d备战"}
	statuses := []Status{Planned, TBD, Cancelled, Open}
	for off := -100; off < 300; off += 7 {
		var entries []Entry
		for i := range 8 {
			day := sent.AddDate(0, 0, off+i)
			e := Entry{Date: day.Format(time.DateOnly), Status: statuses[i%4], Speaker: speakers[i%len(speakers)], Topic: topics[(i+off+700)%len(topics)]}
			if i%3 == 0 {
				e.Start = []string{"19:30", "08:05", "20:00"}[i/3]
			}
			if e.Status == Open {
				e.Speaker, e.Topic = "", ""
			}
			entries = append(entries, e)
		}
		text := format(entries, sent)
		got := Extract(Message{Time: sent, Speaker: "我", Text: text}, Context{})
		if got.Kind != List || !reflect.DeepEqual(got.Entries, entries) {
			t.Fatalf("%s\ngives %s\nwant  %s", text, show(got), show(Extraction{Kind: List, Entries: entries}))
		}
	}
}

func TestFormatDay(t *testing.T) {
	for _, tt := range []struct{ day, now, want string }{
		{"2018-05-15", "2018-05-09", "5月15日(周二)"},
		{"2019-01-02", "2018-12-26", "1月2日(周三)"},
		{"2017-05-15", "2018-05-09", "2017年5月15日(周一)"},
	} {
		day, _ := time.Parse(time.DateOnly, tt.day)
		now, _ := time.Parse(time.DateOnly, tt.now)
		if got := FormatDay(day, now); got != tt.want {
			t.Errorf("FormatDay(%s) on %s = %s, want %s", tt.day, tt.now, got, tt.want)
		}
	}
}
