package convert

import (
	"archive/zip"
	"bufio"
	"compress/flate"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"iter"
	"path"
	"strings"
	"time"

	"qunwen/corpus"
)

// Options say how exports are read. The zero value works.
type Options struct {
	Location *time.Location // zone of times that have none; nil means UTC
	Lossy    bool           // bytes that are no text become U+FFFD instead of an error
	Date     string         // YYYY-MM-DD, for formats that leave it out; "" means by the file's name
	Columns  Columns        // of a generic CSV; the zero value finds them by their heads
}

// An exportFile is an export whose format is known.
type exportFile struct {
	input    Input
	format   Format
	encoding Encoding
}

// openSource finds out encoding and format of an export by its first 64 KiB. If from
// is not "" it is the format. The error is a [*ReadError] that wraps ErrFormat
// if it is none of the known, ErrTraining if nothing can be made of it, or an
// error of the file system.
func openSource(in Input, from string) (*exportFile, error) {
	offset := int64(-1)
	fail := func(err error) (*exportFile, error) {
		return nil, &ReadError{File: in.name, Offset: offset, Err: packed(err)}
	}
	r, err := in.content()
	if err != nil {
		return fail(err)
	}
	defer r.Close()
	head, err := io.ReadAll(io.LimitReader(r, sniffLen))
	if err != nil {
		offset = int64(len(head))
		return fail(err)
	}
	s := &exportFile{input: in, encoding: findEncoding(head)}
	if from != "" {
		if s.format = Format(from); readers[s.format] == nil {
			return fail(fmt.Errorf("%q: %w", from, ErrFormat))
		}
		return s, nil
	}
	if s.format, err = detect(in.name, s.encoding.decodeHead(head), len(head) < sniffLen); err != nil {
		return fail(err)
	}
	return s, nil
}

// An export is what a format's reader works on.
type export struct {
	Options
	name  string // of the file, slash-separated
	room  string // that messages are of which name none
	text  io.Reader
	yield func(Message, error) bool
	done  bool // yield wants no more
}

// A readFunc reads an export to its end and hands messages to emit. An error
// ends the reading; where it says no place it is of the whole file.
type readFunc func(x *export) error

// errStop ends a reader whose caller wants no more.
var errStop = errors.New("stop")

// messages yields what the export holds, in its order. Its errors are
// [*ReadError]s; after one that is Skipped it goes on. Notices are messages,
// too, of kind System or Revoke.
func (s *exportFile) messages(opt Options) iter.Seq2[Message, error] {
	if opt.Location == nil {
		opt.Location = time.UTC
	}
	return func(yield func(Message, error) bool) {
		x := &export{Options: opt, name: s.input.name, yield: yield}
		x.room = x.stem()
		err := s.read(x)
		if err == nil || x.done {
			return
		}
		x.fail(err)
	}
}

func (s *exportFile) read(x *export) error {
	r, err := s.input.content()
	if err != nil {
		return err
	}
	defer r.Close()
	x.text = s.encoding.decode(bufio.NewReaderSize(r, 64<<10), x.Lossy)
	return readers[s.format](x)
}

// take emits m with its place. If err is not nil, take reports it as a skipped
// message, or returns it if it is a [*ReadError], which has a place.
func (x *export) take(m Message, err error, line int, offset int64) error {
	if re := (*ReadError)(nil); errors.As(err, &re) {
		return err
	}
	if err != nil {
		return x.skip(line, offset, err)
	}
	m.Line, m.offset = line, offset
	return x.emit(m)
}

// peek returns the first 4 KiB of the text, all of which is still to be read.
func (x *export) peek() ([]byte, error) {
	r := bufio.NewReaderSize(x.text, 64<<10)
	x.text = r
	return r.Peek(4 << 10)
}

// emit hands a message on. A message that cannot be one is a skipped error.
func (x *export) emit(m Message) error {
	m.recognise()
	if m.room == "" {
		m.room, m.guess = x.room, true
	}
	if m.Raw == "" {
		m.Speaker = cleanName(m.Speaker)
		for i := range m.names {
			m.names[i] = cleanName(m.names[i])
		}
	}
	m.text = corpus.Uniform(m.text)
	notice := m.Kind == System || m.Kind == Revoke
	switch {
	case m.Time.Year() < firstYear || m.Time.Year() > lastYear:
		return x.skip(m.Line, m.offset, fmt.Errorf("%s: %w", m.Time.Format(time.DateTime), ErrTime))
	case m.Speaker == "" && !notice && m.Raw == "" && m.account == "":
		if m.Kind != Empty {
			return x.skip(m.Line, m.offset, ErrSpeaker)
		}
	}
	if m.Speaker == "" && !notice {
		m.Speaker = m.account
	}
	if !x.yield(m, nil) {
		x.done = true
		return errStop
	}
	return nil
}

// WeChat began in 2011; a year far ahead is a damaged number.
const (
	firstYear = 2011
	lastYear  = 2099
)

// skip reports a fault that costs one message.
func (x *export) skip(line int, offset int64, err error) error {
	if !x.yield(Message{}, &ReadError{File: x.name, Line: line, Offset: offset, Err: err, skipped: true}) {
		x.done = true
		return errStop
	}
	return nil
}

// at makes a fault one of a place.
func (x *export) at(line int, offset int64, err error) error {
	if re := (*ReadError)(nil); err == nil || errors.Is(err, errStop) || errors.As(err, &re) {
		return err
	}
	if bad := (*badByte)(nil); errors.As(err, &bad) {
		return err
	}
	return &ReadError{File: x.name, Line: line, Offset: offset, Err: err}
}

// fail hands on the fault that ended the reading.
func (x *export) fail(err error) {
	re := (*ReadError)(nil)
	bad := (*badByte)(nil)
	switch {
	case errors.As(err, &bad):
		re = &ReadError{File: x.name, Line: bad.line, Offset: bad.offset, Err: bad}
	case !errors.As(err, &re):
		re = &ReadError{File: x.name, Offset: -1, Err: err}
	}
	re.Err = packed(re.Err)
	x.yield(Message{}, re)
}

// packed makes the end of a packed file, where none should be, ErrCut, and
// what else unpacking ends with ErrPacked.
func packed(err error) error {
	corrupt := flate.CorruptInputError(0)
	switch {
	case errors.Is(err, ErrCut), errors.Is(err, ErrPacked):
	case errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Errorf("%w: %w", ErrCut, err)
	case errors.As(err, &corrupt), errors.Is(err, gzip.ErrChecksum), errors.Is(err, gzip.ErrHeader),
		errors.Is(err, zip.ErrChecksum), errors.Is(err, zip.ErrFormat), errors.Is(err, zip.ErrAlgorithm):
		return fmt.Errorf("%w: %w", ErrPacked, err)
	}
	return err
}

// stem returns the file's name without folder and endings.
func (x *export) stem() string {
	base := path.Base(x.name)
	for _, end := range []string{".gz", ".html.json", ".jsonl", ".json", ".csv", ".txt", ".xls", ".eml", ".db"} {
		base = strings.TrimSuffix(base, end)
	}
	return base
}
