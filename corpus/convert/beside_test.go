package convert

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"qunwen/corpus"
)

// TestImportBesideArchive imports into a day again and again while live messages
// are archived on it. None of either side is lost, and none stands twice.
func TestImportBesideArchive(t *testing.T) {
	const runs, perRun = 40, 3
	s := newSite(t)
	a, err := corpus.OpenArchive(s.dir, shanghai, corpus.ArchiveOptions{State: t.TempDir(), Flush: -1})
	if err != nil {
		t.Fatal(err)
	}
	day := time.Date(2019, 3, 1, 9, 0, 0, 0, shanghai)
	ctx, stop := context.WithCancel(t.Context())
	archived := make(chan int)
	go func() {
		n := 0
		for ; ctx.Err() == nil; n++ {
			_, err := a.Append(ctx, corpus.Entry{Room: "r", Time: day.Add(time.Duration(n) * time.Second), Speaker: "live", Kind: corpus.Text, Text: fmt.Sprintf("live %d", n), Key: fmt.Sprint(n)})
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
	for i := range runs {
		var lines []string
		for k := range perRun {
			lines = append(lines, fmt.Sprintf("20:%02d:%02d other: imported %d %d", i, k, i, k))
		}
		s.run(Settings{}, s.csv(fmt.Sprintf("%d.csv", i), lines...))
	}
	stop()
	n := <-archived
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	got := s.day()
	for i := range n {
		if c := strings.Count(got, fmt.Sprintf("live: live %d\n", i)); c != 1 {
			t.Errorf("live %d of %d stands %d times", i, n, c)
		}
	}
	for i := range runs {
		for k := range perRun {
			if c := strings.Count(got, fmt.Sprintf("other: imported %d %d\n", i, k)); c != 1 {
				t.Errorf("imported %d %d stands %d times", i, k, c)
			}
		}
	}
}
