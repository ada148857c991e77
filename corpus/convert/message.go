package convert

import (
	"errors"
	"fmt"
	"time"
)

// A Kind says what a message consists of.
type Kind uint8

// The kinds of message.
const (
	Text        Kind = iota // words; also the site's own forms of pictures, links and quotations
	Empty                   // nothing: the source lost the content
	Image                   // a picture; URL is the source's name for it, or ""
	Link                    // a card: Text is the title, URL the address; each may be ""
	Quote                   // a reply: Text is the reply, Quoted what it answers, nil if not known
	RedPacket               // 红包
	Sticker                 // an animated emoji
	Voice                   // spoken words; Text is a transcription, or ""
	Video                   // a film
	File                    // a file; Text is its name, or ""
	Place                   // a position; Text is its name, or ""
	Card                    // a contact; Text is the name, or ""
	MiniProgram             // a 小程序; Text is its title, or ""
	Music                   // a song; as Link
	Merged                  // 聊天记录, forwarded as one; Text is the title
	Transfer                // money to a member; Text says how much, or ""
	Call                    // 通话
	System                  // a notice of joining or renaming: nobody said it
	Revoke                  // the notice that a message was taken back
	Other                   // what the tool has no word for; Text is what it wrote, or ""
)

// A quotation is what a reply quotes.
type quotation struct {
	name string // as the tool gives it; may be ""
	text string // may be ""
}

// A Message is one utterance, as an export holds it.
type Message struct {
	room   string    // name of the group; "" if the export does not say
	guess  bool      // Room was only taken from a file's name
	Time   time.Time // in the zone given to Messages, to the second
	Minute bool      // the source has no seconds: Time's are 0

	Speaker string   // as the tool gives it; "" in a notice
	account string   // who speaks, whatever the name is now; "" if the export does not say
	names   []string // other names of the account that the export knows; nil if none

	ID string // the tool's number for the message, within its file; "" if it gives none

	Kind   Kind
	text   string // plain, with \n for line breaks
	URL    string
	quoted *quotation
	Raw    string // a message of a post, as it stands there; then Kind is Text or Empty and Text ""

	Line   int   // 1-based, where it starts in the decoded source; 0 if unknown
	offset int64 // bytes before it in the decoded source; -1 if unknown
}

// Reasons for which an export cannot be read. A [*ReadError] wraps one of them
// or an error of the file system or of a decoder.
var (
	ErrFormat   = errors.New("format not recognised")
	ErrTraining = errors.New("training data: it has neither times nor speakers")
	ErrEncoding = errors.New("bytes that are no text")
	ErrCut      = errors.New("the file ends in the middle")
	ErrPacked   = errors.New("the archive is damaged")
	ErrSyntax   = errors.New("not as the format has it")
	ErrNoColumn = errors.New("there is no such column")
	ErrTime     = errors.New("no such time")
	ErrNoTime   = errors.New("no message in it has a time")
	ErrTooLong  = errors.New("too long for one message")
	ErrSpeaker  = errors.New("nobody is named as the speaker")
)

// A ReadError says where an export stopped making sense.
type ReadError struct {
	File   string // as its Input is named
	Line   int    // 1-based; 0 if only Offset is known, or the whole file is meant
	Offset int64  // in bytes of the decoded source; -1 if unknown
	Err    error  // never nil

	// Skipped says that only one message is lost by it: reading goes on.
	skipped bool
}

// Error returns "file:line: reason", or "file:@offset: reason" in a file
// without lines.
func (e *ReadError) Error() string {
	switch {
	case e.Line > 0:
		return fmt.Sprintf("%s:%d: %v", e.File, e.Line, e.Err)
	case e.Offset >= 0:
		return fmt.Sprintf("%s:@%d: %v", e.File, e.Offset, e.Err)
	}
	return fmt.Sprintf("%s: %v", e.File, e.Err)
}

// Unwrap returns the reason.
func (e *ReadError) Unwrap() error { return e.Err }
