package site

import (
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"qunwen/corpus"
)

// What an [Archive] answers to entries it cannot take.
var (
	ErrRoom  = errors.New("room is not a plain folder name")
	ErrEntry = errors.New("not a message that can be archived")
)

const (
	maxEntry = 4 << 20 // bytes of an Entry's strings together
	maxRoom  = 200     // bytes
)

// An Entry is a live message to be archived.
//
// It is written so that [Parse] reads the same again, as far as a post can
// hold it:
//
//   - Bytes that are not UTF-8 become U+FFFD; control characters and marks that
//     reorder a line become …; every kind of line break becomes \n.
//   - White space at the ends of Text and of its lines is dropped. Message.Raw
//     keeps the lines, Message.Text joins them.
//   - The speaker is one line of at most 128 characters; < and { become their
//     wide forms.
//   - In a quotation 「」 become 『』, line breaks blanks, and a colon in the name ∶.
//   - A URL that is neither http, https nor relative is left out; blanks and
//     brackets in it are escaped. A Link without one is a Text, [链接] and its title.
//   - A Text without words is Empty.
//
// Characters that HTML, Liquid or Parse would take for their own are written
// as entities. A text that only looks like an image, a link, a quotation or a
// red packet has a zero-width blank before it in Raw, and ]( in a title has one in it.
type Entry struct {
	Room    string    // folder above _posts; may be new
	Time    time.Time // when it was sent; any zone; parts of a second are dropped
	Speaker string    // may be ""
	Kind    corpus.Kind
	Text    string         // of a Text, the title of a Link, the reply of a Quote; of others not written
	URL     string         // of an Image or a Link; may be ""
	Quoted  *corpus.Quoted // of a Quote; a Quote without it is a Text

	// Key is what the transport calls the message: an entry whose key was
	// archived before in this room is the same message, whatever it says now.
	// Of other entries, and those without a key, one that has the second, the
	// speaker and the words of a message which stood in the post when it was
	// last read, and to which no key belongs, is that message. "" if the
	// transport has none: then repeats within a second that are delivered
	// before and after a restart count once.
	Key string
}

// A line is an entry as the post holds it.
type line struct {
	room, date string
	sec        int32 // of the day
	hash       uint64
	key        keyHash // zero without a key
	post       []byte  // header, body and what surrounds them
}

// line normalises the entry and prints it. The error wraps ErrRoom, ErrEntry
// or ErrTooLarge.
func (e *Entry) line(loc *time.Location) (*line, error) {
	if err := checkFolder(e.Room); err != nil {
		return nil, err
	}
	at := e.Time.In(loc)
	if e.Time.Unix() <= 0 || at.Year() > 9999 {
		return nil, fmt.Errorf("time %v: %w", e.Time, ErrEntry)
	}
	n := len(e.Speaker) + len(e.Text) + len(e.URL) + len(e.Key)
	if e.Quoted != nil {
		n += len(e.Quoted.Name) + len(e.Quoted.Text)
	}
	if n > maxEntry {
		return nil, fmt.Errorf("message of %d bytes: %w", n, corpus.ErrTooLarge)
	}
	if e.Kind > corpus.RedPacket {
		return nil, fmt.Errorf("kind %d: %w", e.Kind, ErrEntry)
	}
	b := corpus.Body{Kind: e.Kind, Text: corpus.Visible(e.Text), URL: e.URL, Quoted: e.Quoted, Literal: true}
	body := b.Print(at)
	speaker := corpus.SpeakerName(e.Speaker)
	l := &line{room: e.Room, date: at.Format(time.DateOnly), sec: second(at)}
	l.hash = lineHash(l.sec, speaker, strings.TrimSpace(body))
	if e.Key != "" {
		l.key = hashKey(e.Room, e.Key)
	}
	l.post = corpus.AppendMessage(make([]byte, 0, len(speaker)+len(body)+32), int(l.sec), speaker, body)
	return l, nil
}

// second returns the second of the day that the clock shows.
func second(t time.Time) int32 {
	h, m, s := t.Clock()
	return int32(h*3600 + m*60 + s)
}

// checkFolder returns an error that wraps ErrRoom if the room cannot be a folder
// whose posts Days finds.
func checkFolder(room string) error {
	bad := room == "" || len(room) > maxRoom || room[0] == '.' || room == "_posts" ||
		room != strings.TrimSpace(room) || strings.HasSuffix(room, ".") || !utf8.ValidString(room) ||
		strings.ContainsAny(room, `/\:*?"<>|`) ||
		strings.ContainsFunc(room, func(r rune) bool { return !unicode.IsPrint(r) })
	if bad {
		return fmt.Errorf("room %q: %w", room, ErrRoom)
	}
	return nil
}
