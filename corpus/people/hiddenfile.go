package people

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

// HiddenFile is where a site keeps a copy of the names under which people asked the
// bot to be hidden, for the day on which the bot's own records are lost.
const HiddenFile = "_data/hidden.yml"

type hiddenFile struct {
	Names []string `yaml:"names"`
}

// ParseHidden reads the names in a [HiddenFile]; empty data has none.
func ParseHidden(data []byte) ([]string, error) {
	if !utf8.Valid(data) {
		return nil, fmt.Errorf("not UTF-8: %w", ErrSyntax) // of which yaml.v3 may panic
	}
	var f hiddenFile
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	if err := dec.Decode(&f); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	return f.Names, nil
}

// HiddenBytes returns the file that holds the names.
func HiddenBytes(names []string) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("# 谁在群里要求过不再引用：由 qunwen serve 写，是记录库的副本，库丢了就从这里取回。\n")
	enc := yaml.NewEncoder(&b)
	enc.SetIndent(2)
	if err := enc.Encode(hiddenFile{names}); err != nil {
		return nil, err
	}
	return b.Bytes(), enc.Close()
}
