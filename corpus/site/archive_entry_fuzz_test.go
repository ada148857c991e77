package site

import (
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"qunwen/corpus"
)

// FuzzEntry holds what is written to its law: it parses back to the same, and
// nothing else is there.
func FuzzEntry(f *testing.F) {
	f.Add("顾北", "退款怎么退？", "http://img.example/a.png", "Joey", "T+1?", uint8(corpus.Text), int64(0))
	f.Add("a\n> 10:00:00  b", "> 10:00:00  x\n---\n\n   \n> 11:00:00", "", "", "", uint8(corpus.Text), int64(1))
	f.Add("\u202ea\x00", "&lt;b&gt; <b> {{ x }} {% raw %} &amp;amp;amp;amp;amp;", "javascript:alert(1)", "a:b：c", "「x」 - - - y", uint8(corpus.Quote), int64(2))
	f.Add("a", "> 31:00:00", "", "", "", uint8(corpus.Text), int64(1)) // no such time
	f.Add("", "](", "http://a.example/(b) c", "", "", uint8(corpus.Link), int64(3))
	f.Add("x", "a](b", "/img/a.png", "", "", uint8(corpus.Link), int64(3))
	f.Add("x", "[a](http://b)", "", "", "", uint8(corpus.Text), int64(86399))
	f.Add("x", "![a](b)", "&amp;amp;amp;lt;", "", "", uint8(corpus.Image), int64(4))
	f.Add("x", "微信红包", "", "", "", uint8(corpus.Text), int64(5))
	f.Add("x", "「a：b」\n- - - - -\nc", "", "", "", uint8(corpus.Quote), int64(5))
	f.Add("x", "- - -5", "", "&#58;", "a\r\nb\u2028c\v\xff", uint8(corpus.Quote), int64(5))
	f.Add("x", "\ufeff\u200b", "", "", "", uint8(corpus.Text), int64(5))
	f.Fuzz(func(t *testing.T, speaker, words, url, name, quoted string, kind uint8, sec int64) {
		midday := time.Date(2018, 1, 2, 12, 0, 0, 0, time.UTC) // of sitePost
		e := Entry{Room: "paydesk", Time: midday.Add(time.Duration(sec%43200) * time.Second), Speaker: speaker, Kind: corpus.Kind(kind % 6), Text: words, URL: url}
		if name+quoted != "" {
			e.Quoted = &corpus.Quoted{Name: name, Text: quoted}
		}
		plain, third := e, e
		plain.Kind, plain.Quoted, plain.Speaker = corpus.Text, nil, name
		third.Text, third.Kind = quoted, corpus.Link
		post := newHead("paydesk/_posts/x", "2018-01-02", 1)
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
		tr := newParse(t, sitePost, string(post))
		if len(tr.Problems) > 0 || tr.Lead != "" || len(tr.Messages) != len(entries) {
			t.Fatalf("%d messages, want %d; lead %q, problems %v", len(tr.Messages), len(entries), tr.Lead, tr.Problems)
		}
		again := newParse(t, sitePost, tr.String())
		if !slices.EqualFunc(again.Messages, tr.Messages, func(a, b corpus.Message) bool { return a.Raw == b.Raw && a.Speaker == b.Speaker }) {
			t.Errorf("%q came back as %q", tr, again)
		}
		for i, e := range entries {
			m := tr.Messages[i]
			checkArchived(t, e, m)
			if lineHash(second(m.Time), m.Speaker, m.Raw) != hashes[i] {
				t.Errorf("%q is not known again", m.Raw)
			}
		}
	})
}

func newParse(tb testing.TB, name, post string) *corpus.Transcript {
	tb.Helper()
	tr, err := corpus.Parse(name, strings.NewReader(post), time.UTC)
	if err != nil {
		tb.Fatal(err)
	}
	return tr
}

func unmarked(s string) string { return strings.ReplaceAll(s, corpus.PlainMark, "") }

// checkArchived compares a message with the entry it was, by the rules that
// Entry names.
func checkArchived(tb testing.TB, e Entry, m corpus.Message) {
	tb.Helper()
	valid := func(s string) string { return strings.ToValidUTF8(s, "\uFFFD") }
	if !m.Time.Equal(e.Time) {
		tb.Errorf("time %v, want %v", m.Time, e.Time)
	}
	speaker := strings.NewReplacer("<", "＜", "{", "｛").Replace(corpus.Squeeze(valid(e.Speaker)))
	if cut := strings.TrimSuffix(m.Speaker, "…"); m.Speaker != speaker &&
		!(utf8.RuneCountInString(m.Speaker) <= 128 && utf8.RuneCountInString(speaker) > 128 && strings.HasPrefix(speaker, cut)) {
		tb.Errorf("speaker %q, want %q", m.Speaker, speaker)
	}
	kind := e.Kind
	words := withoutSpace(corpus.Squeeze(valid(e.Text)))
	switch {
	case kind == corpus.Link && corpus.CleanURL(e.URL) == "":
		kind, words = corpus.Text, withoutSpace("[链接]"+words)
	case kind == corpus.Quote && e.Quoted == nil:
		kind = corpus.Text
	case kind == corpus.Text && e.Quoted != nil:
		kind = corpus.Quote
	}
	if kind == corpus.Text && words == "" {
		kind = corpus.Empty
	}
	if kind == corpus.Text && e.Kind == corpus.Quote && m.Kind == corpus.Quote {
		return // the transport has left the quotation in the text
	}
	if m.Kind != kind {
		tb.Fatalf("kind %v, want %v: %q", m.Kind, kind, m.Raw)
	}
	// What Parse leaves out, mentions at the front, still stands in Raw.
	raw, said := withoutSpace(corpus.Squeeze(corpus.Decode(m.Raw))), withoutSpace(m.Text)
	if kind == corpus.Link { // what would end it is marked
		raw, said, words = unmarked(raw), unmarked(said), unmarked(words)
	}
	if kind == corpus.Text && raw != words && raw != corpus.PlainMark+words {
		tb.Errorf("words %q, want %q", raw, words)
	} else if (kind == corpus.Quote || kind == corpus.Link) && !strings.Contains(raw, words) {
		tb.Errorf("words %q, want %q in them", raw, words)
	}
	if kind == corpus.Text || kind == corpus.Quote || kind == corpus.Link {
		if !strings.HasSuffix(words, said) {
			tb.Errorf("Text %q is no end of %q", m.Text, words)
		}
	}
	if kind == corpus.Quote {
		nested := strings.NewReplacer("「", "『", "」", "』")
		name := strings.NewReplacer(":", "∶", "：", "∶").Replace(nested.Replace(corpus.Squeeze(valid(e.Quoted.Name))))
		if want := nested.Replace(corpus.Squeeze(valid(e.Quoted.Text))); m.Quoted.Name != name || m.Quoted.Text != want {
			tb.Errorf("quoted %q, want %q %q", *m.Quoted, name, want)
		}
	}
	if kind == corpus.Image || kind == corpus.Link {
		if want := corpus.CleanURL(e.URL); m.URL != want || corpus.CleanURL(want) != want {
			tb.Errorf("URL %q, want %q", m.URL, want)
		}
	}
}
