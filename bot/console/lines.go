package console

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
)

// longestLine is how much one line may hold, in bytes.
const longestLine = 1 << 20

// A line is what was typed up to a line break.
type line struct {
	text    string
	tooLong bool // it has more than longestLine bytes, and text is ""
}

// scan reads lines until they end or ctx does. When they end, errs has why, nil
// at the end of the file, and lines is closed.
func scan(ctx context.Context, r io.Reader) (lines <-chan line, errs <-chan error) {
	out, failed := make(chan line), make(chan error, 1)
	go func() { // a read from a terminal cannot be cancelled
		in := bufio.NewReader(r)
		for {
			l, err := readLine(in)
			if err != nil {
				if errors.Is(err, io.EOF) {
					err = nil
				}
				failed <- err
				close(out)
				return
			}
			select {
			case out <- l:
			case <-ctx.Done():
				return
			}
		}
	}()
	return out, failed
}

// readLine returns the next line without its end. The error is io.EOF where no
// line is left.
func readLine(in *bufio.Reader) (line, error) {
	var text []byte
	for n := 0; ; {
		part, err := in.ReadSlice('\n')
		if n += len(part); n <= longestLine {
			text = append(text, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case err != nil && (n == 0 || !errors.Is(err, io.EOF)):
			return line{}, err
		case n > longestLine:
			return line{tooLong: true}, nil
		}
		return line{text: string(bytes.TrimRight(text, "\r\n"))}, nil
	}
}
