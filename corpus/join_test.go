package corpus

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

// TestJoin: several posts of one room and day are numbered as one, and what a
// later one repeats is a copy. A post is written as "second speaker text",
// with bars between.
func TestJoin(t *testing.T) {
	const doubled = "01 a hi|01 a2 hi|02 a ho|02 a2 ho|03 a hu|03 a2 hu"
	for _, tt := range []struct {
		name  string
		posts []string
		want  string
	}{
		{"IDs go on", []string{"01 a 1|01 a 2", "01 a 3|02 a 4|01 a 5"},
			"01 01.2 | 01.3 02 01.4"},
		{"what stands in the first is a copy in the second", []string{"01 a hi|02 a ho", "01 a hi|02 a hu"},
			"01 02 | 01.2=01 02.2"},
		{"as often as it stands there", []string{"01 a hi|01 a hi", "01 a hi|01 a hi|01 a hi"},
			"01 01.2 | 01.3=01 01.4=01.2 01.5"},
		{"another speaker's is none", []string{"01 a hi", "01 b hi"},
			"01 | 01.2"},
		{"a third post repeats both", []string{"01 a hi", "01 a hi|02 a ho", "02 a ho|01 a hi"},
			"01 | 01.2=01 02 | 02.2=02 01.3=01"},
		{"copies inside the second post keep their originals", []string{"01 b hi", doubled},
			"01 | 01.2 01.3=01.2 02 02.2=02 03 03.2=03"},
		{"a doubled post that stands twice has its originals in the first", []string{doubled, doubled},
			"01 01.2=01 02 02.2=02 03 03.2=03 | 01.3=01 01.4=01 02.3=02 02.4=02 03.3=03 03.4=03"},
		{"a silent post between", []string{"01 a hi", "", "01 a hi"},
			"01 |  | 01.2=01"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			fsys := fstest.MapFS{}
			for i, post := range tt.posts {
				text := testHead
				for line := range strings.FieldsFuncSeq(post, func(r rune) bool { return r == '|' }) {
					f := strings.Fields(line)
					text += fmt.Sprintf("> 09:00:%s  %s\n%s\n", f[0], f[1], f[2])
				}
				fsys[fmt.Sprintf("r/_posts/2018-01-02-%d.md", i)] = &fstest.MapFile{Data: []byte(text)}
			}
			days, errs := Days(fsys)
			if len(days) != 1 || len(errs) != 0 {
				t.Fatalf("Days = %v, %v, want one day", days, errs)
			}
			all, errs := days[0].Load(fsys, time.UTC)
			if len(errs) != 0 {
				t.Fatal(errs)
			}
			if got := joined(all); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// joined lists the seconds, and what they are copies of, post by post.
func joined(all []*Transcript) string {
	short := strings.NewReplacer("r/2018-01-02/0900", "")
	var posts []string
	for _, tr := range all {
		var ids []string
		for _, m := range tr.Messages {
			id := m.ID
			if m.CopyOf != "" {
				id += "=" + m.CopyOf
			}
			ids = append(ids, id)
		}
		posts = append(posts, short.Replace(strings.Join(ids, " ")))
	}
	return strings.Join(posts, " | ")
}

// TestLoadOrder: transcripts come by room, date and path, wherever they lie; a
// bad post of a day does not stop the others of it.
func TestLoadOrder(t *testing.T) {
	post := &fstest.MapFile{Data: []byte(testHead + "> 09:00:00  a\nhi\n")}
	fsys := fstest.MapFS{
		"z/a/_posts/2018-01-02-chat.md": post,
		"b/_posts/2018-01-01-chat.md":   post,
		"y/b/_posts/2018-01-01-chat.md": post,
		"x/b/_posts/2018-01-01-chat.md": {Data: []byte("no post")},
		"y/b/_posts/2017-12-31-chat.md": post,
	}
	var got []string
	for tr, err := range Load(fsys, time.UTC) {
		if err != nil {
			got = append(got, "error "+err.(*ParseError).Path)
		} else {
			got = append(got, tr.Path+" "+tr.Messages[0].ID)
		}
	}
	want := []string{
		"z/a/_posts/2018-01-02-chat.md a/2018-01-02/090000",
		"y/b/_posts/2017-12-31-chat.md b/2017-12-31/090000",
		"error x/b/_posts/2018-01-01-chat.md",
		"b/_posts/2018-01-01-chat.md b/2018-01-01/090000",
		"y/b/_posts/2018-01-01-chat.md b/2018-01-01/090000.2",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// TestLoadStop: the walk stops where the caller stops, at an error of a name,
// at one of a post and at a transcript.
func TestLoadStop(t *testing.T) {
	fsys := fstest.MapFS{
		"r/_posts/chat.md":            {},
		"r/_posts/2018-01-01-chat.md": {},
		"r/_posts/2018-01-02-chat.md": {Data: []byte(testHead)},
		"r/_posts/2018-01-03-chat.md": {Data: []byte(testHead)},
	}
	for stop := 1; stop <= len(fsys); stop++ {
		n := 0
		for range Load(fsys, time.UTC) {
			if n++; n == stop {
				break
			}
		}
		if n != stop {
			t.Errorf("walk had %d steps, want %d", n, stop)
		}
	}
}
