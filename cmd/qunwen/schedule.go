package main

import (
	"context"
	"flag"
	"fmt"

	"qunwen/bot/schedule"
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
