package convert

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"qunwen/corpus"
)

// fuzzFormat holds the reader of a format to its promises on any input: every
// error is a *ReadError with a place or a file, and what it reads can be
// printed as posts that parse back to the same messages.
func fuzzFormat(f *testing.F, format Format) {
	if write, ok := writers[format]; ok {
		var b bytes.Buffer
		write(&b, awkward())
		f.Add(b.Bytes())
		write(&b, nil)
		f.Add(b.Bytes()[:b.Len()/2])
	}
	stories, _ := filepath.Glob("testdata/formats/*.txtar")
	for _, name := range stories {
		ar, err := txtar.ParseFile(name)
		if err != nil {
			f.Fatal(err)
		}
		if src, err := openSource(memory(ar.Files[0].Name, ar.Files[0].Data), ""); err == nil && src.format == format {
			f.Add(ar.Files[0].Data)
		}
	}
	if format == formatMail {
		f.Add([]byte("Subject: x\nMIME-Version: 1.0\nContent-Type: text/html\n\n<p>—————  2019-3-1  —————</p><b>甲 09:00<br></b>好"))
	}
	if format == formatPost {
		f.Add([]byte("---\nlayout: source\n---\n> 09:00:00  甲  \n   \n好  \n   \n"))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		src := &exportFile{input: memory("群/2019-03-01-chat.markdown", data), format: format, encoding: findEncoding(data)}
		days := make(map[string][]piece)
		for m, err := range src.messages(Options{Location: shanghai, Date: "2019-03-01"}) {
			if re := (*ReadError)(nil); err != nil && !errors.As(err, &re) {
				t.Fatalf("error is %T", err)
			}
			if err != nil || m.Kind == System || m.Kind == Revoke {
				continue
			}
			date := m.Time.Format(time.DateOnly)
			days[date] = append(days[date], piece{time: m.Time, speaker: m.Speaker, body: m.Body(m.URL)})
		}
		for date, pieces := range days {
			slices.SortStableFunc(pieces, func(a, b piece) int { return a.time.Compare(b.time) })
			post := printNew(date, pieces)
			tr, err := corpus.Parse("r/_posts/"+date+"-chat.markdown", bytes.NewReader(post), shanghai)
			if err != nil {
				t.Fatalf("%v in\n%s", err, post)
			}
			if len(tr.Messages) != len(pieces) || len(tr.Problems) > 0 {
				t.Fatalf("%d messages, want %d; %v in\n%s", len(tr.Messages), len(pieces), tr.Problems, post)
			}
			for i, m := range tr.Messages {
				if p := pieces[i]; !m.Time.Equal(p.time) || m.Speaker != strings.TrimSpace(p.speaker) || m.Raw != strings.TrimSpace(p.body) {
					t.Fatalf("got %s %q %q, want %s %q %q", m.Time, m.Speaker, m.Raw, p.time, p.speaker, p.body)
				}
			}
			head, again := splitPost(post, tr)
			if joined := joinPost(head, again); !bytes.Equal(joined, post) {
				t.Fatalf("joined anew:\n%s\nwas\n%s", joined, post)
			}
		}
	})
}

func FuzzTongbu(f *testing.F)        { fuzzFormat(f, formatTongbu) }
func FuzzChatLab(f *testing.F)       { fuzzFormat(f, formatChatLab) }
func FuzzChatlogJSON(f *testing.F)   { fuzzFormat(f, formatChatlogJSON) }
func FuzzChatlogCSV(f *testing.F)    { fuzzFormat(f, formatChatlogCSV) }
func FuzzChatlogText(f *testing.F)   { fuzzFormat(f, formatChatlogText) }
func FuzzMemoTraceCSV(f *testing.F)  { fuzzFormat(f, formatMemoTraceCSV) }
func FuzzMemoTraceText(f *testing.F) { fuzzFormat(f, formatMemoTraceText) }
func FuzzMemoTraceJSON(f *testing.F) { fuzzFormat(f, formatMemoTraceJSON) }
func FuzzMemoTrace2CSV(f *testing.F) { fuzzFormat(f, formatMemoTrace2CSV) }
func FuzzWeFlowJSON(f *testing.F)    { fuzzFormat(f, formatWeFlowJSON) }
func FuzzEchoTraceJSON(f *testing.F) { fuzzFormat(f, formatEchoTraceJSON) }
func FuzzWeFlowText(f *testing.F)    { fuzzFormat(f, formatWeFlowText) }
func FuzzDecryptCSV(f *testing.F)    { fuzzFormat(f, formatDecryptCSV) }
func FuzzDecryptJSON(f *testing.F)   { fuzzFormat(f, formatDecryptJSON) }
func FuzzMail(f *testing.F)          { fuzzFormat(f, formatMail) }
func FuzzCopyText(f *testing.F)      { fuzzFormat(f, formatCopy) }
func FuzzBackupText(f *testing.F)    { fuzzFormat(f, formatBackup) }
func FuzzCSV(f *testing.F)           { fuzzFormat(f, FormatCSV) }
func FuzzPost(f *testing.F)          { fuzzFormat(f, formatPost) }

// FuzzDetect: whatever a file is, finding out what it is does not fail but by a
// *ReadError, and its own encodings are read back.
func FuzzDetect(f *testing.F) {
	samples, _ := filepath.Glob("testdata/formats/*.txtar")
	for _, name := range samples {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte("[{}"))
	f.Add([]byte("\xff\xfea\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		src, err := openSource(memory("a.json", data), "")
		if re := (*ReadError)(nil); err != nil {
			if !errors.As(err, &re) {
				t.Fatalf("error is %T", err)
			}
			return
		}
		for _, err := range src.messages(Options{}) {
			if re := (*ReadError)(nil); err != nil && !errors.As(err, &re) {
				t.Fatalf("error is %T", err)
			}
		}
	})
}

// FuzzKeys: a line of keys that is read is written as it was.
func FuzzKeys(f *testing.F) {
	d := dayKeys{room: "r", date: "2019-03-01", post: "p", sum: "s", there: 2, keys: []broughtKey{{sum: 1}, {1 << 63, true}}}
	f.Add(strings.TrimSuffix(string(d.append(nil)), "\n"))
	f.Fuzz(func(t *testing.T, line string) {
		d, err := parseDayKeys(line, true)
		if err != nil || strings.Contains(line, "\n") {
			return
		}
		again, err := parseDayKeys(strings.TrimSuffix(string(d.append(nil)), "\n"), true)
		if err != nil || !slices.Equal(again.keys, d.keys) || again.there != d.there {
			t.Errorf("%+v came back as %+v (%v)", d, again, err)
		}
	})
}

// FuzzPeople: a list of people that is read is written in a form of its own,
// which is read as the same.
func FuzzPeople(f *testing.F) {
	f.Add([]byte("people:\n  - name: 许衡\n    names: [许衡, 老许]\n    ids: [ab12]\n    hidden: true\n    apart: [许]\n"))
	f.Add([]byte("people: []"))
	f.Add([]byte("\xff\xfep\x00"))
	f.Add([]byte("people: &a\n- name: x\n  names: *a\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := ParsePeople(data)
		if err != nil {
			return
		}
		text, err := p.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		again, err := ParsePeople(text)
		if err != nil {
			t.Fatalf("%v in\n%s", err, text)
		}
		if rewritten, err := again.Bytes(); err != nil || !bytes.Equal(rewritten, text) {
			t.Errorf("%s came back as %s (%v)", text, rewritten, err)
		}
	})
}
