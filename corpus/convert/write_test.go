package convert

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"strconv"
	"strings"
	"time"

	"qunwen/corpus"
)

// A said is a message to be written in the formats of other tools.
type said struct {
	Time    time.Time
	Speaker string
	Text    string // as a post has it
	ID      int
}

// writers write messages as other tools do, as far as a text goes. The room is
// 某群.
var writers = map[Format]func(w io.Writer, all []said){
	formatChatLab: func(w io.Writer, all []said) {
		io.WriteString(w, `{"chatlab":{"version":"0.0.2","exportedAt":1526050000},"meta":{"name":"某群","platform":"wechat","type":"group"},"members":[],"messages":[`)
		for i, m := range all {
			comma(w, i)
			writeJSONValue(w, map[string]any{"platformMessageId": strconv.Itoa(m.ID), "sender": "wxid_" + m.Speaker, "accountName": m.Speaker, "timestamp": m.Time.Unix(), "type": 0, "content": corpus.Decode(m.Text)})
		}
		io.WriteString(w, "]}")
	},
	"chatlab-lines": func(w io.Writer, all []said) {
		io.WriteString(w, `{"_type":"header","chatlab":{"version":"0.0.2"},"meta":{"name":"某群","platform":"wechat","type":"group"}}`+"\n")
		for _, m := range all {
			writeJSONValue(w, map[string]any{"_type": "message", "platformMessageId": strconv.Itoa(m.ID), "sender": "wxid_" + m.Speaker, "accountName": m.Speaker, "timestamp": m.Time.Unix(), "type": 0, "content": corpus.Decode(m.Text)})
			io.WriteString(w, "\n")
		}
	},
	formatChatlogJSON: func(w io.Writer, all []said) {
		io.WriteString(w, "[")
		for i, m := range all {
			comma(w, i)
			writeJSONValue(w, map[string]any{"seq": m.ID, "time": m.Time.Format(time.RFC3339), "talker": "1@chatroom", "talkerName": "某群", "isChatRoom": true, "sender": fmt.Sprintf("wxid_%x", m.Speaker), "senderName": m.Speaker, "isSelf": false, "type": 1, "subType": 0, "content": corpus.Decode(m.Text)})
		}
		io.WriteString(w, "]")
	},
	formatChatlogCSV: func(w io.Writer, all []said) {
		writeTable(w, "\n", []string{"Time", "SenderName", "Sender", "TalkerName", "Talker", "Content"}, all, func(m said) []string {
			return []string{m.Time.Format(time.DateTime), m.Speaker, fmt.Sprintf("wxid_%x", m.Speaker), "某群", "1@chatroom", corpus.Decode(m.Text)}
		})
	},
	formatChatlogText: func(w io.Writer, all []said) {
		for _, m := range all {
			fmt.Fprintf(w, "%s(wxid_%x) %s\n%s\n\n", m.Speaker, m.Speaker, m.Time.Format(time.DateTime), corpus.Decode(m.Text))
		}
	},
	formatMemoTraceCSV: func(w io.Writer, all []said) {
		io.WriteString(w, "\ufeff")
		writeTable(w, "\r\n", []string{"消息ID", "类型", "发送人", "时间", "内容", "备注", "昵称", "更多信息"}, all, func(m said) []string {
			return []string{strconv.Itoa(m.ID), "文本", m.Speaker, m.Time.Format(time.DateTime), corpus.Decode(m.Text), m.Speaker, m.Speaker, "more"}
		})
	},
	formatMemoTrace2CSV: func(w io.Writer, all []said) {
		io.WriteString(w, "\ufeff")
		writeTable(w, "\r\n", []string{"localId", "TalkerId", "Type", "SubType", "IsSender", "CreateTime", "Status", "StrContent", "StrTime", "Remark", "NickName", "Sender"}, all, func(m said) []string {
			return []string{strconv.Itoa(m.ID), "1", "1", "0", "0", strconv.FormatInt(m.Time.Unix(), 10), "", corpus.Decode(m.Text), m.Time.Format(time.DateTime), m.Speaker, m.Speaker, "wxid_" + m.Speaker}
		})
	},
	formatMemoTraceText: func(w io.Writer, all []said) {
		for _, m := range all {
			fmt.Fprintf(w, "%s %s\n%s\n\n", m.Time.Format(time.DateTime), m.Speaker, corpus.Decode(m.Text))
		}
	},
	formatMemoTraceJSON: func(w io.Writer, all []said) {
		io.WriteString(w, "[")
		for i, m := range all {
			comma(w, i)
			writeJSONValue(w, map[string]any{"type": "1", "is_send": false, "timestamp": m.Time.Unix(), "server_id": strconv.Itoa(m.ID), "display_name": m.Speaker, "text": corpus.Decode(m.Text)})
		}
		io.WriteString(w, "]")
	},
	formatWeFlowJSON: func(w io.Writer, all []said) {
		io.WriteString(w, `{"weflow":{"version":"1.0.3"},"session":{"displayName":"某群"},"messages":[`)
		writeSession(w, all)
	},
	formatEchoTraceJSON: func(w io.Writer, all []said) {
		io.WriteString(w, `{"session":{"displayName":"某群"},"messages":[`)
		writeSession(w, all)
	},
	formatWeFlowText: func(w io.Writer, all []said) {
		for _, m := range all {
			fmt.Fprintf(w, "%s '%s'\n%s\n\n", m.Time.Format(time.DateTime), m.Speaker, corpus.Decode(m.Text))
		}
	},
	formatDecryptJSON: func(w io.Writer, all []said) {
		io.WriteString(w, `{"chat_username":"1@chatroom","display_name":"某群","is_group":true,"messages":[`)
		for i, m := range all {
			comma(w, i)
			writeJSONValue(w, map[string]any{"local_id": m.ID, "server_id": m.ID, "type": 1, "sender_username": "wxid_" + m.Speaker, "sender": m.Speaker, "create_time": m.Time.Unix(), "content": corpus.Decode(m.Text), "is_system": false})
		}
		io.WriteString(w, "]}")
	},
	formatDecryptCSV: func(w io.Writer, all []said) {
		io.WriteString(w, "\ufeff")
		writeTable(w, "\r\n", []string{"时间", "发送者", "消息类型", "内容", "server_id"}, all, func(m said) []string {
			return []string{m.Time.Format(time.DateTime), m.Speaker, "文本", corpus.Decode(m.Text), strconv.Itoa(m.ID)}
		})
	},
	FormatCSV: func(w io.Writer, all []said) {
		writeTable(w, "\n", []string{"时间", "昵称", "内容"}, all, func(m said) []string {
			return []string{m.Time.Format(time.DateTime), m.Speaker, corpus.Decode(m.Text)}
		})
	},
	formatTongbu: func(w io.Writer, all []said) {
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
	formatBackup: func(w io.Writer, all []said) {
		io.WriteString(w, "某群 - 微信聊天记录\n\n")
		for _, m := range all {
			fmt.Fprintf(w, "%s (%s):%s\n", m.Speaker, m.Time.Format(time.DateTime), corpus.Decode(m.Text))
		}
	},
}

func writeSession(w io.Writer, all []said) {
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

func writeTable(w io.Writer, eol string, heads []string, all []said, row func(said) []string) {
	c := csv.NewWriter(w)
	c.UseCRLF = eol == "\r\n"
	c.Write(heads)
	for _, m := range all {
		c.Write(row(m))
	}
	c.Flush()
}

// ending is how a file of the format is named.
func ending(f Format) string {
	switch {
	case f == formatTongbu:
		return ".xls"
	case f == "chatlab-lines":
		return ".jsonl"
	case strings.HasSuffix(string(f), "csv"):
		return ".csv"
	case strings.HasSuffix(string(f), "txt"):
		return ".txt"
	}
	return ".json"
}
