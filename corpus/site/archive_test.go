package site

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"qunwen/corpus"
)

// cst is the zone of the archives in tests.
var cst = time.FixedZone("CST", 8*3600)

// noon is a moment in that zone.
var noon = time.Date(2026, 11, 24, 12, 0, 0, 0, cst)

// A testArchive is an archive that flushes when told, with a clock of its own.
type testArchive struct {
	*Archive
	tb    testing.TB
	site  string
	state string
	now   time.Time
	open  openFile
}

func newArchive(tb testing.TB) *testArchive {
	tb.Helper()
	t := &testArchive{tb: tb, site: tb.TempDir(), state: tb.TempDir(), now: noon, open: openUnsynced}
	t.reopen()
	tb.Cleanup(func() { t.kill() })
	return t
}

// reopen opens the archive again, after Close or kill.
func (t *testArchive) reopen() {
	t.tb.Helper()
	opt := ArchiveOptions{State: t.state, Flush: -1, Now: func() time.Time { return t.now }}
	a, err := openArchive(t.site, cst, opt, t.open)
	if err != nil {
		t.tb.Fatal(err)
	}
	t.Archive = a
}

// kill lets go of the files as the end of the process would.
func (t *testArchive) kill() {
	if !t.done {
		t.done = true
		for _, p := range t.posts {
			p.close()
		}
		t.keys.close()
	}
}

func (t *testArchive) add(e Entry) string {
	t.tb.Helper()
	id, err := t.Append(context.Background(), e)
	if err != nil {
		t.tb.Fatalf("Append(%.80q): %v", e.Text, err)
	}
	return id
}

func (t *testArchive) sync() {
	t.tb.Helper()
	if err := t.Sync(context.Background()); err != nil {
		t.tb.Fatal(err)
	}
}

func (t *testArchive) path(room, date string) string {
	return filepath.Join(t.site, room, "_posts", date+"-chat.markdown")
}

func (t *testArchive) post(room, date string) string {
	t.tb.Helper()
	data, err := os.ReadFile(t.path(room, date))
	if err != nil {
		t.tb.Fatal(err)
	}
	return string(data)
}

// messages returns what a reader of the site finds on the day of noon.
func (t *testArchive) messages() []corpus.Message {
	t.tb.Helper()
	var all []corpus.Message
	for tr, err := range corpus.Load(os.DirFS(t.site), cst) {
		if err != nil {
			t.tb.Fatal(err)
		}
		for _, p := range tr.Problems {
			t.tb.Error(p)
		}
		all = append(all, tr.Messages...)
	}
	return all
}

// said is the talk as one line a message.
func said(ms []corpus.Message) string {
	var b strings.Builder
	for _, m := range ms {
		fmt.Fprintf(&b, "%s %s %s|", m.ID[strings.LastIndexByte(m.ID, '/')+1:], m.Speaker, m.Text)
	}
	return b.String()
}

func text(sec int, speaker, words string) Entry {
	return Entry{Room: "paydesk", Time: noon.Add(time.Duration(sec) * time.Second), Speaker: speaker, Text: words}
}

func keyed(key string, e Entry) Entry {
	e.Key = key
	return e
}

// TestArchiveFormat holds the archive to the site's format, byte by byte.
func TestArchiveFormat(t *testing.T) {
	a := newArchive(t)
	at := func(sec int, e Entry) Entry {
		e.Room, e.Time, e.Speaker = "paydesk", noon.Add(time.Duration(sec)*time.Second), "顾北-澜海银行"
		return e
	}
	for i, e := range []Entry{
		{Text: "退款怎么退？"},
		{Text: "三步：\n1. 查单\n\n2. 退款\n> 10:00:00  不是消息\n---"},
		{Kind: corpus.Image, URL: "http://img.example/a.png"},
		{Kind: corpus.Link, Text: "清算 入门", URL: "https://example.com/a?b=1&c=2"},
		{Kind: corpus.Quote, Text: "是的", Quoted: &corpus.Quoted{Name: "Joey", Text: "T+1 到账？"}},
		{Kind: corpus.RedPacket, Text: "恭喜发财"},
		{Kind: corpus.Empty},
	} {
		a.add(at(i, e))
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	const want = "---\n" +
		"layout:     source \n" +
		"title:      \"2026-11-24-WeChat\"\n" +
		"date:       2026-11-24 12:00:00\n" +
		"author:     PaymentGroup\n" +
		"lines:      7 \n" +
		"tag:       [chat]\n" +
		"---\n" +
		"> 12:00:00  顾北-澜海银行  \n   \n退款怎么退？  \n   \n" +
		"> 12:00:01  顾北-澜海银行  \n   \n三步：\n1. 查单\n\n2. 退款\n&gt; 10:00:00  不是消息\n---  \n   \n" +
		"> 12:00:02  顾北-澜海银行  \n   \n![2026-11-24 12:00:02](http://img.example/a.png) \n   \n" +
		"> 12:00:03  顾北-澜海银行  \n   \n[清算 入门](https://example.com/a?b=1&amp;c=2)  \n   \n" +
		"> 12:00:04  顾北-澜海银行  \n   \n「Joey：T+1 到账？」\n- - - - - - - - - - - - - - -\n是的  \n   \n" +
		"> 12:00:05  顾北-澜海银行  \n   \n微信红包  \n   \n" +
		"> 12:00:06  顾北-澜海银行  \n   \n  \n   \n"
	if got := a.post("paydesk", "2026-11-24"); got != want {
		t.Errorf("post is\n%q\nwant\n%q", got, want)
	}
	for path, mode := range map[string]fs.FileMode{
		a.path("paydesk", "2026-11-24"): 0o644, filepath.Join(a.state, keyJournalName): 0o600, filepath.Join(a.state, lockName): 0o600,
	} {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm()&^0o022 != mode&^0o022 {
			t.Errorf("%s: mode %v, want %v (err %v)", path, info.Mode(), mode, err)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(a.site, "paydesk", "_posts", ".*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// TestArchiveIDs: repeats are kept, deliveries again are not, and late ones
// stand where they arrived.
func TestArchiveIDs(t *testing.T) {
	a := newArchive(t)
	for _, tt := range []struct {
		e    Entry
		want string
	}{
		{keyed("1", text(0, "a", "好")), "paydesk/2026-11-24/120000"},
		{keyed("2", text(0, "a", "好")), "paydesk/2026-11-24/120000.2"},
		{text(0, "a", "好"), "paydesk/2026-11-24/120000.3"},
		{keyed("1", text(0, "a", "好")), "paydesk/2026-11-24/120000"},
		{keyed("2", text(0, "a", "好")), "paydesk/2026-11-24/120000.2"},
		{text(5, "b", "late"), "paydesk/2026-11-24/120005"},
		{text(3, "b", "later"), "paydesk/2026-11-24/120003"},
		{keyed("y", text(-12*3600-1, "c", "yesterday")), "paydesk/2026-11-23/235959"},
		{keyed("m", text(-12*3600, "c", "midnight")), "paydesk/2026-11-24/000000"},
		{keyed("y", text(-12*3600-1, "c", "yesterday")), "paydesk/2026-11-23/235959"},
	} {
		if got := a.add(tt.e); got != tt.want {
			t.Errorf("%q by %s with key %q is %s, want %s", tt.e.Text, tt.e.Speaker, tt.e.Key, got, tt.want)
		}
	}
	if got, want := said(a.messages()), "235959 c yesterday|120000 a 好|120000.2 a 好|120000.3 a 好|120005 b late|120003 b later|000000 c midnight|"; got != want {
		t.Errorf("site holds %s, want %s", got, want)
	}
	ctx := context.Background()
	if id, err := a.Lookup(ctx, "paydesk", "2"); err != nil || id != "paydesk/2026-11-24/120000.2" {
		t.Errorf("Lookup(2) = %q, %v", id, err)
	}
	for _, key := range []string{"", "3"} {
		if id, err := a.Lookup(ctx, "paydesk", key); !errors.Is(err, ErrNoMessage) || id != "" {
			t.Errorf("Lookup(%q) = %q, %v; want ErrNoMessage", key, id, err)
		}
	}
}

// TestArchiveRefuses names what can never be archived.
func TestArchiveRefuses(t *testing.T) {
	a := newArchive(t)
	for _, room := range []string{"", ".", "..", "a/b", "/a", `a\b`, "a\n", "a\x00", "\xff", ".git", "_posts", " a", "a ", "a\u202eb", strings.Repeat("a", 300)} {
		e := text(0, "a", "x")
		e.Room = room
		if id, err := a.Append(context.Background(), e); !errors.Is(err, ErrRoom) || id != "" {
			t.Errorf("room %q: %q, %v; want ErrRoom", room, id, err)
		}
	}
	for name, e := range map[string]Entry{
		"no time": {Room: "r"}, "odd kind": {Room: "r", Time: noon, Kind: 99}, "far time": {Room: "r", Time: noon.AddDate(9000, 0, 0)},
	} {
		if _, err := a.Append(context.Background(), e); !errors.Is(err, ErrEntry) {
			t.Errorf("%s: %v, want ErrEntry", name, err)
		}
	}
	if _, err := a.Append(context.Background(), text(0, "a", strings.Repeat("x", maxEntry))); !errors.Is(err, corpus.ErrTooLarge) {
		t.Errorf("huge text: %v, want ErrTooLarge", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := a.Append(ctx, text(0, "a", "x")); !errors.Is(err, context.Canceled) {
		t.Errorf("Append with a context that ended: %v", err)
	}
	if _, err := OpenArchive(a.site, cst, ArchiveOptions{State: a.state}); !errors.Is(err, ErrLocked) {
		t.Errorf("second archive with one state folder: %v, want ErrLocked", err)
	}
	if _, err := OpenArchive(filepath.Join(a.site, "none"), cst, ArchiveOptions{}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no site: %v, want fs.ErrNotExist", err)
	}
	if err := errors.Join(a.Close(), a.Close()); err != nil {
		t.Error(err)
	}
	if _, err := a.Append(context.Background(), text(0, "a", "x")); !errors.Is(err, fs.ErrClosed) {
		t.Errorf("Append after Close: %v, want fs.ErrClosed", err)
	}
	if entries, err := os.ReadDir(a.site); err != nil || len(entries) != 1 || entries[0].Name() != stateFolder {
		t.Errorf("site has %v (err %v), want only the folder of the lock", entries, err)
	}
}
