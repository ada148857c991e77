package convert

import (
	"fmt"
	"html"
	"strings"
	"testing"
)

// TestShowPage: tags make lines, and whatever is wrong in them takes no words
// away.
func TestShowPage(t *testing.T) {
	for _, tt := range []struct{ name, page, want string }{
		{"blocks", "<div>a</div><p>b<br>c</p><li>d<tr>e", "a|b|c|d|e"},
		{"bold", "<b>a</b>b<strong>c", "*a|b|*c"},
		{"source", "a\r\n\tb<br\n>c&nbsp;d", "ab|c d"},
		{"entities", "&lt;b&gt; &amp;amp; &#x4f60; &bogus; &", "<b> &amp; 你 &bogus; &"},
		{"head", "<head><title>a</title><style>b</style></head>c", "c"},
		{"head without end", "<head><meta a><title>a</title><div>b", "b"},
		{"script", "a<script>b<div>c</script>d", "ad"},
		{"tags of raw text", "a<title>b<div>c<plaintext>d<textarea>e", "ab|cde"},
		{"attributes", `a<img alt="<b>x > y">b`, "ab"},
		{"comments", "a<!-- <b> -->b<!doctype x>c<?d?>e", "abce"},
		{"cut", "a<div clas", "a"},
	} {
		got := strings.NewReplacer("\n", "|", boldMark, "*").Replace(strings.Trim(showPage(tt.page), "\n"))
		if got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}

// TestHostileMail: a mail that somebody made to cost much costs little, and is
// read or refused.
func TestHostileMail(t *testing.T) {
	const heading = "MIME-Version: 1.0\nContent-Type: "
	nested := heading
	for i := range 5000 {
		nested += fmt.Sprintf("multipart/mixed; boundary=b%d\n\n--b%d\nContent-Type: ", i, i)
	}
	const day = "<p>—————  2019-3-1  —————</p><b>甲 09:00<br></b>"
	for _, tt := range []struct {
		name, data string
		want       string // what the message says; "" if the mail is refused
	}{
		{"parts in parts", nested + "text/html\n\n" + day, ""},
		{"no boundary", heading + "multipart/mixed\n\n" + day, ""},
		{"deep", heading + "text/html\n\n" + strings.Repeat("<div><span><table>", 300_000) + day + "好", "好"},
		{"not closed", heading + "text/html\n\n" + day + "好" + strings.Repeat("<b", 1_000_000), "好"},
		{"comments", heading + "text/html\n\n" + day + "好" + strings.Repeat("<!--", 1_000_000), "好"},
		{"scripts", heading + "text/html\n\n" + day + "好" + strings.Repeat("<script><!--<script>", 200_000), "好"},
		{"entities", heading + "text/html\n\n" + day + "好" + strings.Repeat("&#x110000;&", 200_000), "好" + strings.Repeat("\ufffd&", 200_000)},
		{"attributes", heading + "text/html\n\n" + day + "好<div" + strings.Repeat(" a=b", 1_000_000) + ">", "好"},
	} {
		all, _, err := readAll(&exportFile{input: memory("a.eml", []byte(tt.data)), format: formatMail, encoding: encodingUTF8})
		if refused := err != nil; refused != (tt.want == "") {
			t.Errorf("%s: error %v", tt.name, err)
		} else if !refused && (len(all) != 1 || all[0].text != tt.want) {
			t.Errorf("%s: got %d messages", tt.name, len(all))
		}
	}
}

// FuzzPage: words that are written as entities are shown as they are, and no
// page shows more than it has.
func FuzzPage(f *testing.F) {
	f.Add("<p>a</p><b>b", "<b> & &amp; 你")
	f.Add("<head><title>x<script><!--<script>&#0&NotEqualTilde;", "</title>")
	f.Add(`<a href="`, `">`)
	f.Fuzz(func(t *testing.T, page, words string) {
		want := strings.ReplaceAll(noBreaks.Replace(words), "\u00a0", " ")
		if got := showPage("<div>" + html.EscapeString(words) + "</div>"); strings.TrimSpace(got) != strings.TrimSpace(want) {
			t.Errorf("%q is shown as %q", words, got)
		}
		if got := showPage(page); len(got) > len(page)+2 {
			t.Errorf("%q is shown as %q", page, got)
		}
	})
}
