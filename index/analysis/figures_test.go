package analysis

import (
	"slices"
	"strings"
	"testing"
)

func TestFigures(t *testing.T) {
	a := mustNew(t)
	for _, tt := range []struct{ term, forms string }{ // forms of one figure, apart by /
		{"0.6%", "0.6%/0.60%/６‰/6 ‰/千6/千六/千分之六/千分之6/60bp/万60/百分之零点六/万分之六十"},
		{"0.05%", "万5/万五/万分之五/0.05%/0.5‰/5bp"},
		{"0.38%", "0.38%/千3.8/千三八/千三点八/3.8‰/千分之三点八/38bps"},
		{"3%", "3%/3.0 %/百分之三/百分之3/300bp"},
		{"100%", "100%/百分之百/百分之一百"},
		{"15%", "15%/百分之十五/百分之一十五"},
		{"100000", "10万/10w/10W/１０万元/100000元/100,000元/10 万/十万/一十万元/100k/100000块钱/十万块"},
		{"10000000", "1000万/1千万/一千万/1000w/1000万元/10,000,000元/一千万元"},
		{"2000", "2k/2K/2千/2000元/2000块/两千/二千/2000rmb"},
		{"26", "26元/26块/26.00元/二十六元/26块钱/26 元/二十六块钱"},
		{"150000000", "1.5亿/一点五亿/一亿五千万/15000万/1.5亿元"},
		{"15000", "1.5w/一万五/15k/1.5万元/一万五千"},
		{"500", "五百/500块/500元人民币/五百块钱"},
		{"1005", "一千零五/1005元"},
		{"5", "五块钱/5块"},
		{"12.5", "12.50元/12.5块"},
		{"1000000000000", "一万亿/1万亿/10000亿"},
	} {
		for form := range strings.SplitSeq(tt.forms, "/") {
			for _, text := range []string{form, "费率是" + form + "，对吧", "单笔" + form + "以内"} {
				if got := a.Analyze(text).Words; !slices.Contains(got, tt.term) {
					t.Errorf("%q has not the term %s but %q", text, tt.term, got)
				}
			}
		}
	}
}

func TestFiguresDiffer(t *testing.T) {
	a := mustNew(t)
	for _, tt := range []struct{ one, other string }{
		{"6‰", "6%"},
		{"0.6%", "0.06%"},
		{"千六", "万六"},
		{"1000万", "10万"},
		{"10万", "10亿"},
		{"2k", "2w"},
		{"0.38%", "0.3%"},
		{"217号文", "265号文"},
		{"T+1", "T+0"},
		{"D0", "D1"},
		{"100元", "1000元"},
	} {
		one, other := a.Analyze(tt.one).Words, a.Analyze(tt.other).Words
		if len(one) != 1 || len(other) != 1 || slices.Equal(one, other) {
			t.Errorf("%s: %q, %s: %q; want two terms that differ", tt.one, one, tt.other, other)
		}
	}
}

func TestNoFigures(t *testing.T) {
	a := mustNew(t)
	for _, tt := range []struct{ name, text string }{
		{"only so, never", "千万别这么干"},
		{"in case", "万一掉单了，以防万一"},
		{"entirely", "百分百没问题"},
		{"a thousand and ten thousand as many", "千千万万的商户，成千上万"},
		{"a word with a numeral", "扫二维码，二清，三方支付，四要素，五险一金"},
		{"an idiom that starts like an amount", "十万火急，一千零一夜，百里挑一"},
		{"a numeral inside words", "统一百度账号"},
		{"counted things", "三个商户，两块业务，十张卡"},
		{"options", "二元期权"},
		{"about so many", "几十万，几千块，三四百，五万五万地给"},
		{"physical units", "5千克，3千米，2千瓦"},
		{"a company", "16万达，2万事达卡"},
		{"an ordinal", "第一千"},
		{"versions, days and numbers", "v2.0 2017-05-06 10.2.3 iphone6 a10w 4g 100 20 3.5"},
		{"a network and a word", "3kg 5wifi 2kb"},
		{"joined", "h-5k x.3w"},
		{"a name", "老千六亲不认，沈万三千"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := a.Special(tt.text); len(got) > 0 {
				t.Errorf("%q has the figures %q", tt.text, got)
			}
		})
	}
}

func TestRanges(t *testing.T) {
	a := mustNew(t)
	for _, tt := range []struct{ in, want string }{
		{"0.3-0.5%", "0.3% 0.5%"},
		{"5到10万", "50000 到 100000"},
		{"20~30元", "20 30"},
		{"2017-05", "2017-05"},
		{"千三到千六", "0.3% 到 0.6%"},
	} {
		if got := strings.Join(a.Analyze(tt.in).Words, " "); got != tt.want {
			t.Errorf("words of %q = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestScale(t *testing.T) {
	for _, tt := range []struct {
		number string
		shift  int
		want   string
	}{
		{"6", -1, "0.6"}, {"5", -2, "0.05"}, {"60", -2, "0.6"}, {"1.5", 4, "15000"}, {"1.23456", 4, "12345.6"},
		{"007", 0, "7"}, {"0.0", 3, "0"}, {"100", 0, "100"}, {"3.80", -1, "0.38"},
	} {
		if got := scale(tt.number, tt.shift); got != tt.want {
			t.Errorf("scale(%s, %d) = %s, want %s", tt.number, tt.shift, got, tt.want)
		}
	}
}

func TestHanNumber(t *testing.T) {
	for _, tt := range []struct {
		in   string
		want int64 // -1: no number
	}{
		{"五", 5}, {"十", 10}, {"十二", 12}, {"二十", 20}, {"一百零五", 105}, {"一百五", 150}, {"两千三百四十五", 2345},
		{"一万五", 15000}, {"一万零五", 10005}, {"三十万", 300000}, {"一亿五千万", 150000000}, {"两万亿", 2000000000000}, {"一千零一十", 1010},
		{"百", -1}, {"万", -1}, {"百万", -1}, {"三四百", -1}, {"五万五万", -1}, {"一千一千", -1}, {"一亿亿亿", -1}, {"元", -1}, {"", -1},
	} {
		got, size := hanNumber(tt.in)
		if size == 0 {
			got = -1
		}
		if got != tt.want {
			t.Errorf("hanNumber(%s) = %d, want %d", tt.in, got, tt.want)
		}
	}
}

// FuzzFigures checks the law that a term of a figure is the term of itself.
func FuzzFigures(f *testing.F) {
	for _, s := range []string{"千六万五10万", "一千万元0.3-0.5%", "1,000,000块钱 60bp", "百分之百万二五", "一点五亿 T加1 217号文", "9999999999999亿", "00.00w"} {
		f.Add(s)
	}
	a := mustNew(f)
	f.Fuzz(func(t *testing.T, s string) {
		end := 0
		folded := a.Fold(s)
		for _, sp := range a.special(folded) {
			if sp.from < end || sp.to <= sp.from || sp.to > len(folded) {
				t.Fatalf("figures of %q overlap: %v", s, sp)
			}
			end = sp.to
			if got := a.Analyze(sp.term).Words; len(got) != 1 || got[0] != sp.term {
				t.Errorf("%q in %q becomes %q, and that %q", folded[sp.from:sp.to], s, sp.term, got)
			}
		}
	})
}
