package days

import (
	"bytes"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"testing/synctest"
	"time"
)

// opened counts the files that were opened.
type opened struct {
	fstest.MapFS
	n atomic.Int64
}

func (o *opened) Open(name string) (fs.File, error) {
	if strings.HasSuffix(name, ".markdown") {
		o.n.Add(1)
	}
	return o.MapFS.Open(name)
}

// Stat keeps looks at a file from counting.
func (o *opened) Stat(name string) (fs.FileInfo, error) { return o.MapFS.Stat(name) }

func path(room, date string) string { return room + "/_posts/" + date + "-chat.markdown" }

func post(at time.Time, said ...string) *fstest.MapFile {
	var b strings.Builder
	b.WriteString("---\nlayout: post\n---\n")
	for i, s := range said {
		fmt.Fprintf(&b, "\n> 09:%02d:00  甲-某银行-产品-上海\n\n%s\n", i, s)
	}
	return &fstest.MapFile{Data: []byte(b.String()), ModTime: at}
}

var start = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// TestLoad: a day is read again when its file has changed, or may have.
func TestLoad(t *testing.T) {
	day := path("paydesk", "2026-03-02")
	for name, tt := range map[string]struct {
		first, then *fstest.MapFile
		reads       int64
		said        string
	}{
		"unchanged":         {post(start, "早"), post(start, "早"), 1, "早"},
		"longer":            {post(start, "早"), post(start, "早", "在"), 2, "早"},
		"later":             {post(start, "早"), post(start.Add(time.Second), "晚"), 2, "晚"},
		"just written":      {post(start.Add(time.Hour), "早"), post(start.Add(time.Hour), "晚"), 2, "晚"},
		"without a time":    {post(time.Time{}, "早"), post(time.Time{}, "晚"), 2, "晚"},
		"cannot be read":    {post(start, "早"), &fstest.MapFile{Data: []byte("---\n"), ModTime: start}, 2, ""},
		"older than before": {post(start, "早"), post(start.Add(-time.Hour), "晚"), 2, "晚"},
	} {
		site := &opened{MapFS: fstest.MapFS{day: tt.first}}
		r := New(Config{Site: site, Now: func() time.Time { return start.Add(time.Hour) }})
		days, at, ok := r.Find("paydesk", "2026-03-02")
		if !ok {
			t.Fatalf("%s: no such day", name)
		}
		if _, errs := r.Load(days[at]); errs != nil {
			t.Fatalf("%s: %v", name, errs)
		}
		site.MapFS[day] = tt.then
		posts, _ := r.Load(days[at])
		said := ""
		if len(posts) > 0 {
			said = posts[0].Messages[0].Text
		}
		if site.n.Load() != tt.reads || said != tt.said {
			t.Errorf("%s: %d reads and %q, want %d and %q", name, site.n.Load(), said, tt.reads, tt.said)
		}
	}
}

// TestKept: what is kept has an end, and the days asked for last stay.
func TestKept(t *testing.T) {
	said := make([]string, 60)
	for i := range said {
		said[i] = "好"
	}
	site := &opened{MapFS: fstest.MapFS{}}
	first := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range 360 {
		site.MapFS[path("paydesk", first.AddDate(0, 0, i).Format(time.DateOnly))] = post(start, said...)
	}
	r := New(Config{Site: site, Now: func() time.Time { return start.Add(time.Hour) }})
	all := r.All()
	for _, d := range all {
		r.Load(d)
		r.Load(all[0])
	}
	sum := 0
	for _, k := range r.kept {
		sum += k.messages
	}
	if sum > mostKept || sum < mostKept-2*len(said) {
		t.Errorf("%d messages are kept, want up to %d", sum, mostKept)
	}
	if n := site.n.Load(); n != 360 {
		t.Errorf("%d reads of 360 days, of which one was asked for each time", n)
	}
	if r.Load(all[1]); site.n.Load() != 361 {
		t.Errorf("the day asked for longest ago is still kept")
	}
}

// TestFind: a new day is found at once, and the list is made again after a while.
func TestFind(t *testing.T) {
	now := start
	site := fstest.MapFS{path("paydesk", "2026-03-01"): post(start, "早"), path("board", "2026-03-01"): post(start, "早")}
	r := New(Config{Site: site, Now: func() time.Time { return now }})
	if got := len(r.All()); got != 2 {
		t.Fatalf("%d days, want 2", got)
	}
	site[path("paydesk", "2026-03-02")] = post(start, "早")
	if got := len(r.All()); got != 2 {
		t.Errorf("%d days before the list is made again, want 2", got)
	}
	if days, at, ok := r.Find("paydesk", "2026-03-02"); !ok || at != 1 || len(days) != 2 {
		t.Errorf("the new day is at %d of %d, %v", at, len(days), ok)
	}
	site[path("paydesk", "2026-03-03")] = post(start, "早")
	now = now.Add(listLife)
	if got := len(OfRoom(r.All(), "paydesk")); got != 3 {
		t.Errorf("%d days of the room, want 3", got)
	}
	for _, tt := range [][2]string{{"paydesk", "2026-03-04"}, {"paydesk", "x"}, {"nowhere", "2026-03-01"}, {"", ""}} {
		if _, _, ok := r.Find(tt[0], tt[1]); ok {
			t.Errorf("%v is found", tt)
		}
	}
}

// TestUntil: what was said later is on no day, though the day itself is there, and
// the moment moves on.
func TestUntil(t *testing.T) {
	until := start.Add(time.Minute)
	site := fstest.MapFS{path("paydesk", "2026-03-02"): post(start, "早", "在", "晚")}
	r := New(Config{Site: site, Zone: time.UTC, Now: func() time.Time { return start.Add(time.Hour) }, Until: func() time.Time { return until }})
	for _, want := range []int{2, 3, 1} {
		until = start.Add(time.Duration(want-1) * time.Minute)
		posts, errs := r.Load(r.All()[0])
		if errs != nil || len(posts) != 1 || len(posts[0].Messages) != want {
			t.Errorf("until %s: %v, errors %v; want %d messages", until, posts, errs, want)
		}
	}
}

// TestIsLong: a day is long if it may have more than a page, whatever stands
// between its headers, and in how many posts it is.
func TestIsLong(t *testing.T) {
	said := func(n int) []string { return slices.Repeat([]string{"好"}, n) }
	tabs := post(start, said(PageLength+1)...)
	tabs.Data = bytes.ReplaceAll(tabs.Data, []byte("\n> "), []byte("\r\n>\t"))
	half := PageLength / 2
	site := fstest.MapFS{
		path("paydesk", "2026-03-01"):                post(start, said(PageLength)...),
		path("paydesk", "2026-03-02"):                post(start, said(PageLength+1)...),
		path("paydesk", "2026-03-03"):                tabs,
		path("paydesk", "2026-03-04"):                post(start, said(half)...),
		"paydesk/_posts/2026-03-04-more.markdown":    post(start, said(half+1)...),
		path("paydesk", "2026-03-05"):                post(start, "早"),
		path("clearing", "2026-03-02"):               post(start, "早"),
		"clearing/_posts/2026-03-06-folder.md/x.txt": post(start, "早"),
	}
	r := New(Config{Site: site, Now: func() time.Time { return start.Add(time.Hour) }})
	for _, tt := range []struct {
		room, date string
		want       bool
	}{
		{"paydesk", "2026-03-01", false}, {"paydesk", "2026-03-02", true}, {"paydesk", "2026-03-03", true}, {"paydesk", "2026-03-04", true},
		{"paydesk", "2026-03-05", false}, {"clearing", "2026-03-02", false}, {"clearing", "2026-03-03", false}, {"nowhere", "2026-03-02", false}, {"", "", false},
	} {
		if got := r.IsLong(tt.room, tt.date); got != tt.want {
			t.Errorf("IsLong(%s, %s) = %t", tt.room, tt.date, got)
		}
	}
}

// slow lets a file be opened only when its gate is open.
type slow struct {
	*opened
	gate chan struct{}
}

func (s slow) Open(name string) (fs.File, error) {
	f, err := s.opened.Open(name)
	if strings.HasSuffix(name, ".markdown") {
		<-s.gate
	}
	return f, err
}

// TestTogether: many who ask for a day at the same time have it read once, unless
// its file changes meanwhile.
func TestTogether(t *testing.T) {
	for _, tt := range []struct {
		name    string
		changed bool
		reads   int64
	}{{"unchanged", false, 1}, {"grown meanwhile", true, 2}} {
		synctest.Test(t, func(t *testing.T) {
			day := path("paydesk", "2026-03-02")
			site := slow{&opened{MapFS: fstest.MapFS{day: post(start, "早")}}, make(chan struct{})}
			now := start // so that nothing is kept
			r := New(Config{Site: site, Now: func() time.Time { return now }})
			d := r.All()[0]
			said := make(chan int, 20)
			ask := func() {
				for range 10 {
					go func() {
						posts, _ := r.Load(d)
						said <- len(posts[0].Messages)
					}()
				}
				synctest.Wait()
			}
			ask()
			want := 1
			if tt.changed {
				site.MapFS[day] = post(start, "早", "在")
				want = 2
			}
			ask()
			close(site.gate)
			synctest.Wait()
			counts := make(map[int]int)
			for range 20 {
				counts[<-said]++
			}
			if site.n.Load() != tt.reads || counts[1]+counts[2] != 20 || counts[want] < 10 {
				t.Errorf("%s: %d reads, want %d; days of %v messages", tt.name, site.n.Load(), tt.reads, counts)
			}
		})
	}
}

// TestRooms: a room with one post that is not published is private.
func TestRooms(t *testing.T) {
	site := fstest.MapFS{
		path("paydesk", "2026-03-01"):             post(start, "早"),
		path("board", "2026-03-01"):               post(start, "早"),
		"_private/" + path("board", "2026-03-02"): post(start, "早"),
	}
	r := New(Config{Site: site})
	if got := strings.Join(r.Rooms(), " "); got != "board paydesk" {
		t.Errorf("rooms %q", got)
	}
	for room, want := range map[string]bool{"board": true, "paydesk": false, "nowhere": false} {
		if r.IsUnpublished(room) != want {
			t.Errorf("%s is unpublished: %v", room, !want)
		}
	}
}
