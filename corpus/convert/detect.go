package convert

import (
	"encoding/json"
	"path"
	"regexp"
	"slices"
	"strings"
)

// A Format is a kind of export, by the name --from takes.
type Format string

// The formats that are read.
const (
	Tongbu        Format = "tongbu"         // 同步助手's .xls
	ChatLab       Format = "chatlab"        // JSON and JSON lines
	ChatlogJSON   Format = "chatlog-json"   // chatlog's HTTP answers
	ChatlogCSV    Format = "chatlog-csv"    //
	ChatlogText   Format = "chatlog-txt"    //
	MemoTraceCSV  Format = "memotrace-csv"  // 留痕 3
	MemoTraceText Format = "memotrace-txt"  // 留痕 2 and 3
	MemoTraceJSON Format = "memotrace-json" // 留痕 3's .html.json
	MemoTrace2CSV Format = "memotrace2-csv" // 留痕 2
	WeFlowJSON    Format = "weflow-json"    // and EchoTrace's, of the same kind
	EchoTraceJSON Format = "echotrace-json" //
	WeFlowText    Format = "weflow-txt"     //
	DecryptCSV    Format = "decrypt-csv"    // wechat-decrypt
	DecryptJSON   Format = "decrypt-json"   //
	Mail          Format = "mail"           // WeChat's mails, as text or as .eml
	CopyText      Format = "copy"           // what WeChat puts on the clipboard
	BackupText    Format = "backup-txt"     // WechatExporter's text
	CSV           Format = "csv"            // time, speaker, text
	Post          Format = "post"           // a post of a site of this kind
)

// Formats lists all formats in the order of their names.
func Formats() []Format {
	all := []Format{Tongbu, ChatLab, ChatlogJSON, ChatlogCSV, ChatlogText, MemoTraceCSV, MemoTraceText, MemoTraceJSON, MemoTrace2CSV,
		WeFlowJSON, EchoTraceJSON, WeFlowText, DecryptCSV, DecryptJSON, Mail, CopyText, BackupText, CSV, Post}
	slices.Sort(all)
	return all
}

// reader returns how a format is read; nil if there is none of this name.
func (f Format) reader() readFunc {
	switch f {
	case Tongbu:
		return readTongbu
	case ChatLab:
		return readChatLab
	case ChatlogJSON:
		return readChatlogJSON
	case ChatlogCSV:
		return readChatlogCSV
	case ChatlogText:
		return readChatlogText
	case MemoTraceCSV:
		return readMemoTraceCSV
	case MemoTraceText:
		return readMemoTraceText
	case MemoTraceJSON:
		return readMemoTraceJSON
	case MemoTrace2CSV:
		return readMemoTrace2CSV
	case WeFlowJSON, EchoTraceJSON:
		return readSession
	case WeFlowText:
		return readWeFlowText
	case DecryptCSV:
		return readDecryptCSV
	case DecryptJSON:
		return readDecryptJSON
	case Mail:
		return readMail
	case CopyText:
		return readCopy
	case BackupText:
		return readBackup
	case CSV:
		return readCSV
	case Post:
		return readPost
	}
	return nil
}

// detect finds out the format by the beginning of a file, which may be all of
// it. The error is ErrFormat or ErrTraining.
func detect(name, head string, all bool) (Format, error) {
	trimmed := strings.TrimLeft(head, " \t\r\n")
	first, _, _ := strings.Cut(trimmed, "\n")
	first = strings.TrimRight(first, "\r")
	switch {
	case trimmed == "":
		return "", ErrFormat
	case strings.Contains(head, "xl24") && strings.Contains(head, "x:str>"):
		return Tongbu, nil
	case trimmed[0] == '{' || trimmed[0] == '[' && looksLikeJSON(trimmed):
		return detectJSON(trimmed)
	case first == "---":
		return Post, nil
	}
	if f := detectCSV(first); f != "" {
		return f, nil
	}
	return detectText(name, head, first, all)
}

func looksLikeJSON(s string) bool {
	s = strings.TrimLeft(s[1:], " \t\r\n")
	return s != "" && (s[0] == '{' || s[0] == ']')
}

// detectJSON goes by the keys of the first object, and those of the first
// message in it.
func detectJSON(head string) (Format, error) {
	top, inner := firstKeys(head)
	has := func(keys ...string) bool {
		for _, k := range keys {
			if !slices.Contains(top, k) && !slices.Contains(inner, k) {
				return false
			}
		}
		return true
	}
	switch {
	case has("chatlab"):
		return ChatLab, nil
	case has("weflow"):
		return WeFlowJSON, nil
	case has("session"):
		return EchoTraceJSON, nil
	case has("chat_username"):
		return DecryptJSON, nil
	case has("talkerName") || has("talker", "senderName"):
		return ChatlogJSON, nil
	case has("display_name", "server_id"):
		return MemoTraceJSON, nil
	case has("role", "content"), has("instruction", "output"), has("conversations"):
		return "", ErrTraining
	}
	return "", ErrFormat
}

// firstKeys returns the keys of the outermost object and of those in it, as
// far as the text goes; of an array those of its objects.
func firstKeys(s string) (top, inner []string) {
	type level struct{ object, key bool } // key: a key comes next
	var stack []level
	dec := json.NewDecoder(strings.NewReader(s))
	for len(top)+len(inner) < 200 {
		t, err := dec.Token()
		if err != nil {
			break
		}
		n := len(stack)
		if d, ok := t.(json.Delim); ok && (d == '{' || d == '[') {
			stack = append(stack, level{d == '{', d == '{'})
			continue
		} else if ok {
			stack, n = stack[:n-1], n-1
		} else if k, ok := t.(string); ok && n > 0 && stack[n-1].key {
			if stack[n-1].key = false; n == 1 {
				top = append(top, k)
			} else {
				inner = append(inner, k)
			}
			continue
		}
		if n == 0 {
			break
		}
		stack[n-1].key = stack[n-1].object
	}
	return top, inner
}

// detectCSV goes by the heads of the columns.
func detectCSV(first string) Format {
	heads := strings.Split(strings.ReplaceAll(first, `"`, ""), string(delimiter(first)))
	for i := range heads {
		heads[i] = strings.TrimSpace(heads[i])
	}
	has := func(names ...string) bool {
		for _, n := range names {
			if !slices.Contains(heads, n) {
				return false
			}
		}
		return true
	}
	switch {
	case has("Time", "SenderName", "Sender", "TalkerName", "Content"):
		return ChatlogCSV
	case has("消息ID", "类型", "发送人", "时间", "内容"):
		return MemoTraceCSV
	case has("localId", "StrContent", "StrTime", "Type"):
		return MemoTrace2CSV
	case has("时间", "发送者", "消息类型", "内容", "server_id"):
		return DecryptCSV
	case len(heads) >= 3 && findColumns(heads) == nil:
		return ""
	case len(heads) >= 3:
		return CSV
	}
	return ""
}

var (
	mailBegins = regexp.MustCompile(`聊天记录如下[，:：]`)
	mailDay    = regexp.MustCompile(`^—{3,}\s*(\d{4})-(\d{1,2})-(\d{1,2})\s*—{3,}$`)
	mailHeader = regexp.MustCompile(`(?im)^(?:MIME-Version|Content-Type|Subject|From): `)
	dottedDay  = regexp.MustCompile(`^\d{4}年\d{1,2}月\d{1,2}日 \d{1,2}:\d{2}(?::\d{2})?$`)
)

// detectText goes by the headings of the first lines.
func detectText(name, head, first string, all bool) (Format, error) {
	if strings.HasSuffix(first, " - 微信聊天记录") {
		return BackupText, nil
	}
	if at := mailHeader.FindStringIndex(head); at != nil && at[0] == 0 || strings.EqualFold(path.Ext(name), ".eml") {
		return Mail, nil
	}
	if mailBegins.MatchString(head) {
		return Mail, nil
	}
	lines := strings.Split(head, "\n")
	if !all {
		lines = lines[:max(1, len(lines)-1)]
	}
	for _, l := range lines {
		l = strings.TrimRight(l, "\r")
		switch p := chatlogHeading.FindStringSubmatch(l); {
		case p != nil && (p[2] == "我" || accountForm.MatchString(p[2]) || p[2] == "" && (p[1] == "我" || p[1] == "系统消息" || strings.HasPrefix(p[1], "wxid_"))):
			return ChatlogText, nil
		case mailDay.MatchString(l):
			return Mail, nil
		case weFlowHeading.MatchString(l):
			return WeFlowText, nil
		case memoHeading.MatchString(l):
			return MemoTraceText, nil
		case dottedDay.MatchString(l), macHeading.MatchString(l):
			return CopyText, nil
		case p != nil && p[2] != "":
			return ChatlogText, nil
		}
	}
	return "", ErrFormat
}
