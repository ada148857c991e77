package schedule

import "testing"

// TestWantWords holds each want to its example.
func TestWantWords(t *testing.T) {
	for _, w := range wantWords {
		if got := wantsOf(w.example); got&w.want == 0 {
			t.Errorf("wantsOf(%q) = %b, want %b in it", w.example, got, w.want)
		}
	}
}

// TestWantForms is about wants that a form shows, not a word.
func TestWantForms(t *testing.T) {
	for _, tt := range []struct {
		text    string
		has, no want
	}{
		{"今晚有分享吗", wantAny, wantPast},
		{"下周三有没有课", wantAny, wantChecked},
		{"今晚不是周慧?", wantChecked, wantAny},
		{"周五是赵一帆吧", wantChecked, 0},
		{"小满今晚讲吗", wantChecked, wantOwn},
		{"林小满是今天还是明天", 0, wantChecked},
		{"我什么时候讲", wantOwn | wantComing, wantAny},
		{"什么时候轮到我", wantOwn, 0},
		{"我那场几点", wantOwn | wantHour, 0},
		{"我们什么时候分享", 0, wantOwn},
		{"什么时候轮到我们", 0, wantOwn},
		{"我想分享,哪天有空", wantGaps, wantOwn},
		{"下次谁讲", wantComing, wantPast},
		{"上次谁讲的", wantPast | wantOne, wantComing},
		{"几点结束", wantEnd | wantHour, 0},
	} {
		if got := wantsOf(tt.text); got&tt.has != tt.has || got&tt.no != 0 {
			t.Errorf("wantsOf(%q) = %b, want all of %b and none of %b", tt.text, got, tt.has, tt.no)
		}
	}
}

func TestFewSaid(t *testing.T) {
	for _, tt := range []struct {
		text string
		want int
	}{
		{"接下来三场都是谁", 3},
		{"后面两场是谁", 2},
		{"下两次谁讲", 2},
		{"最近5场", 5},
		{"下一场是谁", 0},
		{"下周三场地在哪", 0},
		{"", 0},
	} {
		if n, _, _ := fewSaid(tt.text); n != tt.want {
			t.Errorf("fewSaid(%q) = %d, want %d", tt.text, n, tt.want)
		}
	}
}
