package site

import (
	"path/filepath"
	"testing"
)

// TestSameNumber: a row that a tool wrote twice is one message; two of the same
// words, or two that only share a number, are two.
func TestSameNumber(t *testing.T) {
	const head = "消息ID,类型,发送人,时间,内容,备注,昵称,更多信息\r\n"
	row := func(number, clock, text string) string {
		return number + ",文本,甲,2019-03-01 " + clock + "," + text + ",甲,甲,more\r\n"
	}
	for _, tt := range []struct {
		name string
		rows string
		same int
		want []string
	}{
		{"twice", row("71", "09:00:00", "收到") + row("72", "09:00:05", "好") + row("71", "09:00:00", "收到"), 1, []string{"09:00:00 甲: 收到", "09:00:05 甲: 好"}},
		{"said twice", row("71", "09:00:00", "收到") + row("72", "09:00:00", "收到"), 0, []string{"09:00:00 甲: 收到", "09:00:00 甲: 收到"}},
		{"one number for all", row("71", "09:00:00", "收到") + row("71", "09:00:05", "好"), 0, []string{"09:00:00 甲: 收到", "09:00:05 甲: 好"}},
		{"no number", row("0", "09:00:00", "收到") + row("0", "09:00:00", "收到"), 0, []string{"09:00:00 甲: 收到", "09:00:00 甲: 收到"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := newSite(t)
			path := filepath.Join(s.exports, "群.csv")
			s.write(path, "\uFEFF"+head+tt.rows)
			if r := s.run(Settings{}, path); r.Counts != (Counts{New: len(tt.want), Same: tt.same}) {
				t.Errorf("%+v", r.Counts)
			}
			s.want(tt.want...)
			if r := s.run(Settings{}, path); r.Counts.New != 0 || r.Counts.Same != len(tt.want)+tt.same {
				t.Errorf("again: %+v", r.Counts)
			}
		})
	}
}
