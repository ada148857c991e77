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
	"qunwen/corpus/people"
	"qunwen/corpus/zh"
	"qunwen/index/generation"
	"qunwen/index/retrieval"
)

const (
	// ownLine speaks for a line of the person whose words are asked for, in the
	// unit of a line's value.
	ownLine = 4

	// notTheirs is taken off the value with which lines of others are shown where
	// somebody's words are asked for: these come first.
	notTheirs = 100

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
				most, c.name = sent[n], people.ReadableName(x.r.Store.Name(int(n)))
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
