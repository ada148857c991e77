package corpus

import (
	"bytes"
	"errors"
	"io/fs"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"qunwen/corpus/sample"

	"golang.org/x/tools/txtar"
)

// FuzzParse holds Parse to its laws: a transcript prints and parses back to
// the same; every error and every problem is a *ParseError inside the file;
// nobody is given words that are not in the post.
func FuzzParse(f *testing.F) {
	for _, file := range stories(f) {
		ar, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(ar.Files[0].Data))
	}
	posts, err := fs.Glob(sample.Site(), "source/*/_posts/*")
	if err != nil || len(posts) == 0 {
		f.Fatalf("no posts in the sample (err %v)", err)
	}
	for _, name := range posts {
		post, err := fs.ReadFile(sample.Site(), name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(post))
	}
	f.Add("---\r\na: b\r\n---\r\n> 09:00:00  a\r\n\r\nhi\r\nho\r\n")
	f.Add("\ufeff---\na: [b\n---")
	f.Add("---\na: \"b\rc\n---")        // YAML counts three lines, the post has two
	f.Add(testHead + "a\n> 00:00:00\v") // a header that ends in odd white space
	f.Add(testHead + "> 09:00:00  a\xff\n\n\xc4\xfa\n> 25:00:00")
	f.Fuzz(func(t *testing.T, post string) {
		lines := strings.Count(post, "\n") + 1
		tr, err := Parse(testName, strings.NewReader(post), time.UTC)
		if err != nil {
			pe, ok := errors.AsType[*ParseError](err)
			if !ok {
				t.Fatalf("error is %T, want *ParseError", err)
			}
			checkPlace(t, pe, lines)
			return
		}
		for _, p := range tr.Problems {
			checkPlace(t, p, lines)
		}
		for i := range tr.Messages {
			checkText(t, &tr.Messages[i])
		}
		sameAgain(t, tr)
	})
}

// checkPlace reports a ParseError that does not say where and why.
func checkPlace(t *testing.T, pe *ParseError, lines int) {
	t.Helper()
	if pe.Path == "" || pe.Line < 1 || pe.Line > lines || pe.Err == nil {
		t.Errorf("ParseError %q at line %d of %d, reason %v", pe.Path, pe.Line, lines, pe.Err)
	}
}

// checkText reports a message whose Text breaks its promises: it is one line,
// and every piece of it between two … stands in Raw, but for entities and
// white space.
func checkText(tb testing.TB, m *Message) {
	tb.Helper()
	said := unspaced(Decode(m.Raw))
	for piece := range strings.SplitSeq(m.Text, "…") {
		if !strings.Contains(said, unspaced(piece)) {
			tb.Errorf("%s: Text has %q, which is not in %q", m.ID, piece, m.Raw)
		}
	}
	for _, r := range m.Text {
		if unicode.IsControl(r) || isBidi(r) || unicode.IsSpace(r) && r != ' ' {
			tb.Errorf("%s: Text %q has %U", m.ID, m.Text, r)
		}
	}
	if m.Text != Squeeze(m.Text) {
		tb.Errorf("%s: Text %q is squeezed further to %q", m.ID, m.Text, Squeeze(m.Text))
	}
}

// unspaced removes all white space.
func unspaced(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

// FuzzSplitMentions holds splitMentions to its laws: the spans cover the text,
// and a mentioned name is one.
func FuzzSplitMentions(f *testing.F) {
	for _, tt := range mentionCases {
		f.Add(tt.said, "顾北")
	}
	f.Add("@a?@b\u2005@c @d", "b")
	f.Add("@", "")
	f.Fuzz(func(t *testing.T, said, name string) {
		if !utf8.ValidString(said) || !utf8.ValidString(name) {
			return // Parse has replaced bad bytes
		}
		var all bytes.Buffer
		for _, s := range splitMentions(said, map[string]bool{name: true}) {
			at := all.Len()
			if !s.mention {
				all.WriteString(s.text)
				if s.text == "" || s.around != 0 {
					t.Errorf("words %q with %d bytes around", s.text, s.around)
				}
				continue
			}
			end := at + len(s.text) + s.around
			if end > len(said) || said[at:at+1+len(s.text)] != "@"+s.text {
				t.Fatalf("mention %q with %d bytes around does not stand at %d of %q", s.text, s.around, at, said)
			}
			all.WriteString(said[at:end])
			if n := utf8.RuneCountInString(s.text); n > maxName || strings.TrimSpace(s.text) == "" {
				t.Errorf("mentioned name %q has %d characters, want 1 to %d and not blank", s.text, n, maxName)
			}
			if s.text != name && strings.ContainsAny(s.text, "@\n"+string(mentionEnd)) {
				t.Errorf("mentioned name %q holds what ends a name", s.text)
			}
		}
		if all.String() != said {
			t.Errorf("spans cover %q, want %q", all.String(), said)
		}
	})
}
