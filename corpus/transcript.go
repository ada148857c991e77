package corpus

import (
	"time"
)

// A Kind says what a message consists of.
type Kind uint8

// The kinds of message.
const (
	Text      Kind = iota // words, emoji codes, plain URLs
	Empty                 // no body: a sticker or a card that was not exported
	Image                 // one picture and nothing else; URL says where
	Link                  // a shared card: Text is its title, URL its address
	Quote                 // a reply that quotes an earlier message; see Quoted
	RedPacket             // 微信红包
)

// String returns the kind's name in lower case, such as "red packet".
func (k Kind) String() string {
	switch k {
	case Text:
		return "text"
	case Empty:
		return "empty"
	case Image:
		return "image"
	case Link:
		return "link"
	case Quote:
		return "quote"
	case RedPacket:
		return "red packet"
	}
	return "unknown"
}

// Quoted is the part of a quote reply that repeats somebody else's message.
type Quoted struct {
	Name string // as shown by the group: a nickname, often no header's name; may be ""
	Text string // clean; may be cut by the exporting program, may be ""
}

// A Message is one utterance in a room.
type Message struct {
	ID      string    // room/YYYY-MM-DD/HHMMSS; .2, .3 … for later messages of that second
	Time    time.Time // to the second, in the zone given to Parse
	Line    int       // 1-based line of the header in its post
	Speaker string    // as published; may hold blanks; "" if the header has none
	Raw     string    // the body as it stands, outer white space trimmed; "" if there is none

	// Text is what the speaker said, on one line: entities decoded, white
	// space joined, without the quoted part, the names it is addressed to, and
	// lines that are only ids of accounts (see WithoutAccounts). Every piece of
	// it between two … stands in Raw, but for entities and white space. "" if
	// only media was sent, or nothing but such ids.
	Text string

	Kind     Kind
	URL      string   // of an Image or a Link, decoded; otherwise ""
	Mentions []string // names after @, without it, in order; nil if none
	Quoted   *Quoted  // for a Quote; otherwise nil
	CopyOf   string   // ID of the message this repeats under another name; "" for an original

	// Aside says that the message is to or from a program, by [Transcript.SetAside]:
	// nobody's word on any subject.
	Aside bool
}

// A Transcript is one room's chat on one day, as one post holds it.
type Transcript struct {
	Path     string    // slash-separated, below the corpus root, as given to Parse
	Room     string    // folder above _posts, such as "prodarch"
	Date     string    // YYYY-MM-DD, from the file's name
	Head     string    // the front matter between its fences, as it stands; ends in a newline unless empty
	Lead     string    // text before the first header, nobody's words; nearly always ""
	Messages []Message // in file order; empty on a silent day

	// Problems are faults that lost no message: the rest of the post was read.
	Problems []*ParseError

	persons Namer // see Link; nil if nobody has several names
}
