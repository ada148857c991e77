package site

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"qunwen/corpus/convert"
)

// TestArchives: a folder, a .gz and a .zip are taken as they are, and pictures
// are found beside the export.
func TestArchives(t *testing.T) {
	s := newSite(t)
	chat := `{"_type":"header","chatlab":{"version":"0.0.2"},"meta":{"name":"群"}}` + "\n" +
		`{"_type":"message","platformMessageId":"1","sender":"u","accountName":"甲","timestamp":1551402000,"type":1,"content":"media/a.jpg"}` + "\n" +
		`{"_type":"message","platformMessageId":"2","sender":"u","accountName":"甲","timestamp":1551402000,"type":1,"content":"media/b.png"}` + "\n" +
		`{"_type":"message","platformMessageId":"3","sender":"u","accountName":"甲","timestamp":1551402001,"type":1,"content":"media/none.png"}` + "\n"
	var z bytes.Buffer
	w := zip.NewWriter(&z)
	for name, data := range map[string]string{"out/群.jsonl": chat, "out/media/a.jpg": "picture a", "out/media/b.png": "picture b", "out/readme.txt": "not an export"} {
		f, err := w.Create(name)
		must(t, err)
		_, err = f.Write([]byte(data))
		must(t, err)
	}
	must(t, w.Close())
	file := filepath.Join(s.exports, "a.zip")
	s.write(file, z.String())
	pictures := t.TempDir()
	r := s.run(Settings{ImagesBase: "https://e.com/img/", ImagesDir: pictures}, file)
	if r.Images != 2 || r.Counts.New != 3 || len(r.Skipped) != 1 {
		t.Errorf("zip: %+v", r)
	}
	s.want("09:00:00 甲: ![2019-03-01 09:00:00](https://e.com/img/20190301_090000.jpg)",
		"09:00:00 甲: ![2019-03-01 09:00:00](https://e.com/img/20190301_090000.2.png)",
		"09:00:01 甲: ![2019-03-01 09:00:01](https://e.com/img/20190301_090001.png)")
	if data, err := os.ReadFile(filepath.Join(pictures, "20190301_090000.2.png")); err != nil || string(data) != "picture b" {
		t.Errorf("picture %q, %v", data, err)
	}
	var g bytes.Buffer
	gz := gzip.NewWriter(&g)
	_, err := gz.Write([]byte(smallCSV))
	must(t, err)
	must(t, gz.Close())
	packed := filepath.Join(s.exports, "b.csv.gz")
	s.write(packed, g.String())
	if r := s.run(Settings{}, packed); r.Counts.New != 2 {
		t.Errorf("gz: %+v", r.Counts)
	}
	s.write(packed, g.String()[:g.Len()-9])
	in, err := convert.Inputs([]string{packed})
	must(t, err)
	if _, err := convert.Read(t.Context(), in.Files, convert.ReadOptions{}); !errors.Is(err, convert.ErrCut) {
		t.Errorf("cut gz: %v", err)
	}
	s.write(filepath.Join(s.exports, "more", "c.csv"), smallCSV)
	s.write(filepath.Join(s.exports, "more", "site", "x", "_posts", "2019-03-04-chat.markdown"), "---\nlayout: x\n---\n> 09:00:00  丙  \n   \n早  \n")
	if r := s.run(Settings{}, filepath.Join(s.exports, "more")); r.Counts.New != 1 || len(r.Files) != 2 {
		t.Errorf("folder: %+v", r)
	}
}
