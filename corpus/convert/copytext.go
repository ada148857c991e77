package convert

import (
	"io"
	"regexp"
	"strings"
	"time"
)

var (
	dottedDay     = regexp.MustCompile(`^\d{4}年\d{1,2}月\d{1,2}日 \d{1,2}:\d{2}(?::\d{2})?$`)
	macHeading    = regexp.MustCompile(`^(\S.*?) (\d{4}[/-]\d{1,2}[/-]\d{1,2} (?:上午|下午|凌晨|早上|中午|晚上)? ?\d{1,2}:\d{2}(?::\d{2})?(?: ?[AaPp][Mm])?)$`)
	backupVoice   = regexp.MustCompile(`^\[语音 \d+\]$`)
	backupHeading = regexp.MustCompile(`^(.*?) \((\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2})\):(.*)$`)
)

// readCopy reads what WeChat puts on the clipboard: "NAME TIME" and the words,
// or the name, the time and the words on lines of their own.
func readCopy(x *export) error {
	room, _, _ := strings.Cut(x.stem(), "_")
	l := newLineReader(x.text)
	var cur *Message
	var body []string
	size, found := 0, false
	flush := func() error {
		if cur == nil {
			return nil
		}
		cur.Text = uniform(strings.Join(body, "\n"))
		cur.tagged()
		cur.recognise()
		return x.emit(*cur)
	}
	begin := func(speaker, clock string, line int, offset int64) error {
		if err := flush(); err != nil {
			return err
		}
		body, size, found = nil, 0, true
		at, minute, err := x.clockMinute(clock)
		if err != nil {
			cur = nil
			return x.skip(line, offset, err)
		}
		cur = &Message{Room: room, Guess: true, Time: at, Minute: minute, Speaker: strings.TrimPrefix(speaker, "·"), Line: line, Offset: offset}
		return nil
	}
	blank, before, beforeAt := true, "", int64(0)
	for {
		s, err := l.read()
		if err == io.EOF {
			break
		}
		if err != nil {
			return x.at(l.line+1, l.next, err)
		}
		switch p := macHeading.FindStringSubmatch(s); {
		case dottedDay.MatchString(s) && strings.TrimSpace(before) != "":
			if n := len(body); n > 0 { // the line before was the name
				body = body[:n-1]
			}
			err = begin(before, s, l.line-1, beforeAt)
		case p != nil && blank:
			err = begin(p[1], p[2], l.line, l.offset)
		default:
			body = append(body, s)
			if size += len(s); size > maxText {
				err = x.at(l.line, l.offset, ErrTooLong)
			}
		}
		if err != nil {
			return err
		}
		blank, before, beforeAt = strings.TrimSpace(s) == "", s, l.offset
	}
	if !found {
		return &ReadError{File: x.name, Offset: -1, Err: ErrNoTime}
	}
	return flush()
}

// readBackup reads the text of WechatExporter, which reads backups of phones.
// Its notices have no time: they are left out.
func readBackup(x *export) error {
	room, guess := x.stem(), true
	head, rest := "", ""
	return readBlocks(x, func(line string) bool {
		if name, ok := strings.CutSuffix(line, " - 微信聊天记录"); ok && head == "" {
			head, room, guess = line, name, false
			return false
		}
		return backupHeading.MatchString(line)
	}, false, func(b *block) error {
		p := backupHeading.FindStringSubmatch(b.heading)
		at, err := time.ParseInLocation(time.DateTime, p[2], x.Location)
		if err != nil {
			return x.skip(b.line, b.offset, ErrTime)
		}
		rest = p[3]
		if b.body != "" {
			rest += "\n" + b.body
		}
		if said, _, ok := strings.Cut(rest, "\n系统消息: "); ok {
			rest = said
		}
		m := Message{Room: room, Guess: guess, Time: at, Speaker: p[1], Text: uniform(rest), Line: b.line, Offset: b.offset}
		if backupVoice.MatchString(m.Text) {
			m.Kind, m.Text = Voice, ""
		}
		m.tagged()
		m.recognise()
		return x.emit(m)
	})
}
