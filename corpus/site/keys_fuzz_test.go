package site

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"qunwen/corpus"
)

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

// FuzzJoin: a post that was printed is parsed to what it was printed of, and put
// together anew it is the same.
func FuzzJoin(f *testing.F) {
	f.Add("甲", "好\n> 09:00:00  乙")
	f.Add("", "{{ x }} &lt;b>")
	f.Fuzz(func(t *testing.T, speaker, text string) {
		at := time.Date(2019, 3, 1, 9, 0, 0, 0, shanghai)
		body := corpus.Body{Text: text}
		speaker = corpus.SpeakerName(speaker)
		p := piece{time: at, speaker: speaker, body: strings.TrimSpace(body.Print(at))}
		post := printNew("paydesk/_posts/x", "2019-03-01", []piece{p, p})
		tr, err := corpus.Parse(testPost, bytes.NewReader(post), shanghai)
		if err != nil || len(tr.Messages) != 2 || tr.Messages[1].Raw != p.body || tr.Messages[1].Speaker != speaker {
			t.Fatalf("%v: %+v of\n%s", err, tr, post)
		}
		head, pieces := splitPost(post, tr)
		if joined := joinPost(head, pieces); !bytes.Equal(joined, post) {
			t.Fatalf("joined anew:\n%s\nwas\n%s", joined, post)
		}
	})
}
