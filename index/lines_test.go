package index

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"qunwen/index/build/buildtest"
)

// looked looks up a question until the test ends.
func looked(t testing.TB, x *Index, question string) *inquiry {
	t.Helper()
	n, err := x.inquire(t.Context(), question, Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(n.Close)
	return n
}

func TestFeatures(t *testing.T) {
	const answer = "可以用白漆画斑马线，先量宽度"
	x := openSite(t, fstest.MapFS{"r/_posts/2023-03-07-chat.markdown": chat(`09:00:00 a 今天下雨了
09:00:10 甲 请问斑马线怎么画？
09:00:20 乙 ` + answer + `
09:00:40 甲 谢谢指点
09:01:00 丙 ![2023-03-07 09:01:00](http://a.cn/x.png)
09:01:10 乙 嗯
09:01:20 丁 微信红包
09:02:00 丁 为什么斑马线不画红的？`)}, nil)
	n := looked(t, x, "斑马线怎么画")
	r := n.place(2)
	byOrd := make(map[int]*line)
	for i := range r.lines {
		byOrd[r.lines[i].ord] = &r.lines[i]
	}
	if r.lo != 0 || r.hi != 8 || r.question != 1 || len(r.lines) != 7 || byOrd[6] != nil {
		t.Fatalf("reach %d to %d, question %d, %d lines; want 0 to 8, 1 and all but the red packet", r.lo, r.hi, r.question, len(r.lines))
	}
	fits := min(1, max(0, (n.alike(1)-0.5)/0.4))
	if fits == 0 {
		t.Fatal("the question does not fit at all")
	}
	said := float64(len([]rune(answer)) + 1) // by 乙, behind the question
	for _, tt := range []struct {
		name string
		ord  int
		f    feature
		want float64
	}{
		{"the best by its words", 1, ownWords, 1},
		{"no word", 3, ownWords, 0},
		{"no vectors", 2, likeQuestion, 0},
		{"no vectors", 2, likeAnswer, 0},
		{"no vectors", 2, inWindow, 0},
		{"as long as it is", 2, lineLength, float64(len([]rune(answer))) / longLine},
		{"not short", 2, isShort, 0},
		{"four characters are not short", 3, isShort, 0},
		{"one is", 5, isShort, 1},
		{"an image is not", 4, isShort, 0},
		{"a question", 1, isAsking, 1},
		{"an answer", 2, isAsking, 0},
		{"somebody else's question", 7, isAsking, 1},
		{"the place's question", 1, isQuestion, 1},
		{"not the place's", 7, isQuestion, 0},
		{"before the question", 0, afterQuestion, 0},
		{"the question itself", 1, afterQuestion, 0},
		{"right behind it", 2, afterQuestion, math.Exp(-1 / replyFade)},
		{"six behind it", 7, afterQuestion, math.Exp(-6 / replyFade)},
		{"the asker again", 3, byAsker, 1},
		{"the asker again", 3, byAskerFitting, fits},
		{"the question is no further line", 1, byAsker, 0},
		{"another", 2, byAsker, 0},
		{"before", 0, beforeFitting, fits},
		{"behind", 2, beforeFitting, 0},
		{"all that 乙 says", 2, byAnswerer, fits * said / muchTalk},
		{"in each of their lines", 5, byAnswerer, fits * said / muchTalk},
		{"the asker is no answerer", 3, byAnswerer, 0},
		{"the middle", 2, fromMiddle, 0},
		{"five away", 7, fromMiddle, 0.5},
		{"two before", 0, fromMiddle, 0.2},
		{"the middle's conversation", 2, inThread, 1},
		{"an image", 4, isImage, 1},
		{"no image", 2, isImage, 0},
	} {
		t.Run(fmt.Sprintf("%s of %d: %s", featureNames[tt.f], tt.ord, tt.name), func(t *testing.T) {
			if got := byOrd[tt.ord].features[tt.f]; math.Abs(got-tt.want) > 1e-6 {
				t.Errorf("%v, want %v", got, tt.want)
			}
		})
	}
	if a, b := byOrd[2].features[afterAsking], byOrd[1].features[afterAsking]; !(a > 0) || b != 0 {
		t.Errorf("tie %v of the answer and %v of the question, want only the first", a, b)
	}
	for _, l := range r.lines {
		if got := n.w.line(&l.features); got != l.value {
			t.Errorf("line %d: value %v, want %v", l.ord, l.value, got)
		}
		if math.IsNaN(l.value) {
			t.Errorf("line %d: %v", l.ord, l.features)
		}
	}
}

// What goes on elsewhere in between does not push a conversation's own lines
// out of a place.
func TestPlaceFollowsConversation(t *testing.T) {
	var b strings.Builder
	b.WriteString("09:00:00 陶渊-云杉 请教一下，斑马线一般要画多宽才合规？\n")
	b.WriteString("09:00:05 马小满-集物 大家好，犀牛皮的合同找谁盖章？\n")
	for i := range linesAfter + 5 {
		who := [2]string{"唐果-码通 @马小满-集物", "马小满-集物 @唐果-码通"}[i%2]
		fmt.Fprintf(&b, "%s %s 犀牛皮合同的第%d条没看懂\n", buildtest.Clock(9*3600+10+5*i), who, i)
	}
	fmt.Fprintf(&b, "%s 何一鸣-远帆 @陶渊-云杉 斑马线画四米宽\n", buildtest.Clock(9*3600+200))
	x := openSite(t, fstest.MapFS{"r/_posts/2023-03-07-chat.markdown": chat(b.String())}, nil)
	last := x.Len() - 1
	if x.r.Root[last] != 0 || x.r.Root[1] != 1 || x.r.Root[last-1] != 1 {
		t.Fatalf("roots %v, want two conversations", x.r.Root)
	}
	r := looked(t, x, "斑马线画多宽").place(0)
	if got := r.lines[len(r.lines)-1].ord; got != last {
		t.Errorf("the last line is %d, want %d, which answers", got, last)
	}
	for _, l := range r.lines {
		if l.ord > linesAfter && l.ord != last {
			t.Errorf("line %d of another conversation far away", l.ord)
		}
	}
}

// A question that was asked before, but that nobody said anything to, is no
// answer: what is said elsewhere comes first, and there are leads at best.
func TestUnanswered(t *testing.T) {
	const (
		question  = "斑马线退费要不要收手续费"
		asked     = "09:00:00 甲 请问斑马线退费要不要收手续费？\n"
		elsewhere = "10:00:00 丙 斑马线退费这种事各家不同\n10:00:30 丁 我们是收手续费的，一笔两块，退费当天从保证金里扣"
	)
	for _, tt := range []struct {
		name  string
		day   string
		other string
		want  Verdict
		first string // is in what the first hit shows
	}{
		{"answered", asked + "09:01:00 乙 退费是不收的，当初的手续费也会还给你", "", Answer, "也会还给你"},
		{"with a word", asked + "09:01:00 乙 不收", "", Answer, "不收"},
		{"by the one who asked", asked + "09:01:00 甲 问到了，退费一分钱都不收的", "", Answer, "问到了"},
		{"in the same message", "09:00:00 甲 斑马线退费要不要收手续费？答：退费是不收的，当初的手续费也会还给你\n", "", Answer, "答"},
		{"not at all", asked, "", Leads, "请问"},
		{"asked again", asked + "09:01:00 乙 同问，斑马线退费要不要收手续费？", "", Leads, "同问"},
		{"not there, but elsewhere", asked, elsewhere, Leads, "保证金里扣"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			site := fstest.MapFS{"r/_posts/2023-03-07-chat.markdown": chat(tt.day)}
			if tt.other != "" {
				site["r/_posts/2023-03-02-chat.markdown"] = chat(tt.other)
			}
			r, err := openSite(t, site, nil).Search(t.Context(), question, Options{})
			if err != nil || len(r.Hits) == 0 {
				t.Fatalf("%+v, %v", r, err)
			}
			if r.Verdict != tt.want || !strings.Contains(quotes(r.Hits[0]), tt.first) {
				t.Errorf("%s with confidence %.2f, first %q; want %s, with %q", r.Verdict, r.Confidence, quotes(r.Hits[0]), tt.want, tt.first)
			}
		})
	}
}

// Wishes, thanks and what only cites another are no lines of an excerpt.
func TestIdleLines(t *testing.T) {
	x := openSite(t, fstest.MapFS{
		"r/_posts/2023-03-07-chat.markdown": chat(`09:00:00 甲 请问斑马线退费要不要收手续费
09:00:10 丙 好问题，我们也碰到
09:00:20 乙 斑马线退费收手续费的，一笔两块
09:00:30 丁 终于周五了
09:00:40 甲 谢谢老陶的解答
09:00:50 戊 「乙：斑马线退费收手续费的…」 - - - - - - - -
09:01:00 己 斑马线退费我们不收手续费`),
	}, nil)
	r, err := x.Search(t.Context(), "斑马线退费收不收手续费", Options{})
	if err != nil || len(r.Hits) == 0 {
		t.Fatalf("%+v, %v", r, err)
	}
	shown := quotes(r.Hits[0])
	for _, answer := range []string{"一笔两块", "我们不收手续费"} {
		if !strings.Contains(shown, answer) {
			t.Errorf("%q lacks %s", shown, answer)
		}
	}
	for _, idle := range []string{"好问题", "周五", "谢谢", "- - -"} {
		if strings.Contains(shown, idle) {
			t.Errorf("%q shows %s", shown, idle)
		}
	}
	best := slices.MaxFunc(r.Hits[0].Messages, func(a, b HitMessage) int { return cmp.Compare(a.Value, b.Value) })
	if best.Value == 0 || !strings.Contains(best.Quote, "收手续费") {
		t.Errorf("most speaks for %q with %.2f, want an answer", best.Quote, best.Value)
	}
}
