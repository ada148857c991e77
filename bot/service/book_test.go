package service

import (
	"io/fs"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"qunwen/bot/schedule"
)

// A readSite notes which posts are read.
type readSite struct {
	fstest.MapFS
	mu   sync.Mutex
	read map[string]bool
}

func (r *readSite) note(name string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if strings.HasSuffix(name, ".markdown") {
		r.read[name] = true
	}
}

func (r *readSite) Open(name string) (fs.File, error) {
	r.note(name)
	return r.MapFS.Open(name)
}

func (r *readSite) ReadFile(name string) ([]byte, error) {
	r.note(name)
	return r.MapFS.ReadFile(name)
}

// TestBookReads holds that a question waits only for the posts that it takes: most
// are about no session, and the site may be years long.
func TestBookReads(t *testing.T) {
	now := time.Now().In(time.UTC)
	post := func(text string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte("---\nlayout: source\n---\n\n> 00:00:00  群主\n\n" + text + "\n\n"), ModTime: now}
	}
	old, fresh := "r/_posts/2018-05-07-chat.markdown", "r/_posts/"+now.Format(time.DateOnly)+"-chat.markdown"
	for _, tt := range []struct {
		question string
		ok       bool
		read     int
	}{
		{"退款一般几天到账", false, 0},
		{"结算以后还能退款吗", false, 1},
		{"风控画像是哪天", true, 2},
		{"明天谁分享", true, 2},
	} {
		site := &readSite{read: make(map[string]bool), MapFS: fstest.MapFS{
			old:   post("近期分享安排：\n5月9日 周三 20:00 @林念-甲-产品-杭州 结算周期"),
			fresh: post("明晚八点 @赵一-乙-研发-上海 给大家分享《风控画像》"),
		}}
		b := NewBook(BookConfig{Site: site, Location: time.UTC, HandFile: "by-hand", ByHand: func() (*schedule.HandFile, error) { return schedule.ParseHandFile("by-hand", nil) }})
		_, ok, err := b.Answer(t.Context(), schedule.Question{Text: tt.question, At: now})
		if err != nil {
			t.Fatal(err)
		}
		if ok != tt.ok || len(site.read) != tt.read {
			t.Errorf("%s: about the schedule: %t, %d posts read; want %t and %d", tt.question, ok, len(site.read), tt.ok, tt.read)
		}
	}
}
