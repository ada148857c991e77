package corpus

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// FuzzEntry holds what is written to its law: it parses back to the same, and
// nothing else is there.
func FuzzEntry(f *testing.F) {
	f.Add("顾北", "退款怎么退？", "http://img.example/a.png", "Joey", "T+1?", uint8(Text), int64(0))
	f.Add("a\n> 10:00:00  b", "> 10:00:00  x\n---\n\n   \n> 11:00:00", "", "", "", uint8(Text), int64(1))
	f.Add("\u202ea\x00", "&lt;b&gt; <b> {{ x }} {% raw %} &amp;amp;amp;amp;amp;", "javascript:alert(1)", "a:b：c", "「x」 - - - y", uint8(Quote), int64(2))
	f.Add("a", "> 31:00:00", "", "", "", uint8(Text), int64(1)) // no such time
	f.Add("", "](", "http://a.example/(b) c", "", "", uint8(Link), int64(3))
	f.Add("x", "a](b", "/img/a.png", "", "", uint8(Link), int64(3))
	f.Add("x", "[a](http://b)", "", "", "", uint8(Text), int64(86399))
	f.Add("x", "![a](b)", "&amp;amp;amp;lt;", "", "", uint8(Image), int64(4))
	f.Add("x", "微信红包", "", "", "", uint8(Text), int64(5))
	f.Add("x", "「a：b」\n- - - - -\nc", "", "", "", uint8(Quote), int64(5))
	f.Add("x", "- - -5", "", "&#58;", "a\r\nb\u2028c\v\xff", uint8(Quote), int64(5))
	f.Add("x", "\ufeff\u200b", "", "", "", uint8(Text), int64(5))
	f.Fuzz(func(t *testing.T, speaker, words, url, name, quoted string, kind uint8, sec int64) {
		midday := time.Date(2018, 1, 2, 12, 0, 0, 0, time.UTC) // of testName
		e := Entry{Room: "paydesk", Time: midday.Add(time.Duration(sec%43200) * time.Second), Speaker: speaker, Kind: Kind(kind % 6), Text: words, URL: url}
		if name+quoted != "" {
			e.Quoted = &Quoted{Name: name, Text: quoted}
		}
		plain, third := e, e
		plain.Kind, plain.Quoted, plain.Speaker = Text, nil, name
		third.Text, third.Kind = quoted, Link
		post := newHead("2018-01-02")
		entries := []Entry{e, plain, third, e}
		var hashes []uint64
		for _, e := range entries {
			l, err := e.line(time.UTC)
			if err != nil {
				t.Fatal(err)
			}
			post = append(post, l.post...)
			hashes = append(hashes, l.hash)
		}
		tr := newParse(t, testName, string(post))
		if len(tr.Problems) > 0 || tr.Lead != "" || len(tr.Messages) != len(entries) {
			t.Fatalf("%d messages, want %d; lead %q, problems %v", len(tr.Messages), len(entries), tr.Lead, tr.Problems)
		}
		sameAgain(t, tr)
		for i, e := range entries {
			m := tr.Messages[i]
			checkArchived(t, e, m)
			if lineHash(second(m.Time), m.Speaker, m.Raw) != hashes[i] {
				t.Errorf("%q is not known again", m.Raw)
			}
		}
	})
}

func newParse(tb testing.TB, name, post string) *Transcript {
	tb.Helper()
	tr, err := Parse(name, strings.NewReader(post), time.UTC)
	if err != nil {
		tb.Fatal(err)
	}
	return tr
}

func unmarked(s string) string { return strings.ReplaceAll(s, PlainMark, "") }

// checkArchived compares a message with the entry it was, by the rules that
// Entry names.
func checkArchived(tb testing.TB, e Entry, m Message) {
	tb.Helper()
	valid := func(s string) string { return strings.ToValidUTF8(s, "\uFFFD") }
	if !m.Time.Equal(e.Time) {
		tb.Errorf("time %v, want %v", m.Time, e.Time)
	}
	speaker := strings.NewReplacer("<", "＜", "{", "｛").Replace(Squeeze(valid(e.Speaker)))
	if cut := strings.TrimSuffix(m.Speaker, "…"); m.Speaker != speaker &&
		!(utf8.RuneCountInString(m.Speaker) <= maxSpeaker && utf8.RuneCountInString(speaker) > maxSpeaker && strings.HasPrefix(speaker, cut)) {
		tb.Errorf("speaker %q, want %q", m.Speaker, speaker)
	}
	kind := e.Kind
	words := unspaced(Squeeze(valid(e.Text)))
	switch {
	case kind == Link && CleanURL(e.URL) == "":
		kind, words = Text, unspaced(linkTag+words)
	case kind == Quote && e.Quoted == nil:
		kind = Text
	case kind == Text && e.Quoted != nil:
		kind = Quote
	}
	if kind == Text && words == "" {
		kind = Empty
	}
	if kind == Text && e.Kind == Quote && m.Kind == Quote {
		return // the transport has left the quotation in the text
	}
	if m.Kind != kind {
		tb.Fatalf("kind %v, want %v: %q", m.Kind, kind, m.Raw)
	}
	// What Parse leaves out, mentions at the front, still stands in Raw.
	raw, said := unspaced(Squeeze(Decode(m.Raw))), unspaced(m.Text)
	if kind == Link { // what would end it is marked
		raw, said, words = unmarked(raw), unmarked(said), unmarked(words)
	}
	if kind == Text && raw != words && raw != PlainMark+words {
		tb.Errorf("words %q, want %q", raw, words)
	} else if (kind == Quote || kind == Link) && !strings.Contains(raw, words) {
		tb.Errorf("words %q, want %q in them", raw, words)
	}
	if kind == Text || kind == Quote || kind == Link {
		if !strings.HasSuffix(words, said) {
			tb.Errorf("Text %q is no end of %q", m.Text, words)
		}
	}
	if kind == Quote {
		nested := strings.NewReplacer("「", "『", "」", "』")
		name := strings.NewReplacer(":", "∶", "：", "∶").Replace(nested.Replace(Squeeze(valid(e.Quoted.Name))))
		if want := nested.Replace(Squeeze(valid(e.Quoted.Text))); m.Quoted.Name != name || m.Quoted.Text != want {
			tb.Errorf("quoted %q, want %q %q", *m.Quoted, name, want)
		}
	}
	if kind == Image || kind == Link {
		if want := CleanURL(e.URL); m.URL != want || CleanURL(want) != want {
			tb.Errorf("URL %q, want %q", m.URL, want)
		}
	}
}
