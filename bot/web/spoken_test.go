package web

import (
	"fmt"
	"io/fs"
	"net/http"
	"strings"
	"testing"
	"testing/fstest"
)

// lost is a site of which one post cannot be read.
type lost struct {
	fs.FS
	path string
}

func (l lost) Open(name string) (fs.File, error) {
	if name == l.path {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return l.FS.Open(name)
}

// TestSpokenOfElsewhere hides what the bot says that somebody hidden spoke of on
// another day, of days too many to look at, and of one that cannot be read.
func TestSpokenOfElsewhere(t *testing.T) {
	said := []string{"09:00:00 群问", "群里聊过：\n支付产品群 2023-03-01，说到「小乙的秘密是什么…」\n另外：\n2. 清算群 2023-03-02，说到「甲的意见在这里」 http://example.com/r/clearing/2023-03-02#080000\n3. 支付产品群 2023-03-03，说到「坏了的那天」\n4. 清算群 2023-03-02，说到「怎么算的」：小乙的算法 http://example.com/r/clearing/2023-03-02#080100"}
	many := "另外："
	for i := range mostDays {
		many += fmt.Sprintf("\n%d. 支付产品群 20%02d-01-01，说到「旧的意见」", i, i+24)
	}
	site := fstest.MapFS{
		path("paydesk", "2023-03-01"):  post("08:00:00 小乙", "小乙的秘密是什么都不说"),
		path("clearing", "2023-03-02"): post("08:00:00 甲", "甲的意见在这里，不长", "08:01:00 小乙", "小乙的算法"),
		path("paydesk", "2023-03-03"):  post("08:00:00 小乙", "坏了的那天"),
		path("paydesk", "2023-03-06"):  post(append(said, "09:00:01 群问", many)...),
	}
	for _, hidden := range [][]string{{"小乙"}, nil} {
		c := Config{Days: reader(lost{site, path("paydesk", "2023-03-03")})}
		if hidden != nil {
			c.Hidden = hide(hidden...)
		}
		s := serve(t, c)
		_, page := fetch(t, s, http.MethodGet, "/r/paydesk/2023-03-06")
		if !strings.Contains(page, "说到「甲的意见在这里」") {
			t.Errorf("what is not hidden is gone:\n%s", page)
		}
		for _, words := range []string{"秘密", "坏了的那天", "的算法"} {
			if got, want := strings.Contains(page, words), hidden == nil; got != want {
				t.Errorf("hidden %q: %s stands there: %t", hidden, words, got)
			}
		}
		if n, want := strings.Count(page, "旧的意见"), mostDays; (n == want) != (hidden == nil) {
			t.Errorf("hidden %q: %d of %d days", hidden, n, want)
		}
	}
}
