package index

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"qunwen/corpus"
)

// A Hit is a place where the question was talked of.
type Hit struct {
	Score    float64      // comparable within one search only
	Coverage float64      // share of what was asked that was said there, weighted by rarity; 0 to 1
	Window   float64      // similarity of the question to the best window there; 0 without vectors
	Message  float64      // and to the most similar message there; 0 without vectors
	Room     string       // folder name
	ThreadID string       // ID of the first message of the conversation
	Title    string       // the message that opened the subject, as it was said
	Messages []HitMessage // the excerpt: in the order they were said; at least one
}

// A HitMessage is a message of an excerpt.
type HitMessage struct {
	ID      string
	Time    time.Time
	Line    int // in its post
	Speaker string
	Quote   string // what was said, verbatim; a long message is cut, marked …
	Kind    corpus.Kind
}

const (
	maxQuery = 400 // characters of a question that are looked up
	maxTerms = 64  // different terms of either field
)

// Search returns the places where question was talked of, best first, each
// from another part of the talk. A question without a usable term, and one
// whose terms nobody used, has no hits and no error.
func (x *Index) Search(ctx context.Context, question string, opt Options) ([]Hit, error) {
	if err := opt.Validate(); err != nil {
		return nil, err
	}
	q := x.query(question)
	if len(q.words) == 0 {
		return nil, nil
	}
	s := x.scratch.Get().(*scratch)
	defer func() {
		s.reset()
		x.scratch.Put(s)
	}()
	sc := x.scope(opt)
	if err := x.score(ctx, s, sc, &q); err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	if x.meanings != nil {
		if err := x.similar(ctx, s, sc, question); err != nil {
			if ctx.Err() != nil {
				return nil, fmt.Errorf("search: %w", ctx.Err())
			}
			x.warnOnce.Do(func() { x.warn(fmt.Errorf("search by words only: %w", err)) })
			clear(s.message)
			clear(s.window)
		}
		x.fuse(s, sc)
	}
	places := x.places(s, cmp.Or(opt.Limit, defaultLimit))
	hits := make([]Hit, 0, len(places))
	for _, p := range places {
		hits = append(hits, x.hit(s, sc, &q, p))
	}
	return hits, nil
}

// A query is what is looked up for a question.
type query struct {
	words   []string // distinct, without stop words; at most maxTerms
	bigrams []string
	rarity  []float64 // of each word: its idf over messages
	total   float64   // of all rarities
}

func (x *Index) query(question string) query {
	if r := []rune(question); len(r) > maxQuery {
		question = string(r[:maxQuery])
	}
	t := x.analyzer.Analyze(question)
	return query{words: x.distinct(t.Words), bigrams: x.distinct(t.Bigrams)}
}

// distinct drops stop words and repetitions.
func (x *Index) distinct(terms []string) []string {
	var out []string
	for _, t := range terms {
		if !x.analyzer.Stop(t) && !slices.Contains(out, t) && len(out) < maxTerms {
			out = append(out, t)
		}
	}
	return out
}

func (x *Index) score(ctx context.Context, s *scratch, sc scope, q *query) error {
	for i, w := range q.words {
		if err := ctx.Err(); err != nil {
			return err
		}
		df, err := x.add(ctx, s, sc, fieldWords, w, 1, &x.words, i)
		if err != nil {
			return err
		}
		rarity := idf(float64(x.store.n), float64(df))
		q.rarity = append(q.rarity, rarity)
		q.total += rarity
	}
	for _, b := range q.bigrams {
		if err := ctx.Err(); err != nil {
			return err
		}
		if _, err := x.add(ctx, s, sc, fieldBigrams, b, bigramWeight, &x.bigrams, -1); err != nil {
			return err
		}
	}
	return nil
}

// coverage is the share of the query's rarity that the words in mask have.
func (q *query) coverage(mask uint64) float64 {
	if q.total == 0 {
		return 0
	}
	sum := 0.0
	for i, r := range q.rarity {
		if mask&(1<<i) != 0 {
			sum += r
		}
	}
	return sum / q.total
}

// places returns the ordinals in the middle of the best places, none within
// reach of a better one.
func (x *Index) places(s *scratch, limit int) []int {
	var places []int
	for len(places) < limit {
		best := -1
		for _, i := range s.touched {
			if best >= 0 && (s.score[i] < s.score[best] || s.score[i] == s.score[best] && i > best) {
				continue
			}
			near := func(j int) bool { return x.dayOf[i] == x.dayOf[j] && max(i-j, j-i) <= 2*windowRadius }
			if !slices.ContainsFunc(places, near) {
				best = i
			}
		}
		if best < 0 {
			break
		}
		places = append(places, best)
	}
	return places
}
