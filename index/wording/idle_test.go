package wording

import "testing"

func TestIsIdle(t *testing.T) {
	for _, k := range idleTalks {
		if !k.letters.MatchString(Letters(k.example)) || !IsIdle(k.example) {
			t.Errorf("%s is not idle", k.example)
		}
	}
	for text, want := range map[string]bool{
		"[鼓掌][鼓掌]": true, "下班啦！": true, "都周三了": true, "谢谢程老师[抱拳]": true, "欢迎欢迎": true, "牛": true, "受教了": true, "困": true, "心塞": true, "累了": true, "累计三百": false, "难": false, "困难户补贴": false,
		"是的": false, "对": false, "可以": false, "不行": false, "嗯": false, "周五": false, "下周一到账": false, "周末不清算": false,
		"欢迎页要带签名": false, "感谢费怎么记账": false, "谢谢费率表": true, "强制退货": false, "好问题，退款要看渠道，超过一年的走线下打款": false,
		"请问结算周期": false, "学习通的支付接口": false, "1": false, "知道了以后要冻结": false,
	} {
		if got := IsIdle(text); got != want {
			t.Errorf("IsIdle(%q) = %t", text, got)
		}
	}
}

func TestOnlyCites(t *testing.T) {
	for text, want := range map[string]bool{
		"「葵：这个通道周末出款吗」\n- - - - - - - - - -":    true,
		"葵：这个通道周末出… - - - - - - -":              true,
		"「葵：这个通道周末出款吗」\n- - - - - - -\n不出，要等周一": false,
		"葵：周末出款吗 - - - - - - 不出":                false,
		"T-1 和 T-0 都行":    false,
		"先冻结 - 再核实 - 再解冻": false,
		"":                false,
	} {
		if got := OnlyCites(text); got != want {
			t.Errorf("OnlyCites(%q) = %t", text, got)
		}
	}
}
