package generation

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/blevesearch/bleve/v2/index/scorch"
	bindex "github.com/blevesearch/bleve_index_api"
)

// The fields of a message in Bleve. Both are indexed with frequencies only:
// nothing is stored, there are no positions, and there is no _all.
const (
	FieldWords   = "words"
	FieldBigrams = "bigrams"
)

// NoDoc stands in the place of an ordinal where there is none. docs.bin maps
// Bleve's document numbers to ordinals: little-endian uint32 by number, NoDoc for
// a number that is in no use.
const NoDoc = 1<<32 - 1

// Terms is the inverted index of a generation opened for reading: which messages
// hold a term. It is safe for concurrent use.
type Terms struct {
	index    *bleveIndex        // nil if no message has any term
	reader   bindex.IndexReader // nil likewise
	docs     []byte             // docs.bin
	unmap    func() error
	messages int // in the store
}

// OpenTerms opens the terms of the generation in gdir, whose manifest is m.
func OpenTerms(gdir string, m *Manifest) (*Terms, error) {
	t := &Terms{messages: m.Indexed}
	var err error
	if t.docs, t.unmap, err = MapFile(filepath.Join(gdir, docsName)); err != nil {
		return nil, err
	}
	if t.index, err = openBleve(gdir); err != nil {
		return nil, errors.Join(err, t.unmap())
	}
	switch {
	case t.index != nil:
		t.reader, err = t.index.Reader()
	case m.HasTerms():
		err = fmt.Errorf("%s: %w", bleveName, fs.ErrNotExist) // the generation was just replaced
	}
	if err != nil {
		return nil, errors.Join(err, t.Close())
	}
	return t, nil
}

// Close releases the files.
func (t *Terms) Close() error {
	var errs []error
	if t.reader != nil {
		errs = append(errs, t.reader.Close())
	}
	if t.index != nil {
		errs = append(errs, t.index.Close())
	}
	return errors.Join(append(errs, t.unmap())...)
}

// Postings calls f with the ordinal of every message that holds the term in
// the field, in no order, and how often it does.
func (t *Terms) Postings(ctx context.Context, field, term string, f func(ord int, freq float32)) error {
	if t.reader == nil {
		return nil
	}
	tfr, err := t.reader.TermFieldReader(ctx, []byte(term), field, true, false, false)
	if err != nil {
		return fmt.Errorf("look up %q: %w", term, err)
	}
	defer tfr.Close()
	var doc bindex.TermFieldDoc
	for {
		next, err := tfr.Next(doc.Reset())
		if err != nil {
			return fmt.Errorf("look up %q: %w", term, err)
		}
		if next == nil {
			return nil
		}
		n := docNumber(next.ID)
		if n >= uint64(len(t.docs)/4) {
			return fmt.Errorf("%s: %w", docsName, ErrDamaged)
		}
		if ord := u32(t.docs, int(n)); ord < uint32(t.messages) {
			f(int(ord), float32(next.Freq))
		}
	}
}

// Count calls f with each term of the field that want wants, in order, and how
// many messages hold it. It counts them itself: the Count of zapx's dictionary
// stays 1 behind the first term that only one message has.
func (t *Terms) Count(field string, want func(term string) bool, f func(term string, messages int)) error {
	if t.reader == nil {
		return nil
	}
	dict, err := t.reader.FieldDict(field)
	if err != nil {
		return err
	}
	defer dict.Close()
	for {
		e, err := dict.Next()
		if err != nil || e == nil {
			return err
		}
		if !want(e.Term) {
			continue
		}
		tfr, err := t.reader.TermFieldReader(context.Background(), []byte(e.Term), field, false, false, false)
		if err != nil {
			return err
		}
		f(e.Term, int(tfr.Count()))
		if err := tfr.Close(); err != nil {
			return err
		}
	}
}

// docNumber returns the number in a scorch ID: eight bytes, big-endian.
func docNumber(id bindex.IndexInternalID) uint64 {
	return binary.BigEndian.Uint64(id)
}

// boltTimeout is how long an opener waits for another: without it, it would hang.
const boltTimeout = "2s"

// A bleveIndex is an open index of Bleve's storage engine. The facade of Bleve
// stands beside it unused: it brings every query, analyzer and store there is.
type bleveIndex struct {
	bindex.Index
	queue *bindex.AnalysisQueue
}

// openBleve opens the Bleve index of a generation for reading. A generation
// without any term has none: the index is nil.
func openBleve(gdir string) (*bleveIndex, error) {
	path := filepath.Join(gdir, bleveName)
	if _, err := os.Stat(path); os.IsNotExist(err) {
		return nil, nil
	}
	return openScorch(path, true)
}

// openScorch opens an index that is there.
func openScorch(path string, readOnly bool) (*bleveIndex, error) {
	store := filepath.Join(path, storeDir)
	if _, err := os.Stat(store); err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	queue := bindex.NewAnalysisQueue(1)
	x, err := scorch.NewScorch(scorch.Name, map[string]any{"path": store, "read_only": readOnly, "bolt_timeout": boltTimeout}, queue)
	if err == nil {
		err = x.Open()
	}
	if err != nil {
		queue.Close()
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	b := &bleveIndex{x, queue}
	if err := b.complete(); err != nil {
		return nil, errors.Join(fmt.Errorf("open %s: %w", path, err), b.Close())
	}
	return b, nil
}

// complete fails if the index holds nothing at all: scorch opens one whose files
// go away meanwhile as if it were empty. What every index has is its mapping.
func (x *bleveIndex) complete() error {
	r, err := x.Reader()
	if err != nil {
		return err
	}
	m, err := r.GetInternal([]byte(mappingKey))
	if err == nil && len(m) == 0 {
		err = fmt.Errorf("%w: it was opened while its files went away", fs.ErrNotExist)
	}
	return errors.Join(err, r.Close())
}

func (x *bleveIndex) Close() error {
	err := x.Index.Close()
	x.queue.Close()
	return err
}
