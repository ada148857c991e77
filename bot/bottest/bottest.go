// Package bottest holds what tests of the bot and of its service answer from: a
// searcher that always finds the same, an index of the sample, and a store.
package bottest

import (
	"context"
	"sync"
	"testing"
	"time"

	"qunwen/bot/store"
	"qunwen/corpus/sample"
	"qunwen/index"
	"qunwen/index/build"
)

// A Searcher finds always the same; see [Searcher.Find].
type Searcher struct {
	Result index.Result
	Err    error

	mu  sync.Mutex
	opt index.Options // of the last search
}

// Search implements bot.Searcher.
func (s *Searcher) Search(_ context.Context, _ string, opt index.Options) (index.Result, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.opt = opt
	return s.Result, s.Err
}

// Find changes what is found.
func (s *Searcher) Find(r index.Result) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.Result = r
}

// Options returns those of the last search.
func (s *Searcher) Options() index.Options {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.opt
}

// Hit returns a place with an answer.
func Hit() index.Hit {
	at := time.Date(2023, 3, 6, 9, 14, 12, 0, time.UTC)
	return index.Hit{
		Score: 12.5, Coverage: 0.8, Room: "paydesk", ThreadID: "paydesk/2023-03-06/091305", Title: "结算以后还能退款吗？",
		Messages: []index.HitMessage{
			{ID: "paydesk/2023-03-06/091412", Time: at, Line: 25, Speaker: "许衡-云杉支付", Quote: "能退的，从下一次的结算款里扣"},
			{ID: "paydesk/2023-03-06/091412.2", Time: at, Line: 29, Speaker: "R&amp;amp;D  小王", Quote: "不够扣就充值"},
			{ID: "paydesk/2023-03-06/091500", Time: at.Add(48 * time.Second), Line: 33, Quote: "…垫资有风险…"},
		},
	}
}

// Index returns an index of the sample, by words.
func Index(tb testing.TB) *index.Index {
	tb.Helper()
	dir := tb.TempDir()
	if _, err := (build.Builder{}).Refresh(tb.Context(), dir, sample.Site()); err != nil {
		tb.Fatal(err)
	}
	x, err := index.Open(dir, index.OpenOptions{})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := x.Close(); err != nil {
			tb.Error(err)
		}
	})
	return x
}

// Store opens the store at a path until the test ends.
func Store(tb testing.TB, path string) *store.Store {
	tb.Helper()
	s, err := store.Open(tb.Context(), path)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := s.Close(); err != nil {
			tb.Error(err)
		}
	})
	return s
}
