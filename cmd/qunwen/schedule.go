package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"qunwen/bot"
	"qunwen/bot/schedule"
	"qunwen/bot/schedule/announce"
)

const scheduleUsage = `用法：
  qunwen schedule [list] [选项]      列出将来的分享；过去的加 --past，全部加 --all
  qunwen schedule check              列出要人看一看的地方
  qunwen schedule ics --room 群 > 群.ics
  qunwen schedule set 日期 --speaker 人 --topic 题 --start 20:00
  qunwen schedule move 日期 新日期 [--start 20:00]
  qunwen schedule cancel 日期
  qunwen schedule confirm 日期
  qunwen schedule restore 日期 [--who 人]
  qunwen schedule undo
  qunwen schedule alias 群昵称 人
  qunwen schedule extract --batch

list 从聊天记录里读出谁在哪天分享什么，每条注明依据的消息；--json 输出 JSON 数组。
状态是 planned（已定）、tbd（待定）、open（空着）、moved（改期未定）、cancelled（取消）、held（讲过）或 not_held（没讲）。
配置文件里每个群的 announcers（[名字, …]）限定谁说的算；不写时，发过列表或多次邀请的人说的算。

check 找自相矛盾的日子、互相矛盾的列表、一晚排了两场、没定日子的人、只有一张图的安排，每处注明 路径:行号。

set、move、cancel、confirm、restore、alias 把更正记在站点的 _data/schedule.yml 里：人可以读，也可以直接改；
它盖过聊天记录，重新导入记录也不受影响。日期写 2018-05-15 或 5月15日、下周二 都行；
那天有几场时用 --who 说明是谁的，几个群都有时用 --room 说明是哪个群。
restore 让取消了的、改期而没有定日子的照常进行。
undo 撤回最后一条手工更正，打印它原来写的和那场现在的样子；再 undo 撤回更早的一条。
alias 把一个人的几个名字连起来（配置文件的 aliases 也行）。

ics 写出一个群的日历（iCalendar），可以订阅或导入；改期、取消会随之更新；--at 写出那个时刻的样子。

extract 从标准输入逐行读 JSON 消息，逐行输出消息里的分享安排，顺序不变；不需要站点和索引。
读：{"id":"…","room":"prodarch","time":"2018-05-10T08:08:19+08:00","speaker":"我","text":"…"}
写：{"id":"…","kind":"list","entries":[{"date":"2018-05-11","start":"20:00","speaker":"…","topic":"…","status":"planned","from_date":null}]}
kind 是 list（列表）、single（单条）、move（改期）、cancel（取消）、call_for_speakers（征集）、event（别的活动）或 none（无关）；
没说到的是 null。日期和星期对不上时 date 是 null，problem 说明矛盾，date_options 列出两种可能。
读不懂的行在原位得到 {"id":…,"line":行号,"error":"…"}，最后退出码是 1。
`

// scheduleOptions are the flags of all actions of schedule.
type scheduleOptions struct {
	listOptions
	edit  editOptions
	batch bool
	room  string
}

func scheduleCommand() command {
	var o scheduleOptions
	return command{
		name:  "schedule",
		usage: scheduleUsage,
		flags: func(fs *flag.FlagSet, _ *env) {
			fs.BoolVar(&o.batch, "batch", false, "extract：从标准输入逐行读 JSON 消息")
			fs.StringVar(&o.room, "room", "", "哪个`群`")
			o.listOptions.addFlags(fs)
			o.edit.addFlags(fs)
		},
		run: func(ctx context.Context, e *env, args []string) error {
			action := "list"
			if len(args) > 0 {
				action, args = args[0], args[1:]
			}
			return o.run(ctx, e, action, args)
		},
	}
}

// scheduleActions are the actions: how many arguments each takes, and what is
// said of one too many.
var scheduleActions = map[string]struct {
	most int
	hint string
}{
	"list":    {0, "；要找人或主题用 --who、--topic"},
	"check":   {},
	"ics":     {0, "；群用 --room 给"},
	"extract": {0, "；消息从标准输入给"},
	"set":     {most: 1},
	"move":    {most: 2},
	"cancel":  {most: 1},
	"confirm": {most: 1},
	"restore": {most: 1},
	"undo":    {0, "；总是撤回最后一条，几个群都有时用 --room 指定"},
	"alias":   {most: 2},
}

// run carries out one action.
func (o *scheduleOptions) run(ctx context.Context, e *env, action string, args []string) error {
	a, ok := scheduleActions[action]
	switch {
	case !ok:
		return &misuse{text: fmt.Sprintf("schedule 没有 %q 这个动作", action), help: "schedule"}
	case len(args) > a.most:
		return &misuse{text: fmt.Sprintf("schedule %s 后面不要 %q%s", action, args[a.most], a.hint), help: "schedule"}
	}
	switch action {
	case "list":
		return e.listSessions(ctx, o.listOptions, o.room)
	case "check":
		return e.checkSchedule(ctx, o)
	case "ics":
		return e.writeICS(ctx, o)
	case "extract":
		if !o.batch {
			return &misuse{text: "schedule extract 要和 --batch 一起用", help: "schedule"}
		}
		return extractBatch(ctx, e.In, e.Out, e.location)
	case "undo":
		return e.undoCorrection(ctx, o)
	case "alias":
		return e.aliasPerson(ctx, args)
	}
	return e.correct(ctx, o, schedule.Deed(action), args)
}

// listOptions say which sessions schedule list prints.
type listOptions struct {
	all, past  bool
	at         string // RFC 3339; "" means now
	who, topic string
}

func (o *listOptions) addFlags(fs *flag.FlagSet) {
	fs.BoolVar(&o.all, "all", false, "list：过去和将来的都列出")
	fs.BoolVar(&o.past, "past", false, "list：只列过去的")
	fs.StringVar(&o.at, "at", "", "以这个`时刻`为现在，像 2018-05-10T09:00:00+08:00；之后说的话不算")
	fs.StringVar(&o.who, "who", "", "只列名字里有这个`词`的分享人；更正时：那天是谁的那场")
	fs.StringVar(&o.topic, "topic", "", "list：只列主题里有这个`词`的；set：主题")
}

// now is the time that counts as now.
func (o *listOptions) now(e *env) (time.Time, error) {
	return e.parseAt(o.at, "schedule")
}

// parseAt reads the flag --at of a command; "" means now.
func (e *env) parseAt(at, command string) (time.Time, error) {
	if at == "" {
		return time.Now().In(e.location), nil
	}
	t, err := time.Parse(time.RFC3339, at)
	if err != nil {
		return time.Time{}, &misuse{text: fmt.Sprintf("--at %q 不是时刻，应像 2018-05-10T09:00:00+08:00", at), help: command}
	}
	return t.In(e.location), nil
}

// listSessions prints the sessions that the chat tells of, of one room or all.
func (e *env) listSessions(ctx context.Context, o listOptions, room string) error {
	book, now, err := e.bookAt(ctx, &o)
	if err != nil {
		return err
	}
	sessions := slices.DeleteFunc(o.choose(book.Sessions(now), now), func(s schedule.Session) bool { return room != "" && s.Room != room })
	if e.json {
		return writeJSON(e.Out, sessions)
	}
	if len(sessions) == 0 {
		fmt.Fprintln(e.Err, "qunwen: 没有这样的分享")
		return nil
	}
	for _, s := range sessions {
		if _, err := fmt.Fprintln(e.Out, describe(s, now)); err != nil {
			return err
		}
	}
	return nil
}

// choose keeps the sessions that were asked for. The result is never nil.
func (o listOptions) choose(sessions []schedule.Session, now time.Time) []schedule.Session {
	today := now.Format(time.DateOnly)
	return slices.DeleteFunc(append([]schedule.Session{}, sessions...), func(s schedule.Session) bool {
		over := s.Date != "" && s.Date < today || s.Status == schedule.Held || s.Status == schedule.NotHeld
		return !o.all && over != o.past ||
			o.who != "" && !strings.Contains(strings.ToLower(s.Speaker+" "+s.AnnouncedAs), strings.ToLower(o.who)) ||
			o.topic != "" && !strings.Contains(strings.ToLower(s.Topic), strings.ToLower(o.topic))
	})
}

// statusNames are the statuses as people read them.
var statusNames = map[schedule.Status]string{
	schedule.Planned: "已定", schedule.TBD: "待定", schedule.Open: "空着", schedule.Moved: "改期，时间未定",
	schedule.Cancelled: "取消", schedule.Held: "讲过", schedule.NotHeld: "没讲",
}

// describe writes a session in one line.
func describe(s schedule.Session, now time.Time) string {
	parts := []string{s.Room, "日期未定"}
	if day, err := time.Parse(time.DateOnly, s.Date); err == nil {
		parts[1] = announce.FormatDay(day, now)
	} else if s.DateRange != [2]string{} {
		parts[1] = strings.Join(s.DateRange[:], "～")
	}
	if s.Start != "" {
		parts = append(parts, strings.TrimSuffix(s.Start+"-"+s.End, "-"))
	}
	if s.Speaker != "" {
		who := s.Speaker
		if s.AnnouncedAs != "" {
			who += "（预告作 " + s.AnnouncedAs + "）"
		}
		parts = append(parts, who)
	}
	if s.Topic != "" {
		parts = append(parts, "《"+s.Topic+"》")
	}
	parts = append(parts, "【"+statusNames[s.Status]+"】")
	if !s.ByHand.IsZero() {
		parts = append(parts, "【手工】")
	}
	if s.Source != nil {
		parts = append(parts, s.Source.ID)
	}
	return strings.Join(parts, " ")
}

// bookAt returns the book, and the time of --at, or now.
func (e *env) bookAt(ctx context.Context, o *listOptions) (*schedule.Book, time.Time, error) {
	now, err := o.now(e)
	if err != nil {
		return nil, time.Time{}, err
	}
	book, err := e.replay(ctx)
	return book, now, err
}

// checkSchedule prints what people have to look at.
func (e *env) checkSchedule(ctx context.Context, o *scheduleOptions) error {
	book, now, err := e.bookAt(ctx, &o.listOptions)
	if err != nil {
		return err
	}
	problems := []schedule.Problem{}
	for _, p := range book.Check(now) {
		if o.room == "" || p.Room == o.room {
			problems = append(problems, p)
		}
	}
	if e.json {
		return writeJSON(e.Out, problems)
	}
	for _, p := range problems {
		if _, err := fmt.Fprintf(e.Out, "%s: %s：%s\n", cmp.Or(p.Place, handFileName), p.Room, p.Problem); err != nil {
			return err
		}
	}
	if len(problems) == 0 {
		e.note("没有要看的地方")
	}
	return nil
}

// writeICS writes the calendar of a room as it stands at the time of --at.
func (e *env) writeICS(ctx context.Context, o *scheduleOptions) error {
	book, now, err := e.bookAt(ctx, &o.listOptions)
	if err != nil {
		return err
	}
	sessions := book.Sessions(now)
	room, rooms := o.room, schedule.Rooms(sessions)
	switch {
	case room == "" && len(rooms) == 1:
		room = rooms[0]
	case room == "" && len(rooms) == 0:
		return fmt.Errorf("聊天记录里没有分享，没有日历可写")
	case room == "":
		return &misuse{text: "哪个群的日历？用 --room 指定：" + strings.Join(rooms, "、"), help: "schedule"}
	case !slices.Contains(rooms, room):
		return fmt.Errorf("群 %s 没有分享；有分享的群：%s", room, cmp.Or(strings.Join(rooms, "、"), "没有"))
	}
	feed := schedule.Feed{Name: cmp.Or(e.Rooms[room].Name, room) + "的分享", Zone: e.location, Link: func(s schedule.Source) string {
		return bot.Link(e.days, e.BaseURL, s.Room, s.Date, s.ID)
	}}
	_, err = io.WriteString(e.Out, feed.Calendar(slices.DeleteFunc(sessions, func(s schedule.Session) bool { return s.Room != room })))
	return err
}

// A batchExtraction is a line that schedule extract --batch writes.
type batchExtraction struct {
	ID      json.RawMessage  `json:"id"` // as it came
	Kind    announce.Kind    `json:"kind"`
	Entries []announce.Entry `json:"entries"` // never null
}

// extractBatch reads messages line by line.
func extractBatch(ctx context.Context, in io.Reader, out io.Writer, loc *time.Location) error {
	return eachLine(ctx, in, out, func(data []byte, line int, w io.Writer) (bool, error) {
		result, ok := extractLine(data, line, loc)
		return ok, writeJSON(w, result)
	})
}

// extractLine reads one message and gives what is written for it. Its days are
// those of loc, whatever the zone in which its time is written.
func extractLine(data []byte, line int, loc *time.Location) (result any, ok bool) {
	var m struct {
		announce.Message
		ID json.RawMessage `json:"id"` // may be a number
	}
	if err := json.Unmarshal(data, &m); err != nil {
		return batchFault{ID: m.ID, Line: line, Error: "不是合法的消息：" + jsonFault(err)}, false
	}
	if m.Time.IsZero() {
		return batchFault{ID: m.ID, Line: line, Error: "不是合法的消息：缺少 time，不知道是哪天说的"}, false
	}
	m.Time = m.Time.In(loc)
	x := announce.Extract(m.Message, announce.Context{})
	if x.Entries == nil {
		x.Entries = []announce.Entry{}
	}
	return batchExtraction{ID: m.ID, Kind: x.Kind, Entries: x.Entries}, true
}

// undoCorrection takes back the last correction by hand and prints what it was,
// and the session as it is then.
func (e *env) undoCorrection(ctx context.Context, o *scheduleOptions) error {
	now, err := o.now(e)
	if err != nil {
		return err
	}
	book, err := e.replayOwn(ctx)
	if err != nil {
		return err
	}
	var undone schedule.Correction
	var byHand schedule.ByHand
	path := filepath.Join(e.Site, handFileName)
	err = e.changeHandFile(ctx, func(f *schedule.HandFile) error {
		undone, err = f.Undo(o.room, time.Now().In(now.Location()))
		byHand = f.ByHand()
		return err
	})
	if errors.Is(err, schedule.ErrNothingToUndo) {
		return fmt.Errorf("%s 里%w；群里说错的，由说的人在 30 分钟内对机器人说 撤销", path, err)
	} else if err != nil {
		return err
	}
	if _, err := fmt.Fprintf(e.Out, "撤回了 %s 记下的：%s %s\n", undone.At.In(now.Location()).Format("2006-01-02 15:04"), undone.Room, undone.String()); err != nil {
		return err
	}
	book.Correct(byHand)
	left := "现在没有这一场了"
	for _, s := range book.Sessions(now) {
		if s.Room == undone.Room && s.Corrected(undone.Undone) {
			left = "现在：" + describe(s, now)
		}
	}
	if _, err := fmt.Fprintln(e.Out, left); err != nil {
		return err
	}
	e.note("记在 %s 里了", path)
	return nil
}
