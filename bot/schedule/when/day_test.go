package when

import (
	"strings"
	"testing"
	"time"

	"qunwen/corpus/zh"
)

var shanghai = time.FixedZone("CST", 8*60*60)

// sent is when the messages of the tests were sent: a Wednesday.
var sent = time.Date(2018, 5, 9, 10, 0, 0, 0, shanghai)

// read cuts a text into tokens and slots, as somebody means them who writes it at
// the time at. A mention reaches up to a blank.
func read(text string, at time.Time) (zh.Text, []Token, []Slot) {
	src := zh.NewText(text)
	TranslateDays(&src)
	tokens := Lex(src.Fold, func(i int) (Token, bool) {
		end := i
		for src.Fold[i] == '@' && end < len(src.Fold) && !zh.IsBlank(src.Fold[end]) {
			end++
		}
		return Token{Kind: HandleToken, From: i, To: end}, end > i
	})
	return src, tokens, FindSlots(src.Fold, tokens, NewBase(at), func(int) bool { return false })
}

// days reads the slots of a text: dates, from~to for stretches, a|b for
// either, ! before a problem.
func days(text string, at time.Time) string {
	var all []string
	_, _, slots := read(text, at)
	for _, sl := range slots {
		for _, m := range sl.Moments {
			var options []string
			for _, o := range m.Options {
				options = append(options, o.Format(time.DateOnly))
			}
			switch {
			case m.Problem != "":
				all = append(all, "!"+m.Problem)
			case !m.Date.IsZero():
				all = append(all, m.Date.Format(time.DateOnly))
			case len(options) > 0:
				all = append(all, strings.Join(options, "|"))
			case !m.From.IsZero():
				all = append(all, m.From.Format(time.DateOnly)+"~"+m.To.Format(time.DateOnly))
			default:
				all = append(all, "?")
			}
		}
	}
	return strings.Join(all, " ")
}

func TestDays(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"2018-5-11", "2018-05-11"},
		{"2017/7/25 周二", "2017-07-25"},
		{"2017.12.30 19点", "2017-12-30"},
		{"2018年5月20日", "2018-05-20"},
		{"20180520", "2018-05-20"},
		{"５月１５日", "2018-05-15"},
		{"五月十五日", "2018-05-15"},
		{"5 月 15 日", "2018-05-15"},
		{"5月15 @甲", "2018-05-15"},
		{"3.22 @甲", "2018-03-22"},
		{"4.10 周二", "2018-04-10"},
		{"0513 @甲", "2018-05-13"},
		{"5/15 @甲", "2018-05-15"},
		{"5-15 周二", "2018-05-15"},
		{"20号", "2018-05-20"},
		{"二十号", "2018-05-20"},
		{"3号", "2018-06-03"},
		{"31号", "2018-05-31"},
		{"周五", "2018-05-11"},
		{"周一", "2018-05-14"},
		{"周三", "2018-05-09"},
		{"星期天", "2018-05-13"},
		{"礼拜六", "2018-05-12"},
		{"周7", "2018-05-13"},
		{"本周四", "2018-05-10"},
		{"这周一", "2018-05-07"},
		{"下周三", "2018-05-16"},
		{"下下周二22号", "2018-05-22"},
		{"上周三", "2018-05-02"},
		{"上上周五", "2018-04-27"},
		{"上上周", "2018-04-23~2018-04-29"},
		{"今晚", "2018-05-09"},
		{"明天晚上", "2018-05-10"},
		{"后天", "2018-05-11"},
		{"大后天", "2018-05-12"},
		{"时间：5月15日", "2018-05-15"},
		{"5月14日~5月16日", "2018-05-14 2018-05-15 2018-05-16"},
		{"5.14-5.15 王一-甲-产品", "2018-05-14 2018-05-15"},
		{"周二~周五", "2018-05-15 2018-05-16 2018-05-17 2018-05-18"},
		{"下周一到周三", "2018-05-14 2018-05-15 2018-05-16"},
		{"周四、周五", "2018-05-10 2018-05-11"},
		{"5月14日或者16日", "2018-05-14|2018-05-16"},
		{"6月初", "2018-06-01~2018-06-10"},
		{"6月中旬", "2018-06-11~2018-06-20"},
		{"2月底", "2018-02-21~2018-02-28"},
		{"六月底", "2018-06-21~2018-06-30"},
		{"5月底6月初", "2018-05-21~2018-06-10"},
		{"月底", "2018-05-21~2018-05-31"},
		{"下个月初", "2018-06-01~2018-06-10"},
		{"7月份", "2018-07-01~2018-07-31"},
		{"8月第一周", "2018-07-30~2018-08-05"},
		{"周末", "2018-05-12~2018-05-13"},
		{"下周末", "2018-05-19~2018-05-20"},
		{"下周", "2018-05-14~2018-05-20"},
		{"节后", "?"},
		{"年后2月底", "2018-02-21~2018-02-28"},
		{"元旦后第一周周三晚上6点", "2019-01-02"},
		{"周一 5月14日", "2018-05-14"},
		{"本周四(5月10日)", "2018-05-10"},
		{"5月14日，下周一", "2018-05-14"},
		{"5月15日 周三", "!5月15日是周二，不是周三"},
		{"2月30日", "!没有2月30日这一天"},
		{"13月1日", "!没有13月1日这一天"},
		{"2018-02-29", "!没有2月29日这一天"},
		// No days at all.
		{"3.4投两票", ""},
		{"2.5W", ""},
		{"217号文", ""},
		{"一周三次", ""},
		{"版本1.2.3", ""},
		{"周期和周边", ""},
		{"周六福", ""},
		{"晚上好", ""},
		{"手续费0.38", ""},
		{"http://a.example/2018/05/11/", ""},
	} {
		if got := days(tt.text, sent); got != tt.want {
			t.Errorf("days(%q) = %q, want %q", tt.text, got, tt.want)
		}
	}
}

// TestYears is about days without a year.
func TestYears(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		at         time.Time
		want       string
	}{
		{"January, said in December", "1月14日", time.Date(2017, 12, 25, 10, 0, 0, 0, shanghai), "2018-01-14"},
		{"the weekday agrees", "1.11 周四", time.Date(2017, 12, 25, 10, 0, 0, 0, shanghai), "2018-01-11"},
		{"December, said in January", "12月30日", time.Date(2018, 1, 2, 10, 0, 0, 0, shanghai), "2017-12-30"},
		{"a little back", "3月22日", sent, "2018-03-22"},
		{"next month has no 31st", "31号", time.Date(2018, 5, 31, 10, 0, 0, 0, shanghai), "2018-05-31"},
		{"skips a short month", "30号", time.Date(2018, 1, 31, 10, 0, 0, 0, shanghai), "2018-03-30"},
		{"下周 on a Sunday", "下周一", time.Date(2018, 5, 13, 10, 0, 0, 0, shanghai), "2018-05-14"},
		{"a bare weekday on Sunday", "周日", time.Date(2018, 5, 13, 10, 0, 0, 0, shanghai), "2018-05-13"},
		{"the sender's zone decides", "今晚", time.Date(2018, 5, 9, 1, 0, 0, 0, shanghai), "2018-05-09"},
	} {
		if got := days(tt.text, tt.at); got != tt.want {
			t.Errorf("%s: days(%q) = %q, want %q", tt.name, tt.text, got, tt.want)
		}
	}
}

func TestClocks(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"【20:30】", "20:30"},
		{"19：30", "19:30"},
		{"7:30", "19:30"},
		{"09:30", "09:30"},
		{"7点半", "19:30"},
		{"七点半", "19:30"},
		{"晚上6点", "18:00"},
		{"19点", "19:00"},
		{"晚上8点30", "20:30"},
		{"晚上八点一刻", "20:15"},
		{"上午9点", "09:00"},
		{"下午2点30分", "14:30"},
		{"今晚7.30", "19:30"},
		{"等7.30 开始", "19:30"},
		{"晚上12点", "00:00"},
		{"周三晚上 9点", "21:00"},
		{"漏了一点", ""},
		{"25:00", ""},
		{"19:61", ""},
		{"3点建议", ""},
		{"10:00:00", "10:00"},
	} {
		got := ""
		_, tokens, _ := read(tt.text, sent)
		for _, tok := range tokens {
			if tok.Kind == ClockToken {
				got = tok.Clock.String()
			}
		}
		if got != tt.want {
			t.Errorf("clock in %q = %q, want %q", tt.text, got, tt.want)
		}
	}
}
