package convert

import (
	"bufio"
	"cmp"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"slices"
	"strings"
	"time"
)

// A DayKey is a day of a group, by the name that the export has for the group.
type DayKey struct {
	Room string
	Date string // YYYY-MM-DD
}

// A spot is where a message is in the spool.
type spot struct {
	offset int64
	size   int32
	source int32
}

// A spool keeps messages in a file of its own, so that an import of any size
// can be read in its order and merged day by day.
type spool struct {
	f     *os.File
	named bool // the file has a name still
	w     *bufio.Writer
	at    int64
	days  map[DayKey][]spot
	names map[string]string // so that equal strings are held once
	buf   []byte
}

func newSpool() (*spool, error) {
	f, err := os.CreateTemp("", "qunwen-import-*")
	if err != nil {
		return nil, err
	}
	// A file without a name is gone with the process, however that ends. Where
	// an open file keeps its name, close removes it.
	named := os.Remove(f.Name()) != nil
	return &spool{f: f, named: named, w: bufio.NewWriterSize(f, 256<<10), days: make(map[DayKey][]spot), names: make(map[string]string)}, nil
}

// close removes the file.
func (s *spool) close() error {
	err := s.f.Close()
	if s.named {
		err = errors.Join(err, os.Remove(s.f.Name()))
	}
	return err
}

func (s *spool) intern(name string) string {
	if have, ok := s.names[name]; ok {
		return have
	}
	name = strings.Clone(name)
	s.names[name] = name
	return name
}

// put appends a message of the source.
func (s *spool) put(source int, m *Message) error {
	b := s.buf[:0]
	b = binary.AppendVarint(b, m.Time.Unix())
	flags := byte(0)
	if m.Minute {
		flags |= 1
	}
	if m.Quoted != nil {
		flags |= 2
	}
	b = append(b, flags, byte(m.Kind))
	b = binary.AppendUvarint(b, uint64(max(0, m.Line)))
	for _, t := range []string{m.ID, m.Speaker, m.Text, m.URL, m.Raw} {
		b = appendText(b, t)
	}
	if m.Quoted != nil {
		b = appendText(appendText(b, m.Quoted.Name), m.Quoted.Text)
	}
	s.buf = b
	if _, err := s.w.Write(b); err != nil {
		return err
	}
	key := DayKey{s.intern(m.Room), s.intern(m.Time.Format(time.DateOnly))}
	s.days[key] = append(s.days[key], spot{s.at, int32(len(b)), int32(source)})
	s.at += int64(len(b))
	return nil
}

func appendText(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// A FileMessage is a message with the file that it is from.
type FileMessage struct {
	Message
	File int // place among the Batch's Files
}

// day returns the messages of days that are one day of a room, by source, and
// in its order.
func (s *spool) day(keys []DayKey, loc *time.Location) ([]FileMessage, error) {
	var spots []spot
	for _, k := range keys {
		spots = append(spots, s.days[k]...)
	}
	slices.SortStableFunc(spots, func(a, b spot) int {
		return cmp.Or(cmp.Compare(a.source, b.source), cmp.Compare(a.offset, b.offset))
	})
	all := make([]FileMessage, len(spots))
	var buf []byte
	for i, sp := range spots {
		buf = slices.Grow(buf[:0], int(sp.size))[:sp.size]
		if _, err := s.f.ReadAt(buf, sp.offset); err != nil {
			return nil, err
		}
		if err := all[i].read(buf, loc); err != nil {
			return nil, err
		}
		all[i].File = int(sp.source)
	}
	return all, nil
}

func (m *FileMessage) read(b []byte, loc *time.Location) error {
	unix, n := binary.Varint(b)
	if n <= 0 || len(b) < n+2 {
		return io.ErrUnexpectedEOF // Unreachable: put wrote it.
	}
	m.Time = time.Unix(unix, 0).In(loc)
	flags := b[n]
	m.Minute, m.Kind = flags&1 != 0, Kind(b[n+1])
	b = b[n+2:]
	line, n := binary.Uvarint(b)
	if n <= 0 {
		return io.ErrUnexpectedEOF // Unreachable: put wrote it.
	}
	m.Line = int(line)
	b = b[n:]
	text := func() string {
		size, n := binary.Uvarint(b)
		if n <= 0 || uint64(len(b)-n) < size {
			return "" // Unreachable: put wrote it.
		}
		s := string(b[n : n+int(size)])
		b = b[n+int(size):]
		return s
	}
	m.ID, m.Speaker, m.Text, m.URL, m.Raw = text(), text(), text(), text(), text()
	if flags&2 != 0 {
		m.Quoted = &Quoted{}
		m.Quoted.Name, m.Quoted.Text = text(), text()
	}
	return nil
}
