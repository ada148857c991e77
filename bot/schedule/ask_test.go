package schedule

import (
	"slices"
	"strings"
	"testing"
	"time"

	"qunwen/corpus"
)

func TestAsks(t *testing.T) {
	now := time.Date(2024, 5, 10, 9, 0, 0, 0, shanghai)
	for _, tt := range []struct {
		text string
		want bool
	}{
		{"今晚有分享吗", true},
		{"5月15号是谁", true},
		{"下周安排", true},
		{"龚老师什么时候讲", true},
		{"上次讲退款的分享是哪天", true},
		{"还有哪天空着", true},
		{"这个月谁放鸽子了", true},
		{"最近有啥分享", true},
		{"近期安排", true},
		{"還有誰分享", true},
		{"下週誰講", true},
		{"去年讲了哪些", true},
		{"许衡讲了啥", true},
		{"下次讲什么", true},
		{"我想分享，哪天有空", true},
		{"分享表麻烦再发一遍谢谢", true},
		{"来一份最近的分享安排", true},
		{"老师哪天有空一起吃饭", false},
		{"谢谢，对账文件再发一遍", false},
		{"有什么资料可以分享吗", false},
		{"谁能分享一下对账的文档", false},
		{"退款要几天", false},
		{"5月15号结算的款什么时候到账", false},
		{"请教一下清算怎么讲得通", false},
		{"", false},
		{strings.Repeat("分享", 5000), false},
	} {
		if got := Asks(tt.text, now); got != tt.want {
			t.Errorf("Asks(%.20q) = %v, want %v", tt.text, got, tt.want)
		}
	}
}

// askedBook is a book of an invented room.
func askedBook(t *testing.T) *Book {
	t.Helper()
	post := func(date, body string) *corpus.Transcript {
		tr, err := corpus.Parse("room/_posts/"+date+"-chat.markdown", strings.NewReader("---\nlayout: source\n---\n"+body), shanghai)
		if err != nil {
			t.Fatal(err)
		}
		return tr
	}
	return replay(slices.Values([]*corpus.Transcript{
		post("2024-05-09", "> 08:00:00  我  \n\n下周分享安排：  5月14日 周二 @许衡-云杉-产品  退款的记账  5月15日 周三 @余笙-鹿野-架构  优惠券核销  5月16日 周四 【无安排】\n"),
	}), Options{})
}

// answerTo is the reply to a question that is asked outside of rooms.
func answerTo(b *Book, text string, now time.Time) Reply {
	r, _ := b.Answer(Question{Text: text, At: now})
	return r
}

// TestAnswerPast is about talks that were held, and about words of a question
// that stand in topics, too.
func TestAnswerPast(t *testing.T) {
	lines := []string{"2024-04-29 09:00 管理: 近期分享安排： 4月30日 @王一-甲-产品 关于跨境 5月1日 @赵四-丁-研发 代扣 5月8日 @李二-乙-研发 账务的几点总结 5月14日 @张三-丙-产品 卡券核销"}
	lines = append(lines, monologueOf("2024-04-30", 19, 32, 20, "王一-甲-产品")...)
	lines = append(lines, monologueOf("2024-05-08", 19, 32, 20, "李二-乙-研发")...)
	b := replay(slices.Values(chat(t, lines...)), Options{})
	now := time.Date(2024, 5, 10, 9, 0, 0, 0, shanghai)
	for _, tt := range []struct {
		question  string
		want      string // the speakers of the sessions
		elsewhere bool
	}{
		{"上次是谁讲的", "李二-乙-研发", false},
		{"第一次分享是谁", "王一-甲-产品", false},
		{"之前都讲过什么", "李二-乙-研发 王一-甲-产品", false},
		{"上周二谁讲的", "王一-甲-产品", false},
		{"上上周谁讲的", "", false},
		{"这周三谁讲的", "李二-乙-研发", false},
		{"上周谁讲的", "王一-甲-产品", false},
		{"今年讲了哪些", "李二-乙-研发 王一-甲-产品", false},
		{"下次谁讲", "张三-丙-产品", false},
		{"下一场是谁", "张三-丙-产品", false},
		{"接下来谁讲", "张三-丙-产品", false},
		{"分享一般几点开始", "张三-丙-产品", false},
		{"分享列表发一下", "张三-丙-产品", false},
		{"5.14谁讲", "张三-丙-产品", false},
		{"分享几点开始", "张三-丙-产品", false},
		{"关于风控的分享有吗", "", true},
		{"谁讲过跨境", "王一-甲-产品", false},
	} {
		r := answerTo(b, tt.question, now)
		var got []string
		for _, s := range r.Sessions {
			got = append(got, s.Speaker)
		}
		if strings.Join(got, " ") != tt.want || r.Elsewhere != tt.elsewhere || !Asks(tt.question, now) {
			t.Errorf("%s: %q, elsewhere %v, want %q:\n%s", tt.question, got, r.Elsewhere, tt.want, r.Text)
		}
	}
	if r := answerTo(b, "分享几点开始", now); !strings.Contains(r.Text, "几点没有说，一般 19:30") {
		t.Errorf("no hour:\n%s", r.Text)
	}
}

func TestAnswer(t *testing.T) {
	b := askedBook(t)
	now := time.Date(2024, 5, 10, 9, 0, 0, 0, shanghai)
	for _, tt := range []struct {
		name, question string
		want           []string // in the text
		sessions       int
		elsewhere      bool
	}{
		{"by day", "5月15号是谁分享", []string{"5月15日(周三)", "余笙", "《优惠券核销》", "依据：5月9日(周四) 08:00 群主："}, 1, false},
		{"by title", "许老师什么时候讲", []string{"5月14日(周二)", "许衡"}, 1, false},
		{"by topic", "优惠券那场分享是哪天", []string{"5月15日(周三)"}, 1, false},
		{"a week", "下周分享安排", []string{"5月14日(周二)", "5月15日(周三)", "5月16日(周四)"}, 3, false},
		{"free evenings", "还有哪天空着", []string{"5月16日(周四)", "没有安排人"}, 1, false},
		{"nothing that evening", "今晚有分享吗", []string{"5月10日(周五)没有查到分享安排", "接下来是", "5月14日(周二)"}, 0, false},
		{"somebody unknown", "石老师什么时候分享", nil, 0, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if !Asks(tt.question, now) {
				t.Fatal("not recognised")
			}
			r := answerTo(b, tt.question, now)
			if len(r.Sessions) != tt.sessions || r.Elsewhere != tt.elsewhere {
				t.Errorf("%d sessions, elsewhere %v: %s", len(r.Sessions), r.Elsewhere, r.Text)
			}
			for _, w := range tt.want {
				if !strings.Contains(r.Text, w) {
					t.Errorf("%q is not in\n%s", w, r.Text)
				}
			}
		})
	}
	if r, _ := b.Answer(Question{Text: "5月15号是谁分享", At: now, Rooms: []string{"elsewhere"}}); len(r.Sessions) > 0 {
		t.Errorf("a session of another room: %s", r.Text)
	}
}

// TestMonthSaid is about months and years without a day.
func TestMonthSaid(t *testing.T) {
	now := time.Date(2018, 5, 9, 10, 0, 0, 0, shanghai)
	for _, tt := range []struct {
		text  string
		past  bool
		first string // of the days; "" if none are named
		last  string
	}{
		{"5月还有几场", false, "2018-05-01", "2018-05-31"},
		{"六月份有哪些", false, "2018-06-01", "2018-06-30"},
		{"1月有谁", false, "2018-01-01", "2018-01-31"},
		{"12月谁讲过", true, "2017-12-01", "2017-12-31"},
		{"十二月讲了哪些", true, "2017-12-01", "2017-12-31"},
		{"上个月", true, "2018-04-01", "2018-04-30"},
		{"下月", false, "2018-06-01", "2018-06-30"},
		{"本月", false, "2018-05-01", "2018-05-31"},
		{"去年", true, "2017-01-01", "2017-12-31"},
		{"13月", false, "", ""},
		{"0月", false, "", ""},
		{"今晚", false, "", ""},
	} {
		day := func(d time.Time) string {
			if d.IsZero() {
				return ""
			}
			return d.Format(time.DateOnly)
		}
		first, last, _ := monthSaid(tt.text, now, tt.past)
		if day(first) != tt.first || day(last) != tt.last {
			t.Errorf("monthSaid(%q) = %s to %s, want %s to %s", tt.text, day(first), day(last), tt.first, tt.last)
		}
	}
}

// TestCovers is about sessions of which only a stretch is known.
func TestCovers(t *testing.T) {
	now := time.Date(2018, 5, 9, 10, 0, 0, 0, shanghai)
	june := Session{DateRange: [2]string{"2018-06-01", "2018-06-30"}}
	week := Session{DateRange: [2]string{"2018-05-14", "2018-05-20"}}
	for _, tt := range []struct {
		question string
		s        *Session
		want     bool
	}{
		{"6月有哪些分享", &june, true},
		{"今年还有哪些分享", &june, true},
		{"6月5号谁分享", &june, false},
		{"5月有哪些分享", &june, false},
		{"下周谁分享", &week, true},
		{"下周三谁分享", &week, true},
		{"这周谁分享", &week, false},
		{"下周谁分享", &Session{}, false},
		{"下周谁分享", &Session{DateRange: [2]string{"2018-05-14", ""}}, false},
	} {
		q := newQuestion(tt.question, now)
		if got := q.covers(tt.s); got != tt.want {
			t.Errorf("%s: covers %v = %v, want %v", tt.question, tt.s.DateRange, got, tt.want)
		}
	}
}
