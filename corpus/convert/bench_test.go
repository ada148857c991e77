package convert

import (
	"bytes"
	"testing"
	"time"
)

func manySaid(n int) []said {
	at := time.Date(2019, 3, 1, 0, 0, 0, 0, shanghai)
	kinds := awkward()
	all := make([]said, n)
	for i := range all {
		all[i] = kinds[i%len(kinds)]
		all[i].ID, all[i].Time = i+1, at.Add(time.Duration(i)*40*time.Second)
	}
	return all
}

// BenchmarkRead reads 10,000 messages of each format.
func BenchmarkRead(b *testing.B) {
	all := manySaid(10000)
	for f, write := range writers {
		b.Run(string(f), func(b *testing.B) {
			var data bytes.Buffer
			write(&data, all)
			src, err := openSource(memory("某群"+ending(f), data.Bytes()), "")
			if err != nil {
				b.Fatal(err)
			}
			b.SetBytes(int64(data.Len()))
			for b.Loop() {
				got, _, err := readAll(src)
				if err != nil || len(got) != len(all) {
					b.Fatal(len(got), err)
				}
			}
		})
	}
}

// BenchmarkMerge merges a day of 5,000 messages into itself.
func BenchmarkMerge(b *testing.B) {
	var pieces []piece
	for _, s := range manySaid(5000) {
		pieces = append(pieces, piece{time: s.Time, speaker: s.Speaker, body: s.Text})
	}
	for b.Loop() {
		g := newMerger(&People{}, broughtBefore{})
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
