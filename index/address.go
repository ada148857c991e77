package index

import (
	"cmp"
	"context"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"qunwen/corpus"
	"qunwen/corpus/zh"
	"qunwen/index/retrieval"
)

// owner is how a question calls the one who runs the group, and what stands in
// that member's published name.
const owner = "群主"

// worker ends forms of address (李工) and many words (施工).
const worker = "工"

// frequent is how many messages somebody has sent who is known by the surname.
const frequent = 20

// addressSource is a form of address; what is asked follows as behind a name.
const addressSource = `@? ?(` + zh.AddressPattern + `|` + owner + `)`

var (
	addressSaidBy = regexp.MustCompile(addressSource + saidBySource)
	addressSaysOf = regexp.MustCompile(`^` + addressSource + saysOfSource)
)

// A Person is whom a question means by a surname or a role, as in 老王怎么看. The
// zero Person is of a question without such a form of address, and of one that
// fits nobody.
type Person struct {
	Word string // the form of address: 老王, 王总, 群主

	// Names are the published names of those whom it fits, one of each person,
	// who talk most first. If there is one, only that person's words were
	// searched for; if there are several, the question was searched as it stands.
	Names []string
}

// addressed finds whom a form of address in a question means: the one frequent
// speaker of that surname, or the one whose name says 群主. who is as in named,
// and nil unless exactly one person fits.
//
// A form of address that is a word as well means nobody.
func (x *Index) addressed(ctx context.Context, question string, opt Options) (who []uint32, p Person, rest string) {
	if utf8.RuneCountInString(question) > retrieval.MaxQuery {
		return nil, Person{}, question
	}
	folded := x.r.Analyzer.Fold(question) // rune for rune
	at := addressSaidBy.FindStringSubmatchIndex(folded)
	if at == nil {
		at = addressSaysOf.FindStringSubmatchIndex(folded)
	}
	if at == nil || x.insideWord(folded, at[2]) {
		return nil, Person{}, question
	}
	word := folded[at[2]:at[3]]
	if strings.HasSuffix(word, worker) && x.r.Analyzer.Known(word) {
		return nil, Person{}, question
	}
	fits := x.candidates(word, opt)
	if len(fits) == 0 || word != owner && x.isWord(ctx, word, fits[0].who) {
		return nil, Person{}, question
	}
	p.Word = word
	for i := range fits {
		p.Names = append(p.Names, fits[i].name)
	}
	if len(fits) > 1 {
		return nil, p, question
	}
	runes := []rune(question)
	rest = strings.TrimSpace(string(runes[:utf8.RuneCountInString(folded[:at[0]])]) + " " + string(runes[utf8.RuneCountInString(folded[:at[1]]):]))
	if q := x.r.Query(rest); len(q.Words) == 0 {
		return nil, Person{}, question
	}
	return fits[0].who, p, rest
}

// insideWord reports whether the character at a place of a text ends a word, so
// that it is no surname: 于 of 关于老师说的.
func (x *Index) insideWord(text string, at int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:at])
	first, _ := utf8.DecodeRuneInString(text[at:])
	return at > 0 && x.r.Analyzer.Known(string(before)+string(first))
}

// A candidate is a person whom a form of address may mean.
type candidate struct {
	who  []uint32 // numbers of the person's names
	name string   // published: the one under which most was said
	sent int      // messages in scope
}

// candidates returns the people whom a form of address fits, who talk most
// first. Only what was said in the rooms that are searched, by nobody hidden and
// not after opt.Before counts; what was said before opt.Since does.
func (x *Index) candidates(word string, opt Options) []candidate {
	fits := x.fitting(word)
	if len(fits) == 0 {
		return nil
	}
	opt.Since = time.Time{}
	sc := x.scope(opt)
	sent := x.sent(&sc)
	var all []candidate
	seen := make(map[string]bool)
	for _, k := range fits {
		name := x.names()[k]
		if seen[name] || sc.Hidden != nil && sc.Hidden[k] {
			continue
		}
		seen[name] = true
		c := candidate{who: x.bearers(name, sc.Hidden)}
		most := 0
		for _, n := range c.who {
			c.sent += sent[n]
			if sent[n] > most {
				most, c.name = sent[n], corpus.ReadableName(x.r.Store.Name(int(n)))
			}
		}
		if c.sent >= frequent || word == owner && c.sent > 0 {
			all = append(all, c)
		}
	}
	slices.SortStableFunc(all, func(a, b candidate) int { return cmp.Compare(b.sent, a.sent) })
	return all
}

// fitting returns the numbers of the names that a form of address fits.
func (x *Index) fitting(word string) []int {
	surname := zh.SurnameOf(word)
	var fits []int
	for k, own := range x.names() {
		fit := strings.HasSuffix(own, word) || zh.HasSurname(own, surname) // 隔壁老王 is a 老王, too
		if word == owner {
			fit = strings.Contains(x.r.Analyzer.Fold(x.r.Store.Name(k)), owner)
		}
		if fit && own != "" {
			fits = append(fits, k)
		}
	}
	return fits
}

// sent counts the messages in scope by the number of their speaker.
func (x *Index) sent(sc *retrieval.Scope) []int {
	out := make([]int, x.r.Store.Speakers())
	for d := range x.r.Manifest.Days {
		for i := sc.Start[d]; i < sc.End[d]; i++ {
			out[x.r.Store.Who(i)]++
		}
	}
	return out
}
