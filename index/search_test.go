package index

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/mapping"

	"qunwen/corpus/sample"
	"qunwen/index/build/buildtest"
	"qunwen/index/generation"
)

func TestSearch(t *testing.T) {
	for name, x := range map[string]*Index{"words": open(t, sampleDir(t)), "vectors": openVectors(t)} {
		t.Run(name, func(t *testing.T) { testSearch(t, x) })
	}
}

func testSearch(t *testing.T, x *Index) {
	for _, tt := range []struct {
		name, question string
		opt            Options
		want           string // ID that the first hit must show; "" if there must be no hit
	}{
		{"words of the question", "结算以后还能退款吗", Options{}, "paydesk/2023-03-06/091412"},
		{"traditional and full-width", "結算以後還能退款嗎", Options{}, "paydesk/2023-03-06/091412"},
		{"limited to a room", "结算以后还能退款吗", Options{Rooms: []string{"paydesk"}}, "paydesk/2023-03-06/091412"},
		{"a room that does not exist", "结算以后还能退款吗", Options{Rooms: []string{"nowhere"}}, ""},
		{"before anything was said", "结算以后还能退款吗", Options{Before: time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC)}, ""},
		{"stop words only", "请问这个是什么呢", Options{}, ""},
		{"emoji only", "[强][强]😀", Options{}, ""},
		{"query syntax", `+-"*:()~^`, Options{}, ""},
		{"empty", "", Options{}, ""},
		{"invalid UTF-8", "\xff\xfe", Options{}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := search(t, x, tt.question, tt.opt)
			switch {
			case tt.want == "" && len(got) > 0:
				t.Errorf("hits = %v, want none", got)
			case tt.want != "" && (len(got) == 0 || !slices.Contains(got[0], tt.want)):
				t.Errorf("hits = %v, want %s in the first", got, tt.want)
			}
		})
	}
}

func TestSearchLimits(t *testing.T) {
	x := open(t, sampleDir(t))
	if got := search(t, x, "退款", Options{Limit: 7}); len(got) != 7 {
		t.Errorf("%d hits, want 7", len(got))
	}
	if got := search(t, x, strings.Repeat("退款和结算", 20000), Options{}); len(got) == 0 {
		t.Error("no hit for a question of 100,000 characters")
	}
	for _, limit := range []int{-1, maxLimit + 1} {
		if _, err := x.Search(t.Context(), "退款", Options{Limit: limit}); err == nil {
			t.Errorf("limit %d: no error", limit)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := x.Search(ctx, "退款", Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("err = %v, want context.Canceled", err)
	}
}

// Nothing said after Before may be shown or make a place better.
func TestSearchBefore(t *testing.T) {
	x := open(t, sampleDir(t))
	at := time.Date(2023, 3, 6, 9, 15, 0, 0, time.UTC)
	found, err := x.Search(t.Context(), "结算以后还能退款吗", Options{Before: at})
	if err != nil || len(found.Hits) == 0 {
		t.Fatalf("%d hits, err %v", len(found.Hits), err)
	}
	for _, h := range found.Hits {
		for _, m := range h.Messages {
			if m.Time.After(at) {
				t.Errorf("%s was said after %v", m.ID, at)
			}
		}
	}
}

// An excerpt keeps to its bounds, in order behind the line that answers first,
// within one day, verbatim.
func TestSearchExcerpts(t *testing.T) {
	x := open(t, sampleDir(t))
	for _, q := range []string{"退款", "结算 对账", "优惠券", "分账以后退款", "217号文"} {
		found, err := x.Search(t.Context(), q, Options{Limit: 10})
		if err != nil || len(found.Hits) == 0 {
			t.Fatalf("%q: %d hits, err %v", q, len(found.Hits), err)
		}
		for i, h := range found.Hits {
			if i > 0 && h.Score > found.Hits[i-1].Score {
				t.Errorf("%q: hit %d is better than the one before", q, i)
			}
			runes := 0
			for k, m := range h.Messages {
				runes += utf8.RuneCountInString(m.Quote)
				if k > 1 && m.Time.Before(h.Messages[k-1].Time) {
					t.Errorf("%q: %s is out of order", q, m.ID)
				}
				if m.Quote == "" || !strings.HasPrefix(m.ID, h.Room+"/") {
					t.Errorf("%q: %+v", q, m)
				}
			}
			if len(h.Messages) > maxLines || runes > maxRunes || h.Coverage < 0 || h.Coverage > 1 {
				t.Errorf("%q: %d lines, %d characters, coverage %v", q, len(h.Messages), runes, h.Coverage)
			}
		}
	}
}

// The second copy of a line is not shown, nor found by itself.
func TestSearchSkipsCopies(t *testing.T) {
	site := buildtest.Sample(t)
	body := ""
	for i := range 10 {
		line := fmt.Sprintf("第%d句说斑马线的事", i)
		body += fmt.Sprintf("> 10:00:%02d  陶渊\n\n%s\n\n> 10:00:%02d  陶渊-云杉支付-产品\n\n%s\n\n", i, line, i, line)
	}
	site["source/coupons/_posts/2023-06-01-chat.markdown"] = buildtest.Post(body)
	dir := t.TempDir()
	buildtest.Refresh(t, dir, site)
	got := search(t, open(t, dir), "斑马线", Options{Limit: 20})
	if len(got) == 0 {
		t.Fatal("nothing found")
	}
	for _, ids := range got {
		for _, id := range ids {
			if strings.HasSuffix(id, ".2") {
				t.Errorf("the copy %s is shown", id)
			}
		}
	}
}

// Readers work side by side, and a Refresh does not disturb them.
func TestSearchWhileRefreshing(t *testing.T) {
	site := buildtest.Sample(t)
	dir := t.TempDir()
	buildtest.Refresh(t, dir, site)
	x := open(t, dir)
	want := search(t, x, "结算以后还能退款吗", Options{})
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 20 {
				found, err := x.Search(t.Context(), "结算以后还能退款吗", Options{})
				if err != nil || len(found.Hits) != len(want) {
					t.Errorf("%d hits, err %v", len(found.Hits), err)
					return
				}
			}
		})
		wg.Go(func() {
			for range 15 {
				y, err := Open(dir, OpenOptions{})
				if err != nil {
					t.Error(err)
					return
				}
				if found, err := y.Search(t.Context(), "结算以后还能退款吗", Options{}); err != nil || len(found.Hits) == 0 {
					t.Errorf("%d hits right after opening, err %v", len(found.Hits), err)
				}
				if err := y.Close(); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for i := range 6 {
		site["source/paydesk/_posts/2023-06-01-chat.markdown"] = buildtest.Post(fmt.Sprintf("> 09:00:00  a\n\n斑马线%d\n", i))
		buildtest.Refresh(t, dir, site)
	}
	wg.Wait()
	if got := search(t, x, "结算以后还能退款吗", Options{}); !reflect.DeepEqual(got, want) {
		t.Error("an open index changed")
	}
}

// The inverted index is an ordinary Bleve index with BM25 scoring.
func TestBleveIndex(t *testing.T) {
	dir := sampleDir(t)
	stores, _ := filepath.Glob(filepath.Join(dir, "g-*", "bleve"))
	if len(stores) != 1 {
		t.Fatalf("stores = %v", stores)
	}
	x, err := bleve.OpenUsing(stores[0], map[string]any{"read_only": true, "bolt_timeout": "2s"})
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	if m, ok := x.Mapping().(*mapping.IndexMappingImpl); !ok || m.ScoringModel != "bm25" {
		t.Errorf("mapping = %+v", x.Mapping())
	}
	q := bleve.NewTermQuery("垫资")
	q.SetField(generation.FieldWords)
	r, err := x.SearchInContext(t.Context(), bleve.NewSearchRequest(q))
	if err != nil || r.Total == 0 {
		t.Errorf("%v hits, err %v", r, err)
	}
}

func BenchmarkSearch(b *testing.B) {
	x := open(b, sampleDir(b))
	for b.Loop() {
		if _, err := x.Search(b.Context(), "结算以后还能退款吗", Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkOpen(b *testing.B) {
	dir := sampleDir(b)
	for b.Loop() {
		x, err := Open(dir, OpenOptions{})
		if err != nil {
			b.Fatal(err)
		}
		x.Close()
	}
}

func BenchmarkRefresh(b *testing.B) {
	messages := 0
	for b.Loop() {
		messages += buildtest.Refresh(b, b.TempDir(), sample.Site()).Messages
	}
	b.ReportMetric(float64(messages)/b.Elapsed().Seconds(), "messages/s")
}
