package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"time"

	"qunwen/bot/schedule"
)

const scheduleUsage = `用法：
  qunwen schedule [list] [选项]      列出将来的分享；过去的加 --past，全部加 --all
  qunwen schedule ics --room 群 > 群.ics
  qunwen schedule extract --batch

list 从聊天记录里读出谁在哪天分享什么，每条注明依据的消息；--json 输出 JSON 数组。
状态是 planned（已定）、tbd（待定）、open（空着）、moved（改期未定）、cancelled（取消）、held（讲过）或 not_held（没讲）。

配置文件的 announcers（群: [名字, …]）限定谁说的算；不写时，发过列表或多次邀请的人说的算。
aliases（群昵称: 人）把一个人的几个名字连起来。

ics 写出一个群的日历（iCalendar），可以订阅或导入；改期、取消会随之更新。

extract 从标准输入逐行读 JSON 消息，逐行输出消息里的分享安排，顺序不变；不需要站点和索引。
读：{"id":"…","room":"prodarch","time":"2018-05-10T08:08:19+08:00","speaker":"我","text":"…"}
写：{"id":"…","kind":"list","entries":[{"date":"2018-05-11","start":"20:00","speaker":"…","topic":"…","status":"planned","from_date":null}]}
kind 是 list（列表）、single（单条）、move（改期）、cancel（取消）、call_for_speakers（征集）、event（别的活动）或 none（无关）；
没说到的是 null。日期和星期对不上时 date 是 null，problem 说明矛盾，date_options 列出两种可能。
读不懂的行在原位得到 {"id":…,"line":行号,"error":"…"}，最后退出码是 1。
`

func scheduleCommand() command {
	var batch bool
	var list listOptions
	var room string
	return command{
		name:  "schedule",
		usage: scheduleUsage,
		flags: func(fs *flag.FlagSet, _ *env) {
			fs.BoolVar(&batch, "batch", false, "extract：从标准输入逐行读 JSON 消息")
			fs.StringVar(&room, "room", "", "ics：哪个`群`的日历")
			list.addFlags(fs)
		},
		run: func(ctx context.Context, e *env, args []string) error {
			return runSchedule(ctx, e, args, batch, list, room)
		},
	}
}

func runSchedule(ctx context.Context, e *env, args []string, batch bool, list listOptions, room string) error {
	switch {
	case len(args) == 0 || args[0] == "list" && len(args) == 1:
		return e.listSessions(ctx, list)
	case args[0] == "list":
		return &misuse{text: fmt.Sprintf("schedule list 后面不要 %q；要找人或主题用 --who、--topic", args[1]), help: "schedule"}
	case args[0] == "ics" && len(args) == 1:
		return e.writeICS(ctx, room)
	case args[0] == "ics":
		return &misuse{text: fmt.Sprintf("schedule ics 后面不要 %q；群用 --room 给", args[1]), help: "schedule"}
	case args[0] != "extract":
		return &misuse{text: fmt.Sprintf("schedule 没有 %q 这个动作", args[0]), help: "schedule"}
	case len(args) > 1:
		return &misuse{text: fmt.Sprintf("schedule extract 后面不要 %q；消息从标准输入给", args[1]), help: "schedule"}
	case !batch:
		return &misuse{text: "schedule extract 要和 --batch 一起用", help: "schedule"}
	}
	return extractBatch(ctx, e.In, e.Out, e.location)
}

// A batchExtraction is a line that schedule extract --batch writes.
type batchExtraction struct {
	ID      json.RawMessage  `json:"id"` // as it came
	Kind    schedule.Kind    `json:"kind"`
	Entries []schedule.Entry `json:"entries"` // never null
}

// extractBatch reads messages line by line, in order. A line that cannot be
// read gets a fault in its place, and the batch fails at its end.
func extractBatch(ctx context.Context, in io.Reader, out io.Writer, loc *time.Location) error {
	r := bufio.NewReader(in)
	w := bufio.NewWriter(out)
	faults := 0
	for line := 1; ; line++ {
		data, rerr := r.ReadBytes('\n')
		if err := ctx.Err(); err != nil {
			return err
		}
		if data = bytes.TrimSpace(data); len(data) > 0 {
			result, ok := extractLine(data, line, loc)
			if err := writeJSON(w, result); err != nil {
				return err
			}
			if !ok {
				faults++
			}
		}
		if r.Buffered() == 0 || rerr != nil { // somebody may be waiting for it
			if err := w.Flush(); err != nil {
				return err
			}
		}
		if errors.Is(rerr, io.EOF) {
			break
		}
		if rerr != nil {
			return rerr
		}
	}
	if faults > 0 {
		return errSilent
	}
	return nil
}

// extractLine reads one message and gives what is written for it. Its days are
// those of loc, whatever the zone in which its time is written.
func extractLine(data []byte, line int, loc *time.Location) (result any, ok bool) {
	var m struct {
		schedule.Message
		ID json.RawMessage `json:"id"` // may be a number
	}
	if err := json.Unmarshal(data, &m); err != nil {
		return batchFault{ID: m.ID, Line: line, Error: "不是合法的消息：" + err.Error()}, false
	}
	if m.Time.IsZero() {
		return batchFault{ID: m.ID, Line: line, Error: "不是合法的消息：缺少 time，不知道是哪天说的"}, false
	}
	m.Time = m.Time.In(loc)
	x := schedule.Extract(m.Message, schedule.Context{})
	if x.Entries == nil {
		x.Entries = []schedule.Entry{}
	}
	return batchExtraction{ID: m.ID, Kind: x.Kind, Entries: x.Entries}, true
}
