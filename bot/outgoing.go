package bot

import (
	"crypto/sha256"
	"fmt"
)

// A Purpose says what an [Outgoing] is for.
type Purpose string

// The purposes.
const (
	ForReply    Purpose = "reply"    // to somebody who spoke to the bot
	ForReadBack Purpose = "readback" // of an admin's announcement
	ForReminder Purpose = "reminder" // of a session
	ForNews     Purpose = "news"     // to somebody whose question has an answer now
)

// An Outgoing is a message that the bot wants sent.
type Outgoing struct {
	Key     string // what it is for; never sent twice
	Chat    Chat
	Person  string // key of whom it is for; "" for the room
	Purpose Purpose
	Text    string // "" of one that only takes back Revoke
	Revoke  string // key of what is to be taken back

	ForAdmin bool // its person runs the room: it may use what is kept of a day's messages

	// To is the message in a room that it answers, and Asked what that asks, without
	// the mention: they are named if others speak before it is sent. nil of what
	// answers nobody, and of what names them anyway.
	To    *Incoming
	Asked string
}

// Key names a chat as long as a login at least.
func (c *Chat) Key() string {
	if c.Room != "" {
		return c.Room
	}
	return "\x00" + c.ID
}

// secondPart is what the key of a reply's second message ends in.
const secondPart = ":2"

// PartKey returns the key of one message of a reply; part counts from 0.
func PartKey(key string, part int) string {
	if part == 0 {
		return key
	}
	return fmt.Sprintf("%s:%d", key, part+1)
}

// Key names what is said to a message: the same whenever it is delivered, also
// by a later login.
func (in *Incoming) Key(what string) string {
	where, id := in.Chat.Room, in.ID
	if where == "" {
		where = in.Login
	}
	if id == "" {
		sum := sha256.Sum256(fmt.Appendf(nil, "%d\x00%s\x00%s", in.Time.UnixNano(), in.untilNextLogin(), in.Text))
		id = fmt.Sprintf("%x", sum[:8])
	}
	return what + ":" + where + ":" + id
}
