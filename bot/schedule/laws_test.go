package schedule

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"qunwen/bot/schedule/announce"
	"qunwen/corpus"
)

const lawPlan = "2018-05-06 20:00 群管: 近期分享安排： 5月9日 周三 20:00 @林小满-青禾-产品  结算周期  5月11日 周五 20:00 @赵一帆-北辰-研发  风控画像  5月14日 周一 19:30 @周慧-木星-架构  网关限流  5月16日 周三 20:00 @孙朗-云帆-测试  压测平台"

// lawChanges are sentences that change the plan.
var lawChanges = []string{
	"今晚的分享取消", "今晚的分享改到明晚8点", "周五的分享推迟到周六", "赵一帆那场改到周日晚上7点", "风控画像那场取消了", "周五的分享提前一天", "今晚的分享推迟半小时",
	"周五的分享换成@李四-甲-研发 来讲", "周五的主题改成《支付密码》", "赵一帆和周慧对调", "下周一的分享顺延一周", "网关限流不讲了", "本周的分享全部取消", "周五的分享改期，时间另行通知",
	"5月14日改到5月15日", "以后分享都改到晚上9点", "5月18日 周五 20:00 @王五-乙-产品 密钥管理", "周五的嘉宾由@李四-甲-研发 代替@赵一帆-北辰-研发",
}

// lawShow writes sessions with their topics.
func lawShow(sessions []Session) string {
	var b strings.Builder
	for _, s := range sessions {
		fmt.Fprintf(&b, "%s %s %s %s %s\n", s.Date, s.Start, s.Speaker, s.Topic, s.Status)
	}
	return b.String()
}

// lawBook is the book after a message that the admin sends on May 9th.
func lawBook(t *testing.T, more ...string) *Book {
	t.Helper()
	return replay(slices.Values(chat(t, append([]string{lawPlan}, more...)...)), Options{Bots: []string{"群问"}})
}

var lawNow = time.Date(2018, 5, 9, 12, 0, 0, 0, shanghai)

// TestOnlySaidActs holds that what is not said outright changes nothing, whatever
// it would change if it were.
func TestOnlySaidActs(t *testing.T) {
	plan := lawShow(lawBook(t).Sessions(lawNow))
	for _, change := range lawChanges {
		if got := lawShow(lawBook(t, "2018-05-09 10:00 群管: "+change).Sessions(lawNow)); got == plan {
			t.Errorf("%s changes nothing", change)
		}
		for _, form := range []string{
			"%s吗", "%s？", "是不是%s", "会不会%s啊", "请问%s吗？", "听说%s", "有人说%s", "如果讲师来不了，%s", "万一下雨，%s", "要是人太少，%s", "希望%s", "隔壁群%s", "谁说%s了？没有的事",
			"可能%s", "也许%s", "建议%s", "假装通知：%s", "「 群管: %s 」 - - - - - - 收到",
		} {
			if strings.HasPrefix(form, "%s") && strings.Contains(change, "，") {
				continue // the question is of the last clause
			}
			text := fmt.Sprintf(form, change)
			if got := lawShow(lawBook(t, "2018-05-09 10:00 群管: "+text).Sessions(lawNow)); got != plan {
				t.Errorf("%s changes the plan:\n%s", text, got)
			}
		}
	}
}

// TestQuestionsChangeNothing holds that no question plans or changes a session,
// whoever asks.
func TestQuestionsChangeNothing(t *testing.T) {
	plan := lawShow(lawBook(t).Sessions(lawNow))
	for _, day := range []string{"今晚", "明晚", "周五", "下周一晚上", "5月14号", "14号", "5.14", "周末", "月底"} {
		for _, what := range []string{"讲啥", "谁讲", "讲什么内容", "分享什么主题", "有分享吗", "几点开始", "是谁分享", "讲哪个", "还有分享没", "有人讲不", "的分享改期了吗", "那场还讲吗", "分享哪个题目"} {
			for _, who := range []string{"群管", "路人", "周慧-木星-架构"} {
				text := day + what
				if got := lawShow(lawBook(t, "2018-05-09 10:00 "+who+": "+text).Sessions(lawNow)); got != plan {
					t.Errorf("%s: %s changes the plan:\n%s", who, text, got)
				}
			}
		}
	}
}

// withoutHistory are sessions as they stand, whatever changed them before.
func withoutHistory(sessions []Session) []Session {
	for i := range sessions {
		sessions[i].history = nil
	}
	return sessions
}

// TestUndoRestores holds that 撤销 after any change gives what was before, in
// every field but the history, and that after one of two changes it takes back
// the last alone.
func TestUndoRestores(t *testing.T) {
	const first, undone = "2018-05-09 09:00 群管: 网关限流那场推迟到5月15日", "2018-05-09 10:05 群管: @群问 撤销"
	for _, before := range [][]string{nil, {first}} {
		want := withoutHistory(lawBook(t, before...).Sessions(lawNow))
		for _, change := range lawChanges {
			lines := append(slices.Clone(before), "2018-05-09 10:00 群管: "+change)
			if got := lawShow(lawBook(t, lines...).Sessions(lawNow)); got == lawShow(want) {
				continue // it says what stands
			}
			got := withoutHistory(lawBook(t, append(lines, undone)...).Sessions(lawNow))
			if !reflect.DeepEqual(got, want) {
				t.Errorf("%s, taken back:\n%+v\nwant:\n%+v", change, got, want)
			}
		}
	}
}

// TestPlansReadBack holds that the sessions after any change, printed as the
// group writes its lists, are read back the same.
func TestPlansReadBack(t *testing.T) {
	for _, change := range lawChanges {
		var want []announce.Entry
		for _, s := range lawBook(t, "2018-05-09 10:00 群管: "+change).Sessions(lawNow) {
			if s.Status == Planned && s.Date != "" && s.Start != "" {
				want = append(want, announce.Entry{Date: s.Date, Start: s.Start, End: s.End, Speaker: s.Speaker, Topic: s.Topic, Status: Planned})
			}
		}
		text := "近期分享安排：\n"
		for _, e := range want {
			day, _ := time.Parse(time.DateOnly, e.Date)
			text += announce.FormatDay(day, lawNow) + " " + strings.TrimSuffix(e.Start+"-"+e.End, "-") + " @" + e.Speaker + "  " + e.Topic + "\n"
		}
		got := announce.Extract(announce.Message{Time: lawNow, Speaker: "群管", Text: text}, announce.Context{})
		if len(want) > 0 && !reflect.DeepEqual(got.Entries, want) {
			t.Errorf("%s prints\n%sreads %+v", change, text, got.Entries)
		}
	}
}

// TestOrderOfDays holds that the book does not depend on the order in which days
// are applied, nor on how often.
func TestOrderOfDays(t *testing.T) {
	lines := []string{lawPlan, "2018-05-08 09:00 群管: 周五的分享推迟到周六", "2018-05-09 10:00 群管: 网关限流不讲了", "2018-05-10 10:00 群管: 网关限流那场恢复"}
	days := chat(t, lines...)
	now := time.Date(2018, 5, 10, 12, 0, 0, 0, shanghai)
	want := replay(slices.Values(days), Options{}).Sessions(now)
	b := NewBook(Options{})
	for _, tr := range slices.Backward(days) {
		b.Apply(tr)
		b.Apply(tr)
	}
	if got := b.Sessions(now); !reflect.DeepEqual(lawShow(got), lawShow(want)) {
		t.Errorf("backwards:\n%swant:\n%s", lawShow(got), lawShow(want))
	}
}

// TestOverlayAndPost holds that of two posts of a day what was said last counts,
// whatever they are called.
func TestOverlayAndPost(t *testing.T) {
	days := chat(t, "2018-05-06 20:00 群管: 近期分享安排： 5月9日 周三 20:00 @林小满-青禾-产品  结算周期  5月11日 周五 20:00 @赵一帆-北辰-研发  风控画像")
	later := chat(t, "2018-05-06 21:00 群管: 周五的分享推迟到周六")
	later[0].Path = "chat/r/2018-05-06" // sorts before the post of the site
	b := NewBook(Options{})
	for _, tr := range append(days, later...) {
		b.Apply(tr)
	}
	if got := lawShow(b.Sessions(lawNow)); !strings.Contains(got, "2018-05-12 20:00 赵一帆-北辰-研发") {
		t.Errorf("the later post is undone:\n%s", got)
	}
}

// TestBadInput holds that hostile messages change nothing that they should not.
func TestBadInput(t *testing.T) {
	plan := lawShow(lawBook(t).Sessions(lawNow))
	for name, text := range map[string]string{
		"no such day":          "2月30日晚上8点的分享取消",
		"no such month":        "13月5日的分享改到周六",
		"no such hour":         "今晚的分享改到25点",
		"digits":               strings.Repeat("1234567890", 1000),
		"five days":            "5月9日、5月11日、5月14日、5月16日、5月18日都有分享",
		"of no session":        "5月20日的分享改到5月21日",
		"of a stranger":        "陈老师的分享改到下周四晚上8点",
		"another's evening":    "培训改到周五，会议取消，发版推迟到下周三",
		"which of the two":     "下周的分享改到周五",
		"the bot's own words":  "",
		"marks without width":  "今\u200b晚\u202e见",
		"a picture of nothing": "[图片]",
	} {
		line := "2018-05-09 10:00 群管: " + text
		if name == "the bot's own words" {
			line = "2018-05-09 10:00 群问: 记下了：今晚的分享取消"
		}
		if got := lawShow(lawBook(t, line).Sessions(lawNow)); got != plan {
			t.Errorf("%s changes the plan:\n%s", name, got)
		}
	}
	long := chat(t, lawPlan)
	long = append(long, &corpus.Transcript{Path: "x", Room: long[0].Room, Date: "2018-05-09", Messages: []corpus.Message{{ID: "r/2018-05-09/100000", Time: lawNow, Speaker: "群管", Kind: corpus.Link, Raw: "今晚的分享取消", Text: "今晚的分享取消"}}})
	if got := lawShow(replay(slices.Values(long), Options{}).Sessions(lawNow)); got != plan {
		t.Errorf("the title of a link changes the plan:\n%s", got)
	}
}

// bare is a text folded and without blanks, as handles are compared.
func bare(text string) string { return strings.Join(strings.Fields(folded(text)), "") }

// FuzzChanges holds that the book stays sound whatever is said, and that nobody
// speaks who is named in no message.
func FuzzChanges(f *testing.F) {
	for _, s := range lawChanges {
		f.Add(s)
	}
	plan := func(text string) []Session {
		tr := &corpus.Transcript{Path: "p", Room: "r", Date: "2018-05-06"}
		for i, m := range []string{strings.TrimPrefix(lawPlan, "2018-05-06 20:00 群管: "), text} {
			at := time.Date(2018, 5, 6, 20, i, 0, 0, shanghai)
			tr.Messages = append(tr.Messages, corpus.Message{ID: fmt.Sprintf("r/2018-05-06/20%02d00", i), Time: at, Speaker: "群管", Raw: m, Text: m})
		}
		return replay(slices.Values([]*corpus.Transcript{tr}), Options{}).Sessions(lawNow)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 4000 {
			return
		}
		for _, s := range plan(text) {
			if _, err := time.Parse(time.DateOnly, s.Date); s.Date != "" && err != nil {
				t.Errorf("%q: date %q", text, s.Date)
			}
			if _, err := time.Parse("15:04", s.Start); s.Start != "" && err != nil {
				t.Errorf("%q: start %q", text, s.Start)
			}
			if s.Status == "" || s.ID == "" {
				t.Errorf("%q: %+v", text, s)
			}
			if said := bare(lawPlan + text); s.Speaker != "群管" && !strings.Contains(said, bare(s.Speaker)) && !strings.Contains(s.Speaker, "、") {
				t.Errorf("%q: nobody said %q", text, s.Speaker)
			}
		}
	})
}

// TestMayMatter holds that what changes a session passes the cheap test.
func TestMayMatter(t *testing.T) {
	for _, text := range slices.Concat(lawChanges, []string{"限流熔断停了", "白露那一场cancel掉", "来不了了", "对调一下"}) {
		if !announce.MayMatter(text) {
			t.Errorf("%s is passed over", text)
		}
	}
}
