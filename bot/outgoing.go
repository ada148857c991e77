package bot

import "time"

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

	news int64     // the question that has an answer now; 0 if it is not about one
	due  time.Time // of a reminder; zero of all else
}

// unasked reports whether nobody waits for the message.
func (o *Outgoing) unasked() bool { return o.Purpose != ForReply }

// chatKey names a chat as long as a login at least.
func chatKey(c *Chat) string {
	if c.Room != "" {
		return c.Room
	}
	return "\x00" + c.ID
}
