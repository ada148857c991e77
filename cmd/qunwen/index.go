package main

import (
	"context"
	"fmt"
)

const indexUsage = `用法：
  qunwen index [选项]

建立或更新索引。只读变了的记录；没有变化时什么也不做。
新索引建好以前旧的照常可用，中途打断不会弄坏它。
`

// An indexReport is what index --json prints.
type indexReport struct {
	Transcripts int     `json:"transcripts"`
	Messages    int     `json:"messages"`
	Threads     int     `json:"threads"`
	Changed     int     `json:"changed"` // days indexed anew or gone
	TookMS      float64 `json:"took_ms"`
	Bytes       int64   `json:"bytes"`
}

func indexCommand() command {
	return command{name: "index", usage: indexUsage, run: runIndex}
}

func runIndex(ctx context.Context, e *env, args []string) error {
	if len(args) > 0 {
		return &misuse{text: fmt.Sprintf("index 后面不要 %q；站点目录用 --site 给出", args[0]), help: "index"}
	}
	dir, err := e.dataDir()
	if err != nil {
		return err
	}
	if err := e.hasPosts(); err != nil {
		return err
	}
	enc, err := e.encoder()
	if err != nil {
		return err
	}
	r, err := e.refresh(ctx, dir, enc, 0)
	if err != nil {
		return err
	}
	out := indexReport{r.Transcripts, r.Messages, r.Threads, r.Changed, float64(r.Took.Microseconds()) / 1000, r.Bytes}
	if e.json {
		return writeJSON(e.Out, out)
	}
	did := "没有变化"
	switch {
	case r.Whole:
		did = "全部新建"
	case r.Changed > 0:
		did = fmt.Sprintf("更新 %d 天", r.Changed)
	}
	_, err = fmt.Fprintf(e.Out, "%s：%d 篇记录，%d 条消息，%d 段对话，%.1f MB，用时 %.1f 秒\n索引在 %s\n",
		did, r.Transcripts, r.Messages, r.Threads, float64(r.Bytes)/1e6, r.Took.Seconds(), dir)
	return err
}
