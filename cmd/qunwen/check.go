package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"slices"
	"strings"
	"time"

	"qunwen/corpus"
	"qunwen/corpus/site"
	"qunwen/corpus/tree"
)

const checkUsage = `用法：
  qunwen check [选项]

读一遍全部聊天记录，按“路径:行号: 毛病”列出每个毛病，最后报数。
没有毛病时退出码是 0，有毛病是 1；一篇坏了不影响别的篇。
同一张贴纸或同一个红包写了两次的，--mend 去掉一条；import --undo 可以退回。
`

// A checkReport is what check --json prints.
type checkReport struct {
	Rooms       int            `json:"rooms"`
	Transcripts int            `json:"transcripts"`
	Messages    int            `json:"messages"`
	Problems    []checkProblem `json:"problems"`
}

type checkProblem struct {
	Path    string `json:"path"`
	Line    int    `json:"line"`
	Problem string `json:"problem"`
}

func checkCommand() command {
	mend := false
	return command{
		name: "check", usage: checkUsage,
		flags: func(fs *flag.FlagSet, _ *env) {
			fs.BoolVar(&mend, "mend", false, "去掉写了两次的贴纸和红包")
		},
		run: func(ctx context.Context, e *env, args []string) error { return e.runCheck(ctx, mend, args) },
	}
}

func (e *env) runCheck(ctx context.Context, mend bool, args []string) error {
	if len(args) > 0 {
		return &misuse{text: fmt.Sprintf("check 后面不要 %q；站点目录用 --site 给出", args[0]), help: "check"}
	}
	if err := e.hasPosts(); err != nil {
		return err
	}
	if mend {
		if err := e.mendDoubled(ctx); err != nil {
			return err
		}
	}
	report, err := e.check(ctx)
	if err != nil {
		return err
	}
	if e.json {
		err = writeJSON(e.Out, report)
	} else {
		err = e.printCheck(report)
	}
	if err == nil && len(report.Problems) > 0 {
		return errSilent
	}
	return err
}

func (e *env) check(ctx context.Context) (checkReport, error) {
	report := checkReport{Problems: []checkProblem{}}
	rooms := make(map[string]bool)
	problem := func(err error) {
		pe, ok := errors.AsType[*corpus.ParseError](err)
		if !ok {
			return // Unreachable: Load promises the type.
		}
		text := explain(pe.Err)
		report.Problems = append(report.Problems, checkProblem{pe.Path, pe.Line, text})
	}
	for tr, err := range corpus.Load(e.site, e.location) {
		if ctx.Err() != nil {
			return report, ctx.Err()
		}
		if err != nil {
			problem(err)
			continue
		}
		rooms[tr.Room] = true
		report.Transcripts++
		report.Messages += len(tr.Messages)
		for _, p := range tr.Problems {
			problem(p)
		}
		for _, i := range tr.Doubled() {
			problem(&corpus.ParseError{Path: tr.Path, Line: tr.Messages[i].Line, Err: corpus.ErrDoubled})
		}
	}
	report.Rooms = len(rooms)
	for _, folder := range e.openPrivate() {
		report.Problems = append(report.Problems, checkProblem{folder, 1, "private 的群，记录却放在会发布的地方：" + privateHelp})
	}
	if extra := e.unnamedRooms(); len(extra) > 0 {
		e.note("站点里有配置没写的群，谁都能查到：%s", strings.Join(extra, "、"))
	}
	return report, e.checkLinks(&report)
}

// checkLinks adds the links that lead out of the site and are not posts, which were
// read before.
func (e *env) checkLinks(r *checkReport) error {
	if e.Site == "" {
		return nil
	}
	links, err := tree.Links(e.Site)
	for _, name := range links {
		if !slices.ContainsFunc(r.Problems, func(p checkProblem) bool { return p.Path == name }) {
			r.Problems = append(r.Problems, checkProblem{name, 1, explain(tree.ErrOutside)})
		}
	}
	return err
}

// mendDoubled takes stickers and red packets that stand twice out of the site.
func (e *env) mendDoubled(ctx context.Context) error {
	if e.Site == "" {
		return &misuse{text: "自带的示例群没有什么要去掉的；用 --site 指定自己的站点", help: "check"}
	}
	m, err := site.MendDoubled(ctx, e.Site, time.Now())
	if err != nil {
		return importError(err)
	}
	if m.Run != "" {
		e.note("去掉了 %d 条写了两次的贴纸和红包，改了 %d 篇；import --undo 可以退回", m.Messages, m.Posts)
	}
	return nil
}

func (e *env) printCheck(r checkReport) error {
	for _, p := range r.Problems {
		if _, err := fmt.Fprintf(e.Out, "%s:%d: %s\n", p.Path, p.Line, p.Problem); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(e.Out, "%d 个群，%d 篇记录，%d 条消息，%d 处毛病\n", r.Rooms, r.Transcripts, r.Messages, len(r.Problems))
	return err
}
