// Package people knows who has which names. [People] is the list that a site keeps in
// [File], by accounts and by hand; [Persons] tells which names are one person's, and
// [Names] knows a name again however an export has spoilt it.
package people

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"maps"
	"slices"
)

// Persons knows which names are one person's. A nil one knows nobody; it never
// changes and is safe for concurrent use.
type Persons struct {
	first map[string]string   // by Key, the name that stands for the person
	names map[string][]string // by that name, all of them
}

// NewPersons takes the names of each person, the first of which stands for all.
// A name that several have tells nobody: it stands for itself.
//
// Names are the same as in [Names].
func NewPersons(people [][]string) *Persons {
	p := &Persons{first: make(map[string]string), names: make(map[string][]string)}
	owners := make(map[string]int)
	for i, names := range people {
		for _, n := range names {
			k := Key(n)
			if of, ok := owners[k]; ok && of != i {
				owners[k] = -1
				continue
			}
			owners[k] = i
		}
	}
	for i, names := range people {
		var own []string
		for _, n := range names {
			if owners[Key(n)] == i {
				own = append(own, n)
			}
		}
		if len(own) < 2 {
			continue
		}
		p.names[own[0]] = own
		for _, n := range own {
			p.first[Key(n)] = own[0]
		}
	}
	return p
}

// Name returns the name that stands for the person of the given one: itself if
// it is nobody's, or the person has no other.
func (p *Persons) Name(name string) string {
	if first, ok := p.known(name); ok {
		return first
	}
	return name
}

// Names returns all names of the person of the given one, which is the only one
// if it is nobody's.
func (p *Persons) Names(name string) []string {
	if first, ok := p.known(name); ok {
		return slices.Clone(p.names[first])
	}
	return []string{name}
}

func (p *Persons) known(name string) (first string, ok bool) {
	if p == nil {
		return "", false
	}
	first, ok = p.first[Key(name)]
	return first, ok
}

// Sum names what p knows: two that know the same have the same. It is "" if p
// knows nobody.
func (p *Persons) Sum() string {
	if p == nil || len(p.first) == 0 {
		return ""
	}
	h := sha256.New()
	for _, k := range slices.Sorted(maps.Keys(p.first)) {
		_, _ = io.WriteString(h, k+"\x00"+p.first[k]+"\x01") // hashes do not fail
	}
	return hex.EncodeToString(h.Sum(nil)[:12])
}
