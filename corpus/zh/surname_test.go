package zh

import (
	"regexp"
	"testing"
)

func TestSurnameOf(t *testing.T) {
	pattern := regexp.MustCompile("^" + AddressPattern + "$")
	for _, tt := range []struct{ address, want string }{
		{"老王", "王"},
		{"小米", ""},
		{"王总", "王"},
		{"许老师", "许"},
		{"欧阳老师", "欧阳"},
		{"李工", "李"},
		{"老板", ""}, // 板 is no surname
		{"汇总", ""},
		{"王泽", ""}, // a name
		{"", ""},
	} {
		got := ""
		if pattern.MatchString(tt.address) {
			got = SurnameOf(tt.address)
		}
		if got != tt.want {
			t.Errorf("surname in %q = %q, want %q", tt.address, got, tt.want)
		}
	}
}

func TestHasSurname(t *testing.T) {
	for _, tt := range []struct {
		name, surname string
		want          bool
	}{
		{"王晓韡", "王", true},
		{"王鹏", "王", true},
		{"欧阳明", "欧阳", true},
		{"王", "王", false},
		{"王者荣耀", "王", false}, // too long
		{"王Peng", "王", false},
		{"隔壁老王", "王", false},
		{"", "王", false},
	} {
		if got := HasSurname(tt.name, tt.surname); got != tt.want {
			t.Errorf("HasSurname(%q, %q) = %v, want %v", tt.name, tt.surname, got, tt.want)
		}
	}
}
