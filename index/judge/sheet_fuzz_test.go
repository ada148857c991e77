package judge

import (
	"bytes"
	"encoding/csv"
	"errors"
	"reflect"
	"strings"
	"testing"
)

// FuzzReadSheet holds ReadSheet to its laws: an error is a *parseError of a
// line that the file has; a judgement that was read is one that a gold file may
// hold, and comes back the same from the row that it is added to.
func FuzzReadSheet(f *testing.F) {
	const header = "题目编号,问题,评分（2 好）,答案在哪几行,消息编号\n"
	f.Add(header + "a,q,2,1 2,\"r/2018-05-12/100001\nr/2018-05-12/100002.2\"\n")
	f.Add(byteOrderMark + header + "'=a,'-1,0,,r/2018-05-12/100001\r\n,,,,\r\nb,q,,,x\r\n")
	f.Add("消息编号;评分\n")
	f.Add(header + "a,\"q\n")
	f.Fuzz(func(t *testing.T, text string) {
		s, err := ReadSheet("s", strings.NewReader(text))
		if err != nil {
			pe, ok := errors.AsType[*parseError](err)
			if !ok || pe.line < 1 || pe.line > strings.Count(text, "\n")+1 || pe.err == nil {
				t.Fatalf("error %v (%T) is not of a line of the file", err, err)
			}
			return
		}
		for _, r := range s.rows {
			one := Sheet{path: "s", rows: []sheetRow{{r.Line, "a", r.Judgement}}}
			var out bytes.Buffer
			if _, err := one.AddTo(&out, "g", strings.NewReader(askedRow(""))); err != nil {
				t.Fatalf("%+v cannot be added: %v", r, err)
			}
			questions, err := Parse("g", &out)
			if err != nil {
				t.Fatalf("%+v added: %v", r, err)
			}
			if got := questions[0].judged; len(got) != 1 || !reflect.DeepEqual(got[0], r.Judgement) {
				t.Errorf("%+v came back as %+v", r.Judgement, got)
			}
		}
	})
}

// FuzzWriteSheet holds WriteSheet to its law: whatever was said and however it
// is named, no cell begins a formula, and a filled row reads back to the
// question and the messages that it was made of.
func FuzzWriteSheet(f *testing.F) {
	f.Add("q1", "=1+1", "张三", "+86", "r")
	f.Add("'q", "a\r\nb", "@", "", "=r")
	f.Add("＝q", "\x00\n@SUM(A1)", "-1", "\t=1", "-r")
	f.Fuzz(func(t *testing.T, id, question, speaker, quote, room string) {
		c := Citation{ID: room + "/2018-05-12/100001", Speaker: speaker, Quote: quote, Key: Key{room, "2018-05-12", "10:00:01"}}
		if _, ok := keyOfID(c.ID); !ok || strings.TrimSpace(id) != id || id == "" || strings.ContainsAny(id, "\r") || !validUTF8(id, question, speaker, quote, room) {
			t.Skip()
		}
		var sheet bytes.Buffer
		if err := WriteSheet(&sheet, []Excerpt{{id, question, 1, []Citation{c}}}); err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(bytes.NewReader(sheet.Bytes())).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, cell := range rows[1] {
			if cell != "" && strings.Contains("=+-@＝＋－＠\t", string([]rune(cell)[0])) {
				t.Errorf("the cell %q is a formula", cell)
			}
		}
		s, err := ReadSheet("s", strings.NewReader(fill(t, sheet.Bytes(), [2]string{"2", "1"})))
		if err != nil {
			t.Fatal(err)
		}
		if len(s.rows) != 1 || s.rows[0].QuestionID != id || s.rows[0].Judgement.Seen[0] != c.ID {
			t.Errorf("read %+v, want question %q, message %q", s.rows, id, c.ID)
		}
	})
}

func validUTF8(all ...string) bool {
	for _, s := range all {
		if strings.ToValidUTF8(s, "") != s {
			return false
		}
	}
	return true
}
