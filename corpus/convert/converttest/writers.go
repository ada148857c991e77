// Package converttest writes messages as the tools do whose exports are read, for
// tests.
package converttest

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"qunwen/corpus"
)

// A Said is a message to be written in the formats of other tools.
type Said struct {
	Time    time.Time
	Speaker string
	Text    string // as a post has it
	ID      int
}

// Writers write messages as other tools do, as far as a text goes. The room is
// 某群.
var Writers = map[string]func(w io.Writer, all []Said){
	"chatlab": func(w io.Writer, all []Said) {
		io.WriteString(w, `{"chatlab":{"version":"0.0.2","exportedAt":1526050000},"meta":{"name":"某群","platform":"wechat","type":"group"},"members":[],"messages":[`)
		for i, m := range all {
			comma(w, i)
			writeJSONValue(w, map[string]any{"platformMessageId": strconv.Itoa(m.ID), "sender": "wxid_" + m.Speaker, "accountName": m.Speaker, "timestamp": m.Time.Unix(), "type": 0, "content": corpus.Decode(m.Text)})
		}
		io.WriteString(w, "]}")
	},
	"chatlab-lines": func(w io.Writer, all []Said) {
		io.WriteString(w, `{"_type":"header","chatlab":{"version":"0.0.2"},"meta":{"name":"某群","platform":"wechat","type":"group"}}`+"\n")
		for _, m := range all {
			writeJSONValue(w, map[string]any{"_type": "message", "platformMessageId": strconv.Itoa(m.ID), "sender": "wxid_" + m.Speaker, "accountName": m.Speaker, "timestamp": m.Time.Unix(), "type": 0, "content": corpus.Decode(m.Text)})
			io.WriteString(w, "\n")
		}
	},
	"chatlog-json": func(w io.Writer, all []Said) {
		io.WriteString(w, "[")
		for i, m := range all {
			comma(w, i)
			writeJSONValue(w, map[string]any{"seq": m.ID, "time": m.Time.Format(time.RFC3339), "talker": "1@chatroom", "talkerName": "某群", "isChatRoom": true, "sender": fmt.Sprintf("wxid_%x", m.Speaker), "senderName": m.Speaker, "isSelf": false, "type": 1, "subType": 0, "content": corpus.Decode(m.Text)})
		}
		io.WriteString(w, "]")
	},
	"chatlog-csv": func(w io.Writer, all []Said) {
		writeTable(w, "\n", []string{"Time", "SenderName", "Sender", "TalkerName", "Talker", "Content"}, all, func(m Said) []string {
			return []string{m.Time.Format(time.DateTime), m.Speaker, fmt.Sprintf("wxid_%x", m.Speaker), "某群", "1@chatroom", corpus.Decode(m.Text)}
		})
	},
	"chatlog-txt": func(w io.Writer, all []Said) {
		for _, m := range all {
			fmt.Fprintf(w, "%s(wxid_%x) %s\n%s\n\n", m.Speaker, m.Speaker, m.Time.Format(time.DateTime), corpus.Decode(m.Text))
		}
	},
	"memotrace-csv": func(w io.Writer, all []Said) {
		io.WriteString(w, "\ufeff")
		writeTable(w, "\r\n", []string{"消息ID", "类型", "发送人", "时间", "内容", "备注", "昵称", "更多信息"}, all, func(m Said) []string {
			return []string{strconv.Itoa(m.ID), "文本", m.Speaker, m.Time.Format(time.DateTime), corpus.Decode(m.Text), m.Speaker, m.Speaker, "more"}
		})
	},
	"memotrace2-csv": func(w io.Writer, all []Said) {
		io.WriteString(w, "\ufeff")
		writeTable(w, "\r\n", []string{"localId", "TalkerId", "Type", "SubType", "IsSender", "CreateTime", "Status", "StrContent", "StrTime", "Remark", "NickName", "Sender"}, all, func(m Said) []string {
			return []string{strconv.Itoa(m.ID), "1", "1", "0", "0", strconv.FormatInt(m.Time.Unix(), 10), "", corpus.Decode(m.Text), m.Time.Format(time.DateTime), m.Speaker, m.Speaker, "wxid_" + m.Speaker}
		})
	},
	"memotrace-txt": func(w io.Writer, all []Said) {
		for _, m := range all {
			fmt.Fprintf(w, "%s %s\n%s\n\n", m.Time.Format(time.DateTime), m.Speaker, corpus.Decode(m.Text))
		}
	},
	"memotrace-json": func(w io.Writer, all []Said) {
		io.WriteString(w, "[")
		for i, m := range all {
			comma(w, i)
			writeJSONValue(w, map[string]any{"type": "1", "is_send": false, "timestamp": m.Time.Unix(), "server_id": strconv.Itoa(m.ID), "display_name": m.Speaker, "text": corpus.Decode(m.Text)})
		}
		io.WriteString(w, "]")
	},
	"weflow-json": func(w io.Writer, all []Said) {
		io.WriteString(w, `{"weflow":{"version":"1.0.3"},"session":{"displayName":"某群"},"messages":[`)
		writeSession(w, all)
	},
	"echotrace-json": func(w io.Writer, all []Said) {
		io.WriteString(w, `{"session":{"displayName":"某群"},"messages":[`)
		writeSession(w, all)
	},
	"weflow-txt": func(w io.Writer, all []Said) {
		for _, m := range all {
			fmt.Fprintf(w, "%s '%s'\n%s\n\n", m.Time.Format(time.DateTime), m.Speaker, corpus.Decode(m.Text))
		}
	},
	"decrypt-json": func(w io.Writer, all []Said) {
		io.WriteString(w, `{"chat_username":"1@chatroom","display_name":"某群","is_group":true,"messages":[`)
		for i, m := range all {
			comma(w, i)
			writeJSONValue(w, map[string]any{"local_id": m.ID, "server_id": m.ID, "type": 1, "sender_username": "wxid_" + m.Speaker, "sender": m.Speaker, "create_time": m.Time.Unix(), "content": corpus.Decode(m.Text), "is_system": false})
		}
		io.WriteString(w, "]}")
	},
	"decrypt-csv": func(w io.Writer, all []Said) {
		io.WriteString(w, "\ufeff")
		writeTable(w, "\r\n", []string{"时间", "发送者", "消息类型", "内容", "server_id"}, all, func(m Said) []string {
			return []string{m.Time.Format(time.DateTime), m.Speaker, "文本", corpus.Decode(m.Text), strconv.Itoa(m.ID)}
		})
	},
	"csv": func(w io.Writer, all []Said) {
		writeTable(w, "\n", []string{"时间", "昵称", "内容"}, all, func(m Said) []string {
			return []string{m.Time.Format(time.DateTime), m.Speaker, corpus.Decode(m.Text)}
		})
	},
	"tongbu": func(w io.Writer, all []Said) {
		io.WriteString(w, "<html><head><style>.xl24 {}</style></head><body>\r\n<table x:str>\r\n<tr><td class=xl25 x:str>ID</td></tr>\r\n")
		for _, m := range all {
			io.WriteString(w, "<tr height=19>")
			for _, c := range []string{"1@chatroom", m.Time.Format(time.DateTime), m.Speaker, "wxid_" + m.Speaker, "接收", "文本", html.EscapeString(corpus.Decode(m.Text))} {
				io.WriteString(w, "<td class=xl24 x:str>"+c+"</td>")
			}
			io.WriteString(w, "</tr>\r\n")
		}
		io.WriteString(w, "</table>\r\n</body></html>\r\n")
	},
	"backup-txt": func(w io.Writer, all []Said) {
		io.WriteString(w, "某群 - 微信聊天记录\n\n")
		for _, m := range all {
			fmt.Fprintf(w, "%s (%s):%s\n", m.Speaker, m.Time.Format(time.DateTime), corpus.Decode(m.Text))
		}
	},
}

func writeSession(w io.Writer, all []Said) {
	for i, m := range all {
		comma(w, i)
		writeJSONValue(w, map[string]any{"localId": m.ID, "createTime": m.Time.Unix(), "formattedTime": m.Time.Format(time.DateTime), "type": "文本消息", "localType": 1, "content": corpus.Decode(m.Text), "isSend": 0, "senderUsername": "wxid_" + m.Speaker, "senderDisplayName": m.Speaker})
	}
	io.WriteString(w, "]}")
}

func comma(w io.Writer, i int) {
	if i > 0 {
		io.WriteString(w, ",\n")
	}
}

func writeJSONValue(w io.Writer, v any) {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	w.Write(data)
}

func writeTable(w io.Writer, eol string, heads []string, all []Said, row func(Said) []string) {
	c := csv.NewWriter(w)
	c.UseCRLF = eol == "\r\n"
	c.Write(heads)
	for _, m := range all {
		c.Write(row(m))
	}
	c.Flush()
}

// Ending is how a file of the format is named.
func Ending(format string) string {
	switch {
	case format == "tongbu":
		return ".xls"
	case format == "chatlab-lines":
		return ".jsonl"
	case strings.HasSuffix(format, "csv"):
		return ".csv"
	case strings.HasSuffix(format, "txt"):
		return ".txt"
	}
	return ".json"
}

// Awkward returns messages that a format might take for something else.
func Awkward() []Said {
	at := time.Date(2019, 3, 1, 9, 0, 0, 0, time.FixedZone("CST", 8*3600))
	var all []Said
	for i, text := range []string{
		"一般 T+1", "两行\n第二行", "# 标题", "- - - - -", "a | b", "{{ x }} {% y %}", "&lt;b&gt; &amp;amp;", "\"引号\" 'x' , ; ,", "🎉🎉",
		"「甲：好」\n- - - - - - - - - - - - - - -\n好的", "微信红包", "12:00", "\\ 反斜杠", "&gt; 引用",
	} {
		all = append(all, Said{at.Add(time.Duration(i) * time.Second), []string{"甲-银行", "乙 | 支付", "A🎉丙"}[i%3], text, i + 1})
	}
	return append(all, all[0])
}

// Many returns n messages of a day.
func Many(n int) []Said {
	at := time.Date(2019, 3, 1, 0, 0, 0, 0, time.FixedZone("CST", 8*3600))
	kinds := Awkward()
	all := make([]Said, n)
	for i := range all {
		all[i] = kinds[i%len(kinds)]
		all[i].ID, all[i].Time = i+1, at.Add(time.Duration(i)*40*time.Second)
	}
	return all
}

// SameText reports whether two texts are the same but for entities and white space.
func SameText(a, b string) bool {
	return slices.Equal(strings.Fields(corpus.Decode(a)), strings.Fields(corpus.Decode(b)))
}
