package index

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"qunwen/index/build"
	"qunwen/index/build/buildtest"
	"qunwen/index/dense"
)

// A live index takes in what is appended to a post, words within a second and
// then vectors, while it is asked.
func TestLive(t *testing.T) {
	site, write := growingSite(t)
	dir := t.TempDir()
	enc := &lockedEncoder{Encoder: buildtest.Encoder{Name: "fake"}}
	l, stop := live(t, dir, site, build.Builder{Encoder: enc, Aside: []string{"群问"}}, OpenOptions{Encoder: enc, Warn: func(err error) { t.Log(err) }})
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var searching sync.WaitGroup
	searching.Go(func() { // searches never fail, whatever is swapped
		for ; ctx.Err() == nil; time.Sleep(5 * time.Millisecond) {
			if _, err := l.Search(context.Background(), "退款", Options{}); err != nil {
				t.Error(err)
			}
		}
	})
	for i, word := range []string{"跳码", "鉴权", "冲正", "分账"} {
		write(fmt.Sprintf("> 09:0%d:00  余笙  \n   \n%s要先报备  \n   \n> 09:0%d:01  群问  \n   \n我说%s不是证据  \n   \n", i+1, word, i+1, word))
		l.Notify()
		deadline := time.Now().Add(20 * time.Second)
		for found := false; !found; {
			r, err := l.Search(t.Context(), word, Options{})
			if err != nil {
				t.Fatal(err)
			}
			for _, h := range r.Hits {
				for _, m := range h.Messages {
					found = found || m.Quote == word+"要先报备"
					if m.Speaker == "群问" {
						t.Errorf("the bot's own words are evidence: %s", m.Quote)
					}
				}
			}
			if !found && time.Now().After(deadline) {
				t.Fatalf("%s is not found", word)
			}
		}
	}
	for deadline := time.Now().Add(20 * time.Second); l.Missing() != 0; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%d vectors are missing", l.Missing())
		}
	}
	cancel()
	searching.Wait()
	stop()
	if _, err := l.Search(context.Background(), "退款", Options{}); err == nil {
		t.Error("a closed index answers")
	}
}

// A lockedEncoder is a buildtest.Encoder for several goroutines.
type lockedEncoder struct {
	buildtest.Encoder
	mu sync.Mutex
}

func (l *lockedEncoder) Encode(ctx context.Context, kind dense.Kind, texts []string) ([][]int8, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.Encoder.Encode(ctx, kind, texts)
}

func TestSearchHidden(t *testing.T) {
	x := open(t, sampleDir(t))
	question := "结算以后还能退款吗"
	r, err := x.Search(t.Context(), question, Options{})
	if err != nil || len(r.Hits) == 0 {
		t.Fatal(err, len(r.Hits))
	}
	gone := r.Hits[0].Messages[0].Speaker
	r, err = x.Search(t.Context(), question, Options{Hidden: func(speaker, _ string) bool { return speaker == gone }})
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range r.Hits {
		for _, m := range h.Messages {
			if m.Speaker == gone {
				t.Errorf("%s is shown", m.ID)
			}
		}
	}
}

// TestHiddenCountForNothing holds that what hidden people said does not make
// what others said around it an answer.
func TestHiddenCountForNothing(t *testing.T) {
	site := buildtest.Sample(t)
	site["paydesk/_posts/2024-03-01-chat.markdown"] = buildtest.Post("> 09:00:00  余笙\n\n大家早\n\n> 09:01:00  许衡\n\n貔貅通道的额度上限是八万八\n\n> 09:01:30  余笙\n\n收到\n")
	for _, enc := range []build.Encoder{nil, &buildtest.Encoder{Name: "fake"}} {
		x := openSite(t, site, enc)
		r, err := x.Search(t.Context(), "貔貅通道的额度上限是多少", Options{})
		if err != nil || len(r.Hits) == 0 || len(r.Unknown) > 0 {
			t.Fatalf("%+v, %v", r, err)
		}
		open := r.Confidence
		r, err = x.Search(t.Context(), "貔貅通道的额度上限是多少", Options{Hidden: func(speaker, _ string) bool { return speaker == "许衡" }})
		if err != nil || enc == nil && r.Confidence >= open || !slices.Contains(r.Unknown, "貔貅") {
			t.Errorf("confidence %.2f after %.2f, not known: %q, err %v", r.Confidence, open, r.Unknown, err)
		}
		for _, h := range r.Hits {
			if h.ThreadID == "paydesk/2024-03-01/090000" {
				t.Errorf("hit: %+v", h)
			}
		}
	}
}
