package index

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"qunwen/index/build"
	"qunwen/index/build/buildtest"
)

// chat makes a post of lines "HH:MM:SS speaker text".
func chat(lines string) *fstest.MapFile {
	var b strings.Builder
	for line := range strings.Lines(lines) {
		f := strings.SplitN(strings.TrimSpace(line), " ", 3)
		if len(f) == 3 {
			fmt.Fprintf(&b, "> %s  %s\n\n%s\n\n", f[0], f[1], f[2])
		}
	}
	return buildtest.Post(b.String())
}

// openSite builds and opens the index of a site, with vectors if enc is not nil.
func openSite(t testing.TB, site fstest.MapFS, enc build.Encoder) *Index {
	t.Helper()
	dir := t.TempDir()
	if _, err := (build.Builder{Encoder: enc}).Refresh(t.Context(), dir, site); err != nil {
		t.Fatal(err)
	}
	x, err := Open(dir, OpenOptions{Encoder: enc})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = x.Close() })
	return x
}

// A question that cannot be encoded is judged as one to an index of words.
func TestFallBackJudgesByWords(t *testing.T) {
	site := buildtest.Sample(t)
	enc := &buildtest.Encoder{Name: "one"}
	x, plain := openSite(t, site, enc), openSite(t, site, nil)
	enc.Err = errors.New("server is gone")
	for _, q := range []string{"结算以后还能退款吗", "满减活动的优惠由哪一方出"} {
		got, err := x.Search(t.Context(), q, Options{})
		if err != nil {
			t.Fatal(err)
		}
		want, err := plain.Search(t.Context(), q, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s: verdict %s, confidence %.3f; by words %s, %.3f", q, got.Verdict, got.Confidence, want.Verdict, want.Confidence)
		}
	}
}

// Whatever is asked gets a result soon, and never an error.
func TestSearchBadInput(t *testing.T) {
	const long = 10_000
	questions := []struct{ name, question string }{
		{"one character", "退"},
		{"one stop word", "吗"},
		{"one letter", "a"},
		{"long", strings.Repeat("结算以后还能退款吗？", long/10)},
		{"long and of one character", strings.Repeat("退", long)},
		{"long and Latin", strings.Repeat("x", long)},
		{"long and all different", differentRunes(long)},
		{"emoji", "😀🤔👍🏽👨‍👩‍👧‍👦"},
		{"emoji codes", "[强][呲牙]"},
		{"query syntax", `+-"*:()`},
		{"query syntax around words", `+退款 -"结算" words:(对账)^2 /退.*/`},
		{"mixed scripts", "退款 refund 払い戻し возврат كيف T+1"},
		{"a person's name", "许衡-云杉支付-产品-杭州"},
		{"control characters", "\x00\x1b[31m\n\r\t"},
		{"bad bytes", "退\xff款\xc3"},
		{"an address", "https://a.cn/x?y=1"},
		{"blank", " \u3000\u00a0"},
		{"three in one", "结算后能退款吗？手续费退不退？谁来垫资？"},
		{"English", "how do refunds work after settlement"},
		{"pinyin", "jiesuan yihou hai neng tuikuan ma"},
		{"a quotation", "「能退的，结算和退款是两条线」"},
		{"the same twice", "结算以后还能退款吗结算以后还能退款吗"},
		{"the point at its end", strings.Repeat("我们公司上个月新接了一个渠道。", 130) + "结算以后还能退款吗？"},
	}
	for name, x := range map[string]*Index{
		"words": open(t, sampleDir(t)), "vectors": openVectors(t), "empty": openSite(t, fstest.MapFS{}, nil),
	} {
		for _, tt := range questions {
			t.Run(name+"/"+tt.name, func(t *testing.T) {
				const soon = 5 * time.Second // milliseconds on a machine that does nothing else
				ctx, cancel := context.WithTimeout(t.Context(), soon)
				defer cancel()
				for _, opt := range []Options{{}, {Rooms: []string{"nowhere"}}, {Without: []string{"", "nowhere", "a/b/c"}}} {
					r, err := x.Search(ctx, tt.question, opt)
					if err != nil {
						t.Fatal(err)
					}
					if (len(opt.Rooms) > 0 || x.Len() == 0) && len(r.Hits) > 0 {
						t.Errorf("%d hits where there is nothing", len(r.Hits))
					}
					checkResult(t, &r)
				}
			})
		}
	}
}

// differentRunes are n Han characters, all but the rarest.
func differentRunes(n int) string {
	r := make([]rune, n)
	for i := range r {
		r[i] = 0x4e00 + rune(i)
	}
	return string(r)
}

// checkResult fails for a result that cannot be.
func checkResult(t *testing.T, r *Result) {
	t.Helper()
	if !slices.Contains([]Verdict{Answer, Leads, None}, r.Verdict) || !(r.Confidence >= 0 && r.Confidence <= 1) {
		t.Errorf("verdict %q with confidence %v", r.Verdict, r.Confidence)
	}
	if r.Talk && len(r.Hits) > 0 {
		t.Errorf("talk, and %d hits", len(r.Hits))
	}
	if len(r.Hits) == 0 && (r.Verdict != None || r.Confidence != 0 || r.Unknown != nil || r.Missing != nil) {
		t.Errorf("no hit, and %+v", r)
	}
	for _, w := range r.Unknown {
		if !slices.Contains(r.Missing, w) {
			t.Errorf("%s is unknown, but not missing", w)
		}
	}
	for i, h := range r.Hits {
		if !(h.Coverage >= 0 && h.Coverage <= 1) || len(h.Messages) == 0 || len(h.Messages) > maxLines {
			t.Errorf("hit %d: coverage %v, %d messages", i, h.Coverage, len(h.Messages))
		}
		for _, other := range r.Hits[:i] {
			if other.ThreadID == h.ThreadID {
				t.Errorf("two hits from the conversation %s", h.ThreadID)
			}
		}
	}
}

func TestSearchOptions(t *testing.T) {
	at := time.Date(2023, 3, 8, 12, 0, 0, 0, time.UTC)
	nine := time.Date(2023, 3, 6, 9, 14, 38, 0, time.UTC) // between a question and more answers to it
	for name, x := range map[string]*Index{"words": open(t, sampleDir(t)), "vectors": openVectors(t)} {
		for _, tt := range []struct {
			name string
			opt  Options
			may  func(m HitMessage) bool
		}{
			{"without a day", Options{Without: []string{"paydesk/2023-03-06"}},
				func(m HitMessage) bool { return !strings.HasPrefix(m.ID, "paydesk/2023-03-06/") }},
			{"two rooms", Options{Rooms: []string{"coupons", "clearing"}},
				func(m HitMessage) bool { return !strings.HasPrefix(m.ID, "paydesk/") }},
			{"before", Options{Before: at}, func(m HitMessage) bool { return !m.Time.After(at) }},
			{"since", Options{Since: at}, func(m HitMessage) bool { return !m.Time.Before(at) }},
			{"since a message", Options{Since: nine}, func(m HitMessage) bool { return !m.Time.Before(nine) }},
			{"a period", Options{Since: nine, Before: at}, func(m HitMessage) bool { return !m.Time.Before(nine) && !m.Time.After(at) }},
			{"no time at all", Options{Since: at, Before: nine}, func(HitMessage) bool { return false }},
			{"all of them", Options{Before: at, Rooms: []string{"paydesk"}, Without: []string{"paydesk/2023-03-06"}},
				func(m HitMessage) bool { return strings.HasPrefix(m.ID, "paydesk/2023-03-08/") && !m.Time.After(at) }},
		} {
			t.Run(name+"/"+tt.name, func(t *testing.T) {
				tt.opt.Limit = 20
				r, err := x.Search(t.Context(), "结算以后还能退款吗", tt.opt)
				if err != nil {
					t.Fatal(err)
				}
				checkResult(t, &r)
				for _, h := range r.Hits {
					for _, m := range h.Messages {
						if !tt.may(m) {
							t.Errorf("%s is shown", m.ID)
						}
					}
				}
			})
		}
	}
}

// Leaving out a day is as if it had been silent.
func TestWithout(t *testing.T) {
	site := buildtest.Sample(t)
	x := openSite(t, site, nil)
	const question = "结算以后还能退款吗"
	without := search(t, x, question, Options{Without: []string{"paydesk/2023-03-06"}})
	delete(site, "source/paydesk/_posts/2023-03-06-chat.markdown")
	silent := search(t, openSite(t, site, nil), question, Options{})
	if len(without) == 0 || fmt.Sprint(without[0]) != fmt.Sprint(silent[0]) {
		t.Errorf("without the day %v, had it been silent %v", without, silent)
	}
}

func TestSearchSynonyms(t *testing.T) {
	x := openSite(t, fstest.MapFS{
		"r/_posts/2023-03-07-chat.markdown": chat("09:00:00 a 代金券过期作废\n09:00:30 b 好"),
		"r/_posts/2023-03-08-chat.markdown": chat("09:00:00 a 今天食堂吃斑马面\n09:00:30 b 好"),
		"r/_posts/2023-03-09-chat.markdown": chat("09:00:00 a 优惠券可以退\n09:00:30 b 好"),
	}, nil)
	r, err := x.Search(t.Context(), "优惠券 犀牛", Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Hits) != 2 || r.Hits[0].Messages[0].Quote != "优惠券可以退" || r.Hits[1].Messages[0].Quote != "代金券过期作废" {
		t.Errorf("hits = %+v, want the word before its synonym", r.Hits)
	}
	if !slices.Equal(r.Unknown, []string{"犀牛"}) || !slices.Equal(r.Missing, []string{"犀牛"}) {
		t.Errorf("unknown %q, missing %q, want 犀牛 in both", r.Unknown, r.Missing)
	}
	if r, err = x.Search(t.Context(), "卡券", Options{}); err != nil || len(r.Hits) != 2 || len(r.Unknown) != 0 {
		t.Errorf("a word that only has synonyms: %d hits, unknown %q, error %v", len(r.Hits), r.Unknown, err)
	}
}

// Words that nobody used are found by what they mean.
func TestSearchByMeaning(t *testing.T) {
	x := openVectors(t)
	const question = "货款已经打给卖家了，买家才要退货，谁先掏这个钱"
	found, err := x.Search(t.Context(), question, Options{})
	if err != nil || len(found.Hits) == 0 {
		t.Fatalf("%d hits, err %v", len(found.Hits), err)
	}
	if found.Hits[0].ThreadID != "paydesk/2023-03-06/091305" || found.Hits[0].Window < 0.3 {
		t.Errorf("first hit is %s with similarity %.2f", found.Hits[0].ThreadID, found.Hits[0].Window)
	}
}
