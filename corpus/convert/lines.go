package convert

import (
	"bufio"
	"bytes"
	"io"
	"iter"
	"strings"
)

// maxText bounds one line, one cell and one message of an export, in bytes.
const maxText = 8 << 20

// A lineReader reads a text line by line.
type lineReader struct {
	r      *bufio.Reader
	line   int   // of the last line read, 1-based
	offset int64 // where it starts
	next   int64
	whole  bool // the last line had its end
}

func newLineReader(r io.Reader) *lineReader {
	return &lineReader{r: bufio.NewReaderSize(r, 64<<10)}
}

// read returns the next line without its end; io.EOF behind the last.
func (l *lineReader) read() (string, error) {
	var long []byte
	for {
		part, err := l.r.ReadSlice('\n')
		if err == bufio.ErrBufferFull {
			if long = append(long, part...); len(long) > maxText {
				return "", ErrTooLong
			}
			continue
		}
		if err != nil && (err != io.EOF || len(part)+len(long) == 0) {
			return "", err
		}
		if long != nil {
			part = append(long, part...)
		}
		l.line++
		l.offset = l.next
		l.next += int64(len(part))
		part, l.whole = bytes.CutSuffix(part, []byte("\n"))
		return strings.TrimSuffix(string(part), "\r"), nil
	}
}

// A textLine is a line of a text, without its end.
type textLine struct {
	text   string
	number int // 1-based
	offset int64
	whole  bool // it has its end
}

// lines yields the lines of a text. An error, which says where, is the last.
func (x *export) lines(text io.Reader) iter.Seq2[textLine, error] {
	return func(yield func(textLine, error) bool) {
		l := newLineReader(text)
		for {
			s, err := l.read()
			if err == io.EOF {
				return
			}
			if err != nil {
				yield(textLine{}, x.at(l.line+1, l.next, err))
				return
			}
			if !yield(textLine{s, l.line, l.offset, l.whole}, nil) {
				return
			}
		}
	}
}

// A block is a heading and what stands under it.
type block struct {
	heading []string // the parts of it that its form has
	body    string   // without empty lines around
	line    int      // of the heading
	offset  int64
}

// A blockReader collects the lines of the block that is being read.
type blockReader struct {
	x       *export
	message func(*block) (Message, error) // what a block says
	cur     *block                        // nil before the first
	body    []string
	size    int
	found   bool
}

// begin ends the block before and starts one with this heading.
func (r *blockReader) begin(heading []string, line int, offset int64) error {
	err := r.flush()
	r.cur, r.found = &block{heading: heading, line: line, offset: offset}, true
	return err
}

// add takes a line of the block that was begun; there may be none.
func (r *blockReader) add(line string) error {
	if r.cur == nil {
		return nil
	}
	r.body = append(r.body, line)
	if r.size += len(line); r.size > maxText {
		return r.x.at(r.cur.line, r.cur.offset, ErrTooLong)
	}
	return nil
}

// flush emits the message of the block that was begun, and ends it.
func (r *blockReader) flush() error {
	b := r.cur
	if b == nil {
		return nil
	}
	b.body = strings.Trim(strings.Join(r.body, "\n"), "\n")
	r.cur, r.body, r.size = nil, nil, 0
	m, err := r.message(b)
	return r.x.take(m, err, b.line, b.offset)
}

// end is flush at the end of a text, which wants a block.
func (r *blockReader) end() error {
	if !r.found {
		return &ReadError{File: r.x.name, Offset: -1, Err: ErrNoTime}
	}
	return r.flush()
}

// readBlocks reads a text whose messages start with a heading, of which the
// function returns the parts, nil for other lines. If apart is set a heading
// must be the first line or have an empty line before it; what stands before
// the first is passed over.
func readBlocks(x *export, heading func(line string) []string, apart bool, message func(*block) (Message, error)) error {
	r := &blockReader{x: x, message: message}
	blank := true
	for l, err := range x.lines(x.text) {
		if err != nil {
			return err
		}
		var parts []string
		if blank || !apart {
			parts = heading(l.text)
		}
		if parts != nil {
			err = r.begin(parts, l.number, l.offset)
		} else {
			err = r.add(l.text)
		}
		if err != nil {
			return err
		}
		blank = strings.TrimSpace(l.text) == ""
	}
	return r.end()
}

// A lineCounter tells on which line a place of a stream is, for places that
// only go forward.
type lineCounter struct {
	r      io.Reader
	at     int64   // bytes passed on
	breaks []int64 // where lines end, of those not yet counted
	line   int     // line ends before breaks
}

func (c *lineCounter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	for i, b := range p[:n] {
		if b == '\n' {
			c.breaks = append(c.breaks, c.at+int64(i))
		}
	}
	c.at += int64(n)
	return n, err
}

// lineAt returns the 1-based line of a place.
func (c *lineCounter) lineAt(offset int64) int {
	n := 0
	for n < len(c.breaks) && c.breaks[n] < offset {
		n++
	}
	c.breaks = c.breaks[:copy(c.breaks, c.breaks[n:])]
	c.line += n
	return c.line + 1
}
