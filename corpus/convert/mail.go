package convert

import (
	"bufio"
	"fmt"
	"io"
	"regexp"
	"strings"
)

var (
	mailRoom = regexp.MustCompile(`^(?:(.+?) 微信群上的聊天记录如下|.*微信群["“](.+)["”]的聊天记录|["“]?(.+?)["”]?和["“]?(.+?)["”]?(?: 在微信上)?的聊天记录)`)
	// NAME and a time, with two blanks on Android and one on the iPhone
	mailHead  = regexp.MustCompile(`^(\S.*?)( {1,2})((?:上午|下午|凌晨|早上|中午|晚上)?\d{1,2}:\d{2})$`)
	mailImage = regexp.MustCompile(`^(?:\[图片[:：] ?(.+?)\((?:请在附件中查看|可在附件中查看)\)\]|(图片\d+)（可在附件中查看）)$`)
	mailVideo = regexp.MustCompile(`^\[视频[:：] ?(.+?)\(请在附件中查看\)\]$`)
	mailLink  = regexp.MustCompile(`(?s)^\[(.*) : (https?://\S+)\]$`)
)

// boldMark stands before a line that a mail's HTML shows bold: a heading.
const boldMark = "\x01"

// A mailReader reads the lines of a mail.
type mailReader struct {
	x     *export
	room  string
	date  string // YYYY-MM-DD
	two   bool   // names and times are two blanks apart
	bold  bool   // headings are marked
	known bool   // two is known
	found bool
	blank bool // the line before was empty
	cur   *Message
	body  []string
	size  int
}

// readMail reads WeChat's mails: their text, or the mail itself.
func readMail(x *export) error {
	text := bufio.NewReaderSize(x.text, 64<<10)
	x.text = text
	r := &mailReader{x: x, room: x.stem(), blank: true}
	head, _ := text.Peek(4 << 10)
	if at := mailHeader.FindIndex(head); at != nil && at[0] == 0 {
		return r.message()
	}
	return r.lines(x.text)
}

// lines reads the text of a mail.
func (r *mailReader) lines(text io.Reader) error {
	l := newLineReader(text)
	for {
		s, err := l.read()
		if err == io.EOF {
			break
		}
		if err != nil {
			return r.x.at(l.line+1, l.next, err)
		}
		if err := r.line(s, l.line, l.offset); err != nil {
			return err
		}
	}
	if !r.found {
		return &ReadError{File: r.x.name, Offset: -1, Err: ErrNoTime}
	}
	r.dropSignature()
	return r.flush()
}

func (r *mailReader) line(s string, line int, offset int64) error {
	defer func() { r.blank = strings.TrimSpace(s) == "" }()
	plain := strings.TrimSpace(strings.TrimPrefix(s, boldMark))
	if p := mailDay.FindStringSubmatch(plain); p != nil {
		if err := r.flush(); err != nil {
			return err
		}
		r.date = fmt.Sprintf("%s-%02s-%02s", p[1], p[2], p[3])
		return nil
	}
	if r.date == "" {
		if p := mailRoom.FindStringSubmatch(plain); p != nil {
			for _, name := range p[1:3] {
				if name != "" {
					r.room = name
				}
			}
		}
	}
	if p := mailHead.FindStringSubmatch(plain); p != nil && r.isHead(s, p[2]) {
		if r.date == "" {
			return r.x.at(line, offset, fmt.Errorf("%q: %w", plain, ErrNoDate))
		}
		if err := r.flush(); err != nil {
			return err
		}
		r.found = true
		at, err := r.x.clock(r.date + " " + p[3])
		if err != nil {
			return r.x.skip(line, offset, err)
		}
		r.cur = &Message{Room: r.room, Guess: r.room == r.x.stem(), Time: at, Minute: true, Speaker: p[1], Line: line, Offset: offset}
		return nil
	}
	if r.cur != nil {
		r.body = append(r.body, s)
		if r.size += len(s); r.size > maxText {
			return r.x.at(line, offset, ErrTooLong)
		}
	}
	return nil
}

// isHead reports whether a line in the form of a heading is one. The first
// tells which form this mail has.
func (r *mailReader) isHead(s, blanks string) bool {
	if r.bold {
		return strings.HasPrefix(s, boldMark)
	}
	if !r.known {
		r.two, r.known = blanks == "  ", true
	}
	if r.two {
		return blanks == "  "
	}
	return r.blank
}

// dropSignature takes "发自我的 iPhone" off the last message.
func (r *mailReader) dropSignature() {
	for n := len(r.body) - 1; n >= 0; n-- {
		if t := strings.TrimSpace(r.body[n]); strings.HasPrefix(t, "发自我的") || strings.HasPrefix(t, "Sent from my") {
			r.body = r.body[:n]
			return
		} else if t != "" {
			return
		}
	}
}

func (r *mailReader) flush() error {
	m := r.cur
	if m == nil {
		return nil
	}
	m.Text = uniform(strings.Join(r.body, "\n"))
	r.cur, r.body, r.size = nil, nil, 0
	if p := mailImage.FindStringSubmatch(m.Text); p != nil {
		m.Kind, m.URL, m.Text = Image, p[1]+p[2], ""
	} else if p := mailVideo.FindStringSubmatch(m.Text); p != nil {
		m.Kind, m.Text = Video, ""
	} else if p := mailLink.FindStringSubmatch(m.Text); p != nil {
		m.Kind, m.Text, m.URL = Link, p[1], p[2]
	} else {
		m.tagged()
	}
	m.recognise()
	return r.x.emit(*m)
}
