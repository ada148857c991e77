package schedule

import (
	"reflect"
	"testing"
	"time"
	"unicode/utf8"
)

// FuzzAsk holds questions to two laws: none changes the book, and what is said
// to be about the schedule gets a reply that is text. That a question is about
// the schedule does not depend on who asks where.
func FuzzAsk(f *testing.F) {
	for _, w := range wantWords {
		f.Add(w.example, int64(0))
	}
	for i := range asksRules {
		f.Add(asksRules[i].example, int64(3600*24*i))
	}
	for _, text := range []string{"6.13", "99.99", "13月还有几场", "接下来0场", "我什么时候讲", "今晚不是高越？", "取消 5月10日", "下周一到周五都谁", "\x00今\xff晚", "\u202e谁讲过对账"} {
		f.Add(text, int64(-1))
	}
	b, now := plannedBook(f)
	f.Fuzz(func(t *testing.T, text string, seconds int64) {
		at := now.Add(time.Duration(seconds%(400*24*3600)) * time.Second)
		before := b.Sessions(at)
		r, ok := b.Answer(Question{Text: text, At: at, Room: "r", Asker: "高越"})
		_, again := b.Answer(Question{Text: text, At: at})
		if ok != again {
			t.Errorf("%q: about the schedule in a room: %v, elsewhere: %v", text, ok, again)
		}
		if ok && (r.Text == "" || !utf8.ValidString(r.Text)) {
			t.Errorf("%q: reply %q", text, r.Text)
		}
		if Asks(text, at) && !ok {
			t.Errorf("%q: asked, and not answered", text)
		}
		if after := b.Sessions(at); !reflect.DeepEqual(before, after) {
			t.Errorf("%q changed the book", text)
		}
	})
}
