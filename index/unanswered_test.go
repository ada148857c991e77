package index

import (
	"strings"
	"testing"
	"testing/fstest"
)

// A question that was asked before, but that nobody said anything to, is no
// answer: what is said elsewhere comes first, and there are leads at best.
func TestUnanswered(t *testing.T) {
	const (
		question  = "斑马线退费要不要收手续费"
		asked     = "09:00:00 甲 请问斑马线退费要不要收手续费？\n"
		elsewhere = "10:00:00 丙 斑马线退费这种事各家不同\n10:00:30 丁 我们是收手续费的，一笔两块，退费当天从保证金里扣"
	)
	for _, tt := range []struct {
		name  string
		day   string
		other string
		want  Verdict
		first string // is in what the first hit shows
	}{
		{"answered", asked + "09:01:00 乙 退费是不收的，当初的手续费也会还给你", "", Answer, "也会还给你"},
		{"with a word", asked + "09:01:00 乙 不收", "", Answer, "不收"},
		{"by the one who asked", asked + "09:01:00 甲 问到了，退费一分钱都不收的", "", Answer, "问到了"},
		{"in the same message", "09:00:00 甲 斑马线退费要不要收手续费？答：退费是不收的，当初的手续费也会还给你\n", "", Answer, "答"},
		{"not at all", asked, "", Leads, "请问"},
		{"asked again", asked + "09:01:00 乙 同问，斑马线退费要不要收手续费？", "", Leads, "同问"},
		{"not there, but elsewhere", asked, elsewhere, Leads, "保证金里扣"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			site := fstest.MapFS{"r/_posts/2023-03-07-chat.markdown": chat(tt.day)}
			if tt.other != "" {
				site["r/_posts/2023-03-02-chat.markdown"] = chat(tt.other)
			}
			r, err := openSite(t, site, nil).Search(t.Context(), question, Options{})
			if err != nil || len(r.Hits) == 0 {
				t.Fatalf("%+v, %v", r, err)
			}
			if r.Verdict != tt.want || !strings.Contains(quotes(r.Hits[0]), tt.first) {
				t.Errorf("%s with confidence %.2f, first %q; want %s, with %q", r.Verdict, r.Confidence, quotes(r.Hits[0]), tt.want, tt.first)
			}
		})
	}
}
