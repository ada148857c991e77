package corpus

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"time"
)

const (
	testName = "r/_posts/2018-01-02-chat.markdown"
	testHead = "---\nlayout:     source \n---\n"
)

// TestParseBytes holds what a story in testdata/parse cannot: bytes that an
// editor, git or the txtar format would change.
func TestParseBytes(t *testing.T) {
	for _, tt := range []struct{ name, post, want string }{
		{"lines may end in CR LF",
			"---\r\nlayout: source\r\n---\r\n> 09:00:00  a b  \r\n   \r\none\r\ntwo  \r\n   \r\n",
			"r/2018-01-02/090000 line 4, text, \"a b\": \"one two\"\n"},
		{"a byte order mark is dropped",
			"\ufeff" + testHead + "> 09:00:00  a\n\nhi\n",
			"r/2018-01-02/090000 line 4, text, \"a\": \"hi\"\n"},
		{"bad bytes are a problem at their line and read as U+FFFD",
			testHead + "> 09:00:00  a\n\nb\xc4\xfa\n\n> 09:00:01  \xff\n\nhi\n",
			"problem: r/_posts/2018-01-02-chat.markdown:6: not valid UTF-8; the bad bytes are read as U+FFFD\n" +
				"r/2018-01-02/090000 line 4, text, \"a\": \"b\ufffd\"\n" +
				"r/2018-01-02/090001 line 8, text, \"\ufffd\": \"hi\"\n"},
		{"an empty file is no post",
			"",
			"error: r/_posts/2018-01-02-chat.markdown:1: no front matter: the first line must be ---\n"},
		{"a file of blanks is no post",
			" \n\n\t",
			"error: r/_posts/2018-01-02-chat.markdown:1: no front matter: the first line must be ---\n"},
		{"a lone fence opens a head",
			"---",
			"error: r/_posts/2018-01-02-chat.markdown:1: front matter is never closed: a second --- is missing\n"},
		{"an empty head is no mapping",
			"---\n---\n",
			"problem: r/_posts/2018-01-02-chat.markdown:2: front matter is not a YAML mapping\nno messages\n"},
		{"the closing fence may end the file",
			"---\nlayout: source\n---",
			"no messages\n"},
		{"a problem's line is right if the closing fence ends the file",
			"---\nlayout: source\ntitle: @x\n---",
			"problem: r/_posts/2018-01-02-chat.markdown:3: front matter is not a YAML mapping: found character that cannot start any token\nno messages\n"},
		{"a header may end the file",
			testHead + "> 09:00:00  a",
			"r/2018-01-02/090000 line 4, empty, \"a\": \"\"\n"},
		{"a header of a time only may end the file",
			testHead + "> 09:00:00",
			"r/2018-01-02/090000 line 4, empty, \"\": \"\"\n"},
		{"a body may end the file",
			testHead + "> 09:00:00  a\nhi",
			"r/2018-01-02/090000 line 4, text, \"a\": \"hi\"\n"},
		{"NUL is a control character",
			testHead + "> 09:00:00  a\nh\x00i\n",
			"r/2018-01-02/090000 line 4, text, \"a\": \"h…i\"\n"},
		{"a lone CR ends no line",
			testHead + "> 09:00:00  a\rb\nh\ri\n",
			"r/2018-01-02/090000 line 4, text, \"a\\rb\": \"h i\"\n"},
		{"a head over 64 KiB is not decoded",
			"---\n" + strings.Repeat("# comment\n", 7000) + "---\n> 09:00:00  a\nhi\n",
			"problem: r/_posts/2018-01-02-chat.markdown:2: front matter of 70000 bytes: too large\n" +
				"r/2018-01-02/090000 line 7003, text, \"a\": \"hi\"\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tr, err := Parse(testName, strings.NewReader(tt.post), time.UTC)
			if got := dump(tr, err); got != tt.want {
				t.Errorf("got:\n%s\nwant:\n%s", got, tt.want)
			}
			if err == nil {
				sameAgain(t, tr)
			}
		})
	}
}

func TestHeader(t *testing.T) {
	for _, tt := range []struct{ name, line, want string }{ // time and speaker, or "text"
		{"two blanks", "> 09:08:07  a b  ", "9:8:7 true a b"},
		{"one blank", "> 09:08:07 a", "9:8:7 true a"},
		{"tabs and CR", ">\t09:08:07\ta\r", "9:8:7 true a"},
		{"no speaker", "> 09:08:07", "9:8:7 true "},
		{"midnight", "> 00:00:00  a", "0:0:0 true a"},
		{"last second", "> 23:59:59  a", "23:59:59 true a"},
		{"second 60", "> 23:59:60  a", "23:59:60 false a"},
		{"minute 60", "> 23:60:00  a", "23:60:0 false a"},
		{"hour 24", "> 24:00:00  a", "24:0:0 false a"},
		{"no blank before the time", ">09:08:07  a", "text"},
		{"no blank behind the time", "> 09:08:07a", "text"},
		{"wide blanks", ">\u300009:08:07\u3000a\u00a0", "9:8:7 true a"},
		{"vertical tab behind the time", "> 09:08:07\v", "9:8:7 true "},
		{"blank before >", " > 09:08:07  a", "text"},
		{"one digit", "> 9:08:07  a", "text"},
		{"no seconds", "> 09:08  a", "text"},
		{"wide digits", "> ０９:08:07  a", "text"},
		{"signs", "> -1:08:07  a", "text"},
		{"nothing", "", "text"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := "text"
			if c, speaker, ok := header(tt.line); ok {
				got = fmt.Sprintf("%d:%d:%d %t %s", c.h, c.m, c.s, c.valid(), speaker)
			}
			if got != tt.want {
				t.Errorf("header(%q) = %q, want %q", tt.line, got, tt.want)
			}
		})
	}
}

// TestParseHeadLine: the line of broken YAML is that of the file, whichever
// way the YAML decoder counts.
func TestParseHeadLine(t *testing.T) {
	for _, tt := range []struct {
		name, head string
		want       int
	}{
		{"first line", "a: @b\nc: d\n", 2},
		{"token", "a: b\nc: @d\n", 3},
		{"mapping inside a value", "a: b\nc: d: e\n", 3},
		{"list never closed", "a: b\nc: [d\ne: f\n", 3},
		{"quotation never closed", "a: b\nc: 'd\ne: f\n", 3},
		{"bracket never opened", "a: b\nc: d\n]\n", 4},
		{"no line given", "a: *b\n", 2},
		{"YAML's own line breaks", "a: b\nc: 'd\re\u2028f\rg\n", 3},
		{"YAML's own line breaks do not lead out of the head", "a: 'b\rc\rd\n", 3},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tr, err := Parse(testName, strings.NewReader("---\n"+tt.head+"---\n"), time.UTC)
			if err != nil || len(tr.Problems) != 1 {
				t.Fatalf("Parse = %v, %v, want one problem", tr, err)
			}
			if p := tr.Problems[0]; p.Line != tt.want || !errors.Is(p, ErrFrontMatter) {
				t.Errorf("problem %v, want line %d of ErrFrontMatter", p, tt.want)
			}
		})
	}
}

func TestParseName(t *testing.T) {
	for _, tt := range []struct{ name, path, want string }{ // room and date, or "no"
		{"room is the folder above _posts", "r/_posts/2018-01-02-chat.markdown", "r 2018-01-02"},
		{"folders above the room do not count", "a/b/群聊/_posts/2018-01-02-chat.md", "群聊 2018-01-02"},
		{"leap day", "r/_posts/2020-02-29-chat.markdown", "r 2020-02-29"},
		{"no leap day", "r/_posts/2018-02-29-chat.markdown", "no"},
		{"no date", "r/_posts/chat-2018-01-02.markdown", "no"},
		{"short name", "r/_posts/a.md", "no"},
		{"wide characters", "r/_posts/聊天记录.markdown", "no"},
		{"no room", "_posts/2018-01-02-chat.markdown", "no"},
		{"no _posts", "r/2018-01-02-chat.markdown", "no"},
		{"no folder", "2018-01-02-chat.markdown", "no"},
		{"nothing", "", "no"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tr, err := Parse(tt.path, strings.NewReader(testHead), time.UTC)
			got := "no"
			if err == nil {
				got = tr.Room + " " + tr.Date
			} else if pe, ok := errors.AsType[*ParseError](err); !ok || pe.Path != tt.path || pe.Line != 1 || !errors.Is(err, ErrName) {
				t.Errorf("error %v, want ErrName at line 1 of %q", err, tt.path)
			}
			if got != tt.want {
				t.Errorf("Parse(%q) = %s, want %s", tt.path, got, tt.want)
			}
		})
	}
}

// TestParseReader: an error of the reader comes back inside a ParseError.
func TestParseReader(t *testing.T) {
	broken := errors.New("disk on fire")
	r := io.MultiReader(strings.NewReader(testHead), iotest.ErrReader(broken))
	_, err := Parse(testName, r, time.UTC)
	if pe, ok := errors.AsType[*ParseError](err); !ok || !errors.Is(err, broken) || pe.Path != testName || pe.Line != 1 {
		t.Errorf("Parse = %v, want %q at line 1 of %s", err, broken, testName)
	}
}

// TestParseZone: the date is the file's also in zones where some days do not
// start at midnight, as 2018-11-04 in São Paulo.
func TestParseZone(t *testing.T) {
	for _, tt := range []struct{ zone, want string }{
		{"UTC", "2018-11-04 08:00:00 +0000"},
		{"Asia/Shanghai", "2018-11-04 08:00:00 +0800"},
		{"America/Sao_Paulo", "2018-11-04 08:00:00 -0200"},
	} {
		t.Run(tt.zone, func(t *testing.T) {
			loc, err := time.LoadLocation(tt.zone)
			if err != nil {
				t.Skipf("no time zones here: %v", err)
			}
			tr, err := Parse("r/_posts/2018-11-04-chat.markdown", strings.NewReader(testHead+"> 08:00:00  a\nhi\n"), loc)
			if err != nil {
				t.Fatal(err)
			}
			got := tr.Messages[0].Time.Format("2006-01-02 15:04:05 -0700")
			if id := "r/2018-11-04/080000"; got != tt.want || tr.Messages[0].ID != id {
				t.Errorf("message %s at %s, want %s at %s", tr.Messages[0].ID, got, id, tt.want)
			}
		})
	}
}
