package corpus

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

// TestParseLargePost: a post of 50 MB is read whole.
func TestParseLargePost(t *testing.T) {
	if raced {
		t.Skip("one goroutine: see the run without the race detector")
	}
	if testing.Short() {
		t.Skip("parses 50 MB")
	}
	t.Parallel()
	const size = 50 << 20
	body := "@老槐?" + strings.Repeat("备付金是客户预存的钱，不是支付机构的。", 100)
	post := bytes.NewBufferString(testHead)
	n := 0
	for ; post.Len() < size; n++ {
		fmt.Fprintf(post, "> %02d:%02d:%02d  顾北-澜海银行-对账-宁波  \n   \n%s %d  \n   \n", n/3600%24, n/60%60, n%60, body, n)
	}
	tr, err := Parse(testName, post, time.UTC)
	if err != nil || len(tr.Messages) != n || len(tr.Problems) != 0 {
		t.Fatalf("Parse: error %v, want %d messages and no problems", err, n)
	}
	if last := tr.Messages[n-1]; !strings.HasSuffix(last.Text, fmt.Sprint(n-1)) {
		t.Errorf("last message ends in %q, want %d", last.Text[len(last.Text)-20:], n-1)
	}
}

// TestParseLargeMessage: a message of 1 MB is read whole, whatever it is full
// of.
func TestParseLargeMessage(t *testing.T) {
	if raced {
		t.Skip("one goroutine: see the run without the race detector")
	}
	if testing.Short() {
		t.Skip("parses messages of 1 MB")
	}
	t.Parallel()
	for _, tt := range []struct {
		name, start, fill, end string
		kind                   Kind
	}{
		{"words", "", "备付金", "", Text},
		{"lines", "", "a\n", "", Text},
		{"mentions", "", "@老槐?你好", "", Text},
		{"at signs", "", "@", "", Text},
		{"addresses", "", "a@b.cn ", "", Text},
		{"entities", "", "&amp;amp;amp;lt;", "", Text},
		{"ampersands", "", "&", "", Text},
		{"opening quotation marks", "「", "「", "", Text},
		{"dashes", "「a: b", "」 - - ", "", Text},
		{"brackets", "[", "](", "", Text},
		{"image that never ends", "![", "]( ", "", Text},
		{"title", "[", "支付", "\n](http://a.example)", Link},
		{"quotation", "「顾北: ", "支付", "」 - - - - - 好", Quote},
		{"reply", "「顾北: 好」 - - - - - ", "支付", "", Quote},
	} {
		t.Run(tt.name, func(t *testing.T) {
			said := tt.start + strings.Repeat(tt.fill, (1<<20)/len(tt.fill)) + tt.end
			tr, err := Parse(testName, strings.NewReader(testHead+"> 09:00:00  a\n\n"+said+"\n"), time.UTC)
			if err != nil || len(tr.Messages) != 1 {
				t.Fatalf("Parse: error %v, want one message", err)
			}
			m := &tr.Messages[0]
			if m.Raw != strings.TrimSpace(said) || m.Kind != tt.kind {
				t.Errorf("%s of %d bytes, want %s of %d", m.Kind, len(m.Raw), tt.kind, len(said))
			}
			m.Unaddressed()
		})
	}
}

// endless yields NUL for ever.
type endless struct{}

func (endless) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// TestParseTooLarge: a post over the limit is an error and is not read on.
func TestParseTooLarge(t *testing.T) {
	if raced {
		t.Skip("one goroutine: see the run without the race detector")
	}
	if testing.Short() {
		t.Skip("reads 256 MiB")
	}
	t.Parallel()
	_, err := Parse(testName, endless{}, time.UTC)
	if pe, ok := errors.AsType[*ParseError](err); !ok || !errors.Is(err, ErrTooLarge) || pe.Path != testName || pe.Line != 1 {
		t.Errorf("Parse = %v, want ErrTooLarge at line 1 of %s", err, testName)
	}
}
