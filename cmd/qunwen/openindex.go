package main

import (
	"context"
	"errors"
	"fmt"

	"qunwen/corpus"
	"qunwen/index"
)

// openIndex returns an index that holds what the site holds, building or
// updating it first if need be. While another process builds, an older index
// serves as it is; if there is none, openIndex waits.
func (e *env) openIndex(ctx context.Context) (*index.Index, error) {
	dir, err := e.dataDir()
	if err != nil {
		return nil, err
	}
	if err := e.hasPosts(); err != nil {
		return nil, err
	}
	stale, err := index.Stale(dir, e.site)
	if err != nil {
		return nil, err
	}
	if !stale {
		x, err := index.Open(dir, e.location)
		if !errors.Is(err, index.ErrDamaged) {
			return x, err
		}
	} else if index.Building(dir) {
		if x, err := index.Open(dir, e.location); err == nil {
			e.note("另一个 qunwen 正在更新索引，先用现有的索引回答")
			return x, nil
		}
	}
	if _, err := e.refresh(ctx, dir); err != nil {
		return nil, err
	}
	return index.Open(dir, e.location)
}

// refresh builds or updates the index.
func (e *env) refresh(ctx context.Context, dir string) (index.Report, error) {
	bar := newBar(e.Err)
	defer bar.finish()
	bad := 0
	b := index.Builder{
		Location: e.location,
		Progress: bar.set,
		Waiting: func() {
			e.note("另一个 qunwen 正在建索引，等它完成……")
		},
		Warn: func(err error) {
			if _, ok := errors.AsType[*corpus.ParseError](err); ok {
				bad++
				return
			}
			bar.finish()
			e.note("%s，正在重建", explain(err))
		},
	}
	report, err := b.Refresh(ctx, dir, e.site)
	bar.finish()
	if bad > 0 {
		e.note("聊天记录里有 %d 处毛病，看详情：qunwen check", bad)
	}
	return report, err
}

// hasPosts fails if the site holds no post at all: most likely the wrong
// folder was given.
func (e *env) hasPosts() error {
	days, errs := corpus.Days(e.site)
	if len(days) == 0 && len(errs) == 0 {
		return fmt.Errorf("站点目录 %s 下面没有聊天记录：应有 <群>/_posts/年-月-日-标题.markdown", e.Site)
	}
	return nil
}
