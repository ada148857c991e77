package convert

import (
	"bufio"
	"bytes"
	"io"
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
