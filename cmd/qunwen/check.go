package main

import (
	"context"
	"errors"
	"fmt"

	"qunwen/corpus"
)

const checkUsage = `用法：
  qunwen check [选项]

读一遍全部聊天记录，按“路径:行号: 毛病”列出每个毛病，最后报数。
没有毛病时退出码是 0，有毛病是 1；一篇坏了不影响别的篇。
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
	return command{name: "check", usage: checkUsage, run: runCheck}
}

func runCheck(ctx context.Context, e *env, args []string) error {
	if len(args) > 0 {
		return &misuse{text: fmt.Sprintf("check 后面不要 %q；站点目录用 --site 给出", args[0]), help: "check"}
	}
	if err := e.hasPosts(); err != nil {
		return err
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
	}
	report.Rooms = len(rooms)
	return report, nil
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
