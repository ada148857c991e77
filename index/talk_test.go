package index

import "testing"

func TestMarks(t *testing.T) {
	for i, m := range marks {
		if !m.pattern.MatchString(m.example) {
			t.Errorf("%s: not found in its example %q", m.name, m.example)
		}
		if f := marksOf(m.example); f[i] != 1 || len(f) != len(MarkNames()) {
			t.Errorf("%s: marks of %q = %v", m.name, m.example, f)
		}
	}
}

func TestWants(t *testing.T) {
	for i, w := range wants {
		if mask := wantsOf(w.question); mask&(1<<i) == 0 {
			t.Errorf("%q asks for %b, want row %d among it", w.question, mask, i)
		}
		if gives(1<<i, w.line) != 1 {
			t.Errorf("%q is not given by %q", w.question, w.line)
		}
	}
	if got := gives(0, "不支持"); got != 0 {
		t.Errorf("a line gives %v of what was not asked for", got)
	}
}

func TestSaysNothing(t *testing.T) {
	for _, text := range []string{"", "[强][强]", "谢谢", "谢谢老师", "大家好", "早上好", "哈哈哈", "感谢分享", "收到", "wxid_a1b2c3:", "q12345678:", "😀", "辛苦了", "欢迎新人"} {
		if !saysNothing(text) {
			t.Errorf("%q may be shown", text)
		}
	}
	for _, text := range []string{"是", "对", "有", "不行", "可以", "T+1", "谢谢，我再问一下银联", "早上八点清算", "好像是千六", "不客气，这个要走人工", "赞成走网联"} {
		if saysNothing(text) {
			t.Errorf("%q is never shown", text)
		}
	}
}
