package convert

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"fmt"
	"io"
	"iter"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"path"
	"regexp"
	"strings"

	"qunwen/corpus"

	"golang.org/x/net/html"
)

const (
	maxMail  = 64 << 20 // bytes of a mail's text, and of its page
	maxDepth = 16       // multiparts around a part
)

var (
	mailHeader = regexp.MustCompile(`^(?i:MIME-Version|Content-Type|Subject|From): `)
	mailBegins = regexp.MustCompile(`聊天记录如下[，:：]`)
	mailDay    = regexp.MustCompile(`^—{3,}\s*(\d{4})-(\d{1,2})-(\d{1,2})\s*—{3,}$`)
	mailRoom   = regexp.MustCompile(`^(?:(.+?) 微信群上的聊天记录如下|.*微信群["“](.+)["”]的聊天记录|["“]?(.+?)["”]?和["“]?(.+?)["”]?(?: 在微信上)?的聊天记录)`)
	// NAME and a time, with two blanks on Android and one on the iPhone
	mailHead  = regexp.MustCompile(`^(\S.*?)( {1,2})((?:上午|下午|凌晨|早上|中午|晚上)?\d{1,2}:\d{2})$`)
	mailImage = regexp.MustCompile(`^(?:\[图片[:：] ?(.+?)\((?:请在附件中查看|可在附件中查看)\)\]|(图片\d+)（可在附件中查看）)$`)
	mailVideo = regexp.MustCompile(`^\[视频[:：] ?(.+?)\(请在附件中查看\)\]$`)
	mailLink  = regexp.MustCompile(`(?s)^\[(.*) : (https?://\S+)\]$`)
)

// boldMark stands before a line that a mail's page shows bold: a heading.
const boldMark = "\x01"

// A mailReader reads the lines of a mail.
type mailReader struct {
	blockReader
	room  string // as the mail names it; "" if it does not
	date  string // YYYY-MM-DD
	two   bool   // names and times are two blanks apart
	bold  bool   // headings are marked
	known bool   // two is known
	blank bool   // the line before was empty
}

// readMail reads WeChat's mails: their text, or the mail itself.
func readMail(x *export) error {
	r := &mailReader{blank: true}
	r.blockReader = blockReader{x: x, message: r.blockMessage}
	if head, _ := x.peek(); mailHeader.Match(head) {
		return r.readMail()
	}
	return r.readText(x.text)
}

// readText reads the text of a mail.
func (r *mailReader) readText(text io.Reader) error {
	for l, err := range r.x.lines(text) {
		if err == nil {
			err = r.line(l)
		}
		if err != nil {
			return err
		}
	}
	r.dropSignature()
	return r.end()
}

func (r *mailReader) line(l textLine) error {
	defer func() { r.blank = strings.TrimSpace(l.text) == "" }()
	words := strings.TrimPrefix(l.text, boldMark)
	plain := strings.TrimSpace(words)
	if p := mailDay.FindStringSubmatch(plain); p != nil {
		err := r.flush()
		r.date = fmt.Sprintf("%s-%02s-%02s", p[1], p[2], p[3])
		return err
	}
	if p := mailRoom.FindStringSubmatch(plain); p != nil && r.date == "" {
		r.room = cmp.Or(p[2], p[1], r.room)
	}
	p := mailHead.FindStringSubmatch(plain)
	if p == nil || !r.isHead(l.text, p[2]) {
		return r.add(words)
	}
	if r.date == "" {
		return r.x.at(l.number, l.offset, fmt.Errorf("%q: %w", plain, ErrNoDate))
	}
	return r.begin(p, l.number, l.offset)
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

// blockMessage returns the message of a block of the day that is being read.
func (r *mailReader) blockMessage(b *block) (Message, error) {
	at, err := r.x.clock(r.date + " " + b.heading[3])
	m := Message{room: r.room, Time: at, Minute: true, Speaker: b.heading[1], text: corpus.Uniform(b.body)}
	if p := mailImage.FindStringSubmatch(m.text); p != nil {
		m.Kind, m.URL, m.text = Image, p[1]+p[2], ""
	} else if p := mailVideo.FindStringSubmatch(m.text); p != nil {
		m.Kind, m.text = Video, ""
	} else if p := mailLink.FindStringSubmatch(m.text); p != nil {
		m.Kind, m.text, m.URL = Link, p[1], p[2]
	} else {
		m.tagged()
	}
	return m, err
}

// readMail reads a mail as mail programs keep it. The page shows headings bold:
// it is better than the text.
func (r *mailReader) readMail() error {
	msg, err := mail.ReadMessage(r.x.text)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrSyntax, err)
	}
	text, page, err := readTexts(msg)
	if err != nil {
		return err
	}
	subject, err := (&mime.WordDecoder{}).DecodeHeader(msg.Header.Get("Subject"))
	if p := mailRoom.FindStringSubmatch(subject); err == nil && p != nil && p[2] != "" {
		r.room = p[2]
	}
	shown := findEncoding(text).decodeHead(text)
	if page != nil {
		shown = showPage(findEncoding(page).decodeHead(page))
		r.bold = strings.Contains(shown, "\n"+boldMark)
	}
	return r.readText(strings.NewReader(shown))
}

// readTexts returns the last text and the last page of a mail that are not
// attached; nil if there is none.
func readTexts(msg *mail.Message) (text, page []byte, err error) {
	for p, err := range mailParts(msg.Header, msg.Body, 0) {
		if err != nil {
			return nil, nil, err
		}
		to := map[string]*[]byte{"text/plain": &text, "text/html": &page}[p.kind]
		if p.name != "" || to == nil {
			if _, err := io.Copy(io.Discard, p.body); err != nil {
				return nil, nil, err
			}
			continue
		}
		if *to, err = io.ReadAll(io.LimitReader(p.body, maxMail+1)); len(*to) > maxMail {
			err = ErrTooLong
		}
		if err != nil {
			return nil, nil, err
		}
	}
	return text, page, nil
}

// attachment returns a picture that a mail brings, by its name, with or
// without ending; nil if it has none of this name.
func attachment(data []byte, want string) (found []byte, ext string) {
	msg, err := mail.ReadMessage(bytes.NewReader(data))
	if err != nil {
		return nil, ""
	}
	for p, err := range mailParts(msg.Header, msg.Body, 0) {
		if err != nil {
			break
		}
		if ext := path.Ext(p.name); p.name != "" && (p.name == want || strings.TrimSuffix(p.name, ext) == want) {
			found, _ = io.ReadAll(p.body)
			return found, ext
		}
	}
	return nil, ""
}

// A mailPart is a part of a mail that has no parts itself.
type mailPart struct {
	kind string    // its media type
	name string    // of an attachment; "" if it is none
	body io.Reader // decoded; gone when the next part is asked for
}

// mailParts yields what a mail or a part of it consists of, in its order.
// depth is how many multiparts are around it. An error, which wraps ErrSyntax,
// is the last.
func mailParts(header interface{ Get(string) string }, body io.Reader, depth int) iter.Seq2[mailPart, error] {
	return func(yield func(mailPart, error) bool) {
		kind, params, err := mime.ParseMediaType(header.Get("Content-Type"))
		if err != nil {
			kind = "text/plain"
		}
		if !strings.HasPrefix(kind, "multipart/") {
			name := params["name"]
			if _, p, err := mime.ParseMediaType(header.Get("Content-Disposition")); err == nil && p["filename"] != "" && depth > 0 {
				name = p["filename"]
			}
			if decoded, err := (&mime.WordDecoder{}).DecodeHeader(name); err == nil {
				name = decoded
			}
			yield(mailPart{kind, name, decodeTransfer(header.Get("Content-Transfer-Encoding"), body)}, nil)
			return
		}
		parts := multipart.NewReader(body, params["boundary"])
		for {
			p, err := parts.NextRawPart()
			if err == io.EOF {
				return
			}
			if err == nil && depth == maxDepth {
				err = fmt.Errorf("parts in more than %d others", maxDepth)
			}
			if err != nil {
				yield(mailPart{}, fmt.Errorf("%w: %w", ErrSyntax, err))
				return
			}
			for inner, err := range mailParts(p.Header, p, depth+1) {
				if !yield(inner, err) || err != nil {
					return
				}
			}
		}
	}
}

// decodeTransfer undoes the encoding that a part was sent in.
func decodeTransfer(encoding string, body io.Reader) io.Reader {
	switch strings.ToLower(encoding) {
	case "base64":
		return base64.NewDecoder(base64.StdEncoding, body)
	case "quoted-printable":
		return quotedprintable.NewReader(body)
	}
	return body
}

// showPage returns the lines that a page of HTML shows, with boldMark before
// bold ones. It reads the tags in their order and builds no tree, so that deep
// nesting costs nothing and a stray tag hides no words.
func showPage(text string) string {
	p := page{shown: []byte{'\n'}}
	for z := html.NewTokenizer(strings.NewReader(text)); ; {
		switch token := z.Next(); token {
		case html.ErrorToken: // the end
			return strings.ReplaceAll(string(p.shown), "\u00a0", " ")
		case html.TextToken:
			p.text(string(z.Raw()))
		case html.StartTagToken, html.SelfClosingTagToken, html.EndTagToken:
			name, _ := z.TagName()
			if p.tag(string(name), token == html.EndTagToken); !p.code {
				z.NextIsNotRawText()
			}
		}
	}
}

// A page is HTML of which a part was read.
type page struct {
	shown []byte // lines so far; never empty
	head  bool   // in the head, whose text is not shown
	code  bool   // in a script or a style
}

// noBreaks removes the line breaks and tabs of the source, which are not shown.
var noBreaks = strings.NewReplacer("\t", "", "\r", "", "\n", "")

func (p *page) text(raw string) {
	if !p.head && !p.code {
		p.shown = append(p.shown, html.UnescapeString(noBreaks.Replace(raw))...)
	}
}

// tag notes the start or the end of an element.
func (p *page) tag(name string, end bool) {
	p.code = false
	switch name {
	case "head":
		p.head = !end
	case "script", "style":
		p.code = !end
	case "base", "link", "meta", "title":
	default: // which no head has
		p.head = false
	}
	switch name {
	case "br":
		p.shown = append(p.shown, '\n')
	case "b", "strong", "div", "p", "tr", "li":
		if p.shown[len(p.shown)-1] != '\n' {
			p.shown = append(p.shown, '\n')
		}
		if !end && (name == "b" || name == "strong") {
			p.shown = append(p.shown, boldMark...)
		}
	}
}
