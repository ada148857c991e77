package people

import (
	"qunwen/corpus/tree"

	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

// File is where a site keeps who has which names.
const File = "_data/people.yml"

type peopleFile struct {
	People []*Person `yaml:"people"`
}

// Parse reads [File]; empty data is nobody.
func Parse(data []byte) (*People, error) {
	if !utf8.Valid(data) {
		return nil, fmt.Errorf("not UTF-8: %w", ErrSyntax) // of which yaml.v3 may panic
	}
	p := &People{}
	var f peopleFile
	dec := yaml.NewDecoder(bytes.NewReader(data))
	dec.KnownFields(true)
	if err := dec.Decode(&f); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	for _, who := range f.People {
		if who == nil || who.Name == "" {
			return nil, fmt.Errorf("a person without a name: %w", ErrSyntax)
		}
		if !slices.Contains(who.Names, who.Name) {
			who.Names = slices.Insert(who.Names, 0, who.Name)
		}
		p.list = append(p.list, who)
	}
	p.reindex()
	return p, nil
}

// Read reads who has which names on a site; nobody if it has no such file.
func Read(site string) (*People, error) {
	data, err := tree.ReadFile(site, File)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	p, err := Parse(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", File, err)
	}
	return p, nil
}

// Bytes returns the file, people by their names.
func (p *People) Bytes() ([]byte, error) {
	list := slices.SortedStableFunc(slices.Values(p.list), func(a, b *Person) int { return strings.Compare(a.Name, b.Name) })
	var b bytes.Buffer
	b.WriteString("# 谁用过哪些名字：由 qunwen import 和 qunwen people 维护。ids 是账号的摘要，看不出账号。\n")
	enc := yaml.NewEncoder(&b)
	enc.SetIndent(2)
	if err := enc.Encode(peopleFile{list}); err != nil {
		return nil, err
	}
	return b.Bytes(), enc.Close()
}
