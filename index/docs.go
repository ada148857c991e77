package index

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

// docs.bin maps Bleve's document numbers to ordinals: little-endian uint32 by
// number. A number that is in no use has the ordinal noDoc.
const noDoc = 1<<32 - 1

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

// writeDocs writes docs.bin for the Bleve index in gdir and the messages of w.
func writeDocs(gdir string, m *manifest, w *storeWriter) error {
	docs, err := numberDocs(gdir, m, w)
	if err != nil {
		return fmt.Errorf("number documents: %w", err)
	}
	return writeParts(filepath.Join(gdir, docsName), docs)
}

func numberDocs(gdir string, m *manifest, w *storeWriter) (docs []byte, err error) {
	x, err := openBleve(gdir)
	if err != nil || x == nil {
		return nil, err
	}
	defer x.Close()
	r, err := x.Reader()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	ordinals := make(map[string]uint32, w.n)
	at := 0
	for _, d := range m.Days {
		for range d.Indexed {
			rec := record{sec: u32(w.sec, at), nth: u32(w.nth, at)}
			ordinals[rec.id(d.Room, d.Date)] = uint32(at)
			at++
		}
	}
	all, err := r.DocIDReaderAll()
	if err != nil {
		return nil, err
	}
	defer all.Close()
	for {
		id, err := all.Next()
		if err != nil || id == nil {
			return docs, err
		}
		name, err := r.ExternalID(id)
		if err != nil {
			return nil, err
		}
		ord, ok := ordinals[name]
		if !ok {
			return nil, fmt.Errorf("%s is indexed but not stored", name)
		}
		for uint64(len(docs)) < 4*docNumber(id) {
			docs = binary.LittleEndian.AppendUint32(docs, noDoc)
		}
		docs = binary.LittleEndian.AppendUint32(docs, ord)
	}
}

// docNumber returns the number in a scorch ID: eight bytes, big-endian.
func docNumber(id bindex.IndexInternalID) uint64 {
	return binary.BigEndian.Uint64(id)
}

// postings calls f with the ordinal of every message that holds the term in
// the field, in no order, and how often it does.
func (x *Index) postings(ctx context.Context, field, term string, f func(ord int, freq float32)) error {
	if x.reader == nil {
		return nil
	}
	tfr, err := x.reader.TermFieldReader(ctx, []byte(term), field, true, false, false)
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
		if n >= uint64(len(x.docs)/4) {
			return fmt.Errorf("%s: %w", docsName, ErrDamaged)
		}
		if ord := u32(x.docs, int(n)); ord < uint32(x.store.n) {
			f(int(ord), float32(next.Freq))
		}
	}
}
