package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"qunwen/bot/store"
	"qunwen/corpus/days"
	"qunwen/corpus/people"
)

// A personsFile is who has several names on a site, read again whenever its
// file has changed. The zero value is one that has not been read. It is safe
// for concurrent use.
type personsFile struct {
	mu      sync.Mutex
	stamp   days.Stamp
	persons *people.Persons // nil: nobody has
	hidden  []string        // all names of those who are hidden there
}

// peopleHelp is what to do about a list of people that cannot be read.
const peopleHelp = "改好它，或者从备份里取回来"

// read returns what the file says now. An error names its path and line.
func (f *personsFile) read(site fs.FS) (*people.Persons, []string, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	stamp := days.StampOf(site, people.File)
	if stamp == f.stamp {
		return f.persons, f.hidden, nil
	}
	data, err := fs.ReadFile(site, people.File)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, nil, fmt.Errorf("名单 %w", err)
	}
	known, err := people.Parse(data)
	if err != nil {
		return nil, nil, fmt.Errorf("名单 %w", yamlFault(people.File, importError(err), peopleHelp))
	}
	var names [][]string
	f.hidden = nil
	for _, who := range known.All() {
		names = append(names, who.Names)
		if who.Hidden {
			f.hidden = append(f.hidden, who.Names...)
		}
	}
	f.persons, f.stamp = people.NewPersons(names), stamp
	return f.persons, f.hidden, nil
}

// knownPersons is who has several names, for the index.
func (e *env) knownPersons() (*people.Persons, error) {
	persons, _, err := e.persons.read(e.site)
	return persons, err
}

// alsoHidden returns all names of the people who have one of names, and of
// those whom the site's own list hides, in order.
func (e *env) alsoHidden(names []string) ([]string, error) {
	persons, all, err := e.persons.read(e.site)
	if err != nil {
		return nil, err
	}
	all = slices.Clone(all)
	for _, n := range names {
		all = append(append(all, n), persons.Names(n)...)
	}
	slices.Sort(all)
	return slices.Compact(all), nil
}

// hiddenNames are the names of everybody who is hidden; st may be nil.
func (e *env) hiddenNames(ctx context.Context, st *store.Store) ([]string, error) {
	var names []string
	if st != nil {
		var err error
		if names, err = st.Hidden(ctx); err != nil {
			return nil, err
		}
	}
	return e.alsoHidden(names)
}

// storeName is the file in the data folder with what is not in the chat.
const storeName = "qunwen.db"

// openStore opens what serve keeps of the site beside the chat: who asked to be
// hidden. It is nil if there is none, as there is none without a data folder.
func (e *env) openStore(ctx context.Context) (*store.Store, error) {
	dir, err := e.dataDir()
	if err != nil {
		return nil, nil
	}
	path := filepath.Join(dir, storeName)
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	return store.Open(ctx, path)
}

// copyHidden hides in st whoever the site's own store hides.
func (e *env) copyHidden(ctx context.Context, st *store.Store) error {
	own, err := e.openStore(ctx)
	if err != nil || own == nil {
		return err
	}
	defer own.Close()
	names, err := own.Hidden(ctx)
	if err != nil || len(names) == 0 {
		return err
	}
	return st.Hide(ctx, "hidden by serve", names)
}
