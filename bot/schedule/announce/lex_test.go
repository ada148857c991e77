package announce

import (
	"testing"

	"qunwen/bot/schedule/when"
	"qunwen/corpus/zh"
)

func TestHandles(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"@王小明-甲支付-产品-上海  退款", "王小明-甲支付-产品-上海"},
		{"@林一 | 乙信 | 产品 | 上海  下周", "林一 | 乙信 | 产品 | 上海"},
		{"@大黑-POS-Senior Engineer-NZ  4.7", "大黑-POS-Senior Engineer-NZ"},
		{"@陈二@丙支付 给大家做分享", "陈二@丙支付"},
		{"@ME电商 广州 Kim 给大家", "ME电商 广州 Kim"},
		{"@Ann-Go++PM-SH 主题", "Ann-Go++PM-SH"},
		{"@Bob 丁信pm", "Bob 丁信pm"},
		{"@??赵三-戊金-产品-深圳  x", "赵三-戊金-产品-深圳"},
		{"@钱四-支付??-杭州  x", "钱四-支付??-杭州"},
		{"@孙五-己科-研发?主题是清分", "孙五-己科-研发"},
		{"@李六 童鞋给大家", "李六"},
		{"@周七-庚银(北京)-架构  x", "周七-庚银(北京)-架构"},
		{"@吴八-辛付-产品-上海给大家做分享", "吴八-辛付-产品-上海"},
		{"@何九 2018-5-2 周三", "何九"},
		{"@冯十-壬-产品-北京 待定", "冯十-壬-产品-北京"},
		{"@陈一\u2005在吗", "陈一"},
		{"@\u202e王二-癸-产品  x", "王二-癸-产品"},
		{"@🚀小张-甲付-产品  x", "🚀小张-甲付-产品"},
		{"a@b.cn", ""},
		{"@ 空", ""},
	} {
		got := ""
		for _, tok := range lex(zh.NewText(tt.text)) {
			if tok.Kind == when.HandleToken {
				got = tok.Text
			}
		}
		if got != tt.want {
			t.Errorf("handle in %q = %q, want %q", tt.text, got, tt.want)
		}
	}
}
