package corpus

import "testing"

func TestSplitSpeaker(t *testing.T) {
	for _, tt := range []struct {
		name, speaker string
		want          Parts
	}{
		{"nothing", "", Parts{}},
		{"only joints", "_", Parts{}},
		{"only a name", "我", Parts{Name: "我"}},
		{"the group's custom", "顾北-澜海银行-产品-宁波", Parts{"顾北", "澜海银行", "产品", "宁波"}},
		{"city before the company", "顾北-宁波-澜海银行-产品", Parts{"顾北", "澜海银行", "产品", "宁波"}},
		{"role before the company", "顾北-产品经理-澜海银行", Parts{"顾北", "澜海银行", "产品经理", ""}},
		{"a role the list does not know comes after the company", "顾北-澜海银行-对账", Parts{"顾北", "澜海银行", "对账", ""}},
		{"role in Latin letters of either case", "Peter-PayCo-PM-上海", Parts{"Peter", "PayCo", "PM", "上海"}},
		{"Latin role before the company", "Peter-PM-PayCo", Parts{"Peter", "PayCo", "PM", ""}},
		{"role inside a word", "顾北-澜海银行-支付PL产品负责人", Parts{"顾北", "澜海银行", "支付PL产品负责人", ""}},
		{"a second city is a company", "顾北-北京-上海", Parts{"顾北", "上海", "", "北京"}},
		{"a fifth part is left out", "顾北-澜海银行-产品-宁波-对账-更多", Parts{"顾北", "澜海银行", "产品", "宁波"}},
		{"the name is first even if it is a city", "北京-顾北", Parts{Name: "北京", Company: "顾北"}},
		{"bars and blanks", "凡凡 | 即付 | 产品 | 上海", Parts{"凡凡", "即付", "产品", "上海"}},
		{"wide joints", "顾北—澜海银行－研发_北京", Parts{"顾北", "澜海银行", "研发", "北京"}},
		{"several joints in a row", "顾北--产品--深圳", Parts{Name: "顾北", Role: "产品", City: "深圳"}},
		{"entities", "顾北&amp;#160;澜海&amp;amp;银行", Parts{Name: "顾北", Company: "澜海&银行"}},
		{"lost emoji stay", "??顾北", Parts{Name: "??顾北"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := SplitSpeaker(tt.speaker); got != tt.want {
				t.Errorf("SplitSpeaker(%q) = %+v, want %+v", tt.speaker, got, tt.want)
			}
		})
	}
}
