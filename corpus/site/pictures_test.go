package site

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// TestPicturesOfRooms: pictures of two rooms in one second have names of their
// own, in one run and in two; the same picture again has the same.
func TestPicturesOfRooms(t *testing.T) {
	s := newSite(t)
	export := func(name, room string) string {
		s.Helper()
		s.write(filepath.Join(s.exports, name, "media/a.jpg"), "picture of "+room)
		file := filepath.Join(s.exports, name, "a.jsonl")
		s.write(file, fmt.Sprintf("{\"_type\":\"header\",\"chatlab\":{\"version\":\"0.0.2\"},\"meta\":{\"name\":%q}}\n", room)+
			`{"_type":"message","sender":"u","accountName":"甲","timestamp":1551402000,"type":1,"content":"media/a.jpg"}`+"\n")
		return file
	}
	dir := t.TempDir()
	set := Settings{ImagesBase: "/img", ImagesDir: dir, Map: map[string]string{"群": "r", "二群": "r2", "三群": "r3", "四群": "r4"}}
	s.run(set, export("1", "群"))
	s.run(set, export("2", "二群"), export("3", "三群"))
	s.want("09:00:00 甲: ![2019-03-01 09:00:00](/img/20190301_090000.jpg)")
	have := make(map[string]bool)
	for _, name := range []string{"20190301_090000.jpg", "20190301_090000.2.jpg", "20190301_090000.3.jpg"} {
		data, err := os.ReadFile(filepath.Join(dir, name))
		must(t, err)
		have[string(data)] = true
	}
	if len(have) != 3 {
		t.Errorf("pictures: %v", have)
	}
	if data, _ := os.ReadFile(filepath.Join(dir, "20190301_090000.jpg")); string(data) != "picture of 群" {
		t.Errorf("the first room's picture is now the %s", data)
	}
	must(t, os.RemoveAll(filepath.Join(s.dir, "r")))
	must(t, os.RemoveAll(filepath.Join(s.dir, "_data")))
	if r := s.run(set, filepath.Join(s.exports, "1/a.jsonl")); r.Images != 0 {
		t.Errorf("the same again: %+v", r)
	}
	s.want("09:00:00 甲: ![2019-03-01 09:00:00](/img/20190301_090000.jpg)")
}

// TestPicturesOfSecond: pictures that are found by their time are each one
// message's.
func TestPicturesOfSecond(t *testing.T) {
	s := newSite(t)
	cell := func(text string) string { return "<td class=xl24 x:str>" + text + "</td>" }
	row := "<tr>" + cell("1@chatroom") + cell("2019-03-01 09:00:00") + cell("甲") + cell("wxid_a") + cell("接收") + cell("图片") + cell("") + "</tr>\n"
	s.write(filepath.Join(s.exports, "群.xls"), "<html><table>\n"+row+row+row+"</table></html>\n")
	s.write(filepath.Join(s.exports, "图片/1/20190301090000.png"), "one")
	s.write(filepath.Join(s.exports, "图片/1/20190301090000_1.png"), "two")
	dir := t.TempDir()
	if r := s.run(Settings{ImagesBase: "/img", ImagesDir: dir}, filepath.Join(s.exports, "群.xls")); r.Images != 2 || r.Counts.New != 3 {
		t.Errorf("%+v", r)
	}
	for name, want := range map[string]string{"20190301_090000.png": "one", "20190301_090000.2.png": "two"} {
		if data, err := os.ReadFile(filepath.Join(dir, name)); err != nil || string(data) != want {
			t.Errorf("%s: %q, %v", name, data, err)
		}
	}
}
