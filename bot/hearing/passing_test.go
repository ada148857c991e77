package hearing

import (
	"strings"
	"testing"
)

func TestInPassing(t *testing.T) {
	read := func(text string) Mentions { return Read(text, []string{"小助"}, []string{"张三"}) }
	for _, a := range asides {
		m := read(strings.Replace(a.example, "@", "@小助 ", 1))
		if !a.before.MatchString(Bare(m.before)) || !a.after.MatchString(Bare(m.after)) {
			t.Errorf("the patterns of %q do not match it", a.example)
		}
		if kind, ok := m.InPassing(); !ok || kind != a.kind {
			t.Errorf("InPassing of %q = %d, %t, want %d", a.example, kind, ok, a.kind)
		}
	}
	for _, tt := range []struct {
		text string
		want bool
	}{
		{"不懂的可以问@小助", true},
		{"新来的朋友有问题可以@小助", true},
		{"建议大家先@小助 查查看", true},
		{"你去问问@小助", true},
		{"这种问题以后@小助 就行", true},
		{"昨天@小助 半天没反应", true},
		{"怎么@小助 又挂了", true},
		{"我觉得@小助 答得还挺准的", true},
		{"@张三 你看看@小助 说的", true},
		{"欢迎@小助 加入", true},
		{"你先@小助 查一下结算周期", true},
		{"感谢@小助", true},

		{"@小助 结算以后还能退款吗", false},
		{"结算以后还能退款吗@小助", false},
		{"请问@小助 结算以后还能退款吗", false},
		{"问一下@小助 T+1怎么算", false},
		{"大家好 @小助 怎么查长款", false},
		{"你问一下@小助 结算后能不能退款", false},
		{"帮我@小助 查一下结算周期", false},
		{"有问题 @小助 网联切量了吗", false},
		{"我刚才问@小助 代付失败怎么办", false},
		{"你们结算周期是几天@小助", false},
		{"我们商户被冻结了@小助 能退款吗", false},
		{"@小助 真好用", false},
		{"@小助", false},
		{"你好@小助", false},
		{"请教个问题@小助", false},
		{"小助 搜一下", false},
	} {
		m := read(tt.text)
		if _, got := m.InPassing(); got != tt.want {
			t.Errorf("InPassing of %q = %t", tt.text, got)
		}
	}
}

func TestSaid(t *testing.T) {
	for text, want := range map[string]string{
		"请问@小助 结算几天":     "结算几天",
		"你帮我问问@小助 结算几天":  "结算几天",
		"大家好，@小助 结算几天":   "结算几天",
		"上周@小助 谁分享的":     "上周 谁分享的",
		"我们商户@小助 多久结算":   "我们商户 多久结算",
		"结算几天@小助":        "结算几天",
		"请问@小助":          "请问",
		"@小助 更多":         "更多",
		"POS@小助怎么撤销":     "POS 怎么撤销",
		"你好@小助 结算几天 @小助": "结算几天",
		"不提名字的一句":        "不提名字的一句",
	} {
		m := Read(text, []string{"小助"}, []string{"张三"})
		if got := m.Said(); got != want {
			t.Errorf("Said of %q = %q, want %q", text, got, want)
		}
	}
}

func TestAnswers(t *testing.T) {
	for _, tt := range []struct {
		want bool
		said string // a line each
	}{
		{false, "学习了\n我们家也是这样\n大家怎么看\n你们也是这么做的吗\n老王，你看看是不是这样\n张总 你觉得呢\n有人试过吗\n谁来说说\n上周刚踩过这个坑\n这个我转给财务\n同问\n[强]\n真的假的\n厉害了\n各位，这个靠谱吗\n改天细聊"},
		{true, "那跨境的呢？\nT+0也一样吗\n手续费谁承担\n有人做过分账吗\n没看懂\n谢谢\n你是机器人吗\n再说一遍\n多久到账\n能说具体点吗"},
	} {
		for said := range strings.SplitSeq(tt.said, "\n") {
			if got := Answers(said); got != tt.want {
				t.Errorf("Answers(%q) = %t", said, got)
			}
		}
	}
}

func TestPointsAt(t *testing.T) {
	for _, tt := range []struct {
		want bool
		said string // a line each
	}{
		{true, "\n[疑问]\n这个怎么看\n帮忙看看\n这个问题有人聊过吗\n帮他回答一下\n求解\n查一下这个\n这个怎么处理\n同问\n他说的对吗"},
		{false, "这个手续费怎么算\n结算以后还能退款吗\n撤回\n更多\n周四谁分享\n他是谁"},
	} {
		for said := range strings.SplitSeq(tt.said, "\n") {
			if got := PointsAt(said); got != tt.want {
				t.Errorf("PointsAt(%q) = %t", said, got)
			}
		}
	}
}
