package retrieval

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"

	"qunwen/index/analysis"
	"qunwen/index/generation"
	"qunwen/index/wording"
)

const (
	MaxQuery = 400 // characters of a question that are looked up
	maxTerms = 64  // different terms of either field
)

// A Query is what is looked up for a question.
type Query struct {
	Words   []Word // distinct, without stop words; at most maxTerms
	bigrams []string
	total   float64 // of all rarities

	gramRarity []float64 // idf of each bigram over messages
	gramTotal  float64   // of all of them
	Wants      uint8     // what it asks for; see Wants
	Figures    bool      // it has a rate, an amount, or a circular by its number
	Letters    string    // its letters and digits: what says the same is no answer
	Unsaid     []string  // bigrams that no message in scope has
}

// A Word is a word or a phrase that was asked for.
type Word struct {
	Term     string
	Asked    string             // how the question writes it, folded: 千六 for the term 0.6%
	Phrase   bool               // it stood in quotation marks: it is looked for as it is
	Synonyms []analysis.Synonym // that are not asked for themselves
	Messages int                // messages with the word itself
	Said     bool               // it or a synonym
	Rarity   float64            // idf over messages, synonyms counted by their weight
}

// Query returns what is looked up for a question, before it is looked up.
func (x *Reader) Query(question string) Query {
	question = wording.Cut(question, MaxQuery)
	t := x.Analyzer.Analyze(question)
	asked := x.distinct(t.Words)
	written := x.Analyzer.Special(question)
	q := Query{Figures: len(written) > 0, bigrams: x.distinct(t.Bigrams), Wants: wording.Wants(question), Letters: wording.Letters(x.Analyzer.Fold(question))}
	for _, p := range x.phrases(question) {
		q.Words = append(q.Words, Word{Term: p, Asked: p, Phrase: true})
	}
	for _, w := range asked {
		var others []analysis.Synonym
		for _, s := range x.Analyzer.Synonyms(w) {
			if !slices.Contains(asked, s.Term) {
				others = append(others, s)
			}
		}
		q.Words = append(q.Words, Word{Term: w, Asked: cmp.Or(written[w], w), Synonyms: others})
	}
	return q
}

// distinct drops stop words and repetitions.
func (x *Reader) distinct(terms []string) []string {
	var out []string
	for _, t := range terms {
		if !x.Analyzer.Stop(t) && !slices.Contains(out, t) && len(out) < maxTerms {
			out = append(out, t)
		}
	}
	return out
}

// score adds the lexical scores of all terms of q to s.
func (x *Reader) score(ctx context.Context, s *scratch, sc Scope, q *Query) error {
	for i := range q.Words {
		if err := ctx.Err(); err != nil {
			return err
		}
		w := &q.Words[i]
		look := x.collect
		if w.Phrase {
			look = x.collectPhrase
		}
		if err := look(ctx, s, sc, generation.FieldWords, w.Term, 1); err != nil {
			return err
		}
		w.Messages = len(s.found)
		df := float64(w.Messages)
		for _, syn := range w.Synonyms {
			before := len(s.found)
			if err := x.collect(ctx, s, sc, generation.FieldWords, syn.Term, synonymUnits(syn.Weight)); err != nil {
				return err
			}
			df += syn.Weight * float64(len(s.found)-before)
		}
		w.Said = len(s.found) > 0
		if w.Phrase && !w.Said {
			continue // its words may stand there in another order
		}
		w.Rarity = idf(float64(x.Store.Len()), df)
		q.total += w.Rarity
		x.add(s, sc, w.Rarity, &x.words, 1<<i, s.Words, s.Covered)
	}
	for i, b := range q.bigrams {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := x.collect(ctx, s, sc, generation.FieldBigrams, b, 1); err != nil {
			return err
		}
		if len(s.found) == 0 {
			q.Unsaid = append(q.Unsaid, b)
		}
		rarity := idf(float64(x.Store.Len()), float64(len(s.found)))
		q.gramRarity = append(q.gramRarity, rarity)
		q.gramTotal += rarity
		x.add(s, sc, bigramWeight*rarity, &x.bigrams, 1<<i, s.Grams, nil)
	}
	return nil
}

// perfect is about the lexical score of a place that says all of the query's
// words; never 0.
func (q *Query) perfect() float64 { return max(q.total*(bm25K1+1), math.SmallestNonzeroFloat64) }

// synonymUnits rounds a weight to sixteenths: sums of these are exact, so that
// they do not depend on the order in which Bleve gives the postings.
func synonymUnits(weight float64) float32 { return float32(math.Round(16*weight) / 16) }

// Coverage is the share of the query's rarity that the words in mask have.
func (q *Query) Coverage(mask uint64) float64 {
	if q.total == 0 {
		return 0
	}
	sum := 0.0
	for i, w := range q.Words {
		if mask&(1<<i) != 0 {
			sum += w.Rarity
		}
	}
	return sum / q.total
}

// GramCoverage is the share of the bigrams' rarity that those in mask have.
func (q *Query) GramCoverage(mask uint64) float64 {
	if q.gramTotal == 0 {
		return 0
	}
	sum := 0.0
	for i, r := range q.gramRarity {
		if mask&(1<<i) != 0 {
			sum += r
		}
	}
	return sum / q.gramTotal
}

// Gain returns how much of what was asked a folded text says: the rarity of each
// word once, of a synonym by its weight.
func (q *Query) Gain(folded string) float64 {
	sum := 0.0
	for _, w := range q.Words {
		said := 0.0
		if strings.Contains(folded, w.Term) || strings.Contains(folded, w.Asked) {
			said = 1
		}
		for _, s := range w.Synonyms {
			if s.Weight > said && strings.Contains(folded, s.Term) {
				said = s.Weight
			}
		}
		sum += said * w.Rarity
	}
	return sum
}

// Rarest returns a mask of the rarest word that was said at all; 0 if none was.
func (q *Query) Rarest() uint64 {
	best := -1
	for i := range q.Words {
		if q.Words[i].Said && (best < 0 || q.Words[i].Rarity > q.Words[best].Rarity) {
			best = i
		}
	}
	if best < 0 || best > 63 {
		return 0
	}
	return 1 << best
}

// RarestTwo returns which share of the two rarest words of the query that were
// said at all is in mask.
func (q *Query) RarestTwo(mask uint64) float64 {
	var order []int
	for i := range q.Words[:min(64, len(q.Words))] {
		if q.Words[i].Said {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(q.Words[b].Rarity, q.Words[a].Rarity) })
	order = order[:min(2, len(order))]
	have := 0.0
	for _, i := range order {
		if mask&(1<<i) != 0 {
			have++
		}
	}
	return have / float64(max(1, len(order)))
}
