package build_test

import (
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"qunwen/index/build/buildtest"
)

// Of a day that has changed only what is new or other is analysed, and the
// index is the one that is built anew.
func TestRefreshGrowingDay(t *testing.T) {
	body := buildtest.LongDay(200)
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
			site, dir := buildtest.Sample(t), t.TempDir()
			site[buildtest.Growing] = buildtest.Post(body)
			buildtest.Refresh(t, dir, site)
			site[buildtest.Growing] = buildtest.Post(tt.body)
			if r := buildtest.Refresh(t, dir, site); r.Analysed != tt.want || r.Changed != 1 || r.Whole {
				t.Errorf("analysed %d messages of %d days, whole %v; want %d of 1", r.Analysed, r.Changed, r.Whole, tt.want)
			}
			fresh := t.TempDir()
			buildtest.Refresh(t, fresh, site)
			sameIndex(t, dir, fresh)
		})
	}
}

// A group of one day is not read anew with each message.
func TestRefreshYoungSite(t *testing.T) {
	site, dir := fstest.MapFS{buildtest.Growing: buildtest.Post(buildtest.LongDay(20))}, t.TempDir()
	buildtest.Refresh(t, dir, site)
	site[buildtest.Growing] = buildtest.Post(buildtest.LongDay(21))
	if r := buildtest.Refresh(t, dir, site); r.Whole || r.Analysed != 1 {
		t.Errorf("built anew: %v, %d messages analysed; want 1", r.Whole, r.Analysed)
	}
}

// Whose name is mentioned depends on who else speaks: such texts are looked at
// each time.
func TestRefreshMentions(t *testing.T) {
	site, dir := buildtest.Sample(t), t.TempDir()
	body := "> 09:00:00  许衡\n\n@斑马 线下 对账不平\n"
	site[buildtest.Growing] = buildtest.Post(body)
	buildtest.Refresh(t, dir, site)
	site[buildtest.Growing] = buildtest.Post(body + "\n> 09:01:00  斑马 线下\n\n好\n")
	if r := buildtest.Refresh(t, dir, site); r.Analysed != 2 {
		t.Errorf("analysed %d messages, want 2", r.Analysed)
	}
	fresh := t.TempDir()
	buildtest.Refresh(t, fresh, site)
	sameIndex(t, dir, fresh)
}

func BenchmarkRefreshGrowingDay(b *testing.B) {
	for _, messages := range []int{1000, 30000} {
		b.Run(strconv.Itoa(messages), func(b *testing.B) {
			site, dir := buildtest.Sample(b), b.TempDir()
			site[buildtest.Growing] = buildtest.Post(buildtest.LongDay(messages))
			buildtest.Refresh(b, dir, site)
			for b.Loop() {
				b.StopTimer()
				messages++
				site[buildtest.Growing] = buildtest.Post(buildtest.LongDay(messages))
				b.StartTimer()
				buildtest.Refresh(b, dir, site)
			}
		})
	}
}
