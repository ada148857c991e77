package site

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"testing"

	"qunwen/corpus"
)

// An unsyncedFile does not wait for the disk.
type unsyncedFile struct{ file }

func (unsyncedFile) Sync() error { return nil }

func openUnsynced(path string, flag int, perm fs.FileMode) (file, error) {
	f, err := osFile(path, flag, perm)
	if err != nil {
		return nil, err
	}
	return unsyncedFile{f}, nil
}

// A story is what happened to an archive, and what it must hold.
type story struct {
	*testArchive
	entries []Entry           // that were delivered, each with its key
	ids     []string          // of entries
	used    map[string]bool   // IDs that were given
	want    map[string]string // speaker and words of what is there
	foreign int               // messages that another program wrote
}

// FuzzArchive holds the archive to its laws under whatever happens: a message
// stands under the ID that was returned, once, for as long as it is not
// removed; an ID is given once; what others wrote stays.
func FuzzArchive(f *testing.F) {
	f.Add([]byte{0, 0, 1, 64, 6, 0, 33, 128, 7, 9, 1, 161, 192, 255, 3})
	f.Add([]byte{0, 0, 0, 160, 160, 0, 192, 0, 224, 1, 2, 160, 128})
	f.Add([]byte{26, 181, 223}) // removed, and another of its second torn
	f.Fuzz(func(t *testing.T, steps []byte) {
		a := &testArchive{tb: t, site: t.TempDir(), state: t.TempDir(), now: noon, open: openUnsynced}
		a.reopen()
		defer a.kill()
		s := &story{testArchive: a, used: make(map[string]bool), want: make(map[string]string)}
		for _, step := range steps[:min(len(steps), 16)] {
			s.step(step>>5, int(step&31))
			if t.Failed() {
				return
			}
		}
		s.check()
		if err := a.Close(); err != nil {
			t.Fatal(err)
		}
		s.check()
	})
}

func (s *story) step(what byte, n int) {
	words := []string{"好", "好的", "", "一\n二"}[n%4]
	speaker := []string{"a", ""}[n>>2&1]
	e := keyed(fmt.Sprint(len(s.entries)), text(n>>3, speaker, words))
	pick := 0
	if len(s.entries) > 0 {
		pick = n % len(s.entries)
	}
	switch {
	case what <= 1 || len(s.entries) == 0:
		s.deliver(e)
	case what == 2:
		s.again(pick)
	case what == 3:
		s.kill()
		s.reopen()
	case what == 4:
		if err := s.Close(); err != nil {
			s.tb.Fatal(err)
		}
		s.reopen()
	case what == 5:
		id := s.ids[pick]
		if err := s.Remove(context.Background(), id); err != nil {
			s.tb.Fatalf("Remove(%s): %v", id, err)
		}
		delete(s.want, id)
	case what == 6: // killed in the middle of a message
		l, err := e.line(cst)
		if err != nil {
			s.tb.Fatal(err)
		}
		p, err := s.at(l.room, l.date)
		if err != nil {
			s.tb.Fatal(err)
		}
		var before []byte // as the archive would have
		for at := (place{p.day, l.sec, p.count[l.sec] + 1}); s.keys.removed[at]; at.n++ {
			before = corpus.AppendMessage(before, int(l.sec), "", "")
		}
		s.kill()
		s.write(string(before) + string(l.post[:(n+1)*len(l.post)/33]))
		s.reopen()
		if n%3 == 0 {
			s.deliver(keyed("between", text(0, "between", fmt.Sprint(len(s.entries)))))
		}
		s.deliver(e)
	default: // another program appends, or replaces the post
		s.foreign++
		more := fmt.Sprintf("> 13:00:00  f%d  \n   \nx  \n   \n", s.foreign)
		if n%2 == 0 {
			s.write(more)
			return
		}
		path := s.path("paydesk", "2026-11-24")
		putFile(s.tb, path+".new", []byte(s.post("paydesk", "2026-11-24")+more))
		if err := os.Rename(path+".new", path); err != nil {
			s.tb.Fatal(err)
		}
	}
}

func (s *story) deliver(e Entry) {
	e.Key = fmt.Sprint(len(s.entries))
	id := s.add(e)
	if s.used[id] {
		s.tb.Errorf("%s is given to %q, and was before", id, e.Text)
	}
	s.used[id] = true
	s.want[id] = e.Speaker + " " + corpus.Squeeze(e.Text)
	s.entries, s.ids = append(s.entries, e), append(s.ids, id)
}

func (s *story) again(i int) {
	id, err := s.Append(context.Background(), s.entries[i])
	if _, there := s.want[s.ids[i]]; !there && !errors.Is(err, ErrRemoved) || there && err != nil {
		s.tb.Errorf("%s again: %v", s.ids[i], err)
	}
	if id != s.ids[i] {
		s.tb.Errorf("%s again is %s", s.ids[i], id)
	}
}

func (s *story) write(more string) {
	f, err := os.OpenFile(s.path("paydesk", "2026-11-24"), os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		s.tb.Fatal(err)
	}
	defer f.Close()
	if _, err := f.WriteString(more); err != nil {
		s.tb.Fatal(err)
	}
}

func (s *story) check() {
	s.tb.Helper()
	var got, want []string
	foreign := 0
	for _, m := range s.messages() {
		switch _, ours := s.want[m.ID]; {
		case m.Speaker != "" && m.Speaker[0] == 'f':
			foreign++
		case ours || m.Kind != corpus.Empty || m.Speaker != "":
			got = append(got, m.ID+" "+m.Speaker+" "+m.Text)
		}
	}
	for id, words := range s.want {
		want = append(want, id+" "+words)
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) || foreign != s.foreign {
		s.tb.Errorf("site holds %q and %d of another program, want %q and %d\n%s", got, foreign, want, s.foreign, s.post("paydesk", "2026-11-24"))
	}
}
