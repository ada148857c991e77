package convert

import (
	"archive/zip"
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"qunwen/corpus/speed"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

const smallCSV = "time,speaker,text\n2019-03-01 09:00:00,甲,退款走原路退回要几天？\n2019-03-01 09:00:01,乙,一般一到三天\n"

// TestEncodings reads the same file in all encodings that are found out.
func TestEncodings(t *testing.T) {
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(smallCSV)
	must(t, err)
	le, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(smallCSV)
	must(t, err)
	be, err := unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder().String(smallCSV)
	must(t, err)
	bare, err := unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewEncoder().String(strings.Repeat("2019-03-01 09:00:00", 9) + smallCSV)
	must(t, err)
	for _, tt := range []struct {
		data string
		want Encoding
	}{{smallCSV, encodingUTF8}, {"\ufeff" + smallCSV, encodingUTF8BOM}, {gb, encodingGB18030}, {gbMark + gb, encodingGB18030}, {le, encodingUTF16LE}, {be, encodingUTF16BE}, {bare, encodingUTF16LE}} {
		if got := findEncoding([]byte(tt.data)); got != tt.want {
			t.Errorf("recognised as %s, want %s", got, tt.want)
		}
		if tt.data == bare {
			continue
		}
		src, err := openSource(memory("a.csv", []byte(tt.data)), "")
		must(t, err)
		all, skipped, err := readAll(src)
		if err != nil || len(skipped) > 0 || len(all) != 2 || all[0].Text != "退款走原路退回要几天？" {
			t.Errorf("%s: %v, %v, %v", tt.want, all, skipped, err)
		}
	}
}

// TestBadByte: a byte that is no text is told with its line; with Lossy it is
// read over.
func TestBadByte(t *testing.T) {
	for _, name := range []string{"utf-8", "gb18030"} {
		data := smallCSV
		if name == "gb18030" {
			data, _ = simplifiedchinese.GB18030.NewEncoder().String(smallCSV)
		}
		bad := []byte(data)
		bad[len(bad)-2] = 0xff
		src, err := openSource(memory("a.csv", bad), "")
		must(t, err)
		_, _, err = readAll(src)
		if re := (*ReadError)(nil); !errors.As(err, &re) || !errors.Is(err, ErrEncoding) || re.Line != 3 {
			t.Errorf("%s: error %v", name, err)
		}
		n := 0
		for _, err := range src.messages(Options{Location: shanghai, Lossy: true}) {
			must(t, err)
			n++
		}
		if n != 2 {
			t.Errorf("%s: %d messages, lossy", name, n)
		}
	}
}

// TestLossy: every byte that is no text is read as U+FFFD, however many there
// are, and the work does not grow with their square.
func TestLossy(t *testing.T) {
	const size = 2 << 20
	lossy := func(part string) func() {
		text := strings.Repeat(part, size/len(part))
		return func() {
			got, err := io.ReadAll(encodingUTF8.decode(bufio.NewReader(strings.NewReader(text)), true))
			if want := string([]rune(text)); err != nil || string(got) != want {
				t.Errorf("%q: %d bytes, want %d (err %v)", part, len(got), len(want), err)
			}
		}
	}
	for _, part := range []string{"\xff", "退\xff款", "a\xe9\x80", "\xf0\x9f\x98"} {
		speed.Within(t, part, 50, lossy("退款"), lossy(part))
	}
}

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
	in, err := Inputs([]string{packed})
	must(t, err)
	if _, err := Read(t.Context(), in.Files, ReadOptions{}); !errors.Is(err, ErrCut) {
		t.Errorf("cut gz: %v", err)
	}
	s.write(filepath.Join(s.exports, "more", "c.csv"), smallCSV)
	s.write(filepath.Join(s.exports, "more", "site", "x", "_posts", "2019-03-04-chat.markdown"), "---\nlayout: x\n---\n> 09:00:00  丙  \n   \n早  \n")
	if r := s.run(Settings{}, filepath.Join(s.exports, "more")); r.Counts.New != 1 || len(r.Files) != 2 {
		t.Errorf("folder: %+v", r)
	}
}
