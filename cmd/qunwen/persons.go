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
	"qunwen/corpus/site"
)

// A personsFile is who has several names on a site, read again whenever its
// file has changed. The zero value is one that has not been read. It is safe
// for concurrent use.
type personsFile struct {
	mu      sync.Mutex
	stamp   days.Stamp
	copied  days.Stamp      // of the copy of who asked to be hidden
	persons *people.Persons // nil: nobody has
	hidden  []string        // all names of those who are hidden there
	asked   []string        // the names in that copy
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

// askedToHide returns the names in the site's copy of who asked to be hidden. An
// error names its path and line.
func (f *personsFile) askedToHide(site fs.FS) ([]string, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	stamp := days.StampOf(site, people.HiddenFile)
	if stamp == f.copied {
		return f.asked, nil
	}
	data, err := fs.ReadFile(site, people.HiddenFile)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("隐藏的人的副本 %w", err)
	}
	names, err := people.ParseHidden(data)
	if err != nil {
		return nil, fmt.Errorf("隐藏的人的副本 %w", yamlFault(people.HiddenFile, importError(err), peopleHelp))
	}
	f.asked, f.copied = names, stamp
	return names, nil
}

// alsoHidden returns all names of the people who have one of names, and of those
// whom the site's own list or its copy of the bot's hides, in order.
func (e *env) alsoHidden(names []string) ([]string, error) {
	persons, listed, err := e.persons.read(e.site)
	if err != nil {
		return nil, err
	}
	asked, err := e.persons.askedToHide(e.site)
	if err != nil {
		return nil, err
	}
	all := slices.Clone(listed)
	for _, n := range slices.Concat(names, asked) {
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

// restoreHidden hides in the store whoever the site's copy of it hides: a store that
// was lost, or an older one, must not show them. It then has the copy written anew,
// and returns how many names it took from it.
func (e *env) restoreHidden(ctx context.Context, st *store.Store) (restored int, err error) {
	asked, err := e.persons.askedToHide(e.site)
	if err != nil {
		return 0, err
	}
	names, err := st.Hidden(ctx)
	if err != nil {
		return 0, err
	}
	lost := slices.DeleteFunc(slices.Clone(asked), func(n string) bool { return slices.Contains(names, n) })
	if len(lost) > 0 {
		if err := st.Hide(ctx, "the site's copy", lost); err != nil {
			return 0, err
		}
	}
	if len(lost) == 0 && len(names) == len(asked) {
		return 0, nil
	}
	return len(lost), site.KeepHidden(ctx, e.Site, append(names, lost...))
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
