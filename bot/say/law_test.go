package say

import (
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"qunwen/bot/schedule"
	"qunwen/bot/store"
	"qunwen/corpus"
	"qunwen/corpus/people"
	"qunwen/corpus/speed"
	"qunwen/index"
)

// cited is what a printer prints: a passage with two citations, the second of
// them by somebody else.
func cited(name, quote string) Passage {
	at := Citation{ID: "paydesk/2023-03-06/091412", Room: "paydesk", Date: "2023-03-06", Time: "09:14:12", Speaker: name, Quote: quote}
	other := at
	other.ID = "paydesk/2023-03-06/091500"
	other.Speaker, other.Quote, other.Time, other.URL = "许衡", "不够扣就充值", "09:15:00", "http://chat.example/r/paydesk/2023-03-06#091500"
	return Passage{Room: "paydesk", Title: "结算以后还能退款吗", Citations: []Citation{at, other}}
}

// askedNow is a question that is asked years after everything that is cited.
func askedNow(text string) *Asked {
	return &Asked{Text: text, At: time.Date(2027, 5, 1, 9, 0, 0, 0, time.UTC)}
}

// naming are the texts that are printed with the name of whose words or name
// they give.
var naming = map[string]func(name, quote string) string{
	"an answer": func(name, quote string) string {
		return Rooms{}.Answer(askedNow("退款"), []Passage{cited(name, quote)}, &index.Result{Words: 1, Verdict: index.Answer}).Text
	},
	"leads": func(name, quote string) string {
		all := []Passage{cited("许衡", "那句"), cited(name, quote), cited("许衡", "这句")}
		return Rooms{}.Answer(askedNow("退款"), all, &index.Result{Words: 1, Verdict: index.Leads}).Text
	},
	"what comes next": func(name, quote string) string {
		p, _ := Rooms{}.GoOn(&Page{left: []Passage{cited("许衡", "那句"), cited(name, quote)}})
		return p.Text
	},
	"the answer in short": func(name, quote string) string {
		return (&Page{intro: "群里聊过", Shown: cited(name, quote).Citations}).Brief(false)
	},
	"one of several answers": func(name, quote string) string {
		other := Part{Verdict: index.Leads, Passages: []Passage{cited("许衡", "那句")}}
		return Rooms{}.Several([]Part{other, {Verdict: index.Answer, Passages: []Passage{cited(name, quote)}}, {Verdict: index.None}}).Text
	},
	"who said it":        func(name, quote string) string { return Rooms{}.Authors(cited(name, quote).Citations, 0) },
	"who said the first": func(name, quote string) string { return Rooms{}.Authors(cited(name, quote).Citations, 1) },
	"the nearest there is": func(name, quote string) string {
		p := cited(name, quote)
		p.Coverage = 1
		return Rooms{"paydesk": "支付 09:14 群"}.Answer(askedNow("退款"), []Passage{p}, &index.Result{Words: 1, Verdict: index.None}).Text
	},
	"the talk around": func(name, quote string) string {
		c := &cited(name, quote).Citations[1]
		at := time.Date(2023, 3, 6, 9, 14, 0, 0, time.UTC)
		return Rooms{}.Talk(c, []*corpus.Message{{ID: "a", Time: at, Speaker: name, Text: quote}, {ID: c.ID, Time: at, Speaker: "许衡", Text: c.Quote}})
	},
	"news": func(name, quote string) string {
		return News("冯恩", "怎么退款", &cited(name, quote).Citations[0])
	},
	"an answer after a session": func(name, quote string) string {
		return Late("冯恩", "怎么退款", (&Page{intro: "群里聊过", Shown: cited(name, quote).Citations}).Brief(false))
	},
	"an answer where there is no session": func(name, quote string) string {
		return NoSession((&Page{intro: "群里聊过", Shown: cited(name, quote).Citations}).Brief(false))
	},
	"to whom a reply is":                  func(name, quote string) string { return To(name, quote, "群里没聊过这个问题") },
	"to whom a reply to nothing is":       func(name, _ string) string { return To(name, " ", "群里没聊过这个问题") },
	"whose question has an answer now":    func(name, quote string) string { return News(name, quote, &cited("许衡", "那句").Citations[0]) },
	"whose question waited for an answer": func(name, quote string) string { return Late(name, quote, "群里没聊过这个问题") },
	"whose words were searched": func(name, _ string) string {
		return opening(index.Answer, &index.Person{Word: "老林", Names: []string{name}}, Period{Name: "2023年3月"}) + "："
	},
	"whom a word may mean": func(name, _ string) string {
		return opening(index.Leads, &index.Person{Word: "老林", Names: []string{"许衡", name, "冯恩", "秦越"}}, Period{}) + "。"
	},
	"who is hidden":                func(name, _ string) string { return Hidden([]string{"小" + name, name}, nil) },
	"who may be hidden":            func(name, _ string) string { return Hidden(nil, []string{"小" + name, name}) },
	"who is hidden and who may be": func(name, _ string) string { return Hidden([]string{"小林"}, []string{name}) },
	"who stays hidden":             func(name, _ string) string { return StillHidden([]string{name}) },
	"who waits to be hidden":       func(name, _ string) string { return WaitingToHide([]string{"小" + name, name}) },
	"who was confirmed":            func(name, _ string) string { return HidingConfirmed([]string{name}) },
	"what an answer should have been": func(name, quote string) string {
		return Shortcomings(nil, []store.Feedback{{Question: "怎么退款", Name: name, Correction: quote, Mark: store.Wrong}}, time.UTC)
	},
	"the source of a session": func(name, quote string) string {
		book := schedule.NewBook(schedule.Options{Announcers: map[string][]string{"paydesk": {name}}})
		at := time.Date(2023, 3, 6, 9, 14, 0, 0, time.UTC)
		text := "3月8日 20:00 @王一-甲支付-产品 退款对账"
		book.Apply(&corpus.Transcript{Path: "p", Room: "paydesk", Date: "2023-03-06", Messages: []corpus.Message{{ID: "paydesk/2023-03-06/091400", Time: at, Speaker: name, Raw: text, Text: text}}})
		r, _ := book.Answer(schedule.Question{Text: "3月8日谁分享", At: at, Room: "paydesk"})
		return r.Text
	},
}

// TestCitesLaw prints words of people with all sorts of names in every way there
// is: the reader that hides finds each again, as it stands and where somebody
// repeats it on one line, and takes it for nobody else's.
func TestCitesLaw(t *testing.T) {
	for what, print := range naming {
		for _, name := range []string{"林念", "林念-集物商城", "R：D", "R, D", "林念，支付", "林、念", "林念）", "A 1. B", "林念说的", "2023-03-06 林念"} {
			text := print(name, "能退的，从下一次的结算款里扣")
			if !strings.Contains(text, name) {
				t.Fatalf("%s does not name %s: %s", what, name, text)
			}
			hides := Hides([]string{name})
			for _, archived := range []string{text, strings.Join(strings.Fields(text), " ")} {
				if !hides("群问", archived) {
					t.Errorf("%s: %s is not found in %q", what, name, archived)
				}
			}
			if Hides([]string{"谁也不是"})("群问", text) {
				t.Errorf("%s: nobody is found in %q", what, text)
			}
		}
	}
}

// FuzzCites looks for any name in any of these texts.
func FuzzCites(f *testing.F) {
	f.Add("林念", "能退的")
	f.Add("可能是：，2023-03-06 09:14 在（", "1. 09:14 许衡：你好")
	f.Fuzz(func(t *testing.T, name, quote string) {
		name = people.ReadableName(name)
		if hides := Hides([]string{name}); len(name) <= longestCited/2 && utf8.ValidString(name) && hides(name, "") {
			for what, print := range naming {
				if text := print(name, "那"+people.ReadableName(quote)); strings.Contains(text, name) && !hides("群问", text) {
					t.Errorf("%s: %q is not found in %q", what, name, text)
				}
			}
		}
	})
}

// TestGivesWords finds what was said in every text that gives it, whole or cut, and
// nowhere else.
func TestGivesWords(t *testing.T) {
	long := "能退的，从下一次的结算款里扣，当天应结等于当天交易减去当天退款，轧差以后再打，" + strings.Repeat("不够扣的第二天接着扣，", 20)
	for what, print := range naming {
		for _, said := range []string{"能退", "能退的，从下一次的结算款里扣", long} {
			text := print("林念", said)
			if !strings.Contains(text, said[:len("能退")]) {
				continue // names somebody, and gives no words
			}
			if !GivesWords(text, said) {
				t.Errorf("%s: %q is not found in %q", what, said, text)
			}
			for _, other := range []string{"", "退", "不能退的，要等下一次的结算款到账"} {
				if GivesWords(text, other) {
					t.Errorf("%s: %q is found in %q", what, other, text)
				}
			}
		}
	}
}

// TestGivesNoWordsOfOurs: what the bot says by itself is nobody's words, and the middle of a
// long message is.
func TestGivesNoWordsOfOurs(t *testing.T) {
	none := Rooms{}.Answer(askedNow("退款"), nil, &index.Result{Words: 1, Verdict: index.None, Unknown: []string{"火星"}}).Text
	for _, said := range []string{"群里没聊过这个问题", "换个说法，或者说得具体一点，再问问看", none} {
		if GivesWords(none, said) {
			t.Errorf("%q is found in %q", said, none)
		}
	}
	long := strings.Repeat("先说别的事情", 30) + "然后突然说到今年的垫资额度是两千万不能再高了" + strings.Repeat("再说别的事情", 30)
	if text := "1. 09:14 林念：…然后突然说到今年的垫资额度是两千万不能再高了…"; !GivesWords(text, long) {
		t.Errorf("a middle is not found in %q", text)
	}
	if text := "没答上的问题，问得多的在前：\n1. 张三受贿咋办（1 次，最近 3月20日）"; !GivesWords(text, "张三受贿咋办") {
		t.Errorf("a short question is not found in %q", text)
	}
}

// TestCitesHostile: a line that may name anybody takes no longer than it has to.
func TestCitesHostile(t *testing.T) {
	hides := Hides([]string{"林念"})
	usual := strings.Repeat("结算以后退款要看渠道的周期，", 400)
	for _, part := range []string{" 09:14 ：", "@a 问的「", "只看a说的，", "日）（x说应该是", "1. a，2023-03-06 09:14 在 ", "「：「：", "a 09:14 "} {
		text := strings.Repeat(part, 20000/len(part))
		speed.Within(t, part, 300, func() { hides("群问", usual) }, func() { hides("群问", text) })
	}
}

// TestSpokenLaw finds the words of a title in the lines that name nobody: as they
// are printed, and as they were printed once and stand in archives.
func TestSpokenLaw(t *testing.T) {
	const quote = "能「退」的：从「下一次」：结算款里扣"
	titled := cited("林念", "那句")
	titled.Title = quote
	lines := map[string]string{
		"once, with what was asked": "4. paydesk 2023-03-06，说到「结算以后还能退款吗」：" + quote,
		"once, without":             "1. paydesk 2023-03-06，说到「" + quote + "」",
		"once, with a link":         "1. paydesk 2023-03-06，说到「结算以后还能退款吗」：" + quote + "（此处有链接） http://chat.example/r/paydesk/2023-03-06#091412",
	}
	for what, at := range map[string]time.Time{"of years ago": askedNow("").At, "of that week": time.Date(2023, 3, 9, 9, 0, 0, 0, time.UTC)} {
		text := Rooms{}.Answer(&Asked{Text: "垫资", At: at}, []Passage{titled}, &index.Result{Words: 1, Verdict: index.Answer}).Text
		lines[what] = text[strings.LastIndexByte(text, '\n')+1:]
	}
	for what, line := range lines {
		date, spoken := FindSpoken(line)
		if date != "2023-03-06" || !slices.ContainsFunc(spoken, func(s Spoken) bool { return s.Words == quote && strings.HasPrefix(line[s.From:], quote) }) {
			t.Errorf("%s: %+v of %s in %q", what, spoken, date, line)
		}
	}
}
