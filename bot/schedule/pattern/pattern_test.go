package pattern

import (
	"fmt"
	"regexp/syntax"
	"slices"
	"testing"
)

// TestRequires holds of which words a text must have one for an expression to match.
func TestRequires(t *testing.T) {
	for _, tt := range []struct {
		expr string
		want string // "[]" if nothing is known
	}{
		{`取消`, "[取消]"},
		{`改期|延期`, "[延期 改期]"},
		{`[改挪]到?[DT]`, "[挪D 挪T 挪到D 挪到T 改D 改T 改到D 改到T]"},
		{`取消|.`, "[]"},
		{`D.*取消`, "[取消]"},
		{`(?:取消){2,3}`, "[取消取消]"},
		{`停了*`, "[停]"},
		{`停了+`, "[停]"},
		{`么(?:$|哈)`, "[么]"},
		{`(?:^|[^切])换(?:成|了)?[^,]{0,9}H`, "[换]"},
		{`\p{Han}`, "[]"},
		{`(?i)cancel`, "[]"},
		{`^$`, "[]"},
	} {
		t.Run(tt.expr, func(t *testing.T) {
			parsed, err := syntax.Parse(tt.expr, syntax.Perl)
			if err != nil {
				t.Fatal(err)
			}
			words := slices.Clone(requires(parsed.Simplify()).words())
			slices.Sort(words)
			if got := fmt.Sprint(slices.Compact(words)); got != tt.want {
				t.Errorf("requires %s, want %s", got, tt.want)
			}
		})
	}
}
