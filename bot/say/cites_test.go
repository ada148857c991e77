package say

import (
	"testing"

	"qunwen/corpus/people"
)

func TestCites(t *testing.T) {
	named := people.Names([]string{"林念", "R：D"})
	for _, tt := range []struct {
		line string
		want bool
	}{
		{"2. 09:15 林念：你好 http://example.org/r/p/2023-03-06#091500", true},
		{"▶09:14 林念：你好", true},
		{"09:14 林念：你好\n", true},
		{"1. 2023-03-06 09:14 林念：你好", true},
		{"2023-03-06 09:14 林念：你好", true},
		{"依据：3月20日(周一) 09:00 林念：近期分享安排", true},
		{"1. 林念，2023-03-06 09:14 在paydesk", true},
		{"1. 09:14 R：D：你好", true},
		{"09:16 群问：群里聊过： paydesk 2023-03-06 1. 09:14 林念：你好 http://example.org 另外：", true},
		{"好，以后不再引用你说过的话（名字：小林、林念）。", true},
		{"群里聊过（只看2023年3月，只看林念说的）：", true},
		{"群里聊过（只看林念说的）（刚才答过，这里只说最要紧的）：", true},
		{"群里聊过（「老林」可能是林大、林念等，没有按人找）：", true},
		{"群里聊过（只看2023年3月，只看许衡说的）：", false},
		{"只看林念", false},
		{"1. 09:14 许衡：林念：你好", false},
		{"1. 09:14 许衡：你好", false},
		{"1. 许衡，2023-03-06 09:14 在paydesk", false},
		{"林念：你好", false},
		{"09:14", false},
		{"", false},
	} {
		if got := Cites(tt.line, named); got != tt.want {
			t.Errorf("Cites(%q) = %t", tt.line, got)
		}
	}
}

func TestHides(t *testing.T) {
	for _, tt := range []struct {
		speaker, body string
		want          bool
	}{
		{"林念", "你好", true},
		{"R&amp;amp;D 小王", "你好", true},
		{"许衡", "你好", false},
		{"许衡", "「林念：你好」\n- - - - -\n是的", true},
		{"许衡", "「林念二：你好」\n是的", false},
		{"许衡", "林念：你好", true},
		{"许衡", "『林念: 你好』", true},
		{"许衡", "“林念：你好”这话对", true},
		{"许衡", "> 林念：你好", true},
		{"许衡", "[聊天记录] 群聊的聊天记录\n林念 2023-03-06 09:14:12\n你好", true},
		{"许衡", "林念 09:14\n你好", true},
		{"许衡", "林念9:14到", false},
		{"许衡", "问问林念：你好", false},
		{"群问", "群里聊过：\npaydesk 2023-03-06\n1. 09:14 许衡：是的\n2. 09:15 林念：你好 http://example.org/r/p/2023-03-06#091500", true},
		{"群问", "paydesk 2023-03-06 的前后文：\n09:13 葵：早\n▶09:14 林念：你好", true},
		{"群问", "群里聊过（刚才答过，这里只说最要紧的）：\n1. 2023-03-06 09:14 林念：你好", true},
		{"群问", "3月22日(周三)，王一\n依据：3月20日(周一) 09:00 林念：近期分享安排", true},
		{"群问", "1. 林念，2023-03-06 09:14 在paydesk", true},
		{"群问", "1. 09:14 许衡：林念：你好", false},
	} {
		if got := Hides([]string{"林念", "R&D 小王"})(tt.speaker, tt.body); got != tt.want {
			t.Errorf("hidden(%q, %q) = %t", tt.speaker, tt.body, got)
		}
	}
}

// TestQuotesColon finds names that hold a colon.
func TestQuotesColon(t *testing.T) {
	named := people.Names([]string{"R：D", "小乙：某支付:产品"})
	for line, want := range map[string]bool{
		"「R：D：你好」": true, "小乙：某支付:产品：你好": true, "“小乙：某支付：产品：你好”": true, "「R：你好」": false, "小乙：某支付：你好": false,
	} {
		if got := Quotes(line, named); got != want {
			t.Errorf("Quotes(%q) = %t", line, got)
		}
	}
}
