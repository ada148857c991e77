package index

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"qunwen/corpus"
	"qunwen/index/generation"
	"qunwen/index/retrieval"
)

const (
	// ownLine speaks for a line of the person whose words are asked for, in the
	// unit of a line's value.
	ownLine = 4

	shortName = 2 // characters of the shortest name that is looked for
	longName  = 12
	partName  = 3 // characters of a name that may stand amid a longer one

	rareName = 20 // messages that may hold a name whose bearers hardly speak
)

// What is asked about a person stands behind the name. After the words of the
// first group the question may go on before the name (清算这块余笙怎么看); those
// of the second follow the name at its beginning.
const (
	saidBySource = `(?:老师|同学|大佬|大神)?(?:以前|之前|上次|当时|曾经|都|也|有没有)*(?:是?(?:怎么|如何|咋)(?:看待?|说|讲|理解|解释|回答|认为)的?|(?:说|讲|聊|谈|提|分享)(?:过|到过?|的)|认为|觉得|的(?:看法|观点|意见|建议|说法|理解|解释|回答|经验))`
	saysOfSource = `(?:老师|同学|大佬|大神)?(?:以前|之前|上次|当时|曾经|都|也|有没有)*(?:对于?|关于|说|讲)`
)

var (
	saidBy = regexp.MustCompile(saidBySource)
	saysOf = regexp.MustCompile(`^` + saysOfSource)
)

// askedOf finds the person whose words a question asks for, by name or by a form
// of address, and returns the question without the person.
func (n *inquiry) askedOf(ctx context.Context, question string, opt Options) string {
	var rest string
	if n.Who, rest = n.x.named(ctx, question, n.Scope.Hidden); n.Who == nil {
		n.Who, n.person, rest = n.x.addressed(ctx, question, opt)
	}
	return rest
}

// named finds the person whose words a question asks for. who holds the numbers
// of the speakers that bear the name, in the order of the store, and rest is the
// question without it; who is nil if there is no such name, or if nothing else
// is asked.
//
// A name that is a word as well is none: 微信, 银联 and the like are talked of far
// more often than those who call themselves so talk. hidden tells by number which
// speakers must not be found; nil if all may be.
func (x *Index) named(ctx context.Context, question string, hidden []bool) (who []uint32, rest string) {
	if utf8.RuneCountInString(question) > retrieval.MaxQuery {
		return nil, question
	}
	folded := x.r.Analyzer.Fold(question) // rune for rune
	all, runes := []rune(folded), []rune(question)
	left := func(who []uint32, rest string) ([]uint32, string) {
		if q := x.r.Query(rest); len(q.Words) == 0 {
			return nil, question
		}
		return who, strings.TrimSpace(rest)
	}
	for _, at := range saidBy.FindAllStringIndex(folded, -1) {
		end := utf8.RuneCountInString(folded[:at[0]])
		for k := max(0, end-longName); k <= end-shortName; k++ {
			if who := x.speakers(ctx, string(all[k:end]), hidden); who != nil {
				return left(who, string(runes[:k])+" "+string(runes[utf8.RuneCountInString(folded[:at[1]]):]))
			}
		}
	}
	for k := min(longName, len(all)); k >= shortName; k-- {
		if verb := saysOf.FindString(string(all[k:])); verb != "" {
			if who := x.speakers(ctx, string(all[:k]), hidden); who != nil {
				return left(who, string(runes[k+utf8.RuneCountInString(verb):]))
			}
		}
	}
	return nil, question
}

// speakers returns the numbers of the speakers of that name, which is folded:
// the first part of theirs is it, or holds it if it is not so short. It returns
// nil for a name that is a word as well.
func (x *Index) speakers(ctx context.Context, name string, hidden []bool) []uint32 {
	name = strings.TrimLeft(strings.TrimSpace(name), "@")
	size := utf8.RuneCountInString(name)
	if size < shortName {
		return nil
	}
	who := x.bearers(name, hidden)
	if who == nil || x.isWord(ctx, name, who) {
		return nil
	}
	return who
}

// bearers returns the numbers of the speakers whose name has a first part that is
// name, or holds it if it is not so short; nil if there are none.
func (x *Index) bearers(name string, hidden []bool) []uint32 {
	long := utf8.RuneCountInString(name) >= partName
	var who []uint32
	for k, own := range x.names() {
		if (own == name || long && strings.Contains(own, name)) && (hidden == nil || !hidden[k]) {
			who = append(who, uint32(k))
		}
	}
	return who
}

// isWord reports whether others use a name more than its bearers speak.
func (x *Index) isWord(ctx context.Context, name string, who []uint32) bool {
	used, spoken := 0, rareName
	if err := x.r.Terms.Postings(ctx, generation.FieldWords, name, func(int, float32) { used++ }); err != nil {
		return true // the search itself will say so
	}
	for i := range x.r.Store.Len() {
		if _, ok := slices.BinarySearch(who, x.r.Store.Who(i)); ok {
			spoken++
		}
	}
	return used > spoken
}

// foldedNames returns the first part of each speaker's name, by number.
func (x *Index) foldedNames() []string {
	out := make([]string, x.r.Store.Speakers())
	for k := range out {
		out[k] = x.r.Analyzer.Fold(corpus.SplitSpeaker(x.r.Store.Name(k)).Name)
	}
	return out
}
