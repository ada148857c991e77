package zh

import (
	"strings"
	"testing"
)

func TestNewText(t *testing.T) {
	for _, tt := range []struct{ name, text, said, fold string }{
		{"full width is narrow", "５月１５日　ＡＢ", "５月１５日　ＡＢ", "5月15日 ab"},
		{"traditional words of days and talks", "這週五晚上8點開講", "這週五晚上8點開講", "这周五晚上8点开讲"},
		{"names and topics in traditional characters", "陳建國講風險", "陳建國講風險", "陈建国讲风险"},
		{"marks without width go", "王\u200b一\u202e", "王一", "王一"},
		{"the end of a mention is two blanks", "@王一\u2005在", "@王一  在", "@王一  在"},
		{"entities that were escaped twice", "A&amp;amp;B", "A&B", "a&b"},
	} {
		got := NewText(tt.text)
		if string(got.Said) != tt.said || string(got.Fold) != tt.fold {
			t.Errorf("%s: NewText(%q) = %q, %q", tt.name, tt.text, string(got.Said), string(got.Fold))
		}
	}
}

// TestSimplify holds that the table is whole, and that simplifying twice changes
// nothing.
func TestSimplify(t *testing.T) {
	n := 0
	for line := range strings.Lines(SimplifiedFile) {
		pair := []rune(strings.TrimSpace(line))
		if len(pair) != 2 {
			t.Fatalf("%q is not a pair", line)
		}
		if got := Simplify(pair[0]); got != pair[1] {
			t.Errorf("Simplify(%c) = %c, want %c", pair[0], got, pair[1])
		}
		n++
	}
	if n < 4000 {
		t.Errorf("only %d characters", n)
	}
	for _, r := range "周点号a8，" {
		if Simplify(r) != r {
			t.Errorf("%c becomes %c", r, Simplify(r))
		}
	}
}
