package site

import (
	"testing"

	"qunwen/corpus/convert/converttest"
	"qunwen/corpus/people"
)

// BenchmarkMerge merges a day of 5,000 messages into itself.
func BenchmarkMerge(b *testing.B) {
	var pieces []piece
	for _, s := range converttest.Many(5000) {
		pieces = append(pieces, piece{time: s.Time, speaker: s.Speaker, body: s.Text})
	}
	for b.Loop() {
		g := newMerger(&people.People{}, broughtBefore{})
		g.there(pieces)
		in := make([]incoming, len(pieces))
		for i := range in {
			in[i].piece = pieces[i]
		}
		var c Counts
		g.source(1, in, false, &c)
		if c.New > 0 {
			b.Fatal(c)
		}
	}
	b.ReportMetric(float64(len(pieces))*float64(b.N)/b.Elapsed().Seconds(), "messages/s")
}
