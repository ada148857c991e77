package schedule

import (
	"fmt"
	"iter"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"qunwen/corpus"
)

// replay makes a book of transcripts.
func replay(transcripts iter.Seq[*corpus.Transcript], opt Options) *Book {
	b := NewBook(opt)
	for tr := range transcripts {
		b.Apply(tr)
	}
	return b
}

// chat makes the transcripts of one room. Lines are "2018-05-09 10:00 speaker: words".
func chat(t testing.TB, lines ...string) []*corpus.Transcript {
	t.Helper()
	bodies := make(map[string]string)
	var dates []string
	for _, line := range lines {
		date, rest, _ := strings.Cut(line, " ")
		clock, rest, _ := strings.Cut(rest, " ")
		speaker, text, ok := strings.Cut(rest, ": ")
		if !ok {
			t.Fatalf("no speaker in %q", line)
		}
		if bodies[date] == "" {
			dates = append(dates, date)
		}
		bodies[date] += fmt.Sprintf("> %s:00  %s\n\n%s\n\n", clock, speaker, text)
	}
	var all []*corpus.Transcript
	for _, date := range dates {
		tr, err := corpus.Parse("r/_posts/"+date+"-chat.markdown", strings.NewReader("---\nlayout: source\n---\n"+bodies[date]), shanghai)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, tr)
	}
	return all
}

// monologueOf is a talk of n messages, one a minute from the hour and minute on.
func monologueOf(date string, hour, minute, n int, speaker string) []string {
	var lines []string
	for i := range n {
		m := hour*60 + minute + i
		words := "清分系统先按商户归集当天的交易，再轧差出应收应付，最后生成结算单，今天讲的就是这一段流程"
		if i == 0 {
			words = "大家好，今天我分享的主题是清分"
		}
		lines = append(lines, fmt.Sprintf("%s %02d:%02d %s: %s", date, m/60, m%60, speaker, words))
	}
	return lines
}

// showSessions writes sessions one a line.
func showSessions(all []Session) string {
	var b strings.Builder
	for _, s := range all {
		fmt.Fprintf(&b, "%s %s %s", s.Date, s.Speaker, s.Status)
		if s.Start != "" {
			fmt.Fprintf(&b, " at %s", s.Start)
		}
		if s.AnnouncedAs != "" {
			fmt.Fprintf(&b, " as %s", s.AnnouncedAs)
		}
		if len(s.MovedFrom) > 0 {
			fmt.Fprintf(&b, " from %s", strings.Join(s.MovedFrom, ","))
		}
		b.WriteString("\n")
	}
	return b.String()
}

const plannedList = "2018-05-07 09:00 管理: 近期分享安排： 5月8日 @王一-甲-产品  5月9日 @李二-乙-研发  5月10日 @张三-丙-产品  5月11日 待定"

func TestBook(t *testing.T) {
	evening := monologueOf("2018-05-09", 19, 32, 20, "李小二")
	for _, tt := range []struct {
		name  string
		opt   Options
		lines []string
		now   string
		want  string
	}{
		{"a list", Options{}, []string{plannedList}, "2018-05-07T12:00:00",
			"2018-05-08 王一-甲-产品 planned\n2018-05-09 李二-乙-研发 planned\n2018-05-10 张三-丙-产品 planned\n2018-05-11  tbd\n"},
		{"what is over and was not heard", Options{}, []string{plannedList}, "2018-05-20T12:00:00",
			"2018-05-08 王一-甲-产品 not_held\n2018-05-09 李二-乙-研发 not_held\n2018-05-10 张三-丙-产品 not_held\n"},
		{"tonight is cancelled", Options{}, []string{plannedList, "2018-05-08 16:00 管理: 作者临时有事，今晚分享取消。"}, "2018-05-08T18:00:00",
			"2018-05-08 王一-甲-产品 cancelled\n2018-05-09 李二-乙-研发 planned\n2018-05-10 张三-丙-产品 planned\n2018-05-11  tbd\n"},
		{"a move keeps the session", Options{}, []string{plannedList, "2018-05-08 16:00 管理: 今晚的分享改到5月12日20点"}, "2018-05-08T18:00:00",
			"2018-05-09 李二-乙-研发 planned\n2018-05-10 张三-丙-产品 planned\n2018-05-11  tbd\n2018-05-12 王一-甲-产品 planned at 20:00 from 2018-05-08\n"},
		{"a stale repost does not undo it", Options{}, []string{plannedList, "2018-05-08 16:00 管理: 作者临时有事，今晚分享取消。", "2018-05-08 17:00 管理: 5月8日 @王一-甲-产品  5月9日 @李二-乙-研发  5月10日 @张三-丙-产品"}, "2018-05-08T18:00:00",
			"2018-05-08 王一-甲-产品 cancelled\n2018-05-09 李二-乙-研发 planned\n2018-05-10 张三-丙-产品 planned\n2018-05-11  tbd\n"},
		{"a later list moves and drops", Options{}, []string{plannedList, "2018-05-08 09:00 管理: 5月9日 @张三-丙-产品  5月10日 @赵四-丁-研发  5月11日 @钱五-戊-产品"}, "2018-05-08T12:00:00",
			"2018-05-08 王一-甲-产品 planned\n2018-05-09 李二-乙-研发 cancelled\n2018-05-09 张三-丙-产品 planned from 2018-05-10\n2018-05-10 赵四-丁-研发 planned\n2018-05-11 钱五-戊-产品 planned\n"},
		{"held under another name", Options{}, append([]string{plannedList, "2018-05-09 19:10 管理: 今天请到@李二-乙-研发 给大家做分享，主题是“清分”开始时间为【19:30】"}, evening...), "2018-05-09T23:00:00",
			"2018-05-08 王一-甲-产品 not_held\n2018-05-09 李小二 held at 19:30 as 李二-乙-研发\n2018-05-10 张三-丙-产品 planned\n2018-05-11  tbd\n"},
		{"answers of a bot are no talk", Options{Bots: []string{"李小二"}}, append([]string{plannedList}, evening...), "2018-05-09T19:55:00",
			"2018-05-08 王一-甲-产品 not_held\n2018-05-09 李二-乙-研发 planned\n2018-05-10 张三-丙-产品 planned\n2018-05-11  tbd\n"},
		{"下周 as the list said it", Options{}, []string{"2018-05-05 12:00 管理: 周日 @王一-甲-产品 下周日 @李二-乙-研发", "2018-05-07 14:00 李二: 我下周日的分享主题变一下，分享主题为：“清结算模块设计”"}, "2018-05-07T18:00:00",
			"2018-05-06 王一-甲-产品 not_held\n2018-05-13 李二-乙-研发 planned\n"},
		{"an alias", Options{Aliases: map[string]string{"风": "胡一", "胡一桥-银行": "胡一"}}, []string{"2018-05-08 12:00 管理: 5月9日 @风  5月10日 @李二-乙-研发", "2018-05-09 17:00 管理: 今晚请到@胡一桥-银行 给大家做分享，主题是“存款”开始时间为【20:00】"}, "2018-05-09T18:00:00",
			"2018-05-09 胡一桥-银行 planned at 20:00\n2018-05-10 李二-乙-研发 planned\n"},
		{"a forged list", Options{Announcers: map[string][]string{"r": {"管理"}}}, []string{plannedList, "2018-05-07 10:00 路人: 5月8日 @假一-甲-产品  5月9日 @假二-乙-研发"}, "2018-05-07T12:00:00",
			"2018-05-08 王一-甲-产品 planned\n2018-05-09 李二-乙-研发 planned\n2018-05-10 张三-丙-产品 planned\n2018-05-11  tbd\n"},
		{"what was said later", Options{}, []string{plannedList, "2018-05-08 16:00 管理: 今晚分享取消，作者有事。"}, "2018-05-08T12:00:00",
			"2018-05-08 王一-甲-产品 planned\n2018-05-09 李二-乙-研发 planned\n2018-05-10 张三-丙-产品 planned\n2018-05-11  tbd\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			now, err := time.ParseInLocation("2006-01-02T15:04:05", tt.now, shanghai)
			if err != nil {
				t.Fatal(err)
			}
			days := chat(t, tt.lines...)
			b := replay(slices.Values(days), tt.opt)
			got := b.Sessions(now)
			if showSessions(got) != tt.want {
				t.Errorf("got:\n%swant:\n%s", showSessions(got), tt.want)
			}
			for range 2 { // the same days once more change nothing
				for _, tr := range days {
					b.Apply(tr)
				}
			}
			if again := b.Sessions(now); !reflect.DeepEqual(got, again) {
				t.Errorf("applied again:\n%s", showSessions(again))
			}
		})
	}
}

// TestApplyPart holds that a day that grows message by message gives what the
// whole day gives.
func TestApplyPart(t *testing.T) {
	days := chat(t, append([]string{plannedList, "2018-05-09 12:00 管理: 今晚的分享推迟到20点"}, monologueOf("2018-05-09", 20, 2, 25, "李二")...)...)
	whole := replay(slices.Values(days), Options{})
	grown := NewBook(Options{})
	for _, tr := range days {
		for n := range tr.Messages {
			part := *tr
			part.Messages = tr.Messages[:n+1]
			grown.Apply(&part)
		}
	}
	now := time.Date(2018, 5, 9, 23, 0, 0, 0, shanghai)
	if got, want := grown.Sessions(now), whole.Sessions(now); !reflect.DeepEqual(got, want) {
		t.Errorf("got:\n%swant:\n%s", showSessions(got), showSessions(want))
	}
	if got := whole.Sessions(now); got[1].Status != Held || got[1].Start != "20:00" {
		t.Errorf("got:\n%s", showSessions(got))
	}
}

func TestSamePerson(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want bool
	}{
		{"王一-甲-产品", "王一", true},
		{"王一-甲-产品-上海", "王一_甲_pm", true},
		{"甲银行-架构师-王小一", "王小一-甲银-架构师", true},
		{"李晓冬", "李晓东-银联", true},
		{"王一-甲-产品", "李二-甲-产品", false},
		{"产品-王一", "产品-李二", false},
		{"??", "!!", false},
		{"", "王一", false},
	} {
		if got := newPerson(tt.a).same(newPerson(tt.b)); got != tt.want {
			t.Errorf("same(%q, %q) = %v", tt.a, tt.b, got)
		}
	}
}

// TestTwoPosts holds that the second post of a day adds to the first.
func TestTwoPosts(t *testing.T) {
	days := chat(t, "2018-05-09 10:00 管理: 5月10日 @王一-甲-产品  5月11日 @李二-乙-研发")
	more := chat(t, "2018-05-09 12:00 管理: 明天的分享取消")[0]
	more.Path = "r/_posts/2018-05-09-more.markdown"
	b := replay(slices.Values(append(days, more)), Options{})
	const want = "2018-05-10 王一-甲-产品 cancelled\n2018-05-11 李二-乙-研发 planned\n"
	if got := showSessions(b.Sessions(time.Date(2018, 5, 9, 20, 0, 0, 0, shanghai))); got != want {
		t.Errorf("got:\n%swant:\n%s", got, want)
	}
}
