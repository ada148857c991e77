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
	return Replay(slices.Values([]*corpus.Transcript{
		post("2024-05-09", "> 08:00:00  我  \n\n下周分享安排：  5月14日 周二 @许衡-云杉-产品  退款的记账  5月15日 周三 @余笙-鹿野-架构  优惠券核销  5月16日 周四 【无安排】\n"),
	}), Options{})
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
		{"by day", "5月15号是谁分享", []string{"5月15日(周三)", "余笙", "《优惠券核销》", "依据：5月9日(周四) 08:00 我："}, 1, false},
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
			r := b.Answer(tt.question, now, nil)
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
	if r := b.Answer("5月15号是谁分享", now, []string{"elsewhere"}); len(r.Sessions) > 0 {
		t.Errorf("a session of another room: %s", r.Text)
	}
}
