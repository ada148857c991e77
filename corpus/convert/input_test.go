package convert

import (
	"bufio"
	"errors"
	"io"
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
		if err != nil || len(skipped) > 0 || len(all) != 2 || all[0].text != "退款走原路退回要几天？" {
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
