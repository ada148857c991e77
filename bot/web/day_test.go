package web

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"golang.org/x/tools/txtar"

	"qunwen/corpus"
)

var update = flag.Bool("update", false, "rewrite the want sections of testdata")

// TestDay compares whole pages. A file is a site and the page of its last day.
func TestDay(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no stories (err %v)", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			ar, err := txtar.ParseFile(file)
			if err != nil || len(ar.Files) < 2 || ar.Files[len(ar.Files)-1].Name != "want" {
				t.Fatalf("want posts and a want section (err %v)", err)
			}
			fsys := fstest.MapFS{}
			want := &ar.Files[len(ar.Files)-1]
			for _, f := range ar.Files[:len(ar.Files)-1] {
				fsys[f.Name] = &fstest.MapFile{Data: f.Data}
			}
			days, _ := corpus.Days(fsys)
			last := days[len(days)-1]
			s := serve(t, Config{Days: reader(fsys), RoomNames: map[string]string{last.Room: "支付交流群"}, Hidden: hide("小乙", "乙-某支付-产品")})
			got := get(t, s, "/r/"+last.Room+"/"+last.Date)
			got = regexp.MustCompile(`style\.[0-9a-f]+\.css`).ReplaceAllString(got, "style.css")
			if *update {
				want.Data = []byte(got)
				if err := os.WriteFile(file, txtar.Format(ar), 0o644); err != nil {
					t.Fatal(err)
				}
			} else if got != string(want.Data) {
				t.Errorf("got:\n%s\nwant:\n%s", got, want.Data)
			}
		})
	}
}

func ids(page string) (all []string) {
	for _, m := range regexp.MustCompile(` id="([^"]*)"`).FindAllStringSubmatch(page, -1) {
		all = append(all, m[1])
	}
	return all
}

func TestAnchors(t *testing.T) {
	page := day(t, Config{}, "07:25:01 甲", "一", "07:25:01 乙", "二", "07:25:02 甲", "三")
	if got, want := ids(page), []string{"072501", "072501.2", "072502"}; !slices.Equal(got, want) {
		t.Errorf("anchors are %q, want %q", got, want)
	}
	for _, want := range []string{`<article id="072501.2">`, `<a href="#072501.2"><time datetime="2023-03-06T07:25:01+08:00">07:25:01</time></a>`} {
		if !strings.Contains(page, want) {
			t.Errorf("no %s in\n%s", want, page)
		}
	}
}

// TestAccountsOnPage: ids of accounts that an export left stand on no page.
func TestAccountsOnPage(t *testing.T) {
	page := day(t, Config{}, "09:00:00 蓝天", "wxid_h5j7k9m1n3:", "09:00:01 远山", "q550011223:\n单笔五千", "09:00:02 蓝天", "「远山：yuanshan88:」\n- - - - -\nwxid_h5j7k9m1n3:\n这个表情好")
	for _, id := range []string{"wxid", "q550011223", "yuanshan88"} {
		if strings.Contains(page, id) {
			t.Errorf("%s stands on the page:\n%s", id, page)
		}
	}
	for _, want := range []string{noBody, "单笔五千", "这个表情好", `id="090000"`} {
		if !strings.Contains(page, want) {
			t.Errorf("no %s on the page:\n%s", want, page)
		}
	}
}

// TestCopies shows a day that was exported under two names once.
func TestCopies(t *testing.T) {
	var said []string
	for i := range 5 {
		for _, name := range []string{"甲", "甲-某支付-产品"} {
			said = append(said, fmt.Sprintf("09:00:%02d %s", i, name), fmt.Sprint("退款第", i, "步"))
		}
	}
	page := day(t, Config{}, said...)
	if got := strings.Count(page, "<article"); got != 5 || !strings.Contains(page, "共 5 条消息") {
		t.Errorf("%d messages, want 5:\n%s", got, page)
	}
	if got := ids(page); len(got) != 10 || len(slices.Compact(slices.Sorted(slices.Values(got)))) != 10 {
		t.Errorf("anchors are %q, want those of the copies, too", got)
	}
	if page := day(t, Config{Hidden: hide("甲-某支付-产品")}, said...); strings.Contains(page, "退款") || strings.Contains(page, "甲") {
		t.Errorf("hidden under one name, shown under the other:\n%s", page)
	}
}

// TestRealDays renders every day of the real site.
func TestRealDays(t *testing.T) {
	const dir = "../../../shared/site"
	if _, err := os.Stat(dir); err != nil {
		t.Skip("no real site here")
	}
	fsys := os.DirFS(dir)
	days, errs := corpus.Days(fsys)
	if len(errs) > 0 || len(days) == 0 {
		t.Fatalf("%d days, errors %v", len(days), errs)
	}
	s := serve(t, Config{Days: reader(fsys)})
	for i, d := range days {
		target := "/r/" + d.Room + "/" + d.Date
		page := get(t, s, target)
		all := ids(page)
		if unique := slices.Compact(slices.Sorted(slices.Values(all))); len(unique) != len(all) {
			t.Errorf("%s: %d anchors, %d different ones", target, len(all), len(unique))
		}
		posts, _ := d.Load(fsys, time.UTC)
		n := 0
		for _, tr := range posts {
			n += len(tr.Messages)
		}
		if n != len(all) {
			t.Errorf("%s: %d anchors, %d messages", target, len(all), n)
		}
		if i%10 > 0 { // which takes longer than all else
			continue
		}
		if bad := foreign(page); bad != "" {
			t.Errorf("%s: %s", target, bad)
		}
	}
}
