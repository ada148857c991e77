package schedule

import (
	"io/fs"
	"os"
	"slices"
	"testing"

	"qunwen/corpus"
)

// BenchmarkReplay is what it costs to read all that a site says of sessions, its
// transcripts being at hand.
func BenchmarkReplay(b *testing.B) {
	site := os.DirFS("../../../shared/site")
	if _, err := fs.Stat(site, "."); err != nil {
		b.Skip("no real site beside the repository")
	}
	var days []*corpus.Transcript
	messages := 0
	for tr, err := range corpus.Load(site, shanghai) {
		if err != nil {
			b.Fatal(err)
		}
		days = append(days, tr)
		messages += len(tr.Messages)
	}
	for b.Loop() {
		replay(slices.Values(days), Options{})
	}
	b.ReportMetric(float64(messages*b.N)/b.Elapsed().Seconds(), "messages/s")
}

// BenchmarkNewMessage is what it costs to take in one message more: the day is
// read again and the sessions follow from all days.
func BenchmarkNewMessage(b *testing.B) {
	site := os.DirFS("../../../shared/site")
	if _, err := fs.Stat(site, "."); err != nil {
		b.Skip("no real site beside the repository")
	}
	book := NewBook(Options{})
	var busiest *corpus.Transcript
	for tr, err := range corpus.Load(site, shanghai) {
		if err != nil {
			b.Fatal(err)
		}
		book.Apply(tr)
		if tr.Date > "2018" && (busiest == nil || len(tr.Messages) > len(busiest.Messages)) {
			busiest = tr
		}
	}
	now := busiest.Messages[len(busiest.Messages)-1].Time
	m := busiest.Messages[len(busiest.Messages)-1]
	b.Run("apply", func(b *testing.B) {
		for b.Loop() {
			busiest.Messages = append(busiest.Messages, m)
			book.Apply(busiest)
		}
		b.ReportMetric(float64(len(busiest.Messages)), "messages")
	})
	b.Run("sessions", func(b *testing.B) {
		for b.Loop() {
			book.Sessions(now)
		}
	})
}
