package convert

import (
	"context"
	"errors"
	"io"
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
		total += in.Size
	}
	for _, in := range files {
		src, err := Open(in, opt.From)
		if err != nil {
			if errors.Is(err, ErrFormat) && !in.Named && opt.From == "" {
				b.Skipped = append(b.Skipped, in.Name)
				done += in.Size
				continue
			}
			return b, err
		}
		start := done
		src.Input.open = counted(in.open, func(n int64) {
			opt.Progress.Tell("read", min(start+n, start+in.Size), total)
		})
		if err := b.read(ctx, src, opt); err != nil {
			return b, err
		}
		done += in.Size
		opt.Progress.Tell("read", done, total)
	}
	return b, s.w.Flush()
}

// Close removes what was kept on the disk.
func (b *Batch) Close() error { return b.spool.close() }

func (b *Batch) read(ctx context.Context, src *Source, opt ReadOptions) error {
	sum, err := src.Input.Hash()
	if err != nil {
		return err
	}
	f := FileReport{Name: src.Input.Name, Hash: sum, Format: src.Format, Encoding: src.Encoding}
	at := len(b.Files)
	b.dirs = append(b.dirs, src.Input)
	n := 0
	for m, err := range src.Messages(opt.Options) {
		if n++; n%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if re := (*ReadError)(nil); errors.As(err, &re) && re.Skipped {
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
	if m.Account == "" {
		return
	}
	have := b.accounts[m.Account]
	for _, n := range append([]string{m.Speaker}, m.Names...) {
		if n = strings.TrimSpace(n); n != "" && !slices.Contains(have, n) {
			have = append(have, strings.Clone(n))
		}
	}
	b.accounts[m.Account] = have
}

func (b *Batch) room(m *Message) {
	i, ok := b.rooms[m.Room]
	if !ok {
		i = len(b.Rooms)
		name := b.spool.intern(m.Room)
		b.rooms[name] = i
		b.Rooms = append(b.Rooms, Room{Name: name, Guess: m.Guess || name == ""})
	}
	b.Rooms[i].Messages++
	b.Rooms[i].Guess = b.Rooms[i].Guess && (m.Guess || m.Room == "")
}

// RefusedMessages is how many messages could not be read.
func (b *Batch) RefusedMessages() int {
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
		total += in.Size
	}
	for _, in := range files {
		if ctx.Err() != nil {
			return nil, nil, ctx.Err()
		}
		if _, err := Open(in, from); err != nil {
			if errors.Is(err, ErrFormat) && !in.Named {
				skipped = append(skipped, in.Name)
				continue
			}
			return nil, nil, err
		}
		sum, err := in.Hash()
		if err != nil {
			return nil, nil, err
		}
		hashes = append(hashes, sum)
		done += in.Size
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
