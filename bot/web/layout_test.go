package web

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"qunwen/corpus/days"
)

// busy is a day of n messages, one a second from six in the morning on, by ten
// people in turn; others go in front of them, in pairs as post takes them.
func busy(n int, first ...string) []string {
	said := first
	for i := range n {
		at := 6*3600 + i
		said = append(said, fmt.Sprintf("%02d:%02d:%02d 成员%d", at/3600, at/60%60, at%60, i%10), fmt.Sprint("第", i, "句"))
	}
	return said
}

// articles returns the IDs of the messages that a page shows.
func articles(page string) (all []string) {
	for _, m := range regexp.MustCompile(`<article id="([^"]*)"`).FindAllStringSubmatch(page, -1) {
		all = append(all, m[1])
	}
	return all
}

const busyDay = "/r/paydesk/2023-03-06"

// TestPages goes through a day by its links from page to page: every message is
// on one of them, and each page is as long as may be but the last.
func TestPages(t *testing.T) {
	for _, tt := range []struct{ messages, pages int }{
		{0, 1}, {days.PageLength, 1}, {days.PageLength + 1, 2}, {2*days.PageLength + 500, 3},
	} {
		s := serve(t, Config{Days: reader(fstest.MapFS{path("paydesk", "2023-03-06"): post(busy(tt.messages)...)})})
		next := regexp.MustCompile(`<a href="(\?m=[^"#]+)#[^"]+">这一天的下一页`)
		var seen []string
		pages, target := 0, busyDay
		for target != "" {
			page := get(t, s, target)
			shown := articles(page)
			if len(shown) > days.PageLength {
				t.Fatalf("%d messages on %s", len(shown), target)
			}
			if bad := foreign(page); bad != "" {
				t.Errorf("%s: %s", target, bad)
			}
			if n := len(pageLinks(page)); tt.pages > 1 && n != tt.pages-1 {
				t.Errorf("%s has links to %d other pages, want %d", target, n, tt.pages-1)
			}
			seen = append(seen, shown...)
			pages++
			target = ""
			if m := next.FindStringSubmatch(page); m != nil {
				target = busyDay + m[1]
			}
		}
		if pages != tt.pages || len(seen) != tt.messages || len(slices.Compact(seen)) != tt.messages {
			t.Errorf("%d messages: %d on %d pages, want %d pages", tt.messages, len(seen), pages, tt.pages)
		}
	}
}

// pageLinks returns the addresses in the list of pages.
func pageLinks(page string) [][]string {
	_, list, _ := strings.Cut(page, `<nav class="pages"`)
	list, _, _ = strings.Cut(list, "</nav>")
	return regexp.MustCompile(`<a href="(\?m=[^"]+)"`).FindAllStringSubmatch(list, -1)
}

// TestArrive: a link to a message arrives at it, wherever on the day it is.
func TestArrive(t *testing.T) {
	said := busy(2500, "05:00:00 远山", "早", "05:00:00 蓝天", "早啊")
	s := serve(t, Config{Days: reader(fstest.MapFS{path("paydesk", "2023-03-06"): post(said...)})})
	for _, tt := range []struct{ name, id, shows string }{
		{"on the first page", "050000", "050000"},
		{"the second of its second", "050000.2", "050000.2"},
		{"the last of a page", "061637", "061637"},
		{"the first of the next", "061638", "061638"},
		{"the last of the day", "064139", "064139"},
		{"one that was taken out: what was said before", "063000.2", "063000"},
		{"one before all others", "010000", "050000"},
		{"one after all others", "230000", "064139"},
	} {
		page := get(t, s, busyDay+"?m="+tt.id)
		if !slices.Contains(articles(page), tt.shows) {
			t.Errorf("%s: %s is not on the page of %s", tt.name, tt.shows, tt.id)
		}
		if link := fmt.Sprintf(`<a href="?m=%s#%[1]s">`, tt.shows); !strings.Contains(page, link) {
			t.Errorf("%s: no %s, which whoever copies the message's address gets", tt.name, link)
		}
	}
	for _, wrong := range []string{"", "x", "0500", "050000.", "050000.2.3", "%00", "050000%3Cb%3E", "999999999999"} {
		resp, body := fetch(t, s, http.MethodGet, busyDay+"?m="+wrong)
		if resp.StatusCode != http.StatusNotFound || !strings.Contains(body, "没有这个页面") {
			t.Errorf("?m=%s: %s", wrong, resp.Status)
		}
	}
	short := serve(t, Config{Days: reader(site())})
	if page := get(t, short, busyDay+"?m=090000"); len(articles(page)) != 1 || strings.Contains(page, "?m=") {
		t.Errorf("a short day asked for by a message:\n%s", page)
	}
}

// TestArriveWithoutPage: a link that names its message only behind #, as they were
// before days had pages, arrives at the message, or at the link to its page.
func TestArriveWithoutPage(t *testing.T) {
	s := serve(t, Config{Days: reader(fstest.MapFS{path("paydesk", "2023-03-06"): post(busy(6500)...)})})
	page := get(t, s, busyDay)
	all := ids(page)
	if unique := slices.Compact(slices.Sorted(slices.Values(all))); len(unique) != len(all) {
		t.Errorf("%d anchors, %d different ones", len(all), len(unique))
	}
	if want := days.PageLength + mostTargets; len(all) != want {
		t.Errorf("%d anchors, want %d", len(all), want)
	}
	if !regexp.MustCompile(`<span>(?:<i id="\d+"></i>)*<i id="064000"></i>(?:<i id="\d+"></i>)*<a href="\?m=063320#063320">06:33</a></span>`).MatchString(page) {
		t.Error("no anchor of 06:40:00 at the link to the page from 06:33:20 on")
	}
	if later := get(t, s, busyDay+"?m=064000"); len(ids(later)) != days.PageLength {
		t.Errorf("a page that was asked for has %d anchors, want those of its messages", len(ids(later)))
	}
}

// TestPagesOfCopies: a link to a copy arrives at what it is a copy of, also on a
// later page.
func TestPagesOfCopies(t *testing.T) {
	var said []string
	for i := range 1200 {
		at := 6*3600 + i
		for _, name := range []string{"远山", "远山-乙支付-产品"} {
			said = append(said, fmt.Sprintf("%02d:%02d:%02d %s", at/3600, at/60%60, at%60, name), fmt.Sprint("清算第", i, "步"))
		}
	}
	s := serve(t, Config{Days: reader(fstest.MapFS{path("paydesk", "2023-03-06"): post(said...)})})
	page := get(t, s, busyDay+"?m=061800.2")
	if !slices.Contains(articles(page), "061800") || !slices.Contains(ids(page), "061800.2") || !strings.Contains(page, "共 1200 条消息，这里是第 1001 到 1200 条") {
		t.Errorf("the page of a copy has %d messages", len(articles(page)))
	}
}

// TestHiddenAcrossPages: who is quoted on one page and hidden by what stands on
// another is hidden on both.
func TestHiddenAcrossPages(t *testing.T) {
	said := busy(1500, "05:00:00 小乙-某支付", "这是我的秘密")
	said = append(said,
		"08:00:00 蓝天", "「小乙：这是我的秘密」\n- - - - - - -\n是吗",
		"08:00:01 群问", "群里聊过：\npaydesk 2023-03-06\n1. 05:00 小乙-某支付：这是我的秘密",
		"08:00:02 小乙-某支付", "另一个秘密")
	s := serve(t, Config{Days: reader(fstest.MapFS{path("paydesk", "2023-03-06"): post(said...)}), Hidden: hide("小乙-某支付")})
	for _, target := range []string{busyDay, busyDay + "?m=080000"} {
		page := get(t, s, target)
		if strings.Contains(page, "秘密") || !strings.Contains(page, hiddenMark) {
			t.Errorf("%s shows hidden words", target)
		}
	}
}
