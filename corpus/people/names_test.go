package people

import "testing"

func TestNames(t *testing.T) {
	hidden := Names([]string{"小乙🎉", "Ada  Li", "", "😀", "乙&#160;某"})
	for name, want := range map[string]bool{
		"小乙?": true, "小乙??": true, "小乙": true, "小乙🎉": true, "ada li": true, "Ada Li": true, "乙 某": true, "😀": true,
		"小乙-某支付": false, "乙": false, "": false, "?": false, "??": false, "小": false,
	} {
		if got := hidden(name); got != want {
			t.Errorf("%q is hidden: %v, want %v", name, got, want)
		}
	}
	if Names(nil)("") {
		t.Error("nobody's name is hidden")
	}
}
