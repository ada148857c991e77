package index

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"qunwen/index/analysis"
	"qunwen/index/generation"
	"qunwen/index/wording"
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

	gramRarity []float64 // idf of each bigram over messages
	gramTotal  float64   // of all of them
	wants      uint8     // what it asks for; see Wants
	figures    bool      // it has a rate, an amount, or a circular by its number
	letters    string    // its letters and digits: what says the same is no answer
	unsaid     []string  // bigrams that no message in scope has
}

// A queryWord is a word or a phrase that was asked for.
type queryWord struct {
	term     string
	asked    string             // how the question writes it, folded: 千六 for the term 0.6%
	phrase   bool               // it stood in quotation marks: it is looked for as it is
	synonyms []analysis.Synonym // that are not asked for themselves
	df       int                // messages with the word itself
	said     bool               // it or a synonym
	rarity   float64            // idf over messages, synonyms counted by their weight
}

func (x *Index) query(question string) query {
	question = wording.Cut(question, maxQuery)
	t := x.analyzer.Analyze(question)
	asked := x.distinct(t.Words)
	written := x.analyzer.Special(question)
	q := query{figures: len(written) > 0, bigrams: x.distinct(t.Bigrams), wants: wording.Wants(question), letters: wording.Letters(x.analyzer.Fold(question))}
	for _, p := range x.phrases(question) {
		q.words = append(q.words, queryWord{term: p, asked: p, phrase: true})
	}
	for _, w := range asked {
		var others []analysis.Synonym
		for _, s := range x.analyzer.Synonyms(w) {
			if !slices.Contains(asked, s.Term) {
				others = append(others, s)
			}
		}
		q.words = append(q.words, queryWord{term: w, asked: cmp.Or(written[w], w), synonyms: others})
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
		look := x.collect
		if w.phrase {
			look = x.collectPhrase
		}
		if err := look(ctx, s, sc, generation.FieldWords, w.term, 1); err != nil {
			return err
		}
		w.df = len(s.found)
		df := float64(w.df)
		for _, syn := range w.synonyms {
			before := len(s.found)
			if err := x.collect(ctx, s, sc, generation.FieldWords, syn.Term, synonymUnits(syn.Weight)); err != nil {
				return err
			}
			df += syn.Weight * float64(len(s.found)-before)
		}
		w.said = len(s.found) > 0
		if w.phrase && !w.said {
			continue // its words may stand there in another order
		}
		w.rarity = idf(float64(x.store.Len()), df)
		q.total += w.rarity
		x.add(s, sc, w.rarity, &x.words, 1<<i, s.words, s.covered)
	}
	for i, b := range q.bigrams {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := x.collect(ctx, s, sc, generation.FieldBigrams, b, 1); err != nil {
			return err
		}
		if len(s.found) == 0 {
			q.unsaid = append(q.unsaid, b)
		}
		rarity := idf(float64(x.store.Len()), float64(len(s.found)))
		q.gramRarity = append(q.gramRarity, rarity)
		q.gramTotal += rarity
		x.add(s, sc, bigramWeight*rarity, &x.bigrams, 1<<i, s.grams, nil)
	}
	return nil
}

// perfect is about the lexical score of a place that says all of the query's
// words; never 0.
func (q *query) perfect() float64 { return max(q.total*(bm25K1+1), math.SmallestNonzeroFloat64) }

// missing returns the words of the query that nothing in scope has, and those
// that the best place lacks. Words that say little, and what the best hit shows
// inside another word, are left out.
func (n *inquiry) missing(all []sight) (unknown, missing []string) {
	best := &all[0]
	var b strings.Builder
	for _, s := range all[:min(len(all), judgedPlaces)] {
		b.WriteString(s.Title)
		for _, m := range s.Messages {
			b.WriteString(m.Quote)
		}
	}
	shown := n.x.analyzer.Fold(b.String())
	for i := range n.q.words {
		w := &n.q.words[i]
		if !n.x.tells(w) || wording.Holds(shown, w.asked) {
			continue
		}
		if !w.said {
			unknown = append(unknown, w.asked)
		}
		if n.covered[best.middle]&(1<<i) == 0 {
			missing = append(missing, w.asked)
		}
	}
	return wording.Longest(unknown), wording.Longest(missing)
}

// tells reports whether it is worth saying that a word is missing. It is not of
// single characters, bigrams that are no words, and Han words with a character
// that only fills (有人, 那个).
func (x *Index) tells(w *queryWord) bool {
	first, _ := utf8.DecodeRuneInString(w.term)
	switch {
	case utf8.RuneCountInString(w.term) == 1:
		return false
	case w.phrase:
		return utf8.RuneCountInString(w.term) <= namedPhrase
	case !unicode.Is(unicode.Han, first):
		return true
	}
	return x.analyzer.Known(w.term) && !strings.ContainsFunc(w.term, func(r rune) bool { return x.analyzer.Stop(string(r)) })
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

// gramCoverage is the share of the bigrams' rarity that those in mask have.
func (q *query) gramCoverage(mask uint64) float64 {
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

// gain returns how much of what was asked a folded text says: the rarity of each
// word once, of a synonym by its weight.
func (q *query) gain(folded string) float64 {
	sum := 0.0
	for _, w := range q.words {
		said := 0.0
		if strings.Contains(folded, w.term) || strings.Contains(folded, w.asked) {
			said = 1
		}
		for _, s := range w.synonyms {
			if s.Weight > said && strings.Contains(folded, s.Term) {
				said = s.Weight
			}
		}
		sum += said * w.rarity
	}
	return sum
}
