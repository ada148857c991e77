package convert

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"qunwen/corpus"
)

// A chatLabMessage is a message of ChatLab's open format, with the keys of
// JSON lines.
type chatLabMessage struct {
	ID        word     `json:"platformMessageId"`
	Sender    word     `json:"sender"`
	Account   string   `json:"accountName"`
	Nickname  string   `json:"groupNickname"`
	Timestamp word     `json:"timestamp"`
	Type      *int     `json:"type"`
	Content   nullable `json:"content"`
	ReplyTo   word     `json:"replyToMessageId"`
	Media     string   `json:"mediaPath"`
}

type chatLabMember struct {
	ID       word     `json:"platformId"`
	Account  string   `json:"accountName"`
	Nickname string   `json:"groupNickname"`
	Aliases  []string `json:"aliases"`
}

type chatLabMeta struct {
	Name string `json:"name"`
}

// A chatLab reads one conversation.
type chatLab struct {
	x       *export
	room    string // as the file names it; "" if it does not
	members map[string]chatLabMember
	said    recent
}

// readChatLab reads ChatLab's open format, as one object or as lines.
func readChatLab(x *export) error {
	c := &chatLab{x: x, members: make(map[string]chatLabMember)}
	head, err := x.peek()
	if err != nil && !errors.Is(err, io.EOF) && len(head) == 0 {
		return err
	}
	if first, _, ok := strings.Cut(strings.TrimLeft(string(head), " \t\r\n"), "\n"); strings.Contains(first, `"_type"`) || ok && json.Valid([]byte(first)) {
		return c.lines()
	}
	j := newJSONReader(x)
	member := jsonField(j, func(m chatLabMember) { c.members[string(m.ID)] = m })
	return j.document(map[string]func() error{
		"meta":    jsonField(j, func(m chatLabMeta) { c.room = cmp.Or(m.Name, c.room) }),
		"members": func() error { return j.array(member) },
	}, jsonMessage(j, c.message))
}

// lines reads the format of one object a line.
func (c *chatLab) lines() error {
	header := false
	last := textLine{}
	for l, err := range c.x.lines(c.x.text) {
		if err != nil {
			return err
		}
		last = l
		if t := strings.TrimSpace(l.text); t == "" || t[0] == '#' {
			continue
		}
		var in struct {
			Type string      `json:"_type"`
			Meta chatLabMeta `json:"meta"`
		}
		if err := decodeLine(l, &in); err != nil {
			if !l.whole { // the last line
				err = fmt.Errorf("%w: %w", ErrCut, err)
			}
			return c.x.at(l.number, l.offset, err)
		}
		switch in.Type {
		case "header":
			header = true
			c.room = cmp.Or(in.Meta.Name, c.room)
		case "member":
			var m chatLabMember
			if err := decodeLine(l, &m); err != nil {
				return c.x.at(l.number, l.offset, err)
			}
			c.members[string(m.ID)] = m
		case "message":
			var m Message
			var in chatLabMessage
			err := decodeLine(l, &in)
			if err == nil {
				m, err = c.message(&in)
			}
			if err := c.x.take(m, err, l.number, l.offset); err != nil {
				return err
			}
		default:
			return c.x.at(l.number, l.offset, fmt.Errorf("_type %q: %w", in.Type, ErrSyntax))
		}
	}
	if !header {
		return c.x.at(last.number, 0, fmt.Errorf("no header: %w", ErrSyntax))
	}
	return nil
}

// decodeLine decodes a line of JSON. The error wraps ErrSyntax.
func decodeLine(l textLine, v any) error {
	if err := json.Unmarshal([]byte(l.text), v); err != nil {
		return fmt.Errorf("%w: %w", ErrSyntax, err)
	}
	return nil
}

func (c *chatLab) message(in *chatLabMessage) (Message, error) {
	at, err := c.x.unix(in.Timestamp)
	if err == nil && (in.Type == nil || in.Sender == "" || !in.Content.there) {
		err = fmt.Errorf("type, sender or content is missing: %w", ErrSyntax)
	}
	if err != nil {
		return Message{}, err
	}
	m := Message{room: c.room, ID: string(in.ID), Time: at, text: in.Content.text, Kind: kindIn(chatLabKinds, *in.Type, Other)}
	if in.Sender != "SYSTEM" {
		member := c.members[string(in.Sender)]
		m.account = string(in.Sender)
		// the group's name for him at that time, today's, his own
		m.setNames(in.Nickname, member.Nickname, in.Account, member.Account)
		m.setNames(member.Aliases...)
	}
	c.content(&m, in)
	if in.ID != "" && m.Kind != System && m.Kind != Revoke {
		c.said.put(string(in.ID), m.Speaker, m.preview())
	}
	return m, nil
}

// content fills in what a message of a known kind holds.
func (c *chatLab) content(m *Message, in *chatLabMessage) {
	switch m.Kind {
	case System:
		m.Kind = notice(m.text)
	case Image:
		m.URL, m.text = stripPlaceholder(cmp.Or(in.Media, m.text)), ""
	case Link:
		m.card()
	case Quote:
		if said, ok := c.said.get(string(in.ReplyTo)); ok {
			m.quoted = &said
		} else if corpus.ParseBody(corpus.Uniform(m.text)).Kind == corpus.Quote {
			m.Kind = Text // it has the quotation in it
		}
	default:
		m.placeholder()
	}
}

// chatLabKinds are the kinds by ChatLab's numbers.
var chatLabKinds = map[int]Kind{
	0:  Text,
	1:  Image,
	2:  Voice,
	3:  Video,
	4:  File,
	5:  Sticker,
	7:  Link,
	8:  Place,
	20: RedPacket,
	21: Transfer,
	22: System,
	23: Call,
	24: Link,
	25: Quote,
	26: Merged,
	27: Card,
	80: System,
	81: Revoke,
}

const (
	maxRecent  = 20000 // messages that a reply may be to
	maxPreview = 600   // bytes of each that are kept
)

// recent remembers the last messages by their IDs, for replies that have only
// the ID of what they answer.
type recent struct {
	by   map[string]quotation
	ring []string
	next int
}

func (r *recent) put(id, name, text string) {
	if r.by == nil {
		r.by = make(map[string]quotation)
	}
	if len(text) > maxPreview {
		text = strings.ToValidUTF8(text[:maxPreview], "") + "…"
	}
	if len(r.ring) < maxRecent {
		r.ring = append(r.ring, id)
	} else {
		delete(r.by, r.ring[r.next])
		r.ring[r.next] = id
		r.next = (r.next + 1) % maxRecent
	}
	r.by[id] = quotation{name: name, text: text}
}

func (r *recent) get(id string) (quotation, bool) {
	q, ok := r.by[id]
	return q, ok && id != ""
}
