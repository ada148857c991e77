package corpus

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

func TestLinkCopies(t *testing.T) {
	p := NewPersons([][]string{{"a", "a2"}, {"b", "b2", "b3"}})
	for _, tt := range []struct{ name, day, want string }{
		{"one line is enough", "01 a hi|01 a2 hi|02 x ho", "2=1"},
		{"three names", "01 b3 hi|01 b hi|01 b2 hi", "2=1 3=1"},
		{"two persons", "01 a hi|01 b hi", ""},
		{"one name", "01 a hi|01 a hi|02 a2 ho", ""},
		{"each as often as either has it", "01 a hi|01 a hi|01 a2 hi", "3=1"},
		{"another second", "01 a hi|02 a2 hi", ""},
		{"what the day shows by itself stays", "01 c hi|01 c2 hi|02 c ho|02 c2 ho|03 c hu|03 c2 hu|04 a hi|04 a2 hi", "2=1 4=3 6=5 8=7"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := copies(t, tt.day, p); got != tt.want {
				t.Errorf("copies = %q, want %q", got, tt.want)
			}
		})
	}
}
