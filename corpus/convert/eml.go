package convert

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"html"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"path"
	"regexp"
	"strings"
)

// maxMail bounds the text of one mail, in bytes.
const maxMail = 64 << 20

// message reads a mail as mail programs keep it. The HTML shows headings bold:
// it is better than the text.
func (r *mailReader) message() error {
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
	var decoded string
	if page != nil {
		decoded = htmlLines(findEncoding(page).decodeHead(page))
		r.bold = strings.Contains(decoded, "\n"+boldMark)
	} else {
		decoded = findEncoding(text).decodeHead(text)
	}
	for i, l := range strings.Split(decoded, "\n") {
		if err := r.line(strings.TrimRight(l, "\r"), i+1, -1); err != nil {
			return err
		}
	}
	if !r.found {
		return &ReadError{File: r.x.name, Offset: -1, Err: ErrNoTime}
	}
	r.dropSignature()
	return r.flush()
}

// readTexts returns the last text and the last HTML page of a mail that are not
// attached; nil if there is none.
func readTexts(msg *mail.Message) (text, page []byte, err error) {
	err = eachPart(msg.Header.Get("Content-Type"), msg.Header.Get("Content-Transfer-Encoding"), "", msg.Body, func(kind, name string, body io.Reader) error {
		if name != "" || kind != "text/plain" && kind != "text/html" {
			_, err := io.Copy(io.Discard, body)
			return err
		}
		data, err := io.ReadAll(io.LimitReader(body, maxMail+1))
		if len(data) > maxMail {
			return ErrTooLong
		}
		if kind == "text/html" {
			page = data
		} else {
			text = data
		}
		return err
	})
	return text, page, err
}

// eachPart walks the parts of a mail, decoded; name is that of an attachment.
func eachPart(contentType, encoding, disposition string, body io.Reader, each func(kind, name string, body io.Reader) error) error {
	kind, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		kind = "text/plain"
	}
	if strings.HasPrefix(kind, "multipart/") {
		parts := multipart.NewReader(body, params["boundary"])
		for {
			p, err := parts.NextRawPart()
			if err == io.EOF {
				return nil
			}
			if err != nil {
				return fmt.Errorf("%w: %w", ErrSyntax, err)
			}
			if err := eachPart(p.Header.Get("Content-Type"), p.Header.Get("Content-Transfer-Encoding"), p.Header.Get("Content-Disposition"), p, each); err != nil {
				return err
			}
		}
	}
	switch strings.ToLower(encoding) {
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	}
	name := params["name"]
	if _, p, err := mime.ParseMediaType(disposition); err == nil && p["filename"] != "" {
		name = p["filename"]
	}
	if decoded, err := (&mime.WordDecoder{}).DecodeHeader(name); err == nil {
		name = decoded
	}
	return each(kind, name, body)
}

var (
	htmlTag   = regexp.MustCompile(`(?s)<!--.*?-->|<(/?)([A-Za-z][A-Za-z0-9]*)[^>]*>`)
	htmlHead  = regexp.MustCompile(`(?is)<(head|style|script)\b.*?</(?:head|style|script)>`)
	htmlBlank = regexp.MustCompile(`[\t\r\n]+`)
)

// htmlLines makes of a page the lines it shows, with boldMark before bold ones.
func htmlLines(page string) string {
	page = htmlHead.ReplaceAllString(page, "")
	page = htmlBlank.ReplaceAllString(page, "")
	var b strings.Builder
	b.WriteByte('\n')
	newline := func() {
		if s := b.String(); s[len(s)-1] != '\n' {
			b.WriteByte('\n')
		}
	}
	at := 0
	for _, t := range htmlTag.FindAllStringSubmatchIndex(page, -1) {
		b.WriteString(html.UnescapeString(page[at:t[0]]))
		at = t[1]
		if t[4] < 0 {
			continue
		}
		closing := t[3] > t[2]
		switch strings.ToLower(page[t[4]:t[5]]) {
		case "br":
			b.WriteByte('\n')
		case "b", "strong":
			newline()
			if !closing {
				b.WriteString(boldMark)
			}
		case "div", "p", "tr", "li":
			newline()
		}
	}
	b.WriteString(html.UnescapeString(page[at:]))
	return strings.ReplaceAll(b.String(), "\u00a0", " ")
}

// attachment returns a picture that a mail brings, by its name, with or
// without ending; nil if it has none of this name.
func attachment(data []byte, want string) (found []byte, ext string) {
	msg, err := mail.ReadMessage(bytes.NewReader(data))
	if err != nil {
		return nil, ""
	}
	_ = eachPart(msg.Header.Get("Content-Type"), msg.Header.Get("Content-Transfer-Encoding"), "", msg.Body, func(_, name string, body io.Reader) error {
		if found == nil && (name == want || strings.TrimSuffix(name, path.Ext(name)) == want) && name != "" {
			found, err = io.ReadAll(body)
			ext = path.Ext(name)
			return err
		}
		_, err := io.Copy(io.Discard, body)
		return err
	})
	return found, ext
}
