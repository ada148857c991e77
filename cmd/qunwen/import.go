package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"qunwen/corpus/convert"
	"qunwen/corpus/site"
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
	fs.StringVar(&o.imagesDir, "images-dir", "", "把找得到的图片复制到这个`目录`")
	fs.StringVar(&o.columns, "columns", "", "CSV 的各列在`哪里`，像 time=发送时间,speaker=谁,text=内容；没有表头时给列号")
	fs.StringVar(&o.date, "date", "", "导出里没有写日期时，是`哪天`，像 2018-05-10")
	fs.BoolVar(&o.notices, "notices", false, "留下入群、改名之类的系统消息（撤回的除外）")
	fs.BoolVar(&o.doubtful, "doubtful", false, "存疑的消息（同一秒同样的话，名字不同）也写进去")
	fs.BoolVar(&o.skipBad, "skip-bad", false, "读不懂的消息略过，其余照样导入")
	fs.BoolVar(&o.lossy, "lossy", false, "不符合编码的字节读作 U+FFFD，不算错")
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
				out, err := site.Recover(ctx, e.Site)
				switch {
				case err != nil && !errors.Is(err, site.ErrImporting) && (c.name == "import" || c.name == "people"):
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
		return e.undoImport(ctx, args)
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
	return e.importFiles(ctx, o, files.Files, read, set)
}

// importFiles imports files and prints the report, also that of an equal import
// before.
func (e *env) importFiles(ctx context.Context, o *importOptions, files []convert.Input, read convert.ReadOptions, set site.Settings) error {
	bar := newBar(e.Err)
	defer bar.finish()
	progress := showProgress(bar)
	read.Progress, set.Progress = progress, progress
	if !set.DryRun {
		report, err := site.Known(ctx, files, o.from, set)
		if err != nil {
			return importError(err)
		}
		if report != nil {
			bar.finish()
			return e.printImport(report, o, nil)
		}
	}
	batch, err := convert.Read(ctx, files, read)
	if err != nil {
		bar.finish()
		return e.refuse(err)
	}
	defer batch.Close()
	if len(batch.Files) == 0 {
		return e.refuse(errors.New("没有一个认得的导出文件；格式可以用 --from 给出"))
	}
	report, err := site.Import(ctx, batch, set)
	bar.finish()
	if report == nil || err != nil && !errors.Is(err, site.ErrRefused) {
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
func (e *env) importSettings(o *importOptions) (convert.ReadOptions, site.Settings, error) {
	fail := func(format string, args ...any) (convert.ReadOptions, site.Settings, error) {
		return convert.ReadOptions{}, site.Settings{}, &misuse{text: fmt.Sprintf(format, args...), help: "import"}
	}
	if o.from != "" && !slices.Contains(convert.Formats(), convert.Format(o.from)) {
		return fail("没有 %q 这种格式", o.from)
	}
	columns, err := convert.ParseColumns(o.columns)
	if err != nil {
		return fail("--columns %q 看不懂，应像 time=发送时间,speaker=谁,text=内容", o.columns)
	}
	if o.columns != "" && o.from == "" {
		o.from = string(convert.FormatCSV) // nothing else has columns
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
	set := site.Settings{
		Site: e.Site, Room: o.room, Chats: o.chats, Map: maps, ImagesBase: o.images, ImagesDir: o.imagesDir,
		Private: e.isPrivate, AddDoubtful: o.doubtful, SkipRefused: o.skipBad, DryRun: o.dryRun,
		Reading: fmt.Sprint(e.location, o.lossy, o.date, columns, o.from, o.notices),
	}
	if o.dryRun {
		set.DiffLines = o.diff
	}
	return read, set, nil
}

// isDate reports whether s is a day as YYYY-MM-DD.
func isDate(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
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

func (e *env) undoImport(ctx context.Context, args []string) error {
	if len(args) > 0 {
		return &misuse{text: fmt.Sprintf("--undo 收回最近一次导入，后面不要 %q", args[0]), help: "import"}
	}
	out, err := site.Undo(ctx, e.Site)
	if err != nil {
		return fmt.Errorf("没有收回，帖子都没有动：%w", importError(err))
	}
	_, err = fmt.Fprintf(e.Out, "收回了导入 %s：%d 个文件恢复原样\n", out.Run, out.Posts)
	return err
}
