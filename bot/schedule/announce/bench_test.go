package announce

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"qunwen/corpus/speed"
)

// longList is a list of n rows.
func longList(n int) string {
	var entries []Entry
	for i := range n {
		entries = append(entries, Entry{Date: sent.AddDate(0, 0, i).Format(time.DateOnly), Speaker: fmt.Sprintf("王%d-甲-产品", i), Topic: "退款对账", Status: Planned})
	}
	return format(entries, sent)
}

// TestLong holds that no long text takes much longer than a list of that length does:
// work that grew with its square would take thousands of times as long.
func TestLong(t *testing.T) {
	for _, part := range []struct {
		name, text string
		n          int
	}{
		{"digits", "1234567890", 1000},
		{"days", "5月1日 ", 5000},
		{"names", "@王一 ", 5000},
		{"quotes", "“", 10000},
		{"question marks", "?", 10000},
		{"clocks", "19:30 ", 5000},
		{"feasts", "除夕晚上 2019年七夕 农历闰四月初一 ", 2000},
		{"spans of hours", "7到8点-9点到", 3000},
		{"recurrences", "每周一、二、三、", 3000},
		{"weeks", "下", 10000},
		{"Han digits", "二十", 10000},
		{"unclear days", "过几天晚上", 3000},
		{"parentheses", "@甲(", 5000},
		{"right to left", "\u202e@王\u200f一 5月3日", 2000},
		{"entities", "&amp;amp;", 5000},
	} {
		text := strings.Repeat(part.text, part.n/3)
		rows := len(text) / (len(longList(50)) / 50)
		list := longList(rows)
		speed.Within(t, part.name, 200, func() {
			if x := extractAt(list, sent); len(x.Entries) != rows {
				t.Errorf("a list of %d rows: %d entries", rows, len(x.Entries))
			}
		}, func() { extractAt(text, sent) })
	}
}

func BenchmarkExtract(b *testing.B) {
	for name, text := range map[string]string{
		"invitation": "今天请到一位朋友，@王一-甲-产品 给大家做分享，主题是“退款对账”开始时间为【19:30】；欢迎欢迎[鼓掌]！",
		"chat":       "结算以后还能退款吗，商户那边的余额不够怎么办",
		"list of 15": longList(15),
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				extractAt(text, sent)
			}
		})
	}
}
