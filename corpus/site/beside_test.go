package site

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"strings"
	"testing"
	"time"

	"qunwen/corpus"
)

var besideRuns = flag.Int("beside-runs", 40, "how often TestImportBesideArchive imports; 600 take three minutes")

// TestImportBesideArchive imports into a day again and again while live messages
// are archived on it. None of either side is lost, and none stands twice.
func TestImportBesideArchive(t *testing.T) {
	const perRun = 3
	s := newSite(t)
	a, err := OpenArchive(s.dir, shanghai, ArchiveOptions{State: t.TempDir(), Flush: -1})
	if err != nil {
		t.Fatal(err)
	}
	day := time.Date(2019, 3, 1, 9, 0, 0, 0, shanghai)
	ctx, stop := context.WithCancel(t.Context())
	archived := make(chan int)
	go func() {
		n := 0
		for ; ctx.Err() == nil; n++ {
			_, err := a.Append(ctx, Entry{Room: "r", Time: day.Add(time.Duration(n) * time.Second), Speaker: "live", Kind: corpus.Text, Text: fmt.Sprintf("live %d", n), Key: fmt.Sprint(n)})
			if errors.Is(err, context.Canceled) {
				break
			}
			if err != nil {
				t.Error(err)
				break
			}
			time.Sleep(time.Millisecond)
		}
		archived <- n
	}()
	for i := range *besideRuns {
		var lines []string
		for k := range perRun {
			at := day.Add(11*time.Hour + time.Duration(perRun*i+k)*time.Second)
			lines = append(lines, fmt.Sprintf("%s other: imported %d %d", at.Format(time.TimeOnly), i, k))
		}
		s.run(Settings{}, s.csv(fmt.Sprintf("%d.csv", i), lines...))
	}
	stop()
	n := <-archived
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	stands := make(map[string]int)
	for line := range strings.Lines(s.day()) {
		_, said, _ := strings.Cut(strings.TrimSpace(line), " ")
		stands[said]++
	}
	for i := range n {
		if c := stands[fmt.Sprintf("live: live %d", i)]; c != 1 {
			t.Errorf("live %d of %d stands %d times", i, n, c)
		}
	}
	for i := range *besideRuns {
		for k := range perRun {
			if c := stands[fmt.Sprintf("other: imported %d %d", i, k)]; c != 1 {
				t.Errorf("imported %d %d stands %d times", i, k, c)
			}
		}
	}
}

// TestLiveThenImport imports what was archived live: stickers and red packets as
// they are written now, and as they were written before.
func TestLiveThenImport(t *testing.T) {
	for _, tt := range []struct {
		name     string
		live     Entry
		imported string
	}{
		{"a sticker", Entry{Text: corpus.StickerText}, "[动画表情]"},
		{"a sticker of another tool", Entry{Text: corpus.StickerText}, "[表情包]"},
		{"an old sticker", Entry{Text: "[表情]"}, "[动画表情]"},
		{"a red packet", Entry{Kind: corpus.RedPacket}, "[微信红包]"},
		{"an old red packet", Entry{Text: "[红包]"}, "微信红包"},
		{"a voice message", Entry{Text: "[语音]"}, "[语音消息]"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := newSite(t)
			a, err := OpenArchive(s.dir, shanghai, ArchiveOptions{State: t.TempDir(), Flush: -1})
			if err != nil {
				t.Fatal(err)
			}
			e := tt.live
			e.Room, e.Time, e.Speaker = "r", time.Date(2019, 3, 1, 9, 0, 0, 0, shanghai), "live"
			if _, err := a.Append(t.Context(), e); err != nil {
				t.Fatal(err)
			}
			if err := a.Close(); err != nil {
				t.Fatal(err)
			}
			before := s.day()
			s.run(Settings{}, s.csv("a.csv", "09:00:00 live: "+tt.imported))
			if got := s.day(); got != before {
				t.Errorf("the day is now:\n%s", got)
			}
		})
	}
}
