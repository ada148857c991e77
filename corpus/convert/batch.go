package convert

import (
	"bufio"
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"slices"
	"strings"
	"time"
)

// A Progress is told how far a long piece of work is: done of total, in bytes
// while "read" and in days while "merge", "write" and "check". nil is told
// nothing.
type Progress func(stage string, done, total int64)

// Tell tells it, if it is not nil.
func (p Progress) Tell(stage string, done, total int64) {
	if p != nil {
		p(stage, done, total)
	}
}

// A FileReport is what was found in a file.
type FileReport struct {
	Name     string   `json:"name" yaml:"name"`
	Hash     string   `json:"sha256" yaml:"sha256"` // of the content as stored
	Format   Format   `json:"format" yaml:"format"`
	Encoding Encoding `json:"encoding" yaml:"encoding"`
	Messages int      `json:"messages" yaml:"messages"` // without notices
	Notices  int      `json:"notices" yaml:"notices"`   // joins, renames, and that a message was taken back
	Refused  int      `json:"refused" yaml:"refused"`   // could not be read
}

// A Room is a group that files are of.
type Room struct {
	Name     string // as the exports have it; "" if they do not say
	Guess    bool   // taken from a file's name only
	Messages int
}

// A Batch is what was read of a set of files. Close it.
type Batch struct {
	Files   []FileReport
	Skipped []string     // files of a folder or an archive that are no exports
	Refused []*ReadError // messages that could not be read, the first of them
	Rooms   []Room       // in the order in which they were met

	spool    *spool
	accounts map[string][]string // the names that accounts were seen under
	rooms    map[string]int
	dirs     []Input // by file, for pictures
	loc      *time.Location
}

// systemName is who says notices that are kept.
const systemName = "系统消息"

// maxRefused is how many refused messages are told one by one.
const maxRefused = 1000

// ReadOptions say how files are read.
type ReadOptions struct {
	Options
	From     string // the format; "" finds it out
	Notices  bool   // keep notices as messages of 系统消息; those of taking back never are
	Progress Progress
}

// Read reads all files. The error is the first that a file cannot be read
// for, a [*ReadError], or ctx's; then there is no batch.
func Read(ctx context.Context, files []Input, opt ReadOptions) (b *Batch, err error) {
	s, err := newSpool()
	if err != nil {
		return nil, err
	}
	b = &Batch{spool: s, accounts: make(map[string][]string), rooms: make(map[string]int), loc: opt.Location}
	if b.loc == nil {
		b.loc = time.UTC
		opt.Location = time.UTC
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, b.Close())
			b = nil
		}
	}()
	var total, done int64
	for _, in := range files {
		total += in.size
	}
	for _, in := range files {
		src, err := openSource(in, opt.From)
		if err != nil {
			if errors.Is(err, ErrFormat) && !in.named && opt.From == "" {
				b.Skipped = append(b.Skipped, in.name)
				done += in.size
				continue
			}
			return b, err
		}
		start := done
		src.input.open = counted(in.open, func(n int64) {
			opt.Progress.Tell("read", min(start+n, start+in.size), total)
		})
		if err := b.read(ctx, src, opt); err != nil {
			return b, err
		}
		done += in.size
		opt.Progress.Tell("read", done, total)
	}
	return b, s.w.Flush()
}

// Close removes what was kept on the disk.
func (b *Batch) Close() error { return b.spool.close() }

func (b *Batch) read(ctx context.Context, src *exportFile, opt ReadOptions) error {
	sum, err := src.input.hash()
	if err != nil {
		return err
	}
	f := FileReport{Name: src.input.name, Hash: sum, Format: src.format, Encoding: src.encoding}
	at := len(b.Files)
	b.dirs = append(b.dirs, src.input)
	n := 0
	for m, err := range src.messages(opt.Options) {
		if n++; n%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if re := (*ReadError)(nil); errors.As(err, &re) && re.skipped {
			if f.Refused++; len(b.Refused) < maxRefused {
				b.Refused = append(b.Refused, re)
			}
			continue
		}
		if err != nil {
			return err
		}
		switch {
		case m.Kind == Revoke || m.Kind == System && !opt.Notices:
			f.Notices++
			continue
		case m.Kind == System:
			f.Notices++
			m.Kind, m.Speaker = Text, systemName
		default:
			f.Messages++
		}
		b.see(&m)
		b.room(&m)
		if err := b.spool.put(at, &m); err != nil {
			return err
		}
	}
	b.Files = append(b.Files, f)
	return nil
}

// see notes the names of the account that speaks.
func (b *Batch) see(m *Message) {
	if m.account == "" {
		return
	}
	have := b.accounts[m.account]
	for _, n := range append([]string{m.Speaker}, m.names...) {
		if n = strings.TrimSpace(n); n != "" && !slices.Contains(have, n) {
			have = append(have, strings.Clone(n))
		}
	}
	b.accounts[m.account] = have
}

func (b *Batch) room(m *Message) {
	i, ok := b.rooms[m.room]
	if !ok {
		i = len(b.Rooms)
		name := b.spool.intern(m.room)
		b.rooms[name] = i
		b.Rooms = append(b.Rooms, Room{Name: name, Guess: m.guess || name == ""})
	}
	b.Rooms[i].Messages++
	b.Rooms[i].Guess = b.Rooms[i].Guess && (m.guess || m.room == "")
}

// countRefused is how many messages could not be read.
func (b *Batch) CountRefused() int {
	n := 0
	for _, f := range b.Files {
		n += f.Refused
	}
	return n
}

// Accounts returns the names that each account was seen under, in their order.
func (b *Batch) Accounts() map[string][]string { return b.accounts }

// Location is the zone of the messages' times.
func (b *Batch) Location() *time.Location { return b.loc }

// Days returns how many messages the days of the groups have.
func (b *Batch) Days() map[DayKey]int {
	days := make(map[DayKey]int, len(b.spool.days))
	for k, spots := range b.spool.days {
		days[k] = len(spots)
	}
	return days
}

// Messages returns the messages of days that are one day of a room, by file, and
// in its order.
func (b *Batch) Messages(days []DayKey) ([]FileMessage, error) { return b.spool.day(days, b.loc) }

// Hashes returns the hashes of the files that are exports, in their order and once
// each, and the names of those that are passed over. The error is the first that a
// file cannot be read for, or ctx's.
func Hashes(ctx context.Context, files []Input, from string, progress Progress) (hashes, skipped []string, err error) {
	var done, total int64
	for _, in := range files {
		total += in.size
	}
	for _, in := range files {
		if ctx.Err() != nil {
			return nil, nil, ctx.Err()
		}
		if _, err := openSource(in, from); err != nil {
			if errors.Is(err, ErrFormat) && !in.named {
				skipped = append(skipped, in.name)
				continue
			}
			return nil, nil, err
		}
		sum, err := in.hash()
		if err != nil {
			return nil, nil, err
		}
		hashes = append(hashes, sum)
		done += in.size
		progress.Tell("read", done, total)
	}
	slices.Sort(hashes)
	return slices.Compact(hashes), skipped, nil
}

// counted returns open so that tell hears how many bytes were read.
func counted(open func() (io.ReadCloser, error), tell func(int64)) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) {
		f, err := open()
		if err != nil {
			return nil, err
		}
		return &countReader{ReadCloser: f, tell: tell}, nil
	}
}

type countReader struct {
	io.ReadCloser
	n, told int64
	tell    func(int64)
}

func (c *countReader) Read(p []byte) (int, error) {
	n, err := c.ReadCloser.Read(p)
	if c.n += int64(n); c.n-c.told >= 1<<20 {
		c.told = c.n
		c.tell(c.n)
	}
	return n, err
}

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
	if m.quoted != nil {
		flags |= 2
	}
	b = append(b, flags, byte(m.Kind))
	b = binary.AppendUvarint(b, uint64(max(0, m.Line)))
	for _, t := range []string{m.ID, m.Speaker, m.text, m.URL, m.Raw} {
		b = appendText(b, t)
	}
	if m.quoted != nil {
		b = appendText(appendText(b, m.quoted.name), m.quoted.text)
	}
	s.buf = b
	if _, err := s.w.Write(b); err != nil {
		return err
	}
	key := DayKey{s.intern(m.room), s.intern(m.Time.Format(time.DateOnly))}
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
	m.ID, m.Speaker, m.text, m.URL, m.Raw = text(), text(), text(), text(), text()
	if flags&2 != 0 {
		m.quoted = &quotation{}
		m.quoted.name, m.quoted.text = text(), text()
	}
	return nil
}
