package site

import (
	"context"
	"strconv"
	"testing"
)

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
