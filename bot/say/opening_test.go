package say

import (
	"testing"

	"qunwen/index"
)

// TestOpening says to whom and to what time an answer is limited.
func TestOpening(t *testing.T) {
	one := index.Person{Word: "老许", Names: []string{"许衡"}}
	if got, want := opening(index.Answer, &one, Period{Name: "2023年3月"}), "群里聊过（只看2023年3月，只看许衡说的）"; got != want {
		t.Errorf("opening = %s, want %s", got, want)
	}
	if got, want := opening(index.Answer, &one, Period{Name: "2023年3月", Lifted: true, Verdict: index.None}), "2023年3月群里没聊过，别的时候有（只看许衡说的）"; got != want {
		t.Errorf("opening = %s, want %s", got, want)
	}
}
