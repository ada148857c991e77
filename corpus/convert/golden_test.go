package convert

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

var shanghai = time.FixedZone("CST", 8*3600)

// wantFormats are the samples and what they are recognised as.
var wantFormats = map[string]Format{
	"chatlab": formatChatLab, "chatlog-csv": formatChatlogCSV, "chatlog-json": formatChatlogJSON, "chatlog-txt": formatChatlogText,
	"echotrace-json": formatEchoTraceJSON, "generic-csv": FormatCSV, "memotrace2-csv": formatMemoTrace2CSV, "memotrace2-txt": formatMemoTraceText,
	"memotrace3-csv": formatMemoTraceCSV, "memotrace3-htmljson": formatMemoTraceJSON, "memotrace3-txt": formatMemoTraceText, "tongbu-xls": formatTongbu,
	"wechat-copy-3line": formatCopy, "wechat-copy-mac": formatCopy, "wechat-decrypt-csv": formatDecryptCSV, "wechat-decrypt-json": formatDecryptJSON,
	"wechat-mail-android": formatMail, "wechat-mail-ios": formatMail, "weflow-json": formatWeFlowJSON, "weflow-txt": formatWeFlowText,
}

var maskImage = regexp.MustCompile(`(?m)^(!\[[^\]]*\])\([^)]*\)`)

// TestExports turns the samples of all formats into the posts that are
// expected of them, byte for byte but for the addresses of pictures.
func TestExports(t *testing.T) {
	root := "../../../shared/exports"
	dirs, err := os.ReadDir(root)
	if err != nil {
		t.Skip("no samples on this machine")
	}
	for _, d := range dirs {
		if !d.IsDir() {
			continue
		}
		set, err := Inputs([]string{filepath.Join(root, d.Name())})
		if err != nil {
			t.Fatal(err)
		}
		want := wantPosts(t, filepath.Join(root, d.Name(), "expected"))
		for _, in := range set.Files {
			t.Run(d.Name()+"/"+filepath.Base(in.name), func(t *testing.T) {
				src, err := openSource(in, "")
				if err != nil {
					t.Fatal(err)
				}
				if src.format != wantFormats[d.Name()] {
					t.Errorf("recognised as %s", src.format)
				}
				got := posts(t, src)
				for date, post := range want {
					if !bytes.Equal(got[date], post) {
						t.Errorf("%s: got\n%s\nwant\n%s", date, got[date], post)
					}
				}
				if len(got) != len(want) {
					t.Errorf("%d days, want %d", len(got), len(want))
				}
			})
		}
	}
}

func wantPosts(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	names, _ := filepath.Glob(filepath.Join(dir, "*", "*.markdown"))
	all := make(map[string][]byte)
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all[filepath.Base(name)[:10]] = maskImage.ReplaceAll(data, []byte("$1(IMAGE)"))
	}
	return all
}

// posts prints the days of a source as new posts.
func posts(t *testing.T, src *exportFile) map[string][]byte {
	t.Helper()
	days := make(map[string][]piece)
	for m, err := range src.messages(Options{Location: shanghai}) {
		if err != nil {
			t.Fatal(err)
		}
		if m.Kind == System || m.Kind == Revoke {
			continue
		}
		if !strings.HasPrefix(m.Room, "某某支付交流群") {
			t.Errorf("room %q", m.Room)
		}
		date := m.Time.Format(time.DateOnly)
		days[date] = append(days[date], piece{time: m.Time, speaker: m.Speaker, body: m.Body(m.URL)})
	}
	all := make(map[string][]byte)
	for date, pieces := range days {
		all[date] = maskImage.ReplaceAll(printNew(date, pieces), []byte("$1(IMAGE)"))
	}
	return all
}
