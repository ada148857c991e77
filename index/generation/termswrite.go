package generation

import (
	"context"
	_ "embed"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/blevesearch/bleve/v2/document"
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/index/scorch/mergeplan"
	"github.com/blevesearch/bleve/v2/size"
	bindex "github.com/blevesearch/bleve_index_api"

	"qunwen/index/analysis"
)

const (
	// builderBatch is how many messages make one segment before they are merged:
	// more take more memory, fewer more time.
	builderBatch = 5000

	// maxSegments bounds the segments that updates leave. If there are more,
	// those of like size are merged until fewSegments are left: the large one,
	// which holds nearly all messages, is not written anew for a few.
	maxSegments = 12
	fewSegments = 4
)

// mapping.json and metaJSON tell Bleve's own tools what is in the index: two
// fields of keywords, scored by BM25.
//
//go:embed mapping.json
var mappingJSON []byte

const (
	metaName   = "index_meta.json"
	mappingKey = "_mapping"
	metaJSON   = `{"storage":"scorch","index_type":"scorch"}`
)

// A TermsBuilder writes the terms of a new generation.
type TermsBuilder struct {
	Gdir string
	b    *scorch.Builder // made with the first message: one without any panics
}

// Add adds a message, unless it has no terms.
func (t *TermsBuilder) Add(id string, terms analysis.Terms) error {
	if len(terms.Words) == 0 {
		return nil
	}
	if t.b == nil {
		if err := t.start(); err != nil {
			return err
		}
	}
	if err := t.b.Index(newDocument(id, terms)); err != nil {
		return fmt.Errorf("index %s: %w", id, err)
	}
	return nil
}

func (t *TermsBuilder) start() error {
	path := filepath.Join(t.Gdir, bleveName)
	if err := os.Mkdir(path, 0o700); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(path, metaName), []byte(metaJSON), 0o600); err != nil {
		return err
	}
	var err error
	t.b, err = scorch.NewBuilder(map[string]any{
		"path": filepath.Join(path, storeDir), "batchSize": builderBatch, "buildPathPrefix": t.Gdir,
		"internal": map[string][]byte{mappingKey: mappingJSON},
	})
	return err
}

// Close finishes the index. Without close it is given up: a scorch.Builder cannot
// be stopped.
func (t *TermsBuilder) Close() error {
	if t.b == nil {
		return nil
	}
	return t.b.Close()
}

// A TermsUpdate is one change of a copy of the terms of a generation.
type TermsUpdate struct {
	index *bleveIndex
	batch *bindex.Batch
	path  string
}

// NewTermsUpdate copies the terms of the generation in gdir to the one in next
// and opens them for writing.
func NewTermsUpdate(gdir, next string) (*TermsUpdate, error) {
	path := filepath.Join(next, bleveName)
	if err := linkTree(filepath.Join(gdir, bleveName), path); err != nil {
		return nil, err
	}
	x, err := openScorch(path, false)
	if err != nil {
		return nil, err
	}
	return &TermsUpdate{x, bindex.NewBatch(), path}, nil
}

// Add adds a message or replaces it, unless it has no terms.
func (t *TermsUpdate) Add(id string, terms analysis.Terms) {
	if len(terms.Words) > 0 {
		t.batch.Update(newDocument(id, terms))
	}
}

// Remove takes out a message that was not added.
func (t *TermsUpdate) Remove(id string) {
	if t.batch.IndexOps[id] == nil {
		t.batch.Delete(id)
	}
}

// Run applies the change, merges segments if there are many, and closes.
func (t *TermsUpdate) Run(ctx context.Context) error {
	if err := t.index.Batch(t.batch); err != nil {
		return err
	}
	if files, _ := filepath.Glob(filepath.Join(t.path, storeDir, "*.zap")); len(files) > maxSegments {
		if s, ok := t.index.Index.(*scorch.Scorch); ok {
			ctx, cancel := context.WithTimeout(ctx, 10*time.Minute)
			defer cancel()
			if err := s.ForceMerge(ctx, mergeOptions()); err != nil {
				return fmt.Errorf("merge segments: %w", err)
			}
		}
	}
	return t.Close()
}

// mergeOptions are Bleve's own but for how many segments may stay.
func mergeOptions() *mergeplan.MergePlanOptions {
	o := mergeplan.DefaultMergePlanOptions
	o.CalcBudget = func(int64, int64, *mergeplan.MergePlanOptions) int { return fewSegments }
	return &o
}

// Close may be called again.
func (t *TermsUpdate) Close() error {
	if t.index == nil {
		return nil
	}
	x := t.index
	t.index = nil
	return x.Close()
}

// newDocument makes a Bleve document of an analysed message: the terms of its
// two fields are made before Bleve sees it, so that there is no mapping and no
// analyzer. Search computes BM25 from the postings, because Bleve 2.6 takes the
// number of distinct terms for the length of the field.
func newDocument(id string, terms analysis.Terms) *document.Document {
	doc := document.NewDocument(id)
	doc.AddField(newField(FieldWords, terms.Words))
	doc.AddField(newField(FieldBigrams, terms.Bigrams))
	return doc
}

// A field holds terms that are already made and counted.
type field struct {
	name  string
	n     int
	freqs bindex.TokenFrequencies
}

func newField(name string, terms []string) *field {
	freqs := make(bindex.TokenFrequencies, len(terms))
	for _, t := range terms {
		f := freqs[t]
		if f == nil {
			f = &bindex.TokenFreq{Term: []byte(t)}
			freqs[t] = f
		}
		f.SetFrequency(f.Frequency() + 1)
	}
	return &field{name, len(terms), freqs}
}

func (f *field) Name() string                                      { return f.name }
func (f *field) Value() []byte                                     { return nil }
func (f *field) ArrayPositions() []uint64                          { return nil }
func (f *field) EncodedFieldType() byte                            { return 't' }
func (f *field) Analyze()                                          {}
func (f *field) Options() bindex.FieldIndexingOptions              { return bindex.IndexField }
func (f *field) AnalyzedLength() int                               { return f.n }
func (f *field) AnalyzedTokenFrequencies() bindex.TokenFrequencies { return f.freqs }
func (f *field) NumPlainTextBytes() uint64                         { return 0 }
func (f *field) Size() int                                         { return f.n * size.SizeOfString }

// WriteDocs writes docs.bin for the Bleve index in gdir and the messages of w.
func WriteDocs(gdir string, m *Manifest, w *StoreWriter) error {
	docs, err := numberDocs(gdir, m, w)
	if err != nil {
		return fmt.Errorf("number documents: %w", err)
	}
	return writeParts(filepath.Join(gdir, docsName), docs)
}

func numberDocs(gdir string, m *Manifest, w *StoreWriter) (docs []byte, err error) {
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
			rec := Record{Second: u32(w.sec, at), Nth: u32(w.nth, at)}
			ordinals[rec.ID(d.Room, d.Date)] = uint32(at)
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
			docs = binary.LittleEndian.AppendUint32(docs, NoDoc)
		}
		docs = binary.LittleEndian.AppendUint32(docs, ord)
	}
}
