package bot

import (
	"strings"
	"testing"
)

// TestLeaned tells what is new in a question that leans on the last one: its focus,
// or that it only asks for more.
func TestLeaned(t *testing.T) {
	const last = "预售的券怎么确认收入"
	for _, tt := range []struct {
		text, focus string
		more        bool
	}{
		{"那退掉的呢", "退掉", false},
		{"如果是免费券呢？", "免费券", false},
		{"换成积分的话", "积分", false},
		{"的呢", "的", false},
		{"有没有现成的方案", "", true},
		{"有具体流程吗", "", true},
		{"具体怎么操作", "", true},
		{"那应该怎么弄呢？", "", true},
		{"举个例子", "", true},
	} {
		q, ok := followUp(last, tt.text)
		if !ok || q.focus != tt.focus || q.more != tt.more || !strings.HasSuffix(q.whole, last) || q.more != (q.whole == last) {
			t.Errorf("followUp(%q) = %+v, %t, want focus %q, more %t", tt.text, q, ok, tt.focus, tt.more)
		}
	}
	for _, text := range []string{"有没有代扣的方案", "对账具体怎么操作", "为什么要轧差", "清算流程", "有没有做预付卡的", "怎么开户"} {
		if q, ok := followUp(last, text); ok {
			t.Errorf("followUp(%q) = %+v, want a question of its own", text, q)
		}
	}
	for _, tt := range [][2]string{{"去年聊过分账吗", "那2019年呢"}, {"本周有谁分享", "下周呢"}} {
		if q, ok := followUp(tt[0], tt[1]); !ok || q.focus != "" || q.more {
			t.Errorf("followUp(%q, %q) = %+v, %t, want another time and no focus", tt[0], tt[1], q, ok)
		}
	}
}
