package people

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"qunwen/corpus/zh"
)

// Reasons for which people cannot be changed.
var (
	ErrSyntax     = errors.New("not as the file of people has it")
	ErrNoPerson   = errors.New("nobody has this name")
	ErrSamePerson = errors.New("the names are one person's already")
	ErrOneName    = errors.New("the person has no other name")
)

// A Person is somebody with the names they spoke under.
type Person struct {
	Name   string   `yaml:"name" json:"name"`                         // the one that stands for all
	Names  []string `yaml:"names,flow" json:"names"`                  // all, Name first
	IDs    []string `yaml:"ids,omitempty" json:"ids,omitempty"`       // accounts, as sums that do not tell the account
	Hidden bool     `yaml:"hidden,omitempty" json:"hidden,omitempty"` // imports leave their messages out
	Apart  []string `yaml:"apart,omitempty" json:"apart,omitempty"`   // names that are not theirs, whatever an account says
}

// People knows who has several names. The zero value knows nobody; it is not
// safe for concurrent changes.
type People struct {
	list    []*Person
	byName  map[string][]*Person
	byCore  map[string][]*Person // by what every tool keeps of their names; made when accounts are learnt
	byID    map[string]*Person
	changed bool
}

func (p *People) reindex() {
	p.byName, p.byID = make(map[string][]*Person), make(map[string]*Person)
	for _, who := range p.list {
		for _, n := range who.Names {
			p.byName[n] = append(p.byName[n], who)
		}
		for _, id := range who.IDs {
			p.byID[id] = who
		}
	}
}

// Changed reports whether anything was learnt since the file was read.
func (p *People) Changed() bool { return p.changed }

// All returns everybody, by their names. The persons are not to be changed.
func (p *People) All() []*Person {
	return slices.SortedStableFunc(slices.Values(p.list), func(a, b *Person) int { return strings.Compare(a.Name, b.Name) })
}

// Canon returns what stands for everybody's names: false if the name is only
// itself, or several people's.
func (p *People) Canon(name string) (string, bool) {
	if p == nil || len(p.byName[name]) != 1 {
		return "", false
	}
	return p.byName[name][0].key(), true
}

// key tells persons apart.
func (w *Person) key() string {
	return "\x00" + w.Name + "\x00" + strings.Join(w.IDs[:min(1, len(w.IDs))], "")
}

// CanonCore is Canon for a name as another tool may have spoilt it.
func (p *People) CanonCore(name string) (string, bool) {
	if p == nil {
		return "", false
	}
	core := nameCore(name)
	if found := p.byCore[core]; len(found) == 1 {
		return found[0].key(), true
	}
	return core, false
}

// Learn takes up which names accounts were seen under, in the order of the
// accounts, so that every run does the same.
func (p *People) Learn(accounts map[string][]string) {
	for _, account := range slices.SortedFunc(maps.Keys(accounts), cmp.Compare[string]) {
		if names := accounts[account]; len(names) > 0 {
			p.learn(account, names)
		}
	}
	p.byCore = make(map[string][]*Person)
	for _, who := range p.list {
		for _, n := range who.Names {
			if core := nameCore(n); !slices.Contains(p.byCore[core], who) {
				p.byCore[core] = append(p.byCore[core], who)
			}
		}
	}
}

// Hides reports whether messages under the name are left out.
func (p *People) Hides(name string) bool {
	return slices.ContainsFunc(p.byName[name], func(who *Person) bool { return who.Hidden })
}

func accountID(account string) string {
	sum := sha256.Sum256([]byte("qunwen account " + account))
	return hex.EncodeToString(sum[:8])
}

// learn takes up which names an account has.
func (p *People) learn(account string, names []string) {
	id := accountID(account)
	who := p.byID[id]
	if who == nil {
		// A name that was entered by hand, without an account, may be theirs.
		for _, n := range names {
			if have := p.byName[n]; len(have) == 1 && len(have[0].IDs) == 0 && !slices.Contains(have[0].Apart, n) {
				who = have[0]
				break
			}
		}
		if who == nil {
			who = &Person{Name: names[0]}
			p.list = append(p.list, who)
		}
		who.IDs = append(who.IDs, id)
		p.byID[id], p.changed = who, true
	}
	for _, n := range names {
		if n != "" && !slices.Contains(who.Names, n) && !slices.Contains(who.Apart, n) {
			who.Names = append(who.Names, n)
			p.byName[n] = append(p.byName[n], who)
			p.changed = true
		}
	}
}

// Merge makes the persons of the names one, and returns it; a name that nobody
// has is a further name of theirs. The first name stands for all. The error
// wraps ErrSamePerson.
func (p *People) Merge(names ...string) (*Person, error) {
	into := &Person{Name: names[0]}
	var gone []*Person
	for _, n := range names {
		found := p.byName[n]
		if len(found) == 0 {
			into.Names = append(into.Names, n)
		}
		for _, who := range found {
			if !slices.Contains(gone, who) {
				gone = append(gone, who)
			}
		}
	}
	if len(gone) == 1 && len(into.Names) == 0 {
		return gone[0], fmt.Errorf("%s: %w", strings.Join(names, "、"), ErrSamePerson)
	}
	for _, who := range gone {
		into.Names = append(into.Names, who.Names...)
		into.IDs = append(into.IDs, who.IDs...)
		into.Apart = append(into.Apart, who.Apart...)
		into.Hidden = into.Hidden || who.Hidden
	}
	into.Apart = slices.DeleteFunc(into.Apart, func(n string) bool { return slices.Contains(names, n) })
	into.Names = unique(append([]string{into.Name}, into.Names...))
	p.list = slices.DeleteFunc(p.list, func(who *Person) bool { return slices.Contains(gone, who) })
	p.list = append(p.list, into)
	p.changed = true
	p.reindex()
	return into, nil
}

// Hide says whether messages of the name's people are left out of imports. The
// error wraps ErrNoPerson.
func (p *People) Hide(name string, hidden bool) ([]*Person, error) {
	found := p.byName[name]
	if len(found) == 0 && hidden {
		who := &Person{Name: name, Names: []string{name}}
		p.list = append(p.list, who)
		p.reindex()
		found = p.byName[name]
	}
	if len(found) == 0 {
		return nil, fmt.Errorf("%s: %w", name, ErrNoPerson)
	}
	for _, who := range found {
		who.Hidden, p.changed = hidden, true
	}
	return found, nil
}

// Split takes a name from its person: from then on it is somebody else's,
// whatever accounts say. The error wraps ErrNoPerson or ErrOneName.
func (p *People) Split(name string) (from, own *Person, err error) {
	for _, who := range p.byName[name] {
		if len(who.Names) > 1 {
			from = who
		}
	}
	switch {
	case len(p.byName[name]) == 0:
		return nil, nil, fmt.Errorf("%s: %w", name, ErrNoPerson)
	case from == nil:
		return nil, nil, fmt.Errorf("%s: %w", name, ErrOneName)
	}
	from.Names = slices.DeleteFunc(from.Names, func(n string) bool { return n == name })
	from.Apart = append(from.Apart, name)
	if from.Name == name {
		from.Name = from.Names[0]
	}
	own = &Person{Name: name, Names: []string{name}, Hidden: from.Hidden}
	p.list = append(p.list, own)
	p.changed = true
	p.reindex()
	return from, own, nil
}

func unique(names []string) []string {
	seen := make(map[string]bool)
	return slices.DeleteFunc(names, func(n string) bool {
		if seen[n] {
			return true
		}
		seen[n] = true
		return false
	})
}

// nameCore is what of a name every tool keeps; the name if that is too little.
func nameCore(name string) string {
	if core := zh.Letters(name); utf8.RuneCountInString(core) >= 2 {
		return core
	}
	return name
}
