package index

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
)

const growing = "source/clearing/_posts/2023-05-01-chat.markdown"

// longDay is the body of a post with messages a second apart.
func longDay(messages int) string {
	var b strings.Builder
	for i := range messages {
		fmt.Fprintf(&b, "> %s  群友%d\n\n第%d笔%s\n\n", clockOf(9*3600+i), i%50, i, []string{"已经对上了", "还差三块二", "清算行说明天才有文件", "退回来了"}[i%4])
	}
	return b.String()
}

// Of a day that has changed only what is new or other is analysed, and the
// index is the one that is built anew.
func TestRefreshGrowingDay(t *testing.T) {
	body := longDay(200)
	with := func(old, text string) string { return strings.Replace(body, old, text, 1) }
	for _, tt := range []struct {
		name string
		body string
		want int // messages analysed
	}{
		{"one more", body + "> 23:00:00  余笙\n\n斑马线\n", 1},
		{"one before all others", "> 08:00:00  余笙\n\n斑马线\n\n" + body, 1},
		{"one in a second that has one", body + "> 09:00:07  余笙\n\n斑马线\n", 1},
		{"one less", with("> 09:00:07  群友7\n\n第7笔退回来了\n\n", ""), 0},
		{"another text", with("第7笔退回来了", "第7笔是斑马线"), 1},
		{"no text any more", with("第7笔退回来了", "[呲牙]"), 1},
		{"another speaker", with("> 09:00:07  群友7", "> 09:00:07  余笙"), 0},
		{"an image", with("第7笔退回来了", "![](http://example.com/a.jpg)"), 1},
		{"nothing left", "", 0},
		{"a day of others", strings.ReplaceAll(body, "> 09:", "> 15:"), 200},
	} {
		t.Run(tt.name, func(t *testing.T) {
			site, dir := sampleMap(t), t.TempDir()
			site[growing] = post(body)
			refresh(t, dir, site)
			site[growing] = post(tt.body)
			if r := refresh(t, dir, site); r.Analysed != tt.want || r.Changed != 1 || r.Whole {
				t.Errorf("analysed %d messages of %d days, whole %v; want %d of 1", r.Analysed, r.Changed, r.Whole, tt.want)
			}
			fresh := t.TempDir()
			refresh(t, fresh, site)
			sameIndex(t, dir, fresh)
		})
	}
}

// A group of one day is not read anew with each message.
func TestRefreshYoungSite(t *testing.T) {
	site, dir := fstest.MapFS{growing: post(longDay(20))}, t.TempDir()
	refresh(t, dir, site)
	site[growing] = post(longDay(21))
	if r := refresh(t, dir, site); r.Whole || r.Analysed != 1 {
		t.Errorf("built anew: %v, %d messages analysed; want 1", r.Whole, r.Analysed)
	}
}

// Whose name is mentioned depends on who else speaks: such texts are looked at
// each time.
func TestRefreshMentions(t *testing.T) {
	site, dir := sampleMap(t), t.TempDir()
	body := "> 09:00:00  许衡\n\n@斑马 线下 对账不平\n"
	site[growing] = post(body)
	refresh(t, dir, site)
	site[growing] = post(body + "\n> 09:01:00  斑马 线下\n\n好\n")
	if r := refresh(t, dir, site); r.Analysed != 2 {
		t.Errorf("analysed %d messages, want 2", r.Analysed)
	}
	fresh := t.TempDir()
	refresh(t, fresh, site)
	sameIndex(t, dir, fresh)
}

func BenchmarkRefreshGrowingDay(b *testing.B) {
	for _, messages := range []int{1000, 30000} {
		b.Run(itoa(messages), func(b *testing.B) {
			site, dir := sampleMap(b), b.TempDir()
			site[growing] = post(longDay(messages))
			refresh(b, dir, site)
			for b.Loop() {
				b.StopTimer()
				messages++
				site[growing] = post(longDay(messages))
				b.StartTimer()
				refresh(b, dir, site)
			}
		})
	}
}
