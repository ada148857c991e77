package announce

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"qunwen/corpus/zh"
)

// FuzzDays holds that every day read is a real one, near what the words can mean.
func FuzzDays(f *testing.F) {
	for _, s := range []string{"5月15日 周三", "2月30日", "下下周二27号", "元旦后第一周周三晚上6点", "1月底2月初", "0313 @a", "周二~周五", "7.30 开始", "5月4日或者7日", "两周后的周五", "下月31号", "农历2019年闰四月初一", "除夕", "每月最后一个周五", "今晚12点", "改天(5月12日)", "6月第五个周一", strings.Repeat("1", 50)} {
		f.Add(s, int64(1525831200))
	}
	f.Fuzz(func(t *testing.T, text string, unix int64) {
		if unix < 0 || unix > 4e9 {
			return
		}
		r := newReader(Message{Time: time.Unix(unix, 0).In(shanghai), Text: text}, Context{})
		for i, tok := range r.tokens {
			if tok.from >= tok.to || tok.to > len(r.src.Fold) || i > 0 && r.tokens[i-1].to > tok.from {
				t.Fatalf("tokens overlap in %q: %+v", text, r.tokens)
			}
		}
		for i, c := range r.src.Fold {
			if timeRunes.Has(c) {
				continue
			}
			_, unclear := scanUnclear(r.src.Fold, i)
			_, day := scanDay(r.src.Fold, i)
			if _, hours := scanHours(r.src.Fold, i, evening); unclear+day+hours > 0 {
				t.Errorf("%q begins a day or an hour", c)
			}
		}
		for _, sl := range r.slots {
			for _, m := range sl.moments {
				if !m.date.IsZero() && (m.problem != "" || m.date.Year() < 1969 || m.date.Year() > 2101) {
					t.Errorf("%q gives %v (%s)", text, m.date, m.problem)
				}
				if m.from.After(m.to) && !m.to.IsZero() && sl.refs[0].year == 0 && len(sl.refs) == 1 {
					t.Errorf("%q gives %v to %v", text, m.from, m.to)
				}
			}
		}
	})
}

// FuzzList holds that a list found in any text, printed by Format, reads back
// to the same days, and that what is quoted stands in the message.
func FuzzList(f *testing.F) {
	for _, s := range []string{
		"5月10日 @王一-甲-产品  退款  5月11日 待定",
		"周四 @王一 周五 暂无安排",
		"@王一-甲  对账， 5月20日 @李二-乙 密码，月底",
		"5月10日 @张三 改到5月12日  5月11日 @李四 已取消",
		"1日1.1日@0 @0",
		"1.1待定\n*",
		"下周：周二 丁一（入金），周三 暂无，都是8点开始",
		"20:00 周五 @王一-甲 入金 / 20:30 周六 @李二-乙 出金",
		"今天请到@王一 给大家做分享，主题是“账”开始时间为【19:30】",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		m := Message{Time: sent, Speaker: "甲", Text: text}
		x := Extract(m, Context{})
		if again := Extract(m, Context{}); !reflect.DeepEqual(x, again) {
			t.Fatalf("%q: %v, then %v", text, x, again)
		}
		whole := zh.NewText(text).Quote(0, len(zh.NewText(text).Said))
		var clean []Entry
		for _, e := range x.Entries {
			if e.Status == "" {
				t.Errorf("%q: no status in %+v", text, e)
			}
			if e.Date != "" {
				if _, err := time.Parse(time.DateOnly, e.Date); err != nil {
					t.Errorf("%q: date %q", text, e.Date)
				}
				clean = append(clean, Entry{Date: e.Date, Status: Planned, Speaker: "王一-甲-产品"})
			}
			for part := range strings.SplitSeq(e.Speaker, "、") { // two speak on one evening
				if !e.Self && !strings.Contains(strings.ReplaceAll(whole, " ", ""), strings.ReplaceAll(part, " ", "")) {
					t.Errorf("%q: speaker %q does not stand there", text, part)
				}
			}
		}
		if len(clean) < 2 {
			return
		}
		got := Extract(Message{Time: sent, Text: Format(clean, sent)}, Context{})
		if !reflect.DeepEqual(got.Entries, clean) {
			t.Errorf("%q\nprints %q\nreads %s", text, Format(clean, sent), show(got))
		}
	})
}
