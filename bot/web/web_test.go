package web

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"qunwen/corpus/days"
	"strings"
	"testing"
	"testing/fstest"
)

// post makes the post of a day; said are pairs of a header, such as
// "09:00:00 甲", and a body.
func post(said ...string) *fstest.MapFile {
	var b strings.Builder
	b.WriteString("---\nlayout: source\n---\n")
	for i := 0; i < len(said); i += 2 {
		clock, speaker, _ := strings.Cut(said[i], " ")
		fmt.Fprintf(&b, "> %s  %s  \n   \n%s  \n   \n", clock, speaker, said[i+1])
	}
	return &fstest.MapFile{Data: []byte(b.String())}
}

// path is where the post of a day stands.
func path(room, date string) string { return "source/" + room + "/_posts/" + date + "-chat.markdown" }

// serve puts the pages on a port of this machine.
func serve(t *testing.T, cfg Config) *httptest.Server {
	t.Helper()
	h, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s
}

// fetch sends a request, with headers as pairs, and follows nothing.
func fetch(t *testing.T, s *httptest.Server, method, target string, headers ...string) (*http.Response, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, s.URL+target, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	client := *s.Client()
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	resp, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp, string(body)
}

// reader reads the days of a site.
func reader(site fs.FS) *days.Reader { return days.New(days.Config{Site: site}) }

// get returns a page that has to be there.
func get(t *testing.T, s *httptest.Server, target string) string {
	t.Helper()
	resp, body := fetch(t, s, http.MethodGet, target)
	if resp.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s\n%s", target, resp.Status, body)
	}
	return body
}

// day returns the page of a day that consists of what is said.
func day(t *testing.T, cfg Config, said ...string) string {
	t.Helper()
	cfg.Days = reader(fstest.MapFS{path("paydesk", "2023-03-06"): post(said...)})
	return get(t, serve(t, cfg), "/r/paydesk/2023-03-06")
}

// hide hides people of these names.
func hide(names ...string) func(context.Context) (func(string) bool, error) {
	return func(context.Context) (func(string) bool, error) {
		return func(name string) bool {
			for _, n := range names {
				if n == name {
					return true
				}
			}
			return false
		}, nil
	}
}

func site() fstest.MapFS {
	return fstest.MapFS{
		path("paydesk", "2023-02-27"):  post("09:00:00 甲", "早"),
		path("paydesk", "2023-03-06"):  post("09:00:00 甲", "退款多久到账"),
		path("paydesk", "2023-03-08"):  post(),
		path("clearing", "2023-03-07"): post("09:00:00 乙", "对账"),
		path("board", "2023-03-07"):    post("09:00:00 丙", "私事"),
	}
}

func TestNewRefuses(t *testing.T) {
	for _, cfg := range []Config{{}, {Days: reader(site()), base: "qunwen"}, {Days: reader(site()), base: "//example.com"}, {Days: reader(site()), base: "/a?b"}} {
		if _, err := New(cfg); err == nil {
			t.Errorf("%+v was taken", cfg)
		}
	}
}

func TestLists(t *testing.T) {
	s := serve(t, Config{
		Days: reader(site()), base: "/qunwen/",
		RoomNames: map[string]string{"paydesk": "支付 <交流>"},
		Private:   func(room string) bool { return room == "board" },
	})
	home := get(t, s, "/")
	for _, want := range []string{
		`<a href="/qunwen/r/paydesk"><bdi>支付 &lt;交流&gt;</bdi></a>`, "<bdi>clearing</bdi>", "共 3 天",
		`<a href="/qunwen/r/paydesk/2023-03-06">2023年3月6日 星期一</a>`, `href="/qunwen/static/style.`,
	} {
		if !strings.Contains(home, want) {
			t.Errorf("no %s in\n%s", want, home)
		}
	}
	if strings.Contains(home, "board") {
		t.Error("a private room is listed")
	}
	room := get(t, s, "/r/paydesk")
	march, february := strings.Index(room, "<h2>2023年3月</h2>"), strings.Index(room, "<h2>2023年2月</h2>")
	if march < 0 || february < march || !strings.Contains(room, `<a href="/qunwen/r/paydesk/2023-03-06">6日</a>`) {
		t.Errorf("the months are not there in order:\n%s", room)
	}
	middle := get(t, s, "/r/paydesk/2023-03-06")
	for _, want := range []string{
		`<a rel="prev" href="/qunwen/r/paydesk/2023-02-27">← 2023年2月27日 星期一</a>`,
		`<a rel="next" href="/qunwen/r/paydesk/2023-03-08">2023年3月8日 星期三 →</a>`, "共 1 条消息",
	} {
		if strings.Count(middle, want) == 0 {
			t.Errorf("no %s in\n%s", want, middle)
		}
	}
	if last := get(t, s, "/r/paydesk/2023-03-08"); strings.Contains(last, `rel="next"`) || !strings.Contains(last, "这一天没有消息") {
		t.Errorf("the silent last day is\n%s", last)
	}
	if empty := get(t, serve(t, Config{Days: reader(fstest.MapFS{})}), "/"); !strings.Contains(empty, "还没有") {
		t.Errorf("an empty site is\n%s", empty)
	}
}

func TestNotFound(t *testing.T) {
	s := serve(t, Config{Days: reader(site()), Private: func(room string) bool { return room == "board" }})
	for _, target := range []string{
		"/r", "/r/", "/r/nowhere", "/r/board", "/r/board/2023-03-07", "/r/paydesk/", "/r/paydesk/2023-03-07",
		"/r/paydesk/2017-13-45", "/r/paydesk/2023-3-6", "/r/paydesk/2023-03-06/", "/r/paydesk/2023-03-06%00", "/r/PAYDESK",
		"/r/paydesk/../board", "/r/..%2f..%2fetc/passwd", "/../../etc/passwd", "/r/paydesk%2F2023-03-06", "//r/paydesk",
		"/source/paydesk/_posts/2023-03-06-chat.markdown", "/static/", "/static/style.css", "/static/../doc.go",
		"/metrics", "/favicon.ico", "/r/%E9%9A/2023-03-06",
	} {
		resp, body := fetch(t, s, http.MethodGet, target)
		if resp.StatusCode != http.StatusNotFound || !strings.Contains(body, "没有这个页面") {
			t.Errorf("%s: %s\n%s", target, resp.Status, body)
		}
	}
}

// TestNew sees messages and days at once that were written after the first
// request.
func TestNew(t *testing.T) {
	fsys := site()
	s := serve(t, Config{Days: reader(fsys)})
	get(t, s, "/r/paydesk/2023-03-06")
	fsys[path("paydesk", "2023-03-06")] = post("09:00:00 甲", "退款多久到账", "09:00:01 乙", "三天")
	fsys[path("paydesk", "2023-03-07")] = post("09:00:00 甲", "谢谢")
	if page := get(t, s, "/r/paydesk/2023-03-06"); !strings.Contains(page, "三天") {
		t.Error("the new message is not there")
	}
	get(t, s, "/r/paydesk/2023-03-07")
	delete(fsys, path("paydesk", "2023-03-07"))
	if resp, _ := fetch(t, s, http.MethodGet, "/r/paydesk/2023-03-07"); resp.StatusCode != http.StatusNotFound {
		t.Errorf("a day that was taken away: %s", resp.Status)
	}
}

func TestUnreadable(t *testing.T) {
	bad := &fstest.MapFile{Data: []byte("no front matter")}
	fsys := fstest.MapFS{
		path("paydesk", "2023-03-06"):                        post("09:00:00 甲", "早"),
		"source/paydesk/_posts/2023-03-06-more.markdown":     bad,
		path("paydesk", "2023-03-07"):                        bad,
		"source/paydesk/_posts/2023-13-45-what-day.markdown": bad,
	}
	s := serve(t, Config{Days: reader(fsys)})
	if page := get(t, s, "/r/paydesk/2023-03-06"); !strings.Contains(page, "显示的不全") || !strings.Contains(page, "早") {
		t.Errorf("half a day is\n%s", page)
	}
	resp, body := fetch(t, s, http.MethodGet, "/r/paydesk/2023-03-07")
	if resp.StatusCode != http.StatusInternalServerError || !strings.Contains(body, "页面打不开") {
		t.Errorf("a day that cannot be read: %s\n%s", resp.Status, body)
	}
}
