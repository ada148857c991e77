package convert

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// memory is an input that is held in memory.
func memory(name string, data []byte) Input {
	return Input{
		name: name, size: int64(len(data)), named: true, dir: ".", siblings: os.DirFS(os.TempDir()),
		open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil },
	}
}

// readAll returns the messages of a source, the skipped faults and the one
// that ended it.
func readAll(src *exportFile) (all []Message, skipped []*ReadError, end error) {
	for m, err := range src.messages(Options{Location: shanghai}) {
		re := (*ReadError)(nil)
		switch {
		case err == nil:
			all = append(all, m)
		case errors.As(err, &re) && re.skipped:
			skipped = append(skipped, re)
		default:
			end = err
		}
	}
	return all, skipped, end
}

// closed are the formats whose end tells whether they are whole.
var closed = map[Format]bool{
	formatTongbu: true, formatChatLab: true, formatChatlogJSON: true, formatMemoTraceJSON: true, formatWeFlowJSON: true, formatEchoTraceJSON: true, formatDecryptJSON: true,
}

// TestDamage cuts the samples everywhere and flips bytes in them: a reader says
// where, or reads on; one of a format that has an end always says that it is
// cut.
func TestDamage(t *testing.T) {
	if raced {
		t.Skip("one goroutine: see the run without the race detector")
	}
	dirs, err := filepath.Glob("../../../shared/exports/*")
	if err != nil || len(dirs) == 0 {
		t.Skip("no samples on this machine")
	}
	for _, dir := range dirs {
		if info, err := os.Stat(dir); err != nil || !info.IsDir() {
			continue
		}
		set, err := Inputs([]string{dir})
		if err != nil {
			t.Fatal(err)
		}
		for _, in := range set.Files {
			t.Run(filepath.Base(dir)+"/"+filepath.Base(in.name), func(t *testing.T) {
				data, err := os.ReadFile(in.name)
				if err != nil {
					t.Fatal(err)
				}
				damage(t, in.name, data)
			})
		}
	}
}

func damage(t *testing.T, name string, data []byte) {
	whole, err := openSource(memory(name, data), "")
	if err != nil {
		t.Fatal(err)
	}
	all, _, err := readAll(whole)
	if err != nil {
		t.Fatal(err)
	}
	mustEnd := closed[whole.format] && filepath.Ext(name) != ".jsonl" // which may end with any line
	check := func(what string, at int, data []byte, mustFail bool) {
		src, err := openSource(memory(name, data), "")
		if err != nil {
			if re := (*ReadError)(nil); !errors.As(err, &re) {
				t.Errorf("%s at %d: error is %T", what, at, err)
			}
			return
		}
		got, skipped, err := readAll(src)
		if re := (*ReadError)(nil); err != nil && !errors.As(err, &re) {
			t.Errorf("%s at %d: error is %T", what, at, err)
		}
		if mustFail && err == nil && len(skipped) == 0 {
			t.Errorf("%s at %d of %d: %d of %d messages and no word of it", what, at, len(data), len(got), len(all))
		}
	}
	last := bytes.LastIndexAny(data, "]}>")
	if whole.format == formatTongbu {
		last = bytes.LastIndex(data, []byte("</table>"))
	}
	for at := 1; at < len(data); at += 37 {
		check("cut", at, data[:at], mustEnd && at <= last && len(bytes.TrimSpace(data[:at])) > 0)
	}
	silent := 0
	for at := 0; at < len(data); at += 41 {
		for _, bit := range []byte{0x01, 0x20, 0x80} {
			bad := bytes.Clone(data)
			bad[at] ^= bit
			// A flip above 0x7f breaks UTF-8 nearly always.
			src, err := openSource(memory(name, bad), "")
			if err != nil {
				continue
			}
			got, skipped, err := readAll(src)
			if err == nil && len(skipped) == 0 && len(got) < len(all) && mustEnd {
				silent++
				t.Logf("flip %#x at %d: %d of %d messages and no word of it: …%q", bit, at, len(got), len(all), bad[max(0, at-20):min(len(bad), at+20)])
			}
			if err == nil && bit == 0x80 && src.encoding == encodingUTF8 && whole.encoding == encodingUTF8 {
				if src.format == whole.format {
					t.Errorf("flip of %d: not seen", at)
				}
			}
		}
	}
	if silent > 0 {
		t.Errorf("%d flips lost messages without a word", silent)
	}
}

// TestCutTable: a tool's table that ends in the middle of its last cell is cut.
func TestCutTable(t *testing.T) {
	const head, whole = "Time,SenderName,Sender,TalkerName,Talker,Content\n", "2019-03-01 09:00:00,甲,wxid_a,群,g,一二三四\n"
	for _, tt := range []struct {
		name, data string
		line       int // where it is cut; 0 if it is not
	}{
		{"whole", head + whole + whole, 0},
		{"words", head + whole + strings.TrimSuffix(whole, "三四\n"), 3},
		{"line break", head + strings.TrimSuffix(whole, "\n"), 2},
	} {
		_, _, err := readAll(&exportFile{input: memory("a.csv", []byte(tt.data)), format: formatChatlogCSV, encoding: encodingUTF8})
		re := (*ReadError)(nil)
		if cut := errors.Is(err, ErrCut) && errors.As(err, &re); cut != (tt.line > 0) || cut && re.Line != tt.line {
			t.Errorf("%s: error %v", tt.name, err)
		}
	}
}

// TestDamagedArchive: what cannot be unpacked is said to be damaged, and where.
func TestDamagedArchive(t *testing.T) {
	var g, z bytes.Buffer
	gz := gzip.NewWriter(&g)
	_, err := gz.Write([]byte(smallCSV))
	must(t, err)
	must(t, gz.Close())
	w := zip.NewWriter(&z)
	f, err := w.CreateRaw(&zip.FileHeader{Name: "a.csv", CompressedSize64: uint64(len(smallCSV)), UncompressedSize64: uint64(len(smallCSV)), CRC32: 1})
	must(t, err)
	_, err = f.Write([]byte(smallCSV))
	must(t, err)
	must(t, w.Close())
	flipped := bytes.Clone(g.Bytes())
	flipped[len(flipped)-8] ^= 1 // the checksum
	dir := t.TempDir()
	for _, tt := range []struct {
		name  string
		data  []byte
		want  error
		whole bool // no place can be told
	}{
		{"cut.csv.gz", g.Bytes()[:g.Len()-9], ErrCut, false},
		{"flipped.csv.gz", flipped, ErrPacked, false},
		{"flipped.zip", z.Bytes(), ErrPacked, false},
		{"cut.zip", z.Bytes()[:z.Len()-9], ErrPacked, true},
	} {
		path := filepath.Join(dir, tt.name)
		must(t, os.WriteFile(path, tt.data, 0o644))
		in, err := Inputs([]string{path})
		if err == nil {
			_, err = Read(t.Context(), in.Files, ReadOptions{})
			must(t, in.Close())
		}
		re := (*ReadError)(nil)
		if !errors.Is(err, tt.want) || !tt.whole && (!errors.As(err, &re) || re.Offset < 0) {
			t.Errorf("%s: error %v", tt.name, err)
		}
	}
}
