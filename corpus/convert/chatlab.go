package convert

import (
	"bufio"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
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
	room    string
	guess   bool
	members map[string]chatLabMember
	said    recent
}

// readChatLab reads ChatLab's open format, as one object or as lines.
func readChatLab(x *export) error {
	c := &chatLab{x: x, room: x.stem(), guess: true, members: make(map[string]chatLabMember)}
	text := bufio.NewReaderSize(x.text, 64<<10)
	head, err := text.Peek(4 << 10)
	if err != nil && !errors.Is(err, io.EOF) && len(head) == 0 {
		return err
	}
	x.text = text
	if first, _, ok := strings.Cut(strings.TrimLeft(string(head), " \t\r\n"), "\n"); strings.Contains(first, `"_type"`) || ok && json.Valid([]byte(first)) {
		return c.lines()
	}
	j := newJSONReader(x)
	return j.document(map[string]func() error{
		"meta": func() error {
			var m chatLabMeta
			if err := j.decode(&m); err != nil {
				return err
			}
			c.meta(m)
			return nil
		},
		"members": func() error {
			return j.array(func() error {
				var m chatLabMember
				if err := j.decode(&m); err != nil {
					return err
				}
				c.members[string(m.ID)] = m
				return nil
			})
		},
	}, func() error {
		var m chatLabMessage
		line, offset, ok, err := j.message(&m)
		if err != nil || !ok {
			return err
		}
		return c.message(&m, line, offset)
	})
}

// lines reads the format of one object a line.
func (c *chatLab) lines() error {
	l := newLineReader(c.x.text)
	header := false
	for {
		s, err := l.read()
		if err == io.EOF {
			if !header {
				return c.x.at(l.line, 0, fmt.Errorf("no header: %w", ErrSyntax))
			}
			return nil
		}
		if err != nil {
			return c.x.at(l.line+1, l.next, err)
		}
		if t := strings.TrimSpace(s); t == "" || t[0] == '#' {
			continue
		}
		var kind struct {
			Type string      `json:"_type"`
			Meta chatLabMeta `json:"meta"`
		}
		if err := json.Unmarshal([]byte(s), &kind); err != nil {
			if !l.whole { // the last line
				err = fmt.Errorf("%w: %w", ErrCut, err)
			}
			return c.x.at(l.line, l.offset, fmt.Errorf("%w: %w", ErrSyntax, err))
		}
		switch kind.Type {
		case "header":
			header = true
			c.meta(kind.Meta)
		case "member":
			var m chatLabMember
			if err := json.Unmarshal([]byte(s), &m); err != nil {
				return c.x.at(l.line, l.offset, fmt.Errorf("%w: %w", ErrSyntax, err))
			}
			c.members[string(m.ID)] = m
		case "message":
			var m chatLabMessage
			if err = json.Unmarshal([]byte(s), &m); err != nil {
				err = c.x.skip(l.line, l.offset, fmt.Errorf("%w: %w", ErrSyntax, err))
			} else {
				err = c.message(&m, l.line, l.offset)
			}
			if err != nil {
				return err
			}
		default:
			return c.x.at(l.line, l.offset, fmt.Errorf("_type %q: %w", kind.Type, ErrSyntax))
		}
	}
}

func (c *chatLab) meta(m chatLabMeta) {
	if m.Name != "" {
		c.room, c.guess = m.Name, false
	}
}

func (c *chatLab) message(in *chatLabMessage, line int, offset int64) error {
	at, err := c.x.unix(in.Timestamp)
	if err == nil && (in.Type == nil || in.Sender == "" || !in.Content.there) {
		err = fmt.Errorf("type, sender or content is missing: %w", ErrSyntax)
	}
	if err != nil {
		return c.x.skip(line, offset, err)
	}
	m := Message{Room: c.room, Guess: c.guess, ID: string(in.ID), Time: at, Line: line, Offset: offset}
	m.Text, m.Kind = in.Content.text, kindIn(chatLabKinds, *in.Type, Other)
	c.speaker(&m, in)
	c.content(&m, in)
	if in.ID != "" && m.Kind != System && m.Kind != Revoke {
		c.said.put(string(in.ID), m.Speaker, m.preview())
	}
	m.recognise()
	return c.x.emit(m)
}

// content fills in what a message of a known kind holds.
func (c *chatLab) content(m *Message, in *chatLabMessage) {
	switch m.Kind {
	case System:
		m.Kind = notice(m.Text)
	case Image:
		m.URL, m.Text = stripPlaceholder(cmp.Or(in.Media, m.Text)), ""
	case Link:
		m.card()
	case Quote:
		if said, ok := c.said.get(string(in.ReplyTo)); ok {
			m.Quoted = &said
		} else if quoteForm.MatchString(uniform(m.Text)) {
			m.Kind = Text // it has the quotation in it
		}
	default:
		m.placeholder()
	}
}

// speaker fills in who speaks: by the group's name for him at that time, by
// today's, by his own.
func (c *chatLab) speaker(m *Message, in *chatLabMessage) {
	if in.Sender == "SYSTEM" {
		return
	}
	member := c.members[string(in.Sender)]
	m.Account = string(in.Sender)
	for _, name := range append([]string{in.Nickname, member.Nickname, in.Account, member.Account}, member.Aliases...) {
		if name == "" || name == m.Speaker {
			continue
		}
		if m.Speaker == "" {
			m.Speaker = name
		} else if !slices.Contains(m.Names, name) {
			m.Names = append(m.Names, name)
		}
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
