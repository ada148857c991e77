package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// writePosts makes a site of one room, of bodies by date.
func writePosts(t *testing.T, bodies map[string]string) (site string) {
	t.Helper()
	site = t.TempDir()
	for date, body := range bodies {
		path := filepath.Join(site, "fees", "_posts", date+"-chat.markdown")
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte("---\nlayout: source\n---\n"+body), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return site
}

// TestAccountsNotQuoted: ids of accounts that an export left are neither found, nor
// shown among the lines of an answer or around them.
func TestAccountsNotQuoted(t *testing.T) {
	site := writePosts(t, map[string]string{
		"2021-05-10": "> 09:00:00  蓝天-甲银行\n\n代扣协议的限额谁来定\n\n> 09:00:30  远山-乙支付\n\nwxid_h5j7k9m1n3:  \n\n> 09:00:40  远山-乙支付\n\nyuanshan88:  \n\n> 09:01:00  远山-乙支付\n\nq550011223:\n代扣协议的限额由银行定，单笔五千\n",
	})
	code, out, errs := call(t, "代扣协议的限额是多少\n原文 1\nwxid_h5j7k9m1n3\nyuanshan88\n", "chat", "--site", site, "--data", t.TempDir(), "--words-only")
	if code != exitDone || !strings.Contains(out, "单笔五千") || strings.Count(out, "▶") != 1 {
		t.Fatalf("exit %d, stderr %q\n%s", code, errs, out)
	}
	for _, id := range []string{"wxid_h5j7k9m1n3:", "yuanshan88:", "q550011223"} {
		if strings.Contains(out, id) {
			t.Errorf("%s is quoted:\n%s", id, out)
		}
	}
	if n := strings.Count(out, "群里没聊过这个问题"); n != 2 {
		t.Errorf("%d of two ids are said to be unknown:\n%s", n, out)
	}
}

// TestChatAt: what was said after the moment of --at is neither found, nor shown
// around what is quoted.
func TestChatAt(t *testing.T) {
	site := writePosts(t, map[string]string{
		"2021-05-10": "> 09:00:00  蓝天-甲银行\n\n代扣协议的限额谁来定\n\n> 09:01:00  远山-乙支付\n\n代扣协议的限额由银行定，单笔五千\n\n> 11:00:00  远山-乙支付\n\n刚才说错了，代扣协议单笔一万\n",
		"2021-06-01": "> 09:00:00  蓝天-甲银行\n\n代扣协议的限额是多少\n\n> 09:01:00  远山-乙支付\n\n代扣协议的限额是单笔两千，由银行定\n",
	})
	data := t.TempDir()
	for _, tt := range []struct {
		at            string
		quoted, later []string
	}{
		{"2021-05-10T10:00:00+08:00", []string{"单笔五千"}, []string{"一万", "两千"}},
		{"2021-05-20T10:00:00+08:00", []string{"单笔五千", "一万"}, []string{"两千"}},
		{"2021-06-02T10:00:00+08:00", []string{"两千"}, nil},
	} {
		code, out, errs := call(t, "代扣协议的限额是多少\n原文 1\n更多\n今年代扣协议的限额是多少\n", "chat", "--site", site, "--data", data, "--words-only", "--at", tt.at)
		if code != exitDone {
			t.Fatalf("exit %d, stderr %q", code, errs)
		}
		for _, want := range tt.quoted {
			if !strings.Contains(out, want) {
				t.Errorf("at %s: %q is not quoted:\n%s", tt.at, want, out)
			}
		}
		for _, later := range tt.later {
			if strings.Contains(out, later) {
				t.Errorf("at %s: %q was said later:\n%s", tt.at, later, out)
			}
		}
	}
}
