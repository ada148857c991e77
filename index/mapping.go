package index

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"fmt"
	"math"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"

	"github.com/blevesearch/bleve/v2/document"
	"github.com/blevesearch/bleve/v2/size"
	bindex "github.com/blevesearch/bleve_index_api"

	"qunwen/corpus"
	"qunwen/corpus/people"
	"qunwen/index/analysis"
)

// format changes whenever the files of a generation change their form or
// their meaning.
const format = 4

// The fields of a message in Bleve. Both are indexed with frequencies only:
// nothing is stored, there are no positions, and there is no _all.
const (
	fieldWords   = "words"
	fieldBigrams = "bigrams"
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

// newDocument makes a Bleve document of an analysed message: the terms of its
// two fields are made before Bleve sees it, so that there is no mapping and no
// analyzer. Search computes BM25 from the postings, because Bleve 2.6 takes the
// number of distinct terms for the length of the field.
func newDocument(e *entry) *document.Document {
	doc := document.NewDocument(e.id)
	doc.AddField(newField(fieldWords, e.terms.Words))
	doc.AddField(newField(fieldBigrams, e.terms.Bigrams))
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

// An entry is a message ready to be indexed.
type entry struct {
	id    string
	rec   record
	terms analysis.Terms // none if its document is in the index already; see earlier
	was   uint32         // its ordinal in the generation before; noDoc if it is new
}

// newEntry analyses a message.
func newEntry(a *analysis.Analyzer, m *corpus.Message) entry {
	e := entry{id: m.ID, rec: newRecord(m), was: noDoc, terms: a.Analyze(m.Unaddressed())}
	e.rec.words, e.rec.bigrams = clip16(len(e.terms.Words)), clip16(len(e.terms.Bigrams))
	return e
}

// newRecord returns what is stored of a message, but how many terms it has.
func newRecord(m *corpus.Message) record {
	h, min, s := m.Time.Clock()
	r := record{
		sec:     uint32(h*3600 + min*60 + s),
		line:    uint32(m.Line),
		nth:     nthOf(m.ID),
		kind:    m.Kind,
		speaker: m.Speaker,
		text:    m.Text,
	}
	if m.Kind == corpus.Image {
		r.text = m.Raw
	}
	return r
}

func clip16(n int) uint16 { return uint16(min(n, math.MaxUint16)) }

// fingerprint names what an index depends on besides the posts: an index made
// under another one is built anew.
func fingerprint(a *analysis.Analyzer, aside []string, persons *people.Persons) string {
	h := sha256.New()
	fmt.Fprintf(h, "format %d\nanalysis %s\nfields %s %s\nbleve %s\n", format, a.Fingerprint(), fieldWords, fieldBigrams, bleveVersion())
	for _, name := range slices.Sorted(slices.Values(aside)) {
		fmt.Fprintf(h, "aside %q\n", name)
	}
	if sum := persons.Sum(); sum != "" {
		fmt.Fprintf(h, "persons %s\n", sum)
	}
	return hex.EncodeToString(h.Sum(nil)[:12])
}

// bleveVersion is the version the program was built with; "" in a build that
// does not say.
func bleveVersion() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	for _, d := range info.Deps {
		if d.Path == "github.com/blevesearch/bleve/v2" {
			return d.Version
		}
	}
	return ""
}

// nthOf returns n of a message ID that ends in ".n", otherwise 1.
func nthOf(id string) uint32 {
	id = id[strings.LastIndexByte(id, '/')+1:]
	if _, n, ok := strings.Cut(id, "."); ok {
		v, _ := strconv.ParseUint(n, 10, 32) // corpus has made it
		return uint32(v)
	}
	return 1
}
