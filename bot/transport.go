package bot

import (
	"context"
	"errors"
	"time"
)

// A Kind says what an [Incoming] message is.
type Kind uint8

// The kinds of message.
const (
	Text   Kind = iota
	Reply       // text that quotes another message; see Quoted
	Image       // a picture
	Card        // a shared link: Text is its title
	Revoke      // takes back the message RevokedID
	Rename      // the room has another topic now: Text, if the transport knows it
	System      // a notice of the service: who joined, who left
	Other       // a sticker, a voice message, a red packet: Text says which, in brackets
)

// An Incoming is a message as a transport delivers it: a value that nobody
// changes afterwards.
type Incoming struct {
	ID        string // of the transport, which a Revoke names; may come twice
	Login     string // names the sign-in that delivered it, without being a secret
	RevokedID string // of a Revoke
	Kind      Kind
	Time      time.Time // when it was sent, to the second
	Chat      Chat
	Sender    Sender
	Text      string // plain, real line breaks and emoji, mentions included, the quoted part not
	URL       string // of a Card
	Quoted    *Said  // of a Reply; otherwise nil

	// Picture fetches the bytes of an Image; nil if the transport cannot.
	Picture func(ctx context.Context) ([]byte, error)
}

// A Chat is where messages are exchanged: a room or a talk between two.
type Chat struct {
	ID     string // good for sending until the next login; never written to disk or logs
	Room   string // folder name of a room that the configuration names; "" of any other chat
	Direct bool   // between the account and one person; ID is that person's

	// Names are the names that the bot's account bears there; Members those of
	// all others, for finding out who is meant by an @. Both may be empty.
	Names   []string
	Members []string
}

// A Sender is who sent a message. Only ID and Remark cannot be chosen by the
// sender.
type Sender struct {
	ID      string // of the person until the next login; never written to disk or logs
	Display string // name in the room; may be ""
	Nick    string // name of the account; may be ""
	Remark  string // name that the account's owner gave a friend; may be ""
	Self    bool   // the account itself: its owner's phone, or the bot
}

// Name is what the room sees of the sender; "" if nothing is known.
func (s Sender) Name() string {
	if s.Display != "" {
		return s.Display
	}
	return s.Nick
}

// A Said is a message that another one quotes.
type Said struct {
	ID   string // of the transport; "" if it does not tell
	Name string // of who said it, as shown; may be ""
	Text string // may be cut by the transport; "" of pictures and the like
}

// A Sent is a message that was sent: what a transport needs to take it back.
type Sent struct {
	ID     string // of the message
	ChatID string
	Time   time.Time
}

// A State says how a transport is connected.
type State struct {
	Phase  Phase
	QR     string // of WaitScan: the text of the QR code, also a link
	Reason string // of Degraded and Offline: in plain Chinese, without secrets
}

// A Phase is part of a [State].
type Phase uint8

// The phases of a connection.
const (
	Offline   Phase = iota // not logged in
	WaitScan               // waits until somebody scans QR
	WaitPhone              // scanned, or pushed: waits until it is confirmed on the phone
	Online
	Degraded // logged in, but the service does not answer
)

// A Handler takes what a transport delivers. Its methods are called one at a
// time and must return soon: a slow one stops the heartbeat.
type Handler interface {
	OnMessage(ctx context.Context, in Incoming)
	OnState(ctx context.Context, st State)
}

// A Transport exchanges messages.
type Transport interface {
	// Run connects and delivers until ctx ends, then returns nil; or returns
	// why it cannot go on.
	Run(ctx context.Context, h Handler) error

	// Send sends a text, once: it never tries again. The error wraps
	// [ErrNotSent] if it surely did not arrive, [ErrRefused] if the service
	// will not take it; with any other it may have arrived.
	Send(ctx context.Context, chatID, text string) (Sent, error)

	// Revoke takes back what was sent, within two minutes.
	Revoke(ctx context.Context, s Sent) error

	// Chat returns the chat of a room that the configuration names. The error
	// wraps [ErrNotSent] if it is not known now, or if two go by its name.
	Chat(ctx context.Context, room string) (Chat, error)
}

// What a [Transport] answers if it did not send.
var (
	ErrNotSent = errors.New("not sent")
	ErrRefused = errors.New("refused by the service")
)
