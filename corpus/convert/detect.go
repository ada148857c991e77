package convert

import (
	"encoding/json"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
)

// A Format is a kind of export, by the name --from takes.
type Format string

// The formats that are read.
const (
	formatTongbu        Format = "tongbu"         // 同步助手's .xls
	formatChatLab       Format = "chatlab"        // JSON and JSON lines
	formatChatlogJSON   Format = "chatlog-json"   // chatlog's HTTP answers
	formatChatlogCSV    Format = "chatlog-csv"    //
	formatChatlogText   Format = "chatlog-txt"    //
	formatMemoTraceCSV  Format = "memotrace-csv"  // 留痕 3
	formatMemoTraceText Format = "memotrace-txt"  // 留痕 2 and 3
	formatMemoTraceJSON Format = "memotrace-json" // 留痕 3's .html.json
	formatMemoTrace2CSV Format = "memotrace2-csv" // 留痕 2
	formatWeFlowJSON    Format = "weflow-json"    // and EchoTrace's, of the same kind
	formatEchoTraceJSON Format = "echotrace-json" //
	formatWeFlowText    Format = "weflow-txt"     //
	formatDecryptCSV    Format = "decrypt-csv"    // wechat-decrypt
	formatDecryptJSON   Format = "decrypt-json"   //
	formatMail          Format = "mail"           // WeChat's mails, as text or as .eml
	formatCopy          Format = "copy"           // what WeChat puts on the clipboard
	formatBackup        Format = "backup-txt"     // WechatExporter's text
	FormatCSV           Format = "csv"            // time, speaker, text
	formatPost          Format = "post"           // a post of a site of this kind
)

// readers has how each format is read.
var readers = map[Format]readFunc{
	formatTongbu:        readTongbu,
	formatChatLab:       readChatLab,
	formatChatlogJSON:   readChatlogJSON,
	formatChatlogCSV:    readChatlogCSV,
	formatChatlogText:   readChatlogText,
	formatMemoTraceCSV:  readMemoTraceCSV,
	formatMemoTraceText: readMemoTraceText,
	formatMemoTraceJSON: readMemoTraceJSON,
	formatMemoTrace2CSV: readMemoTrace2CSV,
	formatWeFlowJSON:    readSession,
	formatEchoTraceJSON: readSession,
	formatWeFlowText:    readWeFlowText,
	formatDecryptCSV:    readDecryptCSV,
	formatDecryptJSON:   readDecryptJSON,
	formatMail:          readMail,
	formatCopy:          readCopy,
	formatBackup:        readBackup,
	FormatCSV:           readCSV,
	formatPost:          readPost,
}

// Formats lists all formats in the order of their names.
func Formats() []Format { return slices.Sorted(maps.Keys(readers)) }

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
		return formatTongbu, nil
	case trimmed[0] == '{' || trimmed[0] == '[' && looksLikeJSON(trimmed):
		return detectJSON(trimmed)
	case first == "---":
		return formatPost, nil
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

// A keyForm says which keys or heads of columns an export of a format has.
type keyForm struct {
	keys   string // all of them, separated by blanks
	format Format
}

// formOf returns the format of the first form whose keys are all there, and
// whether there is one.
func formOf(forms []keyForm, there []string) (Format, bool) {
	for _, f := range forms {
		if !slices.ContainsFunc(strings.Fields(f.keys), func(k string) bool { return !slices.Contains(there, k) }) {
			return f.format, true
		}
	}
	return "", false
}

// jsonForms are tried in their order. Training data has no format.
var jsonForms = []keyForm{
	{"chatlab", formatChatLab},
	{"weflow", formatWeFlowJSON},
	{"session", formatEchoTraceJSON},
	{"chat_username", formatDecryptJSON},
	{"talkerName", formatChatlogJSON},
	{"talker senderName", formatChatlogJSON},
	{"display_name server_id", formatMemoTraceJSON},
	{"role content", ""},
	{"instruction output", ""},
	{"conversations", ""},
}

// detectJSON goes by the keys of the first object, and those of the first
// message in it.
func detectJSON(head string) (Format, error) {
	format, ok := formOf(jsonForms, firstKeys(head))
	switch {
	case !ok:
		return "", ErrFormat
	case format == "":
		return "", ErrTraining
	}
	return format, nil
}

// firstKeys returns the keys of the outermost object and of those in it, as
// far as the text goes; of an array those of its objects.
func firstKeys(s string) []string {
	var keys []string
	type level struct{ object, key bool } // key: a key comes next
	var stack []level
	dec := json.NewDecoder(strings.NewReader(s))
	for len(keys) < 200 {
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
			stack[n-1].key = false
			keys = append(keys, k)
			continue
		}
		if n == 0 {
			break
		}
		stack[n-1].key = stack[n-1].object
	}
	return keys
}

// csvForms are tried in their order.
var csvForms = []keyForm{
	{"Time SenderName Sender TalkerName Content", formatChatlogCSV},
	{"消息ID 类型 发送人 时间 内容", formatMemoTraceCSV},
	{"localId StrContent StrTime Type", formatMemoTrace2CSV},
	{"时间 发送者 消息类型 内容 server_id", formatDecryptCSV},
}

// detectCSV goes by the heads of the columns; "" if it is no table.
func detectCSV(first string) Format {
	heads := strings.Split(strings.ReplaceAll(first, `"`, ""), string(delimiter(first)))
	for i := range heads {
		heads[i] = strings.TrimSpace(heads[i])
	}
	if format, ok := formOf(csvForms, heads); ok {
		return format
	}
	if len(heads) >= 3 && findColumns(heads) != nil {
		return FormatCSV
	}
	return ""
}

// detectText goes by the headings of the first lines.
func detectText(name, head, first string, all bool) (Format, error) {
	if strings.HasSuffix(first, " - 微信聊天记录") {
		return formatBackup, nil
	}
	if mailHeader.MatchString(head) || strings.EqualFold(path.Ext(name), ".eml") || mailBegins.MatchString(head) {
		return formatMail, nil
	}
	lines := strings.Split(head, "\n")
	if !all {
		lines = lines[:max(1, len(lines)-1)]
	}
	for _, l := range lines {
		if f := detectHeading(strings.TrimRight(l, "\r")); f != "" {
			return f, nil
		}
	}
	return "", ErrFormat
}

// A headingForm is what the headings of a format look like.
type headingForm struct {
	form    *regexp.Regexp
	format  Format
	example string // a heading
}

// headingForms are tried in their order.
var headingForms = []headingForm{
	{mailDay, formatMail, "————— 2018-05-10 —————"},
	{weFlowHeading, formatWeFlowText, "2018-05-10 09:00:00 '王磊'"},
	{memoHeading, formatMemoTraceText, "2018-05-10 09:00:00 王磊"},
	{dottedDay, formatCopy, "2018年5月10日 9:00"},
	{macHeading, formatCopy, "王磊 2018/5/10 上午9:00"},
}

// detectHeading returns the format that a line is a heading of; "" if it is
// none.
func detectHeading(line string) Format {
	p := chatlogHeading.FindStringSubmatch(line)
	if p != nil && hasChatlogAccount(p[1], p[2]) {
		return formatChatlogText
	}
	for _, h := range headingForms {
		if h.form.MatchString(line) {
			return h.format
		}
	}
	if p != nil && p[2] != "" {
		return formatChatlogText
	}
	return ""
}

// hasChatlogAccount reports whether the name and the brackets behind it, "" if
// there are none, are for sure those of a heading of chatlog.
func hasChatlogAccount(name, account string) bool {
	if account == "" {
		return name == "我" || name == "系统消息" || strings.HasPrefix(name, "wxid_")
	}
	return account == "我" || accountForm.MatchString(account)
}
