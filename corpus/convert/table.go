package convert

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
)

// A row is a line of a CSV file.
type row struct {
	heads  map[string]int
	cells  []string
	line   int // where it starts
	offset int64
}

// get returns a cell by the head of its column; "" if there is none.
func (r *row) get(head string) string {
	if i, ok := r.heads[head]; ok && i < len(r.cells) {
		return r.cells[i]
	}
	return ""
}

// readTable reads a tool's CSV file with heads and hands its rows on. A row
// with another number of cells is skipped as a fault; the last one is a cut
// file, and so is one without a line break: all tools write it.
func readTable(x *export, message func(*row) (Message, error)) error {
	ends, last := &endReader{r: x.text, newline: true}, row{}
	x.text = ends
	err := readRows(x, ',', func(heads []string) (map[string]int, error) {
		by := make(map[string]int)
		for i, h := range heads {
			by[strings.TrimSpace(h)] = i
		}
		return by, nil
	}, func(r *row) (Message, error) {
		last.line, last.offset = r.line, r.offset
		return message(r)
	})
	if err == nil && !ends.newline {
		return x.at(last.line, last.offset, fmt.Errorf("no line break at the end: %w", ErrCut))
	}
	return err
}

func readRows(x *export, comma rune, columns func([]string) (map[string]int, error), message func(*row) (Message, error)) error {
	ends := &endReader{r: x.text}
	r := csv.NewReader(ends)
	r.Comma = comma
	r.ReuseRecord = true
	r.FieldsPerRecord = -1
	heads, err := r.Read()
	if err != nil {
		return x.csvFault(r, err)
	}
	width := len(heads)
	by, err := columns(heads)
	if err != nil {
		return x.at(1, 0, err)
	}
	out := &row{heads: by}
	var odd error // of the row before
	for {
		out.offset = r.InputOffset()
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if odd != nil {
			if err := x.skip(out.line, -1, odd); err != nil {
				return err
			}
			odd = nil
		}
		if err != nil {
			return x.csvFault(r, err)
		}
		out.line, _ = r.FieldPos(0)
		out.cells = cells
		if len(cells) != width {
			odd = fmt.Errorf("%d cells, not %d: %w", len(cells), width, ErrSyntax)
			continue
		}
		m, err := message(out)
		if err := x.take(m, err, out.line, out.offset); err != nil {
			return err
		}
	}
	if odd != nil && !ends.newline { // the last row, and its end is missing
		return x.at(out.line, out.offset, fmt.Errorf("%w: %w", ErrCut, odd))
	}
	if odd != nil {
		return x.skip(out.line, out.offset, odd)
	}
	return nil
}

// csvFault makes an error of the CSV reader one of a place.
func (x *export) csvFault(r *csv.Reader, err error) error {
	pe := (*csv.ParseError)(nil)
	if errors.As(err, &pe) {
		reason := fmt.Errorf("%w: %w", ErrSyntax, pe.Err)
		if errors.Is(pe.Err, csv.ErrQuote) && pe.Line != pe.StartLine {
			reason = fmt.Errorf("%w: %w", reason, ErrCut)
		}
		return x.at(pe.StartLine, r.InputOffset(), reason)
	}
	if errors.Is(err, io.EOF) {
		return x.at(1, 0, ErrCut)
	}
	return x.at(0, r.InputOffset(), err)
}

// An endReader remembers whether the last byte ended a line.
type endReader struct {
	r       io.Reader
	newline bool
}

func (e *endReader) Read(p []byte) (int, error) {
	n, err := e.r.Read(p)
	if n > 0 {
		e.newline = p[n-1] == '\n'
	}
	return n, err
}
