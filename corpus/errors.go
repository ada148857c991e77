package corpus

import (
	"errors"
	"fmt"
)

// Reasons why a post, or a part of it, cannot be read. A [*ParseError] wraps
// one of them or an error of the file system.
var (
	ErrNoFrontMatter       = errors.New("no front matter: the first line must be ---")
	ErrUnclosedFrontMatter = errors.New("front matter is never closed: a second --- is missing")
	ErrFrontMatter         = errors.New("front matter is not a YAML mapping")
	ErrName                = errors.New("name is not <room>/_posts/YYYY-MM-DD-<title>.markdown")
	ErrTooLarge            = errors.New("too large")
	ErrNotRegular          = errors.New("not a regular file")
	ErrEncoding            = errors.New("not valid UTF-8; the bad bytes are read as U+FFFD")
	ErrClock               = errors.New("no such time of day; the line is read as text")
	ErrStrayText           = errors.New("text before the first message header belongs to nobody")
)

// A ParseError says where a post stopped making sense.
type ParseError struct {
	Path string // slash-separated, as given to Parse
	Line int    // 1-based; 1 if the whole file is meant
	Err  error  // never nil
}

// Error returns "path:line: reason".
func (e *ParseError) Error() string { return fmt.Sprintf("%s:%d: %v", e.Path, e.Line, e.Err) }

// Unwrap returns the reason.
func (e *ParseError) Unwrap() error { return e.Err }
