package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"syscall"

	"qunwen/corpus"
	"qunwen/index"
	"qunwen/index/build"
	"qunwen/index/generation"
)

// askEncodes is how many texts ask encodes before it answers: a few seconds'
// worth. More are left to index.
const askEncodes = 5000

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
	enc, err := e.encoder()
	if err != nil {
		return nil, err
	}
	x, err := e.openReady(dir, enc)
	if x != nil || err != nil {
		return x, err
	}
	return e.openRefreshed(ctx, dir, enc)
}

// openReady opens the index that is there, if it holds what the site holds or
// another process is updating it; nil if it has to be refreshed first.
func (e *env) openReady(dir string, enc build.Encoder) (*index.Index, error) {
	state, err := e.builder(enc).Look(dir, e.site)
	if err != nil {
		return nil, err
	}
	switch {
	case !state.Stale && (state.Missing == 0 || state.Missing > askEncodes):
		x, err := index.Open(dir, e.openOptions(enc))
		if errors.Is(err, generation.ErrDamaged) {
			return nil, nil
		}
		if err == nil && state.Missing > 0 {
			e.noteMissing(state.Missing)
		}
		return x, err
	case generation.Building(dir):
		if x, err := index.Open(dir, e.openOptions(enc)); err == nil {
			e.note("另一个 qunwen 正在更新索引，先用现有的索引回答")
			return x, nil
		}
	}
	return nil, nil
}

// openRefreshed builds or updates the index and opens it. If that fails, an
// older one serves.
func (e *env) openRefreshed(ctx context.Context, dir string, enc build.Encoder) (*index.Index, error) {
	opt := e.openOptions(enc)
	report, err := e.refresh(ctx, dir, enc, askEncodes)
	if err != nil {
		opt.Warn = nil // it is said below
		x, oerr := index.Open(dir, opt)
		if oerr != nil || ctx.Err() != nil {
			return nil, err
		}
		e.note("索引没有更新完，先用现有的回答：%s", explain(err))
		return x, nil
	}
	if report.Missing > 0 {
		e.noteMissing(report.Missing)
	}
	return index.Open(dir, opt)
}

// openOptions are how an index is opened. enc may be nil.
func (e *env) openOptions(enc build.Encoder) index.OpenOptions {
	return index.OpenOptions{Location: e.location, Encoder: enc, Warn: func(err error) {
		e.note("不能按意思检索，只按字词回答：%s", explain(err))
	}}
}

func (e *env) noteMissing(n int) {
	e.note("还有 %d 条没有算好向量，这次主要按字词回答；先运行 qunwen index 会答得更准", n)
}

// builder makes indexes of the site. enc may be nil.
func (e *env) builder(enc build.Encoder) build.Builder {
	return build.Builder{Persons: e.knownPersons, Aside: e.Names, Location: e.location, Encoder: enc}
}

// refresh builds or updates the index. More than most texts to encode are left
// to a later run; 0 means no limit.
func (e *env) refresh(ctx context.Context, dir string, enc build.Encoder, most int) (build.Report, error) {
	bar := newBar(e.Err)
	defer bar.finish()
	bad := 0
	b := e.builder(enc)
	b.MaxEncode = most
	b.Progress = func(done, total int) { bar.set("建索引", done, total) }
	b.Encoded = func(done, total int) { bar.set("算向量", done, total) }
	b.Waiting = func() { e.note("另一个 qunwen 正在建索引，等它完成……") }
	b.Warn = func(err error) {
		if _, ok := errors.AsType[*corpus.ParseError](err); ok {
			bad++
			return
		}
		bar.finish()
		e.note("%s，正在重建", explain(err))
	}
	report, err := b.Refresh(ctx, dir, e.site)
	bar.finish()
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS) {
		err = fmt.Errorf("索引目录 %s 不能写，用 --data 换一个：%w", dir, err)
	}
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
