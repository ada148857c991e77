package site

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"qunwen/corpus"
	"qunwen/corpus/convert"
	"qunwen/corpus/people"
)

// A testSite is a site in a folder of its own, and exports beside it.
type testSite struct {
	*testing.T
	dir, exports string
}

func newSite(t *testing.T) *testSite {
	return &testSite{t, t.TempDir(), t.TempDir()}
}

// csv writes an export: lines of "09:00:00 speaker: text" on 2019-03-01.
func (s *testSite) csv(name string, lines ...string) string {
	s.Helper()
	path := filepath.Join(s.exports, name)
	all := "time,speaker,text\n"
	for _, l := range lines {
		clock, rest, _ := strings.Cut(l, " ")
		speaker, text, _ := strings.Cut(rest, ": ")
		all += fmt.Sprintf("2019-03-01 %s,%s,%q\n", clock, speaker, text)
	}
	s.write(path, all)
	return path
}

func (s *testSite) write(path, data string) {
	s.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		s.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(data), 0o644); err != nil {
		s.Fatal(err)
	}
}

func (s *testSite) run(set Settings, files ...string) *Report {
	s.Helper()
	set.Site = s.dir
	if set.Room == "" && set.Map == nil {
		set.Room = "r"
	}
	return importFiles(s.T, set, "", files...)
}

const testPost = "r/_posts/2019-03-01-chat.markdown"

// day returns the post's messages, one a line, "09:00:00 speaker: text".
func (s *testSite) day() string {
	s.Helper()
	data, err := os.ReadFile(filepath.Join(s.dir, testPost))
	if err != nil {
		s.Fatal(err)
	}
	tr, err := corpus.Parse(testPost, bytes.NewReader(data), shanghai)
	if err != nil {
		s.Fatal(err)
	}
	var b strings.Builder
	for _, m := range tr.Messages {
		fmt.Fprintf(&b, "%s %s: %s\n", m.Time.Format("15:04:05"), m.Speaker, corpus.Decode(m.Raw))
	}
	return b.String()
}

func (s *testSite) want(lines ...string) {
	s.Helper()
	if got, want := s.day(), strings.Join(lines, "\n")+"\n"; got != want {
		s.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// tree returns all files of the site but those of the state.
func (s *testSite) tree() map[string]string {
	all := make(map[string]string)
	err := filepath.WalkDir(s.dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			if d != nil && d.Name() == ".qunwen" {
				return fs.SkipDir
			}
			return err
		}
		data, err := os.ReadFile(name)
		all[name] = string(data)
		return err
	})
	if err != nil {
		s.Fatal(err)
	}
	return all
}

func (s *testSite) unchanged(before map[string]string, what string) {
	s.Helper()
	if after := s.tree(); !maps.Equal(before, after) {
		s.Errorf("%s changed the site: %v, now %v", what, slices.Sorted(maps.Keys(before)), slices.Sorted(maps.Keys(after)))
	}
}

func TestSecondRun(t *testing.T) {
	s := newSite(t)
	file := s.csv("a.csv", "09:00:00 甲: 好", "09:00:00 甲: 好", "09:00:05 乙: {{ x }}")
	if r := s.run(Settings{}, file); r.Counts != (Counts{New: 3}) || r.Changed != 1 {
		t.Errorf("first run: %+v", r)
	}
	before := s.tree()
	if r := s.run(Settings{}, file); r.Counts != (Counts{There: 3, Same: 3}) || r.Run != "" || !r.Known {
		t.Errorf("second run: %+v", r)
	}
	s.unchanged(before, "a second run")
	if r := s.run(Settings{}, s.csv("other.csv", "09:00:05 乙: {{ x }}")); r.Run != "" {
		t.Errorf("a run that brings nothing: %+v", r)
	}
	s.unchanged(before, "a run that brings nothing")
	in, err := convert.Inputs([]string{file})
	if err != nil {
		t.Fatal(err)
	}
	if r, err := Known(t.Context(), in.Files, "", Settings{Site: s.dir, Room: "r"}); err != nil || r == nil || r.Counts != (Counts{There: 3, Same: 3}) {
		t.Errorf("known: %+v, %v", r, err)
	}
}

// TestOverlap: the union is sorted, what is there keeps its bytes, twins are
// kept as often as either side has them.
func TestOverlap(t *testing.T) {
	s := newSite(t)
	s.write(filepath.Join(s.dir, testPost), "---\nlayout: source\nlines: 9\n---\n> 09:00:00  甲  \n   \n好\n> 09:00:02  乙  \n   \n 一 二  \n   \n> 09:00:09  甲\n\n好")
	s.run(Settings{}, s.csv("a.csv", "08:00:00 丙: 早", "09:00:00 甲: 好", "09:00:00 甲: 好", "09:00:01 丁: 中间", "09:00:02 乙: 一  二", "09:00:02 甲: 同秒", "09:00:10 甲: 完"))
	s.want("08:00:00 丙: 早", "09:00:00 甲: 好", "09:00:00 甲: 好", "09:00:01 丁: 中间", "09:00:02 乙: 一 二", "09:00:02 甲: 同秒", "09:00:09 甲: 好", "09:00:10 甲: 完")
	data, _ := os.ReadFile(filepath.Join(s.dir, testPost))
	if !strings.Contains(string(data), "lines: 8\n") || !strings.Contains(string(data), "\n 一 二  \n") {
		t.Errorf("post is\n%s", data)
	}
}

// TestBlank: a message of nothing but blanks written as entities is an empty one.
func TestBlank(t *testing.T) {
	s := newSite(t)
	s.write(filepath.Join(s.dir, testPost), "---\nlayout: source\n---\n> 09:00:00  甲  \n   \n&amp;#160; &amp;#160;  \n   \n")
	if r := s.run(Settings{}, s.csv("a.csv", "09:00:00 甲: ")); r.Counts != (Counts{There: 1, Same: 1}) {
		t.Errorf("%+v", r.Counts)
	}
}

func TestTakenOutByHand(t *testing.T) {
	s := newSite(t)
	lines := []string{"09:00:00 甲: 留下的话", "09:00:01 甲: 删掉的话", "09:00:02 甲: 改过的话", "09:00:03 甲: 双", "09:00:03 甲: 双"}
	s.run(Settings{}, s.csv("a.csv", lines...))
	path := filepath.Join(s.dir, testPost)
	data, _ := os.ReadFile(path)
	post := strings.Replace(string(data), "> 09:00:01  甲  \n   \n删掉的话  \n   \n", "", 1)
	post = strings.Replace(post, "改过的话", "改成这样", 1)
	post = strings.Replace(post, "> 09:00:03  甲  \n   \n双  \n   \n", "", 1)
	s.write(path, post)
	r := s.run(Settings{}, s.csv("b.csv", append(lines, "09:00:04 乙: 新的")...))
	if r.Counts != (Counts{There: 3, New: 1, Same: 2, Gone: 3}) {
		t.Errorf("%+v", r.Counts)
	}
	s.want("09:00:00 甲: 留下的话", "09:00:02 甲: 改成这样", "09:00:03 甲: 双", "09:00:04 乙: 新的")
}

// TestNames: the same words in the same second under another name are in
// doubt, until it is said that the names are one person's; short ones are not.
func TestNames(t *testing.T) {
	s := newSite(t)
	s.run(Settings{}, s.csv("a.csv", "09:00:00 张三-银行: 退款走原路退回", "09:00:05 张三-银行: 好", "09:00:09 李四: 好的"))
	other := s.csv("b.csv", "09:00:00 老张: 退款走原路退回", "09:00:05 老张: 好", "09:00:09 王五: 好的")
	if r := s.run(Settings{}, other); r.Counts != (Counts{There: 3, New: 1, Doubt: 2}) || len(r.Days[0].Doubts) != 2 {
		t.Errorf("%+v", r)
	}
	if err := ChangePeople(t.Context(), s.dir, func(p *people.People) error { _, err := p.Merge("张三-银行", "老张"); return err }); err != nil {
		t.Fatal(err)
	}
	if r := s.run(Settings{}, other); r.Counts != (Counts{There: 4, Same: 3}) {
		t.Errorf("merged: %+v", r.Counts)
	}
	if err := ChangePeople(t.Context(), s.dir, func(p *people.People) error { _, _, err := p.Split("老张"); return err }); err != nil {
		t.Fatal(err)
	}
	if r := s.run(Settings{AddDoubtful: true}, other); r.Counts != (Counts{There: 4, New: 2, Same: 1}) {
		t.Errorf("split: %+v", r.Counts)
	}
	if err := ChangePeople(t.Context(), s.dir, func(p *people.People) error { _, err := p.Hide("王五", true); return err }); err != nil {
		t.Fatal(err)
	}
	if r := s.run(Settings{}, s.csv("c.csv", "10:00:00 王五: 又来")); r.Counts != (Counts{There: 6, Hidden: 1}) {
		t.Errorf("hidden: %+v", r.Counts)
	}
}

// TestOtherTools: a source without seconds, and one that spoils names, words
// and cards, bring nothing new.
func TestOtherTools(t *testing.T) {
	s := newSite(t)
	s.run(Settings{}, s.csv("a.csv", "09:00:07 A🎉丙 支付: @甲 多少?", "09:00:21 乙: [标题](http://e.com/)", "09:00:21 乙: 两 个", "09:01:00 乙: +1", "09:01:30 乙: +1"))
	if r := s.run(Settings{}, s.csv("gbk.csv", "09:00:07 A??丙 支付: @甲?多少?", "09:00:21 乙: [链接] 标题", "09:01:30 乙: [其他消息]")); r.Counts.New != 1 || r.Counts.Same != 2 {
		t.Errorf("spoilt: %+v", r.Counts)
	}
	path := filepath.Join(s.exports, "m.csv")
	s.write(path, "time,speaker,text\n2019-03-01 9:00,乙,两 个\n2019-03-01 9:01,乙,+1\n2019-03-01 9:01,乙,+1\n")
	if r := s.run(Settings{}, path); r.Counts.New != 0 || r.Counts.Same != 3 {
		t.Errorf("minutes: %+v", r.Counts)
	}
}

func TestRooms(t *testing.T) {
	s := newSite(t)
	path := filepath.Join(s.exports, "two.csv")
	s.write(path, "time,speaker,text,room\n2019-03-01 09:00:00,甲,一,甲群\n2019-03-01 09:00:01,甲,二,乙群\n")
	in, _ := convert.Inputs([]string{path})
	b, err := convert.Read(t.Context(), in.Files, convert.ReadOptions{Options: convert.Options{Location: shanghai}})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	if _, err := Import(t.Context(), b, Settings{Site: s.dir, Room: "r"}); !errors.Is(err, ErrRooms) {
		t.Errorf("two groups into one room: %v", err)
	}
	if _, err := Import(t.Context(), b, Settings{Site: s.dir, Room: "r", Chats: []string{"丙群"}}); !errors.Is(err, ErrNoRoom) {
		t.Errorf("a group that is not there: %v", err)
	}
	if _, err := Import(t.Context(), b, Settings{Site: s.dir, Room: "../r", Chats: []string{"甲群"}}); !errors.Is(err, ErrRoomName) {
		t.Errorf("a room outside: %v", err)
	}
	s.write(filepath.Join(s.dir, "src/r/_posts/2019-02-01-x.md"), "---\nlayout: source\n---\n")
	r, err := Import(t.Context(), b, Settings{Site: s.dir, Map: map[string]string{"甲群": "r"}})
	if err != nil || len(r.Days) != 1 || r.Days[0].Post != "src/r/_posts/2019-03-01-chat.markdown" || len(r.Left) != 1 {
		t.Errorf("mapped: %+v, %v", r, err)
	}
}

func TestUndo(t *testing.T) {
	s := newSite(t)
	s.write(filepath.Join(s.dir, "r/_posts/2019-03-01-chat.markdown"), "---\nlayout: source\n---\n> 09:00:00  甲  \n   \n好  \n   \n")
	path := filepath.Join(s.exports, "b.csv")
	s.write(path, "time,speaker,text,account\n2019-03-01 09:30:00,乙,来了,wxid_b\n2019-03-02 09:00:00,乙,早,wxid_b\n")
	s.run(Settings{}, path)
	s.write(filepath.Join(s.dir, "r/_posts/2019-03-02-chat.markdown"), "changed")
	now := s.tree()
	if _, err := Undo(t.Context(), s.dir); !errors.Is(err, ErrChanged) {
		t.Errorf("undo of a changed post: %v", err)
	}
	s.unchanged(now, "a refused undo")
	if err := os.Remove(filepath.Join(s.dir, "r/_posts/2019-03-02-chat.markdown")); err != nil {
		t.Fatal(err)
	}
	s = newSite(t)
	s.write(filepath.Join(s.dir, "r/_posts/2019-03-01-chat.markdown"), "---\nlayout: source\n---\n> 09:00:00  甲  \n   \n好  \n   \n")
	before := s.tree()
	s.run(Settings{}, path)
	first := s.tree()
	s.run(Settings{Now: func() time.Time { return time.Now().Add(time.Minute) }}, s.csv("c.csv", "11:00:00 丙: 又一条"))
	for _, want := range []map[string]string{first, before} {
		if out, err := Undo(t.Context(), s.dir); err != nil || !out.Undone {
			t.Errorf("undo: %+v, %v", out, err)
		}
		s.unchanged(want, "undo")
	}
	if _, err := os.Stat(filepath.Join(s.dir, "_data")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("folders stay: %v", err)
	}
	if _, err := Undo(t.Context(), s.dir); !errors.Is(err, ErrNoUndo) {
		t.Errorf("second undo: %v", err)
	}
}

func TestCancelled(t *testing.T) {
	s := newSite(t)
	in, _ := convert.Inputs([]string{s.csv("a.csv", "09:00:00 甲: 好")})
	b, err := convert.Read(t.Context(), in.Files, convert.ReadOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	before := s.tree()
	if _, err := Import(ctx, b, Settings{Site: s.dir, Room: "r"}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	s.unchanged(before, "a cancelled run")
}
