package site

import (
	"bufio"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"qunwen/corpus"

	"qunwen/corpus/convert"
	"qunwen/corpus/convert/converttest"
)

const realSite = "../../../shared/site"

var allFormats = flag.Bool("all-formats", false, "take the real site through every format, which takes minutes")

// TestRealSite turns a real site into formats that can carry its messages, and
// back: all must come, with their copies.
func TestRealSite(t *testing.T) {
	if raced {
		t.Skip("one goroutine: see the run without the race detector")
	}
	if _, err := os.Stat(realSite); err != nil || testing.Short() {
		t.Skip("no real site on this machine, or -short")
	}
	rooms := make(map[string][]converttest.Said)
	total := 0
	for tr, err := range corpus.Load(os.DirFS(realSite), shanghai) {
		if err != nil {
			t.Fatal(err)
		}
		for i := range tr.Messages {
			m := &tr.Messages[i]
			total++
			rooms[tr.Room] = append(rooms[tr.Room], converttest.Said{Time: m.Time, Speaker: m.Speaker, Text: m.Raw, ID: total})
		}
	}
	for f, write := range converttest.Writers {
		if !*allFormats && f != "tongbu" && f != "chatlog-txt" {
			continue
		}
		t.Run(f, func(t *testing.T) {
			dir, site := t.TempDir(), t.TempDir()
			got := 0
			for room, all := range rooms {
				name := filepath.Join(dir, room+converttest.Ending(f))
				writeFile(t, name, func(w *bufio.Writer) { write(w, all) })
				from := ""
				if f != "chatlab-lines" {
					from = f
				}
				importFiles(t, Settings{Site: site, Room: room}, from, name)
				got += compareRoom(t, site, room, all)
			}
			if got != total {
				t.Errorf("%d messages, want %d", got, total)
			}
		})
	}
}

func writeFile(t *testing.T, name string, write func(w *bufio.Writer)) {
	t.Helper()
	out, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	w := bufio.NewWriter(out)
	write(w)
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
}

func importFiles(t *testing.T, set Settings, from string, names ...string) *Report {
	t.Helper()
	in, err := convert.Inputs(names)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	b, err := convert.Read(t.Context(), in.Files, convert.ReadOptions{Options: convert.Options{Location: shanghai}, From: from})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	r, err := Import(t.Context(), b, set)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// compareRoom returns how many messages the room of the site has, and fails if
// one is not as it was: by time, speaker and text.
func compareRoom(t *testing.T, site, room string, want []converttest.Said) int {
	t.Helper()
	n, wrong := 0, 0
	for tr, err := range corpus.Load(os.DirFS(site), shanghai) {
		if err != nil {
			t.Fatal(err)
		}
		if tr.Room != room {
			continue
		}
		for i := range tr.Messages {
			m := &tr.Messages[i]
			if n >= len(want) {
				t.Fatalf("more than %d messages", len(want))
			}
			w := want[n]
			n++
			if m.Time.Equal(w.Time) && m.Speaker == w.Speaker && converttest.SameText(m.Raw, w.Text) {
				continue
			}
			if wrong++; wrong < 5 {
				t.Errorf("%s: got %q %q, want %s %q %q", m.ID, m.Speaker, m.Raw, w.Time, w.Speaker, w.Text)
			}
		}
	}
	if wrong > 0 {
		t.Errorf("%s: %d messages differ", room, wrong)
	}
	return n
}

// TestRealSiteAgain brings a real site's own messages to it: nothing is new.
func TestRealSiteAgain(t *testing.T) {
	if raced {
		t.Skip("one goroutine: see the run without the race detector")
	}
	if _, err := os.Stat(realSite); err != nil || testing.Short() {
		t.Skip("no real site on this machine, or -short")
	}
	rooms := make(map[string][]converttest.Said)
	for tr, err := range corpus.Load(os.DirFS(realSite), shanghai) {
		if err != nil {
			t.Fatal(err)
		}
		for i := range tr.Messages {
			m := &tr.Messages[i]
			rooms[tr.Room] = append(rooms[tr.Room], converttest.Said{Time: m.Time, Speaker: m.Speaker, Text: m.Raw, ID: i})
		}
	}
	for room, all := range rooms {
		name := filepath.Join(t.TempDir(), room+".xls")
		writeFile(t, name, func(w *bufio.Writer) { converttest.Writers["tongbu"](w, all) })
		r := importFiles(t, Settings{Site: realSite, Room: room, DryRun: true}, "", name)
		if r.Counts != (Counts{There: len(all), Same: len(all)}) {
			t.Errorf("%s: %+v of %d", room, r.Counts, len(all))
		}
	}
}
