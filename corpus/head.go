package corpus

import (
	"bytes"
	"errors"
	"fmt"
	"path"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/adrg/frontmatter"
	"gopkg.in/yaml.v3"
)

// maxHead bounds the front matter that is decoded; real ones have 200 bytes.
const maxHead = 64 << 10

// SplitName takes room and date from a post's path. The error is ErrName.
func SplitName(name string) (room, date string, err error) {
	dir, base := path.Split(name)
	dir = path.Clean(dir)
	room = path.Base(path.Dir(dir))
	if path.Base(dir) != "_posts" || room == "." || room == "/" || len(base) < len("2006-01-02") {
		return "", "", ErrName
	}
	date = base[:len("2006-01-02")]
	if _, err := time.Parse(time.DateOnly, date); err != nil {
		return "", "", ErrName
	}
	return room, date, nil
}

// splitHead divides a post into its front matter (between the fences, as it
// stands) and its body, and returns the 1-based line on which the body starts.
//
// A non-nil warn names the line at which a complete head makes no sense as
// YAML: the body can be read nevertheless.
func splitHead(post []byte) (head, body []byte, line int, warn, err *ParseError) {
	format := frontmatter.NewFormat("---", "---", func(data []byte, _ any) error {
		head = data
		return nil
	})
	body, perr := frontmatter.MustParse(bytes.NewReader(post), new(struct{}), format)
	if errors.Is(perr, frontmatter.ErrNotFound) {
		first := bytes.TrimSpace(post)
		if nl := bytes.IndexByte(first, '\n'); nl >= 0 {
			first = bytes.TrimSpace(first[:nl])
		}
		if string(first) == "---" {
			return nil, nil, 0, nil, &ParseError{Line: 1, Err: ErrUnclosedFrontMatter}
		}
		return nil, nil, 0, nil, &ParseError{Line: 1, Err: ErrNoFrontMatter}
	}
	if perr != nil { // Unreachable: neither the reader nor the format fails.
		return nil, nil, 0, nil, &ParseError{Line: 1, Err: perr}
	}
	before := post[:len(post)-len(body)]
	line = bytes.Count(before, []byte("\n")) + 1
	if !bytes.HasSuffix(before, []byte("\n")) {
		line++ // the second fence ends the file
	}
	return head, body, line, checkHead(head, line-1-bytes.Count(head, []byte("\n"))), nil
}

// BodyStart returns where the body of a post starts: behind its front matter.
func BodyStart(post []byte) (int, *ParseError) {
	_, body, _, _, err := splitHead(bytes.TrimPrefix(post, []byte("\ufeff")))
	return len(post) - len(body), err
}

var (
	yamlLine = regexp.MustCompile(`^yaml: line (\d+): `)
	// The lines of these errors are counted from 0, those of others from 1.
	yamlFromZero = regexp.MustCompile(`^did not find expected (?:key|node content|<|'-'|',')`)
)

// checkHead returns nil if head, which starts on line first, is a YAML mapping.
func checkHead(head []byte, first int) *ParseError {
	if len(head) > maxHead {
		return &ParseError{Line: first, Err: fmt.Errorf("front matter of %d bytes: %w", len(head), ErrTooLarge)}
	}
	var node yaml.Node
	if err := yaml.Unmarshal(head, &node); err != nil {
		msg, line := err.Error(), first
		if m := yamlLine.FindStringSubmatch(msg); m != nil {
			n, _ := strconv.Atoi(m[1])
			msg, line = msg[len(m[0]):], first+n-1
			if yamlFromZero.MatchString(msg) {
				line++
			}
			// YAML breaks lines at a lone CR and U+2028, too, a post does not.
			line = min(line, first+bytes.Count(head, []byte("\n")))
		}
		return &ParseError{Line: line, Err: fmt.Errorf("%w: %s", ErrFrontMatter, strings.TrimPrefix(msg, "yaml: "))}
	}
	if len(node.Content) != 1 || node.Content[0].Kind != yaml.MappingNode {
		return &ParseError{Line: first, Err: ErrFrontMatter}
	}
	return nil
}
