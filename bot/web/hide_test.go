package web

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/fstest"
)

func TestHidden(t *testing.T) {
	for _, tt := range []struct {
		name   string
		hidden []string
		said   []string
		gone   []string // must not stand on the page
		stays  []string
	}{
		{"words and name", []string{"小乙"}, []string{"09:00:00 小乙", "我的秘密", "09:00:01 甲", "好的"}, []string{"小乙", "秘密"}, []string{"甲", "好的", `id="090000"`}},
		{"escaped name", []string{"小 乙"}, []string{"09:00:00 小&amp;#160;乙", "我的秘密"}, []string{"秘密"}, nil},
		{"picture", []string{"小乙"}, []string{"09:00:00 小乙", "![2023-03-06 09:00:00](http://example.com/1.png)"}, []string{"example.com", "图片"}, nil},
		{"mention", []string{"小乙"}, []string{"09:00:00 甲", "@小乙 退款怎么做"}, []string{"小乙"}, []string{"@（已隐藏） 退款怎么做"}},
		{"mention in the middle", []string{"小乙"}, []string{"09:00:00 甲", "问问@小乙?谢谢"}, []string{"小乙"}, []string{"问问@（已隐藏）?谢谢"}},
		{"mention without an end", []string{"小乙"}, []string{"09:00:00 甲", "@小乙退款怎么做"}, []string{"小乙"}, []string{"退款怎么做"}},
		{"mention and line break", []string{"小乙"}, []string{"09:00:00 甲", "@小乙\n退款怎么做"}, []string{"小乙"}, []string{"@（已隐藏）\n退款怎么做"}},
		{"mention with company", []string{"小乙"}, []string{"09:00:00 甲", "@小乙-某支付-产品 在吗"}, []string{"小乙", "某支付"}, []string{"@（已隐藏） 在吗"}},
		{"mention of a longer name", []string{"小乙 某支付"}, []string{"09:00:00 甲", "@小乙 某支付 在吗"}, []string{"小乙", "某支付"}, []string{"在吗"}},
		{"full-width mention", []string{"小乙"}, []string{"09:00:00 甲", "＠小乙 在吗"}, []string{"小乙"}, []string{"在吗"}},
		{"one character", []string{"乙"}, []string{"09:00:00 甲", "@乙 在吗 @乙方 在吗"}, []string{"@乙 "}, []string{"@乙方"}},
		{"other mention", []string{"小乙"}, []string{"09:00:00 甲", "@小丙 在吗 a@b.cn"}, nil, []string{"@小丙 在吗 a@b.cn"}},
		{"quotation by name", []string{"小乙"}, []string{"09:00:00 甲", "「小乙：我的秘密」\n- - - - - - -\n是吗"}, []string{"小乙", "秘密"}, []string{"是吗"}},
		{"quotation by words", []string{"乙-某支付"}, []string{"09:00:00 乙-某支付", "这是我的秘密", "09:00:01 甲", "「小乙：这是我的秘密」\n- - - - - - -\n是吗"}, []string{"小乙", "秘密"}, []string{"是吗"}},
		{"cut quotation", []string{"乙-某支付"}, []string{"09:00:00 乙-某支付", "这是我的秘密", "09:00:01 甲", "「小乙：这是我的…」\n- - - - - - -\n是吗"}, []string{"小乙", "这是我的"}, []string{"是吗"}},
		{"mention in a quotation", []string{"小乙"}, []string{"09:00:00 甲", "「丙：@小乙 在吗」\n- - - - - - -\n是吗"}, []string{"小乙"}, []string{"丙", "在吗"}},
		{"mention in a reply", []string{"小乙"}, []string{"09:00:00 甲", "「丙：在吗」\n- - - - - - -\n@小乙 是吗"}, []string{"小乙"}, []string{"是吗"}},
		{"mention in a card", []string{"小乙"}, []string{"09:00:00 甲", "[文章 @小乙\n](https://example.com/a)"}, []string{"小乙"}, []string{"文章"}},
		{"cited by the bot", []string{"小乙"}, []string{"09:00:00 群问", "群里聊过：\npaydesk 2023-03-01\n1. 08:00 小乙：我的秘密 http://example.com/r/paydesk/2023-03-01#080000\n2. 08:01 甲：好的"}, []string{"小乙", "秘密"}, []string{"群里聊过", "2. 08:01 甲：好的"}},
		{"spoken of by the bot", []string{"小乙"}, []string{"09:00:00 小乙", "我的秘密是这个", "09:00:01 群问", "另外：\n1. paydesk 2023-03-06，说到「我的秘密是…」 http://example.com/r/paydesk/2023-03-06#090000"}, []string{"小乙", "秘密"}, []string{"说到「（已隐藏）」"}},
		{"asked on another day", []string{"小乙"}, []string{"09:00:00 群问", "@小乙 你问过「我的秘密怎么办」，有人说到了：\n2023-03-01 08:01 甲：好的"}, []string{"小乙", "秘密"}, []string{"08:01 甲：好的"}},
		{"cited, not hidden", []string{"小乙"}, []string{"09:00:00 群问", "1. 08:00 甲：我的意见，不是小乙的", "09:00:01 小乙", "早"}, []string{"早"}, []string{"1. 08:00 甲：我的意见"}},
		{"nobody", nil, []string{"09:00:00 甲", "@小乙 在吗"}, []string{"已隐藏"}, []string{"@小乙 在吗"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			page := day(t, Config{Hidden: hide(tt.hidden...)}, tt.said...)
			for _, s := range tt.gone {
				if strings.Contains(page, s) {
					t.Errorf("%s stands on\n%s", s, page)
				}
			}
			for _, s := range tt.stays {
				if !strings.Contains(page, s) {
					t.Errorf("%s does not stand on\n%s", s, page)
				}
			}
			if len(tt.hidden) > 0 && len(tt.gone) > 0 && !strings.Contains(page, hiddenMark) {
				t.Errorf("nothing says that somebody is hidden:\n%s", page)
			}
		})
	}
}

// TestHiddenUnknown shows nothing while it is not known who is hidden.
func TestHiddenUnknown(t *testing.T) {
	s := serve(t, Config{
		Days:   reader(fstest.MapFS{path("paydesk", "2023-03-06"): post("09:00:00 甲", "早")}),
		Hidden: func(context.Context) (func(string) bool, error) { return nil, errors.New("locked") },
	})
	resp, body := fetch(t, s, http.MethodGet, "/r/paydesk/2023-03-06")
	if resp.StatusCode != http.StatusInternalServerError || strings.Contains(body, "早") || strings.Contains(body, "locked") {
		t.Errorf("%s\n%s", resp.Status, body)
	}
}
