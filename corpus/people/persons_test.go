package people

import (
	"slices"
	"testing"
)

func TestPersons(t *testing.T) {
	p := NewPersons([][]string{
		{"许衡-甲-产品", "许衡", "Xu Heng😀"},
		{"余笙"},
		{"余笙", "老余"},
		{"阿福", "福"},
		{"福", "福哥"},
		{"-", "小满"},
	})
	for _, tt := range []struct {
		name, first string
		all         []string
	}{
		{"许衡", "许衡-甲-产品", []string{"许衡-甲-产品", "许衡", "Xu Heng😀"}},
		{"xu heng?", "许衡-甲-产品", []string{"许衡-甲-产品", "许衡", "Xu Heng😀"}}, // as an export shows it
		{"余笙", "余笙", []string{"余笙"}},                                   // of two
		{"老余", "老余", []string{"老余"}},
		{"福", "福", []string{"福"}}, // of two
		{"福哥", "福哥", []string{"福哥"}},
		{"小满", "-", []string{"-", "小满"}},
		{"别人", "别人", []string{"别人"}},
		{"", "", []string{""}},
	} {
		if got := p.Name(tt.name); got != tt.first {
			t.Errorf("Name(%q) = %q, want %q", tt.name, got, tt.first)
		}
		if got := p.Names(tt.name); !slices.Equal(got, tt.all) {
			t.Errorf("Names(%q) = %q, want %q", tt.name, got, tt.all)
		}
	}
	var nobody *Persons
	if nobody.Name("许衡") != "许衡" || nobody.Sum() != "" || NewPersons([][]string{{"余笙"}}).Sum() != "" {
		t.Error("nobody is known by another name")
	}
	one, two := NewPersons([][]string{{"a", "b"}, {"c", "d"}}), NewPersons([][]string{{"c", "d"}, {"a", "b"}})
	if one.Sum() != two.Sum() || one.Sum() == p.Sum() || one.Sum() == NewPersons([][]string{{"b", "a"}, {"c", "d"}}).Sum() {
		t.Error("sums do not tell what is known")
	}
}
