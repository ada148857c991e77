package announce

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// longList is a list of n rows.
func longList(n int) string {
	var entries []Entry
	for i := range n {
		entries = append(entries, Entry{Date: sent.AddDate(0, 0, i).Format(time.DateOnly), Speaker: fmt.Sprintf("王%d-甲-产品", i), Topic: "退款对账", Status: Planned})
	}
	return format(entries, sent)
}

// TestLong holds that long texts take time in proportion to their length.
func TestLong(t *testing.T) {
	for name, text := range map[string]string{
		"a list of 500 rows": longList(500),
		"digits":             strings.Repeat("1234567890", 1000),
		"days":               strings.Repeat("5月1日 ", 5000),
		"names":              strings.Repeat("@王一 ", 5000),
		"quotes":             strings.Repeat("“", 10000),
		"question marks":     "@" + strings.Repeat("?", 10000),
		"clocks":             strings.Repeat("19:30 ", 5000),
		"feasts":             strings.Repeat("除夕晚上 2019年七夕 农历闰四月初一 ", 2000),
		"spans of hours":     strings.Repeat("7到8点-9点到", 3000),
		"recurrences":        strings.Repeat("每周一、二、三、", 3000),
		"weeks":              strings.Repeat("下", 10000),
		"Han digits":         strings.Repeat("二十", 10000),
		"unclear days":       strings.Repeat("过几天晚上", 3000),
		"parentheses":        strings.Repeat("@甲(", 5000),
		"right to left":      strings.Repeat("\u202e@王\u200f一 5月3日", 2000),
		"entities":           strings.Repeat("&amp;amp;", 5000),
	} {
		begin := time.Now()
		x := extractAt(text, sent)
		if took := time.Since(begin); took > time.Second {
			t.Errorf("%s: %v", name, took)
		}
		if name == "a list of 500 rows" && len(x.Entries) != 500 {
			t.Errorf("%s: %d entries", name, len(x.Entries))
		}
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
