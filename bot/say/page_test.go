package say

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"qunwen/index"
)

// spoke is a citation of a made-up talk; the n-th of a day.
func spoke(day string, n int, speaker, quote string, value float64) Citation {
	clock := fmt.Sprintf("10:%02d:00", n)
	return Citation{ID: "r/" + day + "/" + strings.ReplaceAll(clock, ":", ""), Room: "r", Date: day, Time: clock, Speaker: speaker, Quote: quote, Value: value}
}

// answered writes an answer of these passages.
func answered(asked string, at time.Time, passages ...Passage) Page {
	return Rooms{}.Answer(&Asked{Text: asked, At: at}, passages, &index.Result{Words: 1, Verdict: index.Answer})
}

var may2024 = time.Date(2024, 5, 6, 9, 0, 0, 0, time.UTC)

// TestBestFirst shows the line that most speaks for first, then where and when, and
// of another place its best line; a place far behind is not shown.
func TestBestFirst(t *testing.T) {
	p := answered("存疑的单怎么勾", may2024,
		Passage{Score: 6, Room: "r", Title: "对账平了以后谁来复核", Citations: []Citation{
			spoke("2024-03-04", 1, "甲", "先看日切", 1), spoke("2024-03-04", 2, "乙", "存疑的放存疑池，第二天再勾一遍", 5),
			spoke("2024-03-04", 3, "丙", "周末顺延", 2), spoke("2024-03-04", 4, "丁", "财务会催", 0)}},
		Passage{Score: 5, Room: "s", Citations: []Citation{spoke("2022-01-04", 1, "戊", "随便", 1), spoke("2022-01-04", 2, "己", "三天不平就挂账", 3)}},
		Passage{Score: 3.9, Room: "r", Citations: []Citation{spoke("2023-01-04", 1, "庚", "跟这个没关系", 9)}},
	)
	const want = `群里聊过：
1. 10:02 乙：存疑的放存疑池，第二天再勾一遍
2. 10:01 甲：先看日切
3. 10:03 丙：周末顺延
r 2024-03-04，说到「对账平了以后谁来复核」
另外：
4. s 2022-01-04 10:02 己：三天不平就挂账`
	if p.Text != want {
		t.Errorf("got:\n%s\nwant:\n%s", p.Text, want)
	}
	const then = `接着看：
5. 10:04 丁：财务会催
r 2024-03-04，说到「对账平了以后谁来复核」
4. 10:02 己：三天不平就挂账
6. 10:01 戊：随便
s 2022-01-04（2年前）
7. 10:01 庚：跟这个没关系
r 2023-01-04（1年前）`
	next, ok := Rooms{}.GoOn(&p)
	if !ok || next.Text != then {
		t.Errorf("got:\n%s\nwant:\n%s", next.Text, then)
	}
	if _, ok := (Rooms{}).GoOn(&next); ok || next.Offer() != "\n回「原文 1」看前后文" {
		t.Errorf("more is offered: %q", next.Offer())
	}
}

var numberedLine = regexp.MustCompile(`^(\d+)\. (?:.* )?(\d\d:\d\d) ([^：]*)：(.*)$`)

// TestPageLaw writes answers of all sizes: the talk shown fits, no line only
// repeats the question, and each number is that of the message it stands beside,
// on every page.
func TestPageLaw(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 1))
	const asked = "轧差以后还能撤销吗"
	words := []string{"轧差", "清算", "的话先冲正", "再看通道", "，", "一般是", "第二天"}
	for range 300 {
		var passages []Passage
		n := 0
		for k := range 1 + rng.IntN(3) {
			m := Passage{Score: 5 - rng.Float64()*3*float64(k), Room: "r"}
			for range 1 + rng.IntN(5) {
				n++
				quote := ""
				for range 1 + rng.IntN(40) {
					quote += words[rng.IntN(len(words))]
				}
				if rng.IntN(4) == 0 {
					quote = "请教，轧差以后还能不能撤销吗？"
				}
				m.Citations = append(m.Citations, spoke("2024-03-04", n, "某"+strconv.Itoa(n), quote, rng.Float64()))
			}
			passages = append(passages, m)
		}
		p := answered(asked, may2024, passages...)
		if strings.HasPrefix(p.Text, "群里有人问过") {
			continue
		}
		checkPage(t, &p, excerptSize+leastQuote)
		for ok, next := true, p; ok; {
			before := len(next.Shown)
			if next, ok = (Rooms{}).GoOn(&next); ok {
				checkPage(t, &next, 2*moreSize)
				if len(next.Shown) < before {
					t.Fatal("numbers are lost")
				}
			}
		}
	}
}

// checkPage holds what a page prints to what it says that it shows.
func checkPage(t *testing.T, p *Page, most int) {
	t.Helper()
	size := 0
	for line := range strings.SplitSeq(p.Text, "\n") {
		m := numberedLine.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		n, _ := strconv.Atoi(m[1])
		if n < 1 || n > len(p.Shown) {
			t.Fatalf("no citation %d of %d in %s", n, len(p.Shown), p.Text)
		}
		c := &p.Shown[n-1]
		if m[2] != c.clock() || m[3] != c.Speaker || !strings.HasPrefix(c.Quote, strings.TrimSuffix(m[4], "…")) {
			t.Errorf("%d is %+v, printed is %s", n, c, line)
		}
		if strings.HasPrefix(c.Quote, "请教，轧差") {
			t.Errorf("the question again: %s", line)
		}
		if authors := (Rooms{}).Authors(p.Shown, n); !strings.HasPrefix(authors, m[1]+". "+m[3]+"，") {
			t.Errorf("谁说的 %d: %s of %s", n, authors, line)
		}
		size += utf8.RuneCountInString(m[4])
	}
	if size == 0 || size > most {
		t.Errorf("%d characters of talk: %s", size, p.Text)
	}
}

func TestOldSaying(t *testing.T) {
	for _, k := range changeables {
		if !k.asked.MatchString(k.example) || !asksChangeable(k.example) {
			t.Errorf("%s asks for nothing that changes", k.example)
		}
	}
	for _, q := range []string{"记账凭证怎么设计", "支付异步通知丢了怎么补", "对账文件格式怎么定", "有什么好办法", "能不能介绍下轧差", "谁做过规则引擎", "什么是备用金"} {
		if asksChangeable(q) {
			t.Errorf("%s asks for something that changes", q)
		}
	}
	day := func(s string) []Passage {
		return []Passage{{Room: "r", Citations: []Citation{spoke("2019-02-03", 1, "甲", "千三", 2), spoke(s, 2, "乙", "千二", 1)}}}
	}
	for _, tt := range []struct {
		name, asked, newest string
		at                  time.Time
		want                string
	}{
		{"years ago", "云闪付费率怎么算", "2021-05-05", may2024, "\n这是2021年的说法，现在可能变了"},
		{"three years all but a day", "云闪付费率怎么算", "2021-05-07", may2024, ""},
		{"no rule", "云闪付怎么接", "2021-05-05", may2024, ""},
		{"asked at that time", "云闪付费率怎么算", "2021-05-05", time.Date(2021, 6, 1, 9, 0, 0, 0, time.UTC), ""},
		{"said later than now", "云闪付费率怎么算", "2025-05-05", may2024, ""},
	} {
		text := answered(tt.asked, tt.at, day(tt.newest)...).Text
		if i := strings.Index(text, "\n这是"); tt.want == "" && i >= 0 || tt.want != "" && (i < 0 || text[i:] != tt.want) {
			t.Errorf("%s: %s, want %q at its end", tt.name, text, tt.want)
		}
	}
	for date, want := range map[string]string{"2024-05-05": "", "2023-05-07": "", "2023-05-06": "（1年前）", "2017-08-01": "（6年前）", "": "", "2024-13-40": ""} {
		if got := age(date, may2024); got != want {
			t.Errorf("age of %s is %q, want %q", date, got, want)
		}
	}
}

// A question that was asked before and got no answer is not shown as an answer.
func TestOnlyAsked(t *testing.T) {
	again := spoke("2024-03-04", 7, "甲", "轧差以后还能撤销么？", 1)
	again.URL = "http://chat.example/r/r/2024-03-04#100700"
	p := answered("轧差以后还能撤销吗", may2024, Passage{Room: "r", Title: again.Quote, Citations: []Citation{again}})
	if want := "群里有人问过，没看到有人回答：\nr 2024-03-04 " + again.URL; p.Text != want || len(p.Shown) != 1 || p.Offer() == "" {
		t.Errorf("%q with %d citations and %q, want %q", p.Text, len(p.Shown), p.Offer(), want)
	}
}

func TestRepeats(t *testing.T) {
	for text, want := range map[string]bool{
		"轧差以后能撤销吗？":                       true,
		"请教各位，轧差以后还能撤销么？":                 true,
		"轧差以后还能撤销吗？我们的商户昨天来问，急":           true,
		"轧差以后不能撤销，只能走退货":                  false,
		"撤销要看日切吗？":                        false,
		"轧差以后还能撤销吗？可以，走冲正，当天有效，第二天就只能走退货": false,
		"请教下各位，轧差以后还能撤销吗？商户昨天打来问，我们也说不准":  true,
		"有人问过轧差以后还能撤销吗，答案是不能":             false,
		"轧差以后还能不能撤销，看怎么签的，没过日切就能":         false,
		"": false,
	} {
		if got := repeats("轧差以后还能撤销吗", text); got != want {
			t.Errorf("repeats(%q) = %t", text, got)
		}
	}
}
