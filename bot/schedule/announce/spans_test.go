package announce

import (
	"strings"
	"testing"
	"time"
)

func TestSpans(t *testing.T) {
	for _, tt := range []struct{ question, want string }{
		{"6.13是谁分享", "2018-06-13"},
		{"6.13", "2018-06-13"},
		{"那6.13呢，有人讲吗", "2018-06-13"},
		{"费率0.6是多少", ""},
		{"版本6.13有什么", ""},
		{"5月还有几场", "2018-05-01~2018-05-31"},
		{"六月份谁讲", "2018-06-01~2018-06-30"},
		{"六月有哪些分享", "2018-06-01~2018-06-30"},
		{"这个月还有几场", "2018-05-01~2018-05-31"},
		{"上个月讲了什么", "2018-04-01~2018-04-30"},
		{"3个月内有吗", ""},
		{"昨晚谁讲的", "2018-05-08"},
		{"上周五讲了什么", "2018-05-04"},
		{"5月2日讲的是什么", "2018-05-02"},
		{"五一有分享吗", "2018-05-01"},
		{"端午节讲什么", "2018-06-18"},
		{"今晚讲啥", "2018-05-09"},
		{"這週五誰講", "2018-05-11"},
		{"下下周三有安排吗", "2018-05-23"},
		{"有人讲过风控吗", ""},
	} {
		_, spans := Spans(tt.question, sent)
		var got []string
		for _, s := range spans {
			text := s.First.Format(time.DateOnly)
			if !s.Last.Equal(s.First) {
				text += "~" + s.Last.Format(time.DateOnly)
			}
			got = append(got, text)
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("Spans(%q) = %q, want %q", tt.question, got, tt.want)
		}
	}
}

func TestDay(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"5月15日", "2018-05-15"},
		{"下周二", "2018-05-15"},
		{"端午节", "2018-06-18"},
		{"3天后", "2018-05-12"},
		{"5月2日", "2018-05-02"},
		{"月底", ""},
		{"2月30日", ""},
		{"改天", ""},
	} {
		if got, ok := Day(tt.text, sent); got != tt.want || ok != (tt.want != "") {
			t.Errorf("Day(%q) = %q, %v, want %q", tt.text, got, ok, tt.want)
		}
	}
}
