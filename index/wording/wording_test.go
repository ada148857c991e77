package wording

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"qunwen/index/analysis"
)

func TestMarks(t *testing.T) {
	for i, m := range marks {
		if !m.pattern.MatchString(m.example) {
			t.Errorf("%s: not found in its example %q", m.name, m.example)
		}
		if f := Marks(m.example); f[i] != 1 || len(f) != len(MarkNames()) {
			t.Errorf("%s: marks of %q = %v", m.name, m.example, f)
		}
	}
}

func TestWants(t *testing.T) {
	for i, w := range wants {
		if mask := Wants(w.question); mask&(1<<i) == 0 {
			t.Errorf("%q asks for %b, want row %d among it", w.question, mask, i)
		}
		if Gives(1<<i, w.line) != 1 {
			t.Errorf("%q is not given by %q", w.question, w.line)
		}
	}
	if got := Gives(0, "不支持"); got != 0 {
		t.Errorf("a line gives %v of what was not asked for", got)
	}
}

func TestSaysNothing(t *testing.T) {
	for _, text := range []string{"", "[强][强]", "谢谢", "谢谢老师", "大家好", "早上好", "哈哈哈", "感谢分享", "收到", "wxid_a1b2c3:", "q12345678:", "😀", "辛苦了", "欢迎新人"} {
		if !SaysNothing(text) {
			t.Errorf("%q may be shown", text)
		}
	}
	for _, text := range []string{"是", "对", "有", "不行", "可以", "T+1", "谢谢，我再问一下银联", "早上八点清算", "好像是千六", "不客气，这个要走人工", "赞成走网联"} {
		if SaysNothing(text) {
			t.Errorf("%q is never shown", text)
		}
	}
}

func TestGist(t *testing.T) {
	story := strings.Repeat("我们上个月接了一个渠道，前两周都正常。", 60)
	for _, tt := range []struct {
		name, question string
		keeps, drops   string
	}{
		{"short", "长款怎么处理", "长款怎么处理", ""},
		{"the point at the end", story + "长款怎么处理？", "长款怎么处理？", ""},
		{"the point at the beginning", "长款怎么处理？" + story, "长款怎么处理？", ""},
		{"two points", "短款谁赔？" + story + "长款怎么处理？", "短款谁赔？", ""},
		{"nothing asks: the end", "开头。" + story + "结尾。", "结尾。", "开头。"},
		{"no sentence", strings.Repeat("长", 2000), "长", ""},
		{"the story is left out", story + "长款怎么处理？", "长款怎么处理？", "渠道"},
		{"words of asking in the story", strings.Repeat("银行问什么都说不知道。", 20) + "长款要挂多久？", "长款要挂多久？", "银行"},
		{"asks without a mark", story + "想请教怎么挂账。" + story, "想请教怎么挂账。", "渠道"},
		{"leans on the sentence before", story + "昨天的长款挂了账。这种一般怎么处理？", "昨天的长款挂了账。这种一般怎么处理？", "渠道"},
		{"is nothing alone", story + "昨天少了一笔短款。怎么办？" + story, "短款。怎么办？", "渠道"},
		{"a question of a hundred characters and its story", "我们上个月接了一个渠道，前两周都正常。长款一般挂多久？麻烦各位了。", "前两周都正常。长款一般挂多久？", ""},
		{"a short one whole", "我们接了个渠道。长款怎么处理？先谢谢大家", "我们接了个渠道。长款怎么处理？先谢谢大家", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := Gist(tt.question, 100)
			if n := utf8.RuneCountInString(got); n == 0 || n > 100 {
				t.Errorf("%d characters", n)
			}
			if !strings.Contains(got, tt.keeps) || tt.drops != "" && strings.Contains(got, tt.drops) {
				t.Errorf("%q, want %q in it and not %q", got, tt.keeps, tt.drops)
			}
		})
	}
}

func TestQuestions(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		want       string // the questions, with | between them; "" if it asks one thing
		marked     bool
	}{
		{"one", "长款一般挂多久？", "", false},
		{"with its story", "我们接了个渠道。昨天少了一笔。长款一般挂多久？", "", false},
		{"numbered", "1、长款一般挂多久？2、短款由谁来赔？", "长款一般挂多久？|短款由谁来赔？", true},
		{"numbered in circles, without marks", "①长款要挂多久\n②短款怎么赔付", "长款要挂多久|短款怎么赔付", true},
		{"counted in words", "请教两个问题，一是长款一般挂多久？二是短款由谁来赔？", "长款一般挂多久？|短款由谁来赔？", true},
		{"gone on", "长款一般挂多久？另外，短款由谁来赔？", "长款一般挂多久？|短款由谁来赔？", true},
		{"gone on without a mark", "长款一般挂多久？还想请教一下短款怎么赔付", "长款一般挂多久？|短款怎么赔付", true},
		{"side by side", "长款一般挂多久？发票谁来开？", "长款一般挂多久？|发票谁来开？", false},
		{"the second leans", "长款一般挂多久？这种要不要报备？", "", false},
		{"the second is a bit of it", "长款一般挂多久？三天？", "", false},
		{"more of the same", "长款一般挂多久？还有别的期限吗？", "", false},
		{"a third leans", "长款一般挂多久？发票谁来开？这种有期限吗？", "长款一般挂多久？|发票谁来开？这种有期限吗？", false},
		{"in other words", "长款一般挂多久？长款大概要挂多久？", "", false},
		{"numbers what does not ask", "有两种做法：1、先挂账；2、直接退。你们的长款怎么处理？", "", false},
		{"numbers are figures", "费率0.6，封顶25.0元，长款一般挂多久？", "", false},
		{"more than three", "1、甲乙丙怎么算账？2、子丑寅怎么对平？3、天地人由谁来开？4、日月星能不能退？", "甲乙丙怎么算账？|子丑寅怎么对平？|天地人由谁来开？", true},
		{"polite", "请问一下各位，长款一般挂多久？另外请教发票谁来开？", "长款一般挂多久？|发票谁来开？", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, marked := Questions(tt.text)
			if all := strings.Join(got, "|"); all != tt.want || marked != tt.marked {
				t.Errorf("%q, marked %v, want %q, %v", all, marked, tt.want, tt.marked)
			}
		})
	}
}

func TestMeaning(t *testing.T) {
	a := analyzer(t)
	for _, tt := range []struct{ name, in, want string }{
		{"compatibility forms", "Ｔ＋１結算㈱", "t+1结算(株)"},
		{"addresses", "看 https://a.cn/x?y=1 这里", "看 这里"},
		{"white space", " a \u3000 b\u00a0c ", "a b c"},
		{"nothing", "", ""},
		{"cut", strings.Repeat("退", 400), strings.Repeat("退", maxMeaning)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := Meaning(a, tt.in); got != tt.want {
				t.Errorf("meaning(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestWindows(t *testing.T) {
	long := strings.Repeat("长", 300)
	for _, tt := range []struct {
		name  string
		texts []string
		want  string // spans of the windows
	}{
		{"nobody", nil, ""},
		{"one", []string{"a"}, "0-1"},
		{"only empty ones", []string{"", ""}, ""},
		{"full by count, half overlapping", strings.Split(strings.Repeat("a ", 20), " ")[:20], "0-12 6-18 12-20"},
		{"full by length", []string{long, long, "a"}, "0-1 1-2 2-3"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, w := range Windows(0, len(tt.texts), func(i int) string { return tt.texts[i] }) {
				got = append(got, fmt.Sprintf("%d-%d", w.Lo, w.Hi))
				if n := len([]rune(w.Text)); n > windowCut {
					t.Errorf("window of %d characters", n)
				}
			}
			if s := strings.Join(got, " "); s != tt.want {
				t.Errorf("windows = %q, want %q", s, tt.want)
			}
		})
	}
}

func TestWithoutCited(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"普通的话", "普通的话"},
		{"老许：原话 - - - - - - - - 我觉得不行", "我觉得不行"},
		{"老许：原话 - - - - - - - -", "老许：原话 - - - - - - - -"},
	} {
		if got := WithoutCited(tt.text); got != tt.want {
			t.Errorf("withoutCited(%q) = %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestQuote(t *testing.T) {
	a := analyzer(t)
	long := strings.Repeat("前面说了很多别的。", 60) + "垫资要收保证金。" + strings.Repeat("后面又说了很多。", 60)
	for _, tt := range []struct{ name, text, want string }{
		{"short stays whole", "垫资要收保证金", "垫资要收保证金"},
		{"long is cut around the word", long, "垫资要收保证金。"},
		{"no word: from the start", strings.Repeat("说了很多别的。", 100), "说了很多别的。"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := Quote(a, tt.text, func(part string) float64 { return float64(strings.Count(part, "垫资")) })
			if !strings.Contains(got, tt.want) || utf8.RuneCountInString(got) > maxQuote {
				t.Errorf("quote = %q (%d characters)", got, utf8.RuneCountInString(got))
			}
			for part := range strings.SplitSeq(got, "…") {
				if !strings.Contains(tt.text, part) {
					t.Errorf("%q is not in the text", part)
				}
			}
		})
	}
}

func analyzer(t *testing.T) *analysis.Analyzer {
	t.Helper()
	a, err := analysis.New()
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestWithoutGreeting(t *testing.T) {
	for text, want := range map[string]string{
		"你好，群里有人做过跨境收款吗": "群里有人做过跨境收款吗", "各位下午好！长款一般怎么处理": "长款一般怎么处理", "在吗？想问下分账怎么对账": "想问下分账怎么对账",
		"大家好": "大家好", "你好，在吗": "你好，在吗", "你好像没说结算周期是几天": "你好像没说结算周期是几天", "大家好像都用网联了吧": "大家好像都用网联了吧", "早，怎么退": "早，怎么退",
	} {
		if got := withoutGreeting(text); got != want {
			t.Errorf("withoutGreeting(%q) = %q", text, got)
		}
	}
}
