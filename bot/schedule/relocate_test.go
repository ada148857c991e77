package schedule

import (
	"slices"
	"testing"
	"time"
)

const subjectList = "2018-05-08 09:00 管理: 近期分享安排： 5月8日 @王一-甲-产品 退款对账  5月9日 @李二-乙-研发 清分系统  5月10日 @张三-丙-产品 卡券核销"

// TestNamedMoves holds that a move is of what it names, and that one of
// something else moves nothing.
func TestNamedMoves(t *testing.T) {
	const unmoved = "2018-05-08 王一-甲-产品 planned\n2018-05-09 李二-乙-研发 planned\n2018-05-10 张三-丙-产品 planned\n"
	known := Options{Announcers: map[string][]string{"r": {"管理"}}}
	for _, tt := range []struct {
		name string
		opt  Options
		line string // of the day of the list
		want string
	}{
		{"by a name", known, "管理: 把张三挪到周五", "2018-05-08 王一-甲-产品 planned\n2018-05-09 李二-乙-研发 planned\n2018-05-11 张三-丙-产品 planned from 2018-05-10\n"},
		{"by a subject", known, "管理: 清分那场改成周五晚上7点半", "2018-05-08 王一-甲-产品 planned\n2018-05-10 张三-丙-产品 planned\n2018-05-11 李二-乙-研发 planned at 19:30 from 2018-05-09\n"},
		{"by a subject, to another hour", known, "管理: 卡券那场推迟半小时", "2018-05-08 王一-甲-产品 planned\n2018-05-09 李二-乙-研发 planned\n2018-05-10 张三-丙-产品 planned at 20:00\n"},
		{"by a name, to no day", known, "管理: 张三的分享延期，时间待定", "2018-05-08 王一-甲-产品 planned\n2018-05-09 李二-乙-研发 planned\n 张三-丙-产品 moved from 2018-05-10\n"},
		{"somebody else's day", known, "管理: 张三确认11号讲", "2018-05-08 王一-甲-产品 planned\n2018-05-09 李二-乙-研发 planned\n2018-05-11 张三-丙-产品 planned from 2018-05-10\n"},
		{"something else", known, "管理: 发版改到周五了", unmoved},
		{"something else that is late", known, "管理: 会议推迟半小时", unmoved},
		{"a trip", Options{}, "管理: 我改到周五去北京", unmoved},
		{"something else, by a member", Options{}, "路人: 会议改到明天下午三点", unmoved},
		{"no word of what, by a member", known, "路人: 改到周五吧", unmoved},
		{"tonight's, by a member", known, "路人: 今晚没法分享了", unmoved},
		{"tonight's, by who may be the speaker", Options{}, "小王: 今晚没法分享了", "2018-05-08 王一-甲-产品 cancelled\n2018-05-09 李二-乙-研发 planned\n2018-05-10 张三-丙-产品 planned\n"},
		{"the own one", known, "张三: 我改到下周一吧", "2018-05-08 王一-甲-产品 planned\n2018-05-09 李二-乙-研发 planned\n2018-05-14 张三-丙-产品 planned from 2018-05-10\n"},
		{"dropped by name", known, "管理: 取消张三的分享", "2018-05-08 王一-甲-产品 planned\n2018-05-09 李二-乙-研发 planned\n2018-05-10 张三-丙-产品 cancelled\n"},
		{"dropped, and nobody goes by the name", known, "管理: 赵四的分享取消", unmoved},
		{"a whole week dropped", known, "管理: 这周分享全部取消", "2018-05-08 王一-甲-产品 cancelled\n2018-05-09 李二-乙-研发 cancelled\n2018-05-10 张三-丙-产品 cancelled\n"},
		{"two change places, by name", known, "管理: 王一和张三换一下", "2018-05-08 张三-丙-产品 planned from 2018-05-10\n2018-05-09 李二-乙-研发 planned\n2018-05-10 王一-甲-产品 planned from 2018-05-08\n"},
		{"two change places, by day", known, "管理: 9号和10号的分享对调", "2018-05-08 王一-甲-产品 planned\n2018-05-09 张三-丙-产品 planned from 2018-05-10\n2018-05-10 李二-乙-研发 planned from 2018-05-09\n"},
		{"two that are no sessions", known, "管理: 微信和支付宝换一下", unmoved},
		{"two change places, by a member", known, "路人: 王一和张三换一下", unmoved},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := replay(slices.Values(chat(t, subjectList, "2018-05-08 10:00 "+tt.line)), tt.opt)
			if got := showSessions(b.Sessions(time.Date(2018, 5, 8, 12, 0, 0, 0, shanghai))); got != tt.want {
				t.Errorf("got:\n%swant:\n%s", got, tt.want)
			}
		})
	}
}

// TestOnlyTheNamedSession holds that a change to a session that it cannot be of
// changes no other one, though that is the only one it could be of.
func TestOnlyTheNamedSession(t *testing.T) {
	known := Options{Announcers: map[string][]string{"r": {"管理"}}}
	const dropped = "2018-05-08 10:00 管理: 张三的分享取消"
	const list = "2018-05-08 王一-甲-产品 planned\n2018-05-09 李二-乙-研发 planned\n2018-05-10 张三-丙-产品 "
	for _, tt := range []struct{ name, line, want string }{
		{"restored, and it stands", "管理: 清分系统那场恢复", list + "cancelled\n"},
		{"restored by speaker, and it stands", "管理: 李二的分享恢复，照常开始", list + "cancelled\n"},
		{"dropped again", "管理: 卡券核销那场取消", list + "cancelled\n"},
		{"restored", "管理: 卡券核销那场恢复", list + "planned\n"},
		{"two evenings at once", "管理: 今晚和明晚的都取消", "2018-05-08 王一-甲-产品 cancelled\n2018-05-09 李二-乙-研发 cancelled\n2018-05-10 张三-丙-产品 cancelled\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := replay(slices.Values(chat(t, subjectList, dropped, "2018-05-08 10:30 "+tt.line)), known)
			if got := showSessions(b.Sessions(time.Date(2018, 5, 8, 12, 0, 0, 0, shanghai))); got != tt.want {
				t.Errorf("got:\n%swant:\n%s", got, tt.want)
			}
		})
	}
}

// TestOnlyTheNamedOfAnEvening holds the same of an evening with two sessions.
func TestOnlyTheNamedOfAnEvening(t *testing.T) {
	b := replay(slices.Values(chat(t,
		"2018-05-08 09:00 管理: 近期分享安排： 5月9日 19:00 @王一-甲-产品 退款对账  5月9日 20:30 @李二-乙-研发 清分系统",
		"2018-05-08 10:00 管理: 明晚退款对账那场取消",
		"2018-05-08 10:30 管理: 明晚退款对账那场取消")), Options{Announcers: map[string][]string{"r": {"管理"}}})
	const want = "2018-05-09 王一-甲-产品 cancelled at 19:00\n2018-05-09 李二-乙-研发 planned at 20:30\n"
	if got := showSessions(b.Sessions(time.Date(2018, 5, 8, 12, 0, 0, 0, shanghai))); got != want {
		t.Errorf("got:\n%swant:\n%s", got, want)
	}
}
