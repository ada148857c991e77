package index

import (
	"context"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"qunwen/index/analysis"
)

const (
	maxQuery = 400 // characters of a question that are looked up
	maxTerms = 64  // different terms of either field
)

// A query is what is looked up for a question.
type query struct {
	words   []queryWord // distinct, without stop words; at most maxTerms
	bigrams []string
	total   float64 // of all rarities
}

// A queryWord is a word that was asked for.
type queryWord struct {
	term     string
	synonyms []analysis.Synonym // that are not asked for themselves
	df       int                // messages with the word itself
	said     bool               // it or a synonym
	rarity   float64            // idf over messages, synonyms counted by their weight
}

func (x *Index) query(question string) query {
	if r := []rune(question); len(r) > maxQuery {
		question = string(r[:maxQuery])
	}
	t := x.analyzer.Analyze(question)
	asked := x.distinct(t.Words)
	q := query{bigrams: x.distinct(t.Bigrams)}
	for _, w := range asked {
		var others []analysis.Synonym
		for _, s := range x.analyzer.Synonyms(w) {
			if !slices.Contains(asked, s.Term) {
				others = append(others, s)
			}
		}
		q.words = append(q.words, queryWord{term: w, synonyms: others})
	}
	return q
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

// score adds the lexical scores of all terms of q to s.
func (x *Index) score(ctx context.Context, s *scratch, sc scope, q *query) error {
	for i := range q.words {
		if err := ctx.Err(); err != nil {
			return err
		}
		w := &q.words[i]
		if err := x.collect(ctx, s, sc, fieldWords, w.term, 1); err != nil {
			return err
		}
		w.df = len(s.found)
		df := float64(w.df)
		for _, syn := range w.synonyms {
			before := len(s.found)
			if err := x.collect(ctx, s, sc, fieldWords, syn.Term, synonymUnits(syn.Weight)); err != nil {
				return err
			}
			df += syn.Weight * float64(len(s.found)-before)
		}
		w.said = len(s.found) > 0
		w.rarity = idf(float64(x.store.n), df)
		q.total += w.rarity
		x.add(s, sc, w.rarity, &x.words, i)
	}
	for _, b := range q.bigrams {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := x.collect(ctx, s, sc, fieldBigrams, b, 1); err != nil {
			return err
		}
		x.add(s, sc, bigramWeight*idf(float64(x.store.n), float64(len(s.found))), &x.bigrams, -1)
	}
	return nil
}

// perfect is about the lexical score of a place that says all of the query's
// words; never 0.
func (q *query) perfect() float64 { return max(q.total*(bm25K1+1), math.SmallestNonzeroFloat64) }

// missing returns the words of the query that nothing in scope has, and those
// that the best place lacks. Bigrams that are no words, and words with a
// character that only fills (有人, 那个), are left out, and what the best hit
// shows inside another word.
func (n *inquiry) missing(best *sight) (unknown, missing []string) {
	var b strings.Builder
	b.WriteString(best.Title)
	for _, m := range best.Messages {
		b.WriteString(m.Quote)
	}
	shown := n.x.analyzer.Fold(b.String())
	for i := range n.q.words {
		w := &n.q.words[i]
		if !n.x.analyzer.Known(w.term) || strings.ContainsFunc(w.term, func(r rune) bool { return n.x.analyzer.Stop(string(r)) }) {
			continue
		}
		if strings.Contains(shown, w.term) || utf8.RuneCountInString(w.term) == 1 {
			continue
		}
		if !w.said {
			unknown = append(unknown, w.term)
		}
		if n.covered[best.middle]&(1<<i) == 0 {
			missing = append(missing, w.term)
		}
	}
	return longest(unknown), longest(missing)
}

// longest leaves out words that are part of another of them.
func longest(words []string) []string {
	return slices.DeleteFunc(slices.Clone(words), func(w string) bool {
		return slices.ContainsFunc(words, func(o string) bool { return o != w && strings.Contains(o, w) })
	})
}

// synonymUnits rounds a weight to sixteenths: sums of these are exact, so that
// they do not depend on the order in which Bleve gives the postings.
func synonymUnits(weight float64) float32 { return float32(math.Round(16*weight) / 16) }

// coverage is the share of the query's rarity that the words in mask have.
func (q *query) coverage(mask uint64) float64 {
	if q.total == 0 {
		return 0
	}
	sum := 0.0
	for i, w := range q.words {
		if mask&(1<<i) != 0 {
			sum += w.rarity
		}
	}
	return sum / q.total
}
