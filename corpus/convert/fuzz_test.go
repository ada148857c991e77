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

	"qunwen/corpus/convert/converttest"
)

// fuzzFormat holds the reader of a format to its promises on any input: every
// error is a *ReadError with a place or a file, and what it reads can be
// printed as posts that parse back to the same messages.
func fuzzFormat(f *testing.F, format Format) {
	if write, ok := converttest.Writers[string(format)]; ok {
		var b bytes.Buffer
		write(&b, converttest.Awkward())
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
		days := make(map[string][]Message)
		for m, err := range src.messages(Options{Location: shanghai, Date: "2019-03-01"}) {
			if re := (*ReadError)(nil); err != nil && !errors.As(err, &re) {
				t.Fatalf("error is %T", err)
			}
			if err != nil || m.Kind == System || m.Kind == Revoke {
				continue
			}
			date := m.Time.Format(time.DateOnly)
			days[date] = append(days[date], m)
		}
		for date, all := range days {
			checkPost(t, date, all)
		}
	})
}

// checkPost prints the messages of a day and parses them.
func checkPost(t *testing.T, date string, all []Message) {
	t.Helper()
	slices.SortStableFunc(all, func(a, b Message) int { return a.Time.Compare(b.Time) })
	post := []byte("---\n---\n")
	for _, m := range all {
		h, min, s := m.Time.Clock()
		post = corpus.AppendMessage(post, h*3600+min*60+s, m.Speaker, m.Body(m.URL))
	}
	tr, err := corpus.Parse("r/_posts/"+date+"-chat.markdown", bytes.NewReader(post), shanghai)
	if err != nil || len(tr.Messages) != len(all) {
		t.Fatalf("%v: %d messages, want %d in\n%s", err, len(tr.Messages), len(all), post)
	}
	for i, m := range tr.Messages {
		if w := all[i]; !m.Time.Equal(w.Time) || m.Speaker != strings.TrimSpace(w.Speaker) || m.Raw != strings.TrimSpace(w.Body(w.URL)) {
			t.Fatalf("got %s %q %q, want %s %q %q", m.Time, m.Speaker, m.Raw, w.Time, w.Speaker, w.Body(w.URL))
		}
	}
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
