package convert

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// A jsonReader reads a JSON file value by value.
type jsonReader struct {
	x     *export
	dec   *json.Decoder
	lines *lineCounter
}

func newJSONReader(x *export) *jsonReader {
	c := &lineCounter{r: x.text}
	return &jsonReader{x, json.NewDecoder(c), c}
}

// place returns where the next value starts.
func (j *jsonReader) place() (line int, offset int64) {
	offset = j.dec.InputOffset()
	var near [64]byte
	n, _ := j.dec.Buffered().Read(near[:])
	rest := strings.TrimLeft(string(near[:n]), ", \t\r\n")
	offset += int64(n - len(rest))
	return j.lines.lineAt(offset), offset
}

// fault makes an error one of the place that was reached.
func (j *jsonReader) fault(err error) error {
	offset := j.dec.InputOffset()
	syntax := (*json.SyntaxError)(nil)
	if errors.As(err, &syntax) {
		offset, err = syntax.Offset, fmt.Errorf("%w: %w", ErrSyntax, err)
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		offset, err = j.lines.at, ErrCut
	}
	return j.x.at(j.lines.lineAt(offset), offset, err)
}

// open reads the opening bracket.
func (j *jsonReader) open(want json.Delim) error {
	t, err := j.dec.Token()
	if err != nil {
		return j.fault(err)
	}
	if t != want {
		return j.fault(fmt.Errorf("%v where %v should be: %w", t, want, ErrSyntax))
	}
	return nil
}

// object reads an object; each gets its keys and reads the values.
func (j *jsonReader) object(each func(key string) error) error {
	if err := j.open('{'); err != nil {
		return err
	}
	for j.dec.More() {
		t, err := j.dec.Token()
		if err != nil {
			return j.fault(err)
		}
		key, _ := t.(string)
		if err := each(key); err != nil {
			return err
		}
	}
	return j.shut()
}

// array reads an array; each reads a value.
func (j *jsonReader) array(each func() error) error {
	if err := j.open('['); err != nil {
		return err
	}
	for j.dec.More() {
		if err := each(); err != nil {
			return err
		}
	}
	return j.shut()
}

// list reads an array of messages, and nothing behind it.
func (j *jsonReader) list(message func() error) error {
	if err := j.array(message); err != nil {
		return err
	}
	return j.end()
}

// document reads an object with messages under that key, and nothing behind it.
// fields reads what stands under other keys; the rest is passed over.
func (j *jsonReader) document(fields map[string]func() error, message func() error) error {
	seen := false
	err := j.object(func(key string) error {
		if key == "messages" {
			seen = true
			return j.array(message)
		}
		if read := fields[key]; read != nil {
			return read()
		}
		return j.pass()
	})
	if err == nil {
		err = j.end()
	}
	if err == nil && !seen {
		err = j.fault(fmt.Errorf("no messages: %w", ErrSyntax))
	}
	return err
}

// shut reads the closing bracket.
func (j *jsonReader) shut() error {
	if _, err := j.dec.Token(); err != nil {
		return j.fault(err)
	}
	return nil
}

// end makes sure that nothing follows.
func (j *jsonReader) end() error {
	if t, err := j.dec.Token(); err == nil {
		return j.fault(fmt.Errorf("%v behind the end: %w", t, ErrSyntax))
	} else if !errors.Is(err, io.EOF) {
		return j.fault(err)
	}
	return nil
}

// pass reads a value of any size and forgets it.
func (j *jsonReader) pass() error {
	for depth := 0; ; {
		t, err := j.dec.Token()
		if err != nil {
			return j.fault(err)
		}
		switch t {
		case json.Delim('{'), json.Delim('['):
			depth++
		case json.Delim('}'), json.Delim(']'):
			depth--
		}
		if depth == 0 {
			return nil
		}
	}
}

// jsonMessage returns a function that reads a value and emits the message that
// is made of it. Where the value, and not only the file, is wrong, it is
// skipped.
func jsonMessage[T any](j *jsonReader, message func(*T) (Message, error)) func() error {
	return func() error {
		line, offset := j.place()
		var in T
		err := j.dec.Decode(&in)
		wrong := (*json.UnmarshalTypeError)(nil)
		if errors.As(err, &wrong) || errors.Is(err, errValue) {
			return j.x.skip(line, offset, fmt.Errorf("%w: %w", ErrSyntax, err))
		}
		if err != nil {
			return j.fault(err)
		}
		m, err := message(&in)
		return j.x.take(m, err, line, offset)
	}
}

// jsonField returns a function that reads a value and hands it on.
func jsonField[T any](j *jsonReader, take func(T)) func() error {
	return func() error {
		var v T
		if err := j.dec.Decode(&v); err != nil {
			return j.fault(err)
		}
		take(v)
		return nil
	}
}

var (
	errValue     = errors.New("not a value of this kind")
	errNoContent = fmt.Errorf("type or content is missing: %w", ErrSyntax)
)

// A word is a JSON string, number or null: IDs come as either.
type word string

// UnmarshalJSON takes strings and numbers.
func (w *word) UnmarshalJSON(data []byte) error {
	switch {
	case string(data) == "null":
		return nil
	case data[0] == '"':
		return json.Unmarshal(data, (*string)(w))
	case data[0] == '-' || data[0] >= '0' && data[0] <= '9':
		*w = word(data)
		return nil
	}
	return fmt.Errorf("%.20s is no text: %w", data, errValue)
}

// A nullable is a JSON string or null, and knows whether it was there.
type nullable struct {
	text  string
	there bool
}

// UnmarshalJSON takes strings and null.
func (n *nullable) UnmarshalJSON(data []byte) error {
	n.there = true
	return json.Unmarshal(data, &n.text)
}

// number returns the word's number; -1 if it is none.
func (w word) number() int64 {
	n, err := strconv.ParseInt(string(w), 10, 64)
	if err != nil {
		return -1
	}
	return n
}
