package schedule

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

// handHeader is what a new file begins with.
const handHeader = `# 手工改过的分享安排，由 qunwen schedule set、move、cancel、confirm、restore、alias 写入，也可以直接编辑。
# 最后才算：和聊天记录说的不一样时，以这里为准。重新导入聊天记录不影响它。
#
# corrections 按日期排列，每条改一场分享：
#   room  群的目录名        date  原来的日期     who  分享人的名字（那天有几场时才要写）
#   do    set（改内容：speaker、topic、start、end、status）、move（改期：to、start、end）、
#         cancel（取消）、confirm（待定的定下来了）、restore（取消了的照常）
#   at    什么时候改的；同一场改过几次时，后改的算数
#   undone 什么时候撤回的（qunwen schedule undo）；撤回了的不算数，留着是让日历知道又变过
# aliases 把群昵称和人连起来，昵称: 人。
`

// A HandFile is the file of corrections by hand, _data/schedule.yml of a site.
// It keeps the comments that people wrote into it.
type HandFile struct {
	name   string
	doc    yaml.Node
	byHand ByHand
}

// ParseHandFile reads a file; one without content, or without any byte, holds
// no corrections. Errors begin with name:line and are in Chinese.
func ParseHandFile(name string, data []byte) (*HandFile, error) {
	f := &HandFile{name: name}
	if !utf8.Valid(data) {
		return nil, f.errorf(1+bytes.Count(data[:invalidAt(data)], []byte("\n")), "不是 UTF-8 编码")
	}
	dec := yaml.NewDecoder(bytes.NewReader(data))
	if err := dec.Decode(&f.doc); errors.Is(err, io.EOF) {
		err = yaml.Unmarshal([]byte("corrections: []\n"), &f.doc)
		if err != nil {
			return nil, err // Unreachable
		}
		f.doc.HeadComment = cmp.Or(comments(data), strings.TrimRight(handHeader, "\n"))
	} else if err != nil {
		return nil, f.yamlError(err, 1)
	}
	if err := dec.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		return nil, f.errorf(f.doc.Line, "只能有一份 YAML 文档")
	}
	return f, f.read()
}

// invalidAt is where the first byte stands that is no part of UTF-8.
func invalidAt(data []byte) int {
	at := 0
	for at < len(data) {
		r, size := utf8.DecodeRune(data[at:])
		if r == utf8.RuneError && size == 1 {
			break
		}
		at += size
	}
	return at
}

// comments are the lines of a file without content that say something.
func comments(data []byte) string {
	var lines []string
	for line := range strings.Lines(string(data)) {
		if line = strings.TrimSpace(line); strings.HasPrefix(line, "#") {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

// ByHand is what the file says.
func (f *HandFile) ByHand() ByHand { return f.byHand }

var yamlLine = regexp.MustCompile(`line (\d+)`)

// yamlError puts the name and the line in front of an error of the YAML
// reader, by default the given line.
func (f *HandFile) yamlError(err error, line int) error {
	if m := yamlLine.FindStringSubmatch(err.Error()); m != nil {
		line, _ = strconv.Atoi(m[1])
		if strings.Contains(err.Error(), "did not find expected") {
			line++ // yaml.v3 counts these from 0
		}
	}
	reason := strings.TrimPrefix(err.Error(), "yaml: ")
	return f.errorf(line, "不是合法的 YAML（%s）", strings.ReplaceAll(reason, "\n", " "))
}

func (f *HandFile) errorf(line int, format string, args ...any) error {
	return fmt.Errorf("%s:%d: %w", f.name, max(line, 1), fmt.Errorf(format, args...))
}

// read takes the corrections and aliases out of the document.
func (f *HandFile) read() error {
	root := f.root()
	if root == nil {
		return f.errorf(f.doc.Line, "最外层应是 corrections: 和 aliases:")
	}
	f.byHand = ByHand{aliases: make(map[string]string)}
	for i := 0; i+1 < len(root.Content); i += 2 {
		key, value := root.Content[i], root.Content[i+1]
		switch {
		case key.Value != "corrections" && key.Value != "aliases":
			return f.errorf(key.Line, "没有 %q 这一项，只有 corrections 和 aliases", key.Value)
		case value.Tag == "!!null":
		case key.Value == "corrections" && value.Kind != yaml.SequenceNode:
			return f.errorf(value.Line, "corrections 应是一列，每条以 - 开头")
		case key.Value == "corrections":
			for _, item := range value.Content {
				if err := f.readCorrection(item); err != nil {
					return err
				}
			}
		default:
			if err := value.Decode(&f.byHand.aliases); err != nil {
				return f.yamlError(err, value.Line)
			}
		}
	}
	return nil
}

func (f *HandFile) readCorrection(item *yaml.Node) error {
	if item.Kind != yaml.MappingNode {
		return f.errorf(item.Line, "一条更正应有 room、date、do 等项")
	}
	known := []string{"room", "date", "who", "do", "to", "start", "end", "speaker", "topic", "status", "at", "undone"}
	for i := 0; i < len(item.Content); i += 2 {
		if key := item.Content[i]; !slices.Contains(known, key.Value) {
			return f.errorf(key.Line, "没有 %q 这一项", key.Value)
		}
	}
	var c Correction
	if err := item.Decode(&c); err != nil {
		return f.yamlError(err, item.Line)
	}
	if err := c.Validate(); err != nil {
		return f.errorf(item.Line, "%w", err)
	}
	f.byHand.corrections = append(f.byHand.corrections, c)
	return nil
}

// root is the mapping of the document, nil if it is something else.
func (f *HandFile) root() *yaml.Node {
	if len(f.doc.Content) != 1 || f.doc.Content[0].Kind != yaml.MappingNode {
		return nil
	}
	return f.doc.Content[0]
}

// section returns the value under a key of the document, which it makes if it
// is not there.
func (f *HandFile) section(key string, kind yaml.Kind) *yaml.Node {
	root := f.root()
	for i := 0; i+1 < len(root.Content); i += 2 {
		if root.Content[i].Value == key {
			value := root.Content[i+1]
			if value.Tag == "!!null" {
				*value = yaml.Node{Kind: kind}
			}
			value.Style &^= yaml.FlowStyle
			return value
		}
	}
	value := &yaml.Node{Kind: kind}
	root.Content = append(root.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: key}, value)
	return value
}

// Add puts a correction in its place by date, with a comment that tells what it
// is of; "" for none.
func (f *HandFile) Add(c Correction, comment string) error {
	if err := c.Validate(); err != nil {
		return err
	}
	c.At = c.At.Truncate(time.Second)
	item := &yaml.Node{}
	if err := item.Encode(c); err != nil {
		return err
	}
	if comment != "" {
		item.HeadComment = "# " + strings.Join(strings.Fields(comment), " ")
	}
	list := f.section("corrections", yaml.SequenceNode)
	at := len(list.Content)
	for i := range f.byHand.corrections {
		if f.byHand.corrections[i].Date > c.Date {
			at = i
			break
		}
	}
	list.Content = slices.Insert(list.Content, at, item)
	f.byHand.corrections = slices.Insert(f.byHand.corrections, at, c)
	return nil
}

// Next is the time of a correction that is made now, in whole seconds: later
// than all that the file has.
func (f *HandFile) Next(now time.Time) time.Time {
	at := now.Truncate(time.Second)
	for _, c := range f.byHand.corrections {
		for _, t := range []time.Time{c.At, c.Undone} {
			if !at.After(t) {
				at = t.Add(time.Second).In(now.Location())
			}
		}
	}
	return at
}

// ErrNothingToUndo reports that no correction by hand stands.
var ErrNothingToUndo = errors.New("没有可以撤回的手工更正")

// Undo takes back the correction that was made last, of one room or of all if
// room is "", and returns it so marked. It stays in the file, marked with [HandFile.Next],
// because calendars have to learn that the session changed again. The error
// wraps [ErrNothingToUndo] if no correction stands.
func (f *HandFile) Undo(room string, now time.Time) (Correction, error) {
	last := -1
	for i := range f.byHand.corrections {
		c := &f.byHand.corrections[i]
		if c.Undone.IsZero() && (room == "" || c.Room == room) && (last < 0 || !c.At.Before(f.byHand.corrections[last].At)) {
			last = i
		}
	}
	if last < 0 {
		return Correction{}, ErrNothingToUndo
	}
	c := f.byHand.corrections[last]
	c.Undone = f.Next(now)
	var key, value yaml.Node
	if err := errors.Join(key.Encode("undone"), value.Encode(c.Undone)); err != nil {
		return Correction{}, err
	}
	item := f.section("corrections", yaml.SequenceNode).Content[last]
	item.Content = append(item.Content, &key, &value)
	f.byHand.corrections[last] = c
	return c, nil
}

// Alias says that a handle is a person's.
func (f *HandFile) Alias(handle, person string) error {
	switch {
	case strings.TrimSpace(handle) == "" || strings.TrimSpace(person) == "":
		return errors.New("昵称和人都不能是空的")
	case handle == person:
		return errors.New("昵称和人是一样的")
	}
	list := f.section("aliases", yaml.MappingNode)
	f.byHand.aliases[handle] = person
	for i := 0; i+1 < len(list.Content); i += 2 {
		if list.Content[i].Value == handle {
			return list.Content[i+1].Encode(person)
		}
	}
	var key, value yaml.Node
	if err := errors.Join(key.Encode(handle), value.Encode(person)); err != nil {
		return err
	}
	list.Content = append(list.Content, &key, &value)
	return nil
}

// Bytes prints the file.
func (f *HandFile) Bytes() ([]byte, error) {
	var b bytes.Buffer
	enc := yaml.NewEncoder(&b)
	enc.SetIndent(2)
	if err := errors.Join(enc.Encode(&f.doc), enc.Close()); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
