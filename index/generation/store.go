package generation

import (
	"encoding/binary"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"qunwen/corpus"
)

// The message store, messages.bin, holds the indexed messages by columns, all
// numbers little-endian:
//
//	"qwstore2"
//	uint32 messages, uint32 speakers
//	columns, each one entry a message: uint32 second of the day, uint32 line,
//	    uint32 speaker, uint32 n-th of its second (1 and up), uint32 messages
//	    since the first of its conversation, uint16 words, uint16 bigrams,
//	    uint8 kind, uint8 flags
//	messages+1 uint32: where each text starts; speakers+1 uint32: each name
//	texts, names
//
// Rooms and days are in the manifest: ordinals go through them in order.
const storeMagic = "qwstore2"

// A Record is one message of the store.
type Record struct {
	Second  uint32 // of the day
	Line    uint32
	Nth     uint32 // of its second, 1 and up
	Back    uint32 // messages since the first of its conversation; see [Store.Roots]
	Words   uint16 // terms in the field, cut at 65535
	Bigrams uint16
	Kind    corpus.Kind
	Session bool // the message is part of a sharing session
	Speaker string
	Text    string // what was said; of an image its Markdown
}

// flagSession is the flag of a message that is part of a sharing session.
const flagSession uint8 = 1

// A Store is a message store opened for reading. It is safe for concurrent use.
type Store struct {
	n, names         int
	secCol, lineCol  []byte
	whoCol, nthCol   []byte
	backCol          []byte
	wordCol, bigrCol []byte
	kinds, flags     []byte
	textAt, nameAt   []byte
	texts, nameTexts []byte
	unmap            func() error
}

// OpenMessages opens the messages of the generation in gdir, whose manifest is m.
func OpenMessages(gdir string, m *Manifest) (*Store, error) {
	data, unmap, err := MapFile(filepath.Join(gdir, messagesName))
	if err != nil {
		return nil, err
	}
	s, err := openStore(data)
	if err == nil && s.n != m.Indexed {
		err = fmt.Errorf("%d messages, not %d", s.n, m.Indexed)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%w: %w", ErrDamaged, err), unmap())
	}
	s.unmap = unmap
	return s, nil
}

// Close releases the file.
func (s *Store) Close() error { return s.unmap() }

// openStore reads the store in data, which must not change.
func openStore(data []byte) (*Store, error) {
	broken := func(what string) error { return fmt.Errorf("messages.bin: %s", what) }
	if len(data) < len(storeMagic)+8 || string(data[:len(storeMagic)]) != storeMagic {
		return nil, broken("not a message store")
	}
	at := uint64(len(storeMagic))
	s := &Store{n: int(u32(data[at:], 0)), names: int(u32(data[at:], 1))}
	at += 8
	take := func(size uint64) []byte {
		if at+size > uint64(len(data)) {
			at = uint64(len(data)) + 1
			return nil
		}
		at += size
		return data[at-size : at]
	}
	n, names := uint64(s.n), uint64(s.names)
	s.secCol, s.lineCol, s.whoCol = take(4*n), take(4*n), take(4*n)
	s.nthCol, s.backCol, s.wordCol, s.bigrCol = take(4*n), take(4*n), take(2*n), take(2*n)
	s.kinds, s.flags = take(n), take(n)
	s.textAt, s.nameAt = take(4*(n+1)), take(4*(names+1))
	if at > uint64(len(data)) {
		return nil, broken("cut short")
	}
	s.texts = take(uint64(u32(s.textAt, s.n)))
	if at <= uint64(len(data)) {
		s.nameTexts = take(uint64(u32(s.nameAt, s.names)))
	}
	if at != uint64(len(data)) {
		return nil, broken("has another size than it says")
	}
	if !ascending(s.textAt, s.n) || !ascending(s.nameAt, s.names) {
		return nil, broken("offsets out of order")
	}
	for i := range s.n {
		if s.Who(i) >= uint32(s.names) {
			return nil, broken("unknown speaker")
		}
	}
	return s, nil
}

// Len returns how many messages there are.
func (s *Store) Len() int { return s.n }

// Speakers returns how many names there are.
func (s *Store) Speakers() int { return s.names }

// Second returns the second of its day in which the message at ordinal i was sent.
func (s *Store) Second(i int) uint32 { return u32(s.secCol, i) }

// Nth returns the number of the message at ordinal i in its second, 1 and up.
func (s *Store) Nth(i int) uint32 { return u32(s.nthCol, i) }

// Who returns the number of the speaker of the message at ordinal i; see Name.
func (s *Store) Who(i int) uint32 { return u32(s.whoCol, i) }

// Words returns how many terms the message at ordinal i has.
func (s *Store) Words(i int) uint16 { return u16(s.wordCol, i) }

// Bigrams returns how many bigrams the message at ordinal i has.
func (s *Store) Bigrams(i int) uint16 { return u16(s.bigrCol, i) }

// Kind returns the kind of the message at ordinal i.
func (s *Store) Kind(i int) corpus.Kind { return corpus.Kind(s.kinds[i]) }

// Session reports whether the message at ordinal i is part of a sharing session.
func (s *Store) Session(i int) bool { return s.flags[i]&flagSession != 0 }

// Text returns what was said; "" for an image.
func (s *Store) Text(i int) string {
	if s.Kind(i) == corpus.Image {
		return ""
	}
	return s.Body(i)
}

// Body returns what was said, or the Markdown of an image.
func (s *Store) Body(i int) string {
	return string(s.texts[u32(s.textAt, i):u32(s.textAt, i+1)])
}

// Speaker returns the name of who sent the message at ordinal i.
func (s *Store) Speaker(i int) string { return s.Name(int(s.Who(i))) }

// Name returns the name of speaker k.
func (s *Store) Name(k int) string {
	return string(s.nameTexts[u32(s.nameAt, k):u32(s.nameAt, k+1)])
}

// Record returns all that is stored of the message at ordinal i.
func (s *Store) Record(i int) Record {
	return Record{
		Second: s.Second(i), Line: u32(s.lineCol, i), Nth: s.Nth(i), Back: u32(s.backCol, i),
		Words: s.Words(i), Bigrams: s.Bigrams(i), Kind: s.Kind(i), Session: s.Session(i),
		Speaker: s.Speaker(i), Text: s.Body(i),
	}
}

// ID returns the message ID at ordinal i, which is of the given room and day.
func (s *Store) ID(i int, room, date string) string {
	r := Record{Second: s.Second(i), Nth: s.Nth(i)}
	return r.ID(room, date)
}

// Roots returns, for each message, the first of its conversation.
func (s *Store) Roots() []uint32 {
	all := make([]uint32, s.n)
	for i := range all {
		first := i - int(u32(s.backCol, i))
		if first < 0 || first == i {
			all[i] = uint32(i)
			continue
		}
		all[i] = all[first]
	}
	return all
}

// ID returns the message ID in the given room and day.
func (r *Record) ID(room, date string) string {
	id := fmt.Sprintf("%s/%s/%02d%02d%02d", room, date, r.Second/3600, r.Second/60%60, r.Second%60)
	if r.Nth > 1 {
		id = fmt.Sprintf("%s.%d", id, r.Nth)
	}
	return id
}

// Time returns when the message was sent, for a date in loc.
func (r *Record) Time(date string, loc *time.Location) time.Time {
	d, err := time.ParseInLocation(time.DateOnly, date, loc)
	if err != nil {
		return time.Time{} // Unreachable: openManifest checks dates.
	}
	return time.Date(d.Year(), d.Month(), d.Day(), 0, 0, int(r.Second), 0, loc)
}

// Runs cuts each day wherever nobody wrote for so many seconds.
func (s *Store) Runs(starts []int, seconds uint32) []Span {
	var all []Span
	for d := range len(starts) - 1 {
		lo := starts[d]
		for i := lo + 1; i <= starts[d+1]; i++ {
			if i == starts[d+1] || s.Second(i) >= s.Second(i-1)+seconds {
				all = append(all, Span{lo, i})
				lo = i
			}
		}
	}
	return all
}

// A StoreWriter collects records in ordinal order.
type StoreWriter struct {
	n                                                   int
	sec, line, who, nth, back, word, bigr, kinds, flags []byte
	textAt, nameAt, texts, nameTexts                    []byte
	names                                               map[string]uint32
}

// NewStoreWriter returns a writer of a store without any message.
func NewStoreWriter() *StoreWriter {
	return &StoreWriter{names: make(map[string]uint32)}
}

// Grow makes room for the records of s and some more.
func (w *StoreWriter) Grow(s *Store) {
	n := s.n + s.n/16
	for _, col := range []*[]byte{&w.sec, &w.line, &w.who, &w.nth, &w.back, &w.textAt} {
		*col = slices.Grow(*col, 4*n)
	}
	w.word, w.bigr = slices.Grow(w.word, 2*n), slices.Grow(w.bigr, 2*n)
	w.kinds, w.flags = slices.Grow(w.kinds, n), slices.Grow(w.flags, n)
	w.texts = slices.Grow(w.texts, len(s.texts)+len(s.texts)/16)
}

// Add adds the message with the next ordinal.
func (w *StoreWriter) Add(r *Record) error {
	le := binary.LittleEndian
	if len(w.texts)+len(r.Text) > 1<<32-1 {
		return fmt.Errorf("more than 4 GiB of text: split the site")
	}
	who, ok := w.names[r.Speaker]
	if !ok {
		who = uint32(len(w.names))
		w.names[r.Speaker] = who
		w.nameAt = le.AppendUint32(w.nameAt, uint32(len(w.nameTexts)))
		w.nameTexts = append(w.nameTexts, r.Speaker...)
	}
	w.sec = le.AppendUint32(w.sec, r.Second)
	w.line = le.AppendUint32(w.line, r.Line)
	w.who = le.AppendUint32(w.who, who)
	w.nth = le.AppendUint32(w.nth, r.Nth)
	w.back = le.AppendUint32(w.back, r.Back)
	w.word = le.AppendUint16(w.word, r.Words)
	w.bigr = le.AppendUint16(w.bigr, r.Bigrams)
	w.kinds = append(w.kinds, byte(r.Kind))
	flags := uint8(0)
	if r.Session {
		flags = flagSession
	}
	w.flags = append(w.flags, flags)
	w.textAt = le.AppendUint32(w.textAt, uint32(len(w.texts)))
	w.texts = append(w.texts, r.Text...)
	w.n++
	return nil
}

// Write writes the store to the generation in gdir.
func (w *StoreWriter) Write(gdir string) error {
	return writeParts(filepath.Join(gdir, messagesName), w.parts()...)
}

// parts returns the finished file in pieces.
func (w *StoreWriter) parts() [][]byte {
	le := binary.LittleEndian
	head := le.AppendUint32([]byte(storeMagic), uint32(w.n))
	head = le.AppendUint32(head, uint32(len(w.names)))
	return [][]byte{
		head, w.sec, w.line, w.who, w.nth, w.back, w.word, w.bigr, w.kinds, w.flags,
		le.AppendUint32(w.textAt, uint32(len(w.texts))),
		le.AppendUint32(w.nameAt, uint32(len(w.nameTexts))),
		w.texts, w.nameTexts,
	}
}
