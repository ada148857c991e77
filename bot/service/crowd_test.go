package service

import (
	"context"
	"flag"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"qunwen/bot"
	"qunwen/bot/bottest"
	"qunwen/index"
)

// An echo is a searcher that finds each question itself.
type echo struct{}

func (echo) Search(_ context.Context, question string, _ index.Options) (index.Result, error) {
	hit := bottest.Hit()
	hit.Title, hit.Messages = "", hit.Messages[:1]
	hit.Messages[0].Quote = question
	return index.Result{Words: 1, Verdict: index.Answer, Hits: []index.Hit{hit}}, nil
}

var crowds = flag.Int("crowds", 10, "how many times TestCrowd has a crowd ask")

const (
	askers   = 12
	askEvery = 250 * time.Millisecond
)

// crowd has people ask one after the other, and returns whose answers were sent,
// by the order in which they asked, and how long after they asked.
func crowd(t *testing.T, p bot.Pace) (whose []int, waited, at []time.Duration) {
	t.Helper()
	number := regexp.MustCompile(`第(\d+)个问题`)
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, script{cfg: func(c *bot.Config) { c.Pace, c.Searcher = p, echo{} }})
		in := s.message("", "")
		begin := time.Now()
		for i := range askers {
			in.ID, in.Time, in.Text = fmt.Sprint("q", i), s.now(), fmt.Sprintf("@群问 第%d个问题怎么解决", i)
			in.Sender = bot.Sender{ID: fmt.Sprint("id ", i), Nick: fmt.Sprint("甲", i)}
			s.service.OnMessage(t.Context(), in)
			time.Sleep(askEvery)
		}
		for i, text := range s.later(time.Hour) {
			m := number.FindStringSubmatch(text)
			if m == nil {
				t.Fatalf("sent %q", text)
			}
			k, err := strconv.Atoi(m[1])
			if err != nil {
				t.Fatal(err)
			}
			whose = append(whose, k)
			at = append(at, s.wire.at[i].Sub(begin))
			waited = append(waited, at[i]-time.Duration(k)*askEvery)
		}
	})
	return whose, waited, at
}

// TestCrowd has twelve people ask within three seconds at the default pace: each
// gets their own answer, in the order in which they asked, six within a minute. With
// -v it prints how long they wait.
func TestCrowd(t *testing.T) {
	p := bot.DefaultPace()
	inOrder := make([]int, askers)
	for i := range inOrder {
		inOrder[i] = i
	}
	all := make([][]time.Duration, askers) // by who asked: how long they waited
	for range *crowds {
		whose, waited, at := crowd(t, p)
		if !slices.Equal(whose, inOrder) {
			t.Fatalf("answered were %v", whose)
		}
		for i := range at {
			all[i] = append(all[i], waited[i])
			if i > 0 && at[i]-at[i-1] < p.MinGap {
				t.Errorf("answers %d and %d are %v apart", i-1, i, at[i]-at[i-1])
			}
			if i >= p.RoomPerMinute && at[i]-at[i-p.RoomPerMinute] < time.Minute {
				t.Errorf("answers %d to %d within %v", i-p.RoomPerMinute, i, at[i]-at[i-p.RoomPerMinute])
			}
			most := p.Thinking + time.Duration(i)*(p.MinGap+p.Jitter) + time.Duration(i/p.RoomPerMinute)*time.Minute
			if waited[i] > most {
				t.Errorf("the %d. waited %v, more than %v", i+1, waited[i], most)
			}
		}
	}
	for i, w := range all {
		slices.Sort(w)
		t.Logf("asked as %2d.: %5.1f s at least, %5.1f s half of them, %5.1f s at most", i+1, w[0].Seconds(), w[len(w)/2].Seconds(), w[len(w)-1].Seconds())
	}
}
