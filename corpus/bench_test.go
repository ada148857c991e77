package corpus

import (
	"bytes"
	"context"
	"io/fs"
	"strconv"
	"testing"
	"time"

	"qunwen/corpus/sample"
)

// BenchmarkParse parses the largest post of the sample and, where it is at
// hand, of the real site.
func BenchmarkParse(b *testing.B) {
	b.Run("sample", func(b *testing.B) { parseLargest(b, sample.Site()) })
	b.Run("real", func(b *testing.B) { parseLargest(b, realSite(b)) })
}

func parseLargest(b *testing.B, fsys fs.FS) {
	days, errs := Days(fsys)
	if len(errs) != 0 {
		b.Fatal(errs)
	}
	var name string
	var post []byte
	for _, d := range days {
		for _, p := range d.Posts {
			data, err := fs.ReadFile(fsys, p.Path)
			if err != nil {
				b.Fatal(err)
			}
			if len(data) > len(post) {
				name, post = p.Path, data
			}
		}
	}
	b.SetBytes(int64(len(post)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Parse(name, bytes.NewReader(post), time.UTC); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkLoad loads the whole sample.
func BenchmarkLoad(b *testing.B) {
	site := sample.Site()
	n := 0
	for b.Loop() {
		for tr, err := range Load(site, time.UTC) {
			if err != nil {
				b.Fatal(err)
			}
			n += len(tr.Messages)
		}
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "messages/s")
}

// BenchmarkArchive appends messages to one post, flushing after each, every
// second as a program does that only appends, or when 100 callers wait.
func BenchmarkArchive(b *testing.B) {
	ctx := context.Background()
	run := func(b *testing.B, opt ArchiveOptions, each func(*Archive, int) error) {
		opt.State = b.TempDir()
		a, err := OpenArchive(b.TempDir(), cst, opt)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportAllocs()
		n := 0
		for b.Loop() {
			e := text(n%43200, "顾北-澜海银行-对账-宁波", "三方支付的备付金，客户预存的钱")
			e.Key = strconv.Itoa(n)
			n++
			if _, err := a.Append(ctx, e); err != nil {
				b.Fatal(err)
			}
			if err := each(a, n); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "messages/s")
		if err := a.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.Run("append", func(b *testing.B) {
		run(b, ArchiveOptions{}, func(*Archive, int) error { return nil })
	})
	b.Run("sync each", func(b *testing.B) {
		run(b, ArchiveOptions{Flush: -1}, func(a *Archive, _ int) error { return a.Sync(ctx) })
	})
	b.Run("sync 100", func(b *testing.B) {
		run(b, ArchiveOptions{Flush: -1}, func(a *Archive, n int) error {
			if n%100 != 0 {
				return nil
			}
			return a.Sync(ctx)
		})
	})
}
