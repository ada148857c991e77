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

func TestUnclearDay(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"5月7日晚上8点请到@甲", "「5月7日晚上」已经过去了"},
		{"2017年5月15日", "「2017年5月15日」已经过去了"},
		{"上周四", "「上周四」已经过去了"},
		{"这周一", "「这周一」已经过去了"},
		{"昨晚的分享", "「昨晚」已经过去了"},
		{"5月7日的分享，晚上8点开始", "「5月7日」已经过去了"},
		{"6月31日", "没有6月31日这一天"},
		{"14月2日", "没有14月2日这一天"},
		{"5月16日周四", "5月16日是周三，不是周四"},
		{"明晚（周五）", "5月10日是周四，不是周五"},
		{"下下下周二", "「下下下周二」没说清是哪一天"},
		{"猴年马月", "「猴年马月」没说清是哪一天"},
		{"改天晚上8点请到@甲", "「改天晚上」没说清是哪一天"},
		{"過幾天", "「過幾天」没说清是哪一天"},
		{"两个月后", "「两个月后」没说清是哪一天"},
		{"节后", "「节后」没说清是哪一天"},
		// A day to come is clear, whatever else is named.
		{"过两天（11号）", ""},
		{"5月7日的分享改到5月14日", ""},
		{"今晚8点", ""},
		{"晚上8点", ""},
		{"下周", ""},
		{"月底", ""},
		{"每周三晚上", ""},
		{"欢迎大家", ""},
	} {
		r := newReader(Message{Time: sent, Text: tt.text}, Context{})
		if got := r.unclearDay(); got != tt.want {
			t.Errorf("unclearDay of %q = %q, want %q", tt.text, got, tt.want)
		}
	}
}

// TestUnclearInvitation holds that an unclear day does not become today.
func TestUnclearInvitation(t *testing.T) {
	for _, day := range []string{"5月7日", "2017年6月1日", "6月31日", "改天", "下下下周五", "猴年马月"} {
		x := extractAt(day+"晚上8点请到@王一-甲付-产品 给大家分享，主题是“退款”。", sent)
		if len(x.Entries) != 1 || x.Entries[0].Date != "" || x.Entries[0].Problem == "" || x.Entries[0].Start != "20:00" {
			t.Errorf("%s: %s", day, show(x))
		}
	}
}
