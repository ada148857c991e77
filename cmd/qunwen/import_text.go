package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"qunwen/corpus/convert"
	"qunwen/corpus/people"
	"qunwen/corpus/site"
)

// printImport prints what an import did, or would do.
func (e *env) printImport(r *site.Report, o *importOptions, refused []*convert.ReadError) error {
	if e.json {
		return writeJSON(e.Out, importJSON(r, refused))
	}
	var b strings.Builder
	for _, f := range r.Files {
		fmt.Fprintf(&b, "%s：%s，%s，%d 条消息，%d 条系统消息", f.Name, f.Format, f.Encoding, f.Messages, f.Notices)
		if f.Refused > 0 {
			fmt.Fprintf(&b, "，%d 条读不懂", f.Refused)
		}
		b.WriteByte('\n')
	}
	for _, name := range r.Skipped {
		e.note("%s：不是导出文件，略过", name)
	}
	for _, room := range r.Left {
		e.note("群“%s”没有选中，它的 %d 条消息略过", room.Name, room.Messages)
	}
	for i := range r.Days {
		d := &r.Days[i]
		fmt.Fprintf(&b, "%s/%s：%s\n", d.Room, d.Date, countsText(d.Counts))
		for _, l := range d.Diff {
			fmt.Fprintf(&b, "  %s\n", l)
		}
		if d.More > 0 && o.dryRun && o.diff != 0 {
			fmt.Fprintf(&b, "  … 还有 %d 条新消息\n", d.More)
		}
		for _, l := range d.Doubts {
			fmt.Fprintf(&b, "  存疑 %s\n", l)
		}
	}
	for _, re := range refused {
		fmt.Fprintf(&b, "拒收 %v\n", importError(re))
	}
	fmt.Fprintf(&b, "合计 %d 天：%s\n", len(r.Days), countsText(r.Counts))
	b.WriteString(importEnd(r, o.dryRun))
	_, err := io.WriteString(e.Out, b.String())
	return err
}

func countsText(c site.Counts) string {
	s := fmt.Sprintf("原有 %d，新增 %d，相同 %d，存疑 %d，拒收 %d", c.There, c.New, c.Same, c.Doubt, c.Refused)
	if c.Gone > 0 {
		s += fmt.Sprintf("，手工删过 %d", c.Gone)
	}
	if c.Hidden > 0 {
		s += fmt.Sprintf("，隐藏的人 %d", c.Hidden)
	}
	return s
}

// importEnd is the last sentence.
func importEnd(r *site.Report, dry bool) string {
	switch doubt := r.Counts.Doubt > 0; {
	case dry && r.Changed > 0:
		return fmt.Sprintf("试运行：会改 %d 篇，现在什么也没有写\n", r.Changed)
	case dry:
		return "试运行：没有变化\n"
	case r.Run == "" && r.Changed > 0:
		return "什么也没有写\n"
	case r.Changed == 0 && doubt:
		return "没有变化；存疑的是同一秒里同样的话，名字不同：是同一个人就用 qunwen people merge，不是就加 --doubtful\n"
	case r.Changed == 0:
		return "没有变化\n"
	}
	s := fmt.Sprintf("写了 %d 篇，核对无误", r.Changed)
	if r.Images > 0 {
		s += fmt.Sprintf("；复制了 %d 张图片", r.Images)
	}
	return s + fmt.Sprintf("；收据 %s 在 %s，收回用 qunwen import --undo\n", r.Run, site.ReceiptsFile)
}

type refusedJSON struct {
	File   string `json:"file"`
	Line   int    `json:"line,omitempty"`
	Offset int64  `json:"offset,omitempty"`
	Reason string `json:"reason"`
}

func importJSON(r *site.Report, refused []*convert.ReadError) any {
	out := struct {
		*site.Report
		Refused []refusedJSON `json:"refused"`
	}{r, []refusedJSON{}}
	for _, re := range refused {
		out.Refused = append(out.Refused, refusedJSON{re.File, re.Line, max(0, re.Offset), importError(re.Err).Error()})
	}
	return out
}

// importError says in Chinese what package convert found wrong.
func importError(err error) error {
	if err == nil || errors.Is(err, context.Canceled) {
		return err
	}
	text := explain(err)
	for _, r := range importReasons() {
		if errors.Is(err, r.err) {
			text = strings.ReplaceAll(text, r.err.Error(), r.text)
		}
	}
	if rooms := (*site.RoomsError)(nil); errors.As(err, &rooms) {
		text += "；用 --chat 群名 选一个，或者用 --map 群名=目录名 分开放"
	}
	if rest, ok := strings.CutPrefix(text, people.File+": "); ok {
		return fmt.Errorf("名单 %w", yamlFault(people.File, errors.New(rest), peopleHelp))
	}
	return errors.New(text)
}

type importReason struct {
	err  error
	text string
}

func importReasons() []importReason {
	return []importReason{
		{convert.ErrFormat, "认不出是什么格式，可以用 --from 给出"},
		{convert.ErrTraining, "这是训练数据，里面没有时间和发言人，不能导入"},
		{convert.ErrEncoding, "这里的字节不成文字（编码坏了）"},
		{convert.ErrCut, "文件在半截断了"},
		{convert.ErrPacked, "压缩包坏了"},
		{convert.ErrSyntax, "不符合这种格式"},
		{people.ErrSyntax, "不符合这种格式"},
		{convert.ErrNoColumn, "没有这一列；哪一列是什么，用 --columns 给出"},
		{convert.ErrTime, "没有这样的时间"},
		{convert.ErrNoTime, "里面没有一条带时间的消息"},
		{convert.ErrNoDate, "是哪一天，文件和文件名里都没有写；用 --date 给出"},
		{convert.ErrTooLong, "一条消息太长"},
		{convert.ErrSpeaker, "没有写是谁说的"},
		{site.ErrRooms, "里面有几个群"},
		{site.ErrNoRoom, "里面没有这个群"},
		{site.ErrRoomName, "群的目录名不能是这样"},
		{site.ErrImporting, "这个站点正在导入，等它做完再来"},
		{site.ErrChanged, "有人改过"},
		{site.ErrNoUndo, "没有可以收回的导入"},
		{site.ErrCheck, "写好的帖子核对不上"},
		{people.ErrNoPerson, "没有人用过这个名字"},
		{people.ErrSamePerson, "本来就是一个人"},
		{people.ErrOneName, "只有这一个名字，没法分开"},
		{os.ErrExist, "已经有了"},
	}
}
