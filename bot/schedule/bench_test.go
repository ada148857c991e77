package schedule

import (
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"
	"time"

	"qunwen/corpus"
)

// longList is a list of n rows.
func longList(n int) string {
	var entries []Entry
	for i := range n {
		entries = append(entries, Entry{Date: sent.AddDate(0, 0, i).Format(dayFormat), Speaker: fmt.Sprintf("王%d-甲-产品", i), Topic: "退款对账", Status: Planned})
	}
	return Format(entries, sent)
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

// BenchmarkNewMessage is what it costs to take in one message more: the day is
// read again and the sessions follow from all days.
func BenchmarkNewMessage(b *testing.B) {
	site := os.DirFS("../../../shared/site")
	if _, err := fs.Stat(site, "."); err != nil {
		b.Skip("no real site beside the repository")
	}
	book := NewBook(Options{})
	var busiest *corpus.Transcript
	for tr, err := range corpus.Load(site, shanghai) {
		if err != nil {
			b.Fatal(err)
		}
		book.Apply(tr)
		if tr.Date > "2018" && (busiest == nil || len(tr.Messages) > len(busiest.Messages)) {
			busiest = tr
		}
	}
	now := busiest.Messages[len(busiest.Messages)-1].Time
	m := busiest.Messages[len(busiest.Messages)-1]
	b.Run("apply", func(b *testing.B) {
		for b.Loop() {
			busiest.Messages = append(busiest.Messages, m)
			book.Apply(busiest)
		}
		b.ReportMetric(float64(len(busiest.Messages)), "messages")
	})
	b.Run("sessions", func(b *testing.B) {
		for b.Loop() {
			book.Sessions(now)
		}
	})
}
