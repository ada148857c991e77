package announce

import "testing"

func TestExtractOrder(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"a day", "取消 5月15日", "cancel: 2018-05-15 cancelled"},
		{"to a day", "5月15日改到5月17日", "move: 2018-05-17 moved from 2018-05-15"},
		{"to a day and an hour", "把5月15日改到5月17日 20:00", "move: 2018-05-17 20:00 moved from 2018-05-15"},
		{"to an hour", "5月15日改到20:30", "move: 2018-05-15 20:30 moved from 2018-05-15"},
		{"to an hour of the evening", "5月15日改到晚上9点", "move: 2018-05-15 21:00 moved from 2018-05-15"},
		{"tonight to an hour", "今晚改到20:30", "move: 2018-05-09 20:30 moved from 2018-05-09"},
		{"from a day to a day", "改期 5月15日 5月17日", "move: 2018-05-17 moved from 2018-05-15"},
		{"from a day to a day and an hour", "移动 5月15日 到 5月17日 20:00", "move: 2018-05-17 20:00 moved from 2018-05-15"},
		{"off the list", "删掉15号的分享", "cancel: 2018-05-15 cancelled"},
		{"one row", "5月15日 周二 20:00 @王一-甲-产品 退款对账", "single: 2018-05-15 20:00 @王一-甲-产品 “退款对账” planned"},
		{"one row that asks", "5月15日 @王一-甲-产品 讲什么", "none"},
		{"a day alone", "5月15日", "none"},
		{"no mention", "5月15日 20:00 退款对账", "none"},
		{"no order", "结算以后还能退款", "none"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			x := ExtractOrder(Message{Room: "r", Time: sent, Speaker: "甲", Text: tt.text}, Context{})
			if got := show(x); got != tt.want {
				t.Errorf("ExtractOrder(%q)\n got %s\nwant %s", tt.text, got, tt.want)
			}
		})
	}
}

func TestAddressed(t *testing.T) {
	for _, tt := range []struct{ text, want string }{ // "-" if nobody is addressed
		{"@群问 撤销", "撤销"},
		{"＠群问 撤销", "撤销"},
		{"撤销 @群问", "撤销"},
		{"＠老许 撤销", "-"},
		{"撤销", "-"},
	} {
		rest, ok := Addressed(tt.text, []string{"", "群问"})
		if !ok {
			rest = "-"
		}
		if rest != tt.want {
			t.Errorf("Addressed(%q) = %q, want %q", tt.text, rest, tt.want)
		}
	}
}
