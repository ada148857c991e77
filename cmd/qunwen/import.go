package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"slices"
	"strings"

	"qunwen/corpus/convert"
)

const importUsage = `用法：
  qunwen import 文件… --room 群 --site 站点目录 [选项]
  qunwen import --undo --site 站点目录

把聊天工具导出的记录并进站点，每群每天一篇。文件可以是导出文件、装着它们的目录、
.gz 或 .zip；格式按内容识别。已经有的消息按时间、人和文字认出来，不会重复；
手工删掉的不会回来。要么全部写进去，要么一篇也不动；再导一次同样的文件，什么也不变。
先用 --dry-run 看看会怎样。

格式（--from）：
`

// importMemory is from how many bytes on memory is reclaimed eagerly.
const importMemory = 200 << 20

// importOptions are the flags of import.
type importOptions struct {
	from, room, images, imagesDir, columns, date string
	chats, maps                                  listFlag
	notices, doubtful, skipBad, lossy            bool
	dryRun, undo                                 bool
	diff                                         int
}

// A listFlag is a flag that may be given several times.
type listFlag []string

func (l *listFlag) String() string     { return strings.Join(*l, "，") }
func (l *listFlag) Set(s string) error { *l = append(*l, s); return nil }

func (o *importOptions) addFlags(fs *flag.FlagSet) {
	fs.StringVar(&o.from, "from", "", "`格式`；不给时按内容识别")
	fs.StringVar(&o.room, "room", "", "群的`目录名`；不给时用导出里的群名")
	fs.Var(&o.chats, "chat", "导出里有几个群时，要哪个`群名`；可以给几次")
	fs.Var(&o.maps, "map", "`群名=目录名`：导出里的这个群放进这个目录；可以给几次")
	fs.StringVar(&o.images, "images", "", "图片的`网址`前缀；图片名为 年月日_时分秒")
	fs.StringVar(&o.imagesDir, "images-dir", "", "把找得到的图片抄到这个`目录`")
	fs.StringVar(&o.columns, "columns", "", "CSV 的各列在`哪里`，像 time=发送时间,speaker=谁,text=内容；没有表头时给列号")
	fs.StringVar(&o.date, "date", "", "导出里没有写日期时，是`哪天`，像 2018-05-10")
	fs.BoolVar(&o.notices, "notices", false, "留下入群、改名之类的系统消息（撤回的除外）")
	fs.BoolVar(&o.doubtful, "doubtful", false, "存疑的消息（同一秒同样的话，名字不同）也写进去")
	fs.BoolVar(&o.skipBad, "skip-bad", false, "读不懂的消息略过，其余照样导入")
	fs.BoolVar(&o.lossy, "lossy", false, "不合编码的字节读作 U+FFFD，不算错")
	fs.BoolVar(&o.dryRun, "dry-run", false, "只看会怎样，什么也不写")
	fs.IntVar(&o.diff, "diff", 20, "--dry-run 时每天最多列出`几条`新消息；-1 是全部")
	fs.BoolVar(&o.undo, "undo", false, "收回最近一次导入")
}

func importCommand() command {
	var o importOptions
	names := make([]string, 0, len(convert.Formats()))
	for _, f := range convert.Formats() {
		names = append(names, string(f))
	}
	usage := importUsage + "  " + strings.Join(names[:len(names)/2], " ") + "\n  " + strings.Join(names[len(names)/2:], " ") + "\n"
	return command{
		name: "import", usage: usage, flags: func(fs *flag.FlagSet, _ *env) { o.addFlags(fs) },
		run: func(ctx context.Context, e *env, args []string) error { return e.runImport(ctx, &o, args) },
	}
}

// recovering makes every command that is given a site finish first what a
// killed import began on it.
func recovering(all []command) []command {
	for i, c := range all {
		all[i].run = func(ctx context.Context, e *env, args []string) error {
			if e.Site != "" {
				out, err := convert.Recover(e.Site)
				switch {
				case err != nil && !errors.Is(err, convert.ErrLocked) && (c.name == "import" || c.name == "people"):
					return importError(err)
				case err == nil && out.Run != "" && out.Undone:
					e.note("上次导入 %s 没有做完，已经退回原样", out.Run)
				case err == nil && out.Run != "":
					e.note("上次导入 %s 没有做完，现在做完了", out.Run)
				}
			}
			return c.run(ctx, e, args)
		}
	}
	return all
}

func (e *env) runImport(ctx context.Context, o *importOptions, args []string) error {
	if e.Site == "" {
		return &misuse{text: "自带的示例群不能导入；用 --site 指定自己的站点", help: "import"}
	}
	if o.undo {
		return e.undoImport(args)
	}
	if len(args) == 0 {
		return &misuse{text: "要导入什么？请给出文件", help: "import"}
	}
	read, set, err := e.importSettings(o)
	if err != nil {
		return err
	}
	files, err := convert.Inputs(args)
	if err != nil {
		return importError(err)
	}
	defer files.Close()
	// What is in memory is a few days at a time; what is left over of others is
	// collected before it piles up.
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(importMemory))
	bar := newBar(e.Err)
	defer bar.finish()
	progress := showProgress(bar)
	read.Progress, set.Progress = progress, progress
	if !set.DryRun {
		report, err := convert.Known(ctx, files.Files, o.from, set)
		if err != nil {
			return importError(err)
		}
		if report != nil {
			bar.finish()
			return e.printImport(report, o, nil)
		}
	}
	batch, err := convert.Read(ctx, files.Files, read)
	if err != nil {
		bar.finish()
		return e.refuse(err)
	}
	defer batch.Close()
	if len(batch.Files) == 0 {
		return e.refuse(errors.New("没有一个认得的导出文件；格式可以用 --from 给出"))
	}
	report, err := convert.Import(ctx, batch, set)
	bar.finish()
	if report == nil || err != nil && !errors.Is(err, convert.ErrRefused) {
		return e.refuse(err)
	}
	if perr := e.printImport(report, o, batch.Refused); perr != nil || err == nil {
		return perr
	}
	e.note("有 %d 条读不懂，一篇也没有动；改好它们，或者用 --skip-bad 略过", report.Counts.Refused)
	return errSilent
}

// refuse says why nothing was imported.
func (e *env) refuse(err error) error {
	if errors.Is(err, context.Canceled) {
		return err
	}
	return fmt.Errorf("没有导入，帖子都没有动：%w", importError(err))
}

// importSettings turns flags into what package convert wants.
func (e *env) importSettings(o *importOptions) (convert.ReadOptions, convert.Settings, error) {
	fail := func(format string, args ...any) (convert.ReadOptions, convert.Settings, error) {
		return convert.ReadOptions{}, convert.Settings{}, &misuse{text: fmt.Sprintf(format, args...), help: "import"}
	}
	if o.from != "" && !slices.Contains(convert.Formats(), convert.Format(o.from)) {
		return fail("没有 %q 这种格式", o.from)
	}
	columns, err := convert.ParseColumns(o.columns)
	if err != nil {
		return fail("--columns %q 看不懂，应像 time=发送时间,speaker=谁,text=内容", o.columns)
	}
	if o.date != "" && !isDate(o.date) {
		return fail("--date %q 不是日子，应像 2018-05-10", o.date)
	}
	maps := make(map[string]string)
	for _, m := range o.maps {
		name, folder, ok := strings.Cut(m, "=")
		if !ok || name == "" || folder == "" {
			return fail("--map %q 应像 群名=目录名", m)
		}
		maps[name] = folder
	}
	read := convert.ReadOptions{
		Options: convert.Options{Location: e.location, Lossy: o.lossy, Date: o.date, Columns: columns},
		From:    o.from, Notices: o.notices,
	}
	set := convert.Settings{
		Site: e.Site, Room: o.room, Chats: o.chats, Map: maps, ImagesBase: o.images, ImagesDir: o.imagesDir,
		AddDoubtful: o.doubtful, SkipRefused: o.skipBad, DryRun: o.dryRun,
		Reading: fmt.Sprint(e.location, o.lossy, o.date, columns, o.from, o.notices),
	}
	if o.dryRun {
		set.DiffLines = o.diff
	}
	return read, set, nil
}

// showProgress shows bytes as kilobytes, and days as they are.
func showProgress(b *bar) convert.Progress {
	return func(stage string, done, total int64) {
		switch stage {
		case "read":
			b.set("读导出（KB）", int(done>>10), int((total+1023)>>10))
			if done >= total {
				b.finish()
			}
		case "merge":
			b.set("合并（天）", int(done), int(total))
		case "write":
			b.set("写帖子", int(done), int(total))
		case "check":
			b.set("核对（天）", int(done), int(total))
		}
	}
}

func (e *env) undoImport(args []string) error {
	if len(args) > 0 {
		return &misuse{text: fmt.Sprintf("--undo 收回最近一次导入，后面不要 %q", args[0]), help: "import"}
	}
	out, err := convert.Undo(e.Site)
	if err != nil {
		return fmt.Errorf("没有收回，帖子都没有动：%w", importError(err))
	}
	_, err = fmt.Fprintf(e.Out, "收回了导入 %s：%d 个文件恢复原样\n", out.Run, out.Posts)
	return err
}

// printImport prints what an import did, or would do.
func (e *env) printImport(r *convert.Report, o *importOptions, refused []*convert.ReadError) error {
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

func countsText(c convert.Counts) string {
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
func importEnd(r *convert.Report, dry bool) string {
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
		s += fmt.Sprintf("；抄了 %d 张图片", r.Images)
	}
	return s + fmt.Sprintf("；收据 %s 在 %s，收回用 qunwen import --undo\n", r.Run, convert.ReceiptsFile)
}

type refusedJSON struct {
	File   string `json:"file"`
	Line   int    `json:"line,omitempty"`
	Offset int64  `json:"offset,omitempty"`
	Reason string `json:"reason"`
}

func importJSON(r *convert.Report, refused []*convert.ReadError) any {
	out := struct {
		*convert.Report
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
	if rooms := (*convert.RoomsError)(nil); errors.As(err, &rooms) {
		text += "；用 --chat 群名 选一个，或者用 --map 群名=目录名 分开放"
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
		{convert.ErrSyntax, "不合这种格式"},
		{convert.ErrTime, "没有这样的时间"},
		{convert.ErrNoTime, "里面没有一条带时间的消息"},
		{convert.ErrNoDate, "是哪一天，文件和文件名里都没有写；用 --date 给出"},
		{convert.ErrTooLong, "一条消息太长"},
		{convert.ErrSpeaker, "没有写是谁说的"},
		{convert.ErrRooms, "里面有几个群"},
		{convert.ErrNoRoom, "里面没有这个群"},
		{convert.ErrRoomName, "群的目录名不能是这样"},
		{convert.ErrLocked, "这个站点正在导入，等它做完再来"},
		{convert.ErrChanged, "有人改过"},
		{convert.ErrNoUndo, "没有可以收回的导入"},
		{convert.ErrCheck, "写好的帖子核对不上"},
		{convert.ErrNoPerson, "没有人用过这个名字"},
		{convert.ErrSamePerson, "本来就是一个人"},
		{convert.ErrOneName, "只有这一个名字，没法分开"},
		{os.ErrExist, "已经有了"},
	}
}
