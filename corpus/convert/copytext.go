package convert

import (
	"regexp"
	"strings"

	"qunwen/corpus"
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
	x.room, _, _ = strings.Cut(x.stem(), "_")
	r := &blockReader{x: x, message: func(b *block) (Message, error) {
		at, minute, err := x.clockMinute(b.heading[2])
		m := Message{Time: at, Minute: minute, Speaker: strings.TrimPrefix(b.heading[1], "·"), text: corpus.Uniform(b.body)}
		m.tagged()
		return m, err
	}}
	blank, before := true, textLine{}
	for l, err := range x.lines(x.text) {
		if err != nil {
			return err
		}
		switch p := macHeading.FindStringSubmatch(l.text); {
		case dottedDay.MatchString(l.text) && strings.TrimSpace(before.text) != "":
			if n := len(r.body); n > 0 { // the line before was the name
				r.body = r.body[:n-1]
			}
			err = r.begin([]string{"", before.text, l.text}, before.number, before.offset)
		case p != nil && blank:
			err = r.begin(p, l.number, l.offset)
		default:
			err = r.add(l.text)
		}
		if err != nil {
			return err
		}
		blank, before = strings.TrimSpace(l.text) == "", l
	}
	return r.end()
}

// readBackup reads the text of WechatExporter, which reads backups of phones.
// Its notices have no time: they are left out.
func readBackup(x *export) error {
	room := ""
	return readBlocks(x, func(line string) []string {
		if name, ok := strings.CutSuffix(line, " - 微信聊天记录"); ok && room == "" {
			room = name
			return nil
		}
		return backupHeading.FindStringSubmatch(line)
	}, false, func(b *block) (Message, error) {
		at, err := x.dateTime(b.heading[2])
		said := b.heading[3]
		if b.body != "" {
			said += "\n" + b.body
		}
		said, _, _ = strings.Cut(said, "\n系统消息: ")
		m := Message{room: room, Time: at, Speaker: b.heading[1], text: corpus.Uniform(said)}
		if backupVoice.MatchString(m.text) {
			m.Kind, m.text = Voice, ""
		}
		m.tagged()
		return m, err
	})
}
