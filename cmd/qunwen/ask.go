package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"strings"

	"qunwen/bot"
	"qunwen/bot/store"
	"qunwen/index"
)

const askUsage = `用法：
  qunwen ask [选项] 问题
  qunwen ask --batch [选项] < 问题.jsonl

回答一个问题：最多三处讨论，每处几句群友的原话，注明谁、哪天、几点。
群里没聊过的，会直说没聊过。索引没有建过或者旧了，会先建好再答。

--batch 逐行读 {"id":"q1","question":"…","asked_at":"2018-05-12T10:00:00+08:00"}，
逐行输出答案，次序不变。除了 question 都可以没有：asked_at 之后说的话不用；room 是在哪个群问的；
message 是提问的那条消息，如 "prodarch/2018-05-12/100000"，不会引用它；
without 是不用的日子，如 ["prodarch/2018-05-11"]。
`

func askCommand() command {
	var batch, explained bool
	return command{
		name:  "ask",
		usage: askUsage,
		flags: func(fs *flag.FlagSet, e *env) {
			fs.BoolVar(&batch, "batch", false, "从标准输入逐行读 JSON 问题")
			fs.BoolVar(&explained, "explain", false, "不回答，而是说明怎么找的：查的词、近义词、候选的地方和各项分数")
		},
		run: func(ctx context.Context, e *env, args []string) error {
			question := strings.TrimSpace(strings.Join(args, " "))
			switch {
			case batch && question != "":
				return &misuse{text: "--batch 从标准输入读问题，后面不能再写问题", help: "ask"}
			case batch && explained:
				return &misuse{text: "--explain 一次只说明一个问题，不能和 --batch 一起用", help: "ask"}
			case !batch && question == "":
				return &misuse{text: "要问什么？例如：qunwen ask 结算以后还能退款吗", help: "ask"}
			}
			x, err := e.openIndex(ctx)
			if err != nil {
				return err
			}
			defer x.Close()
			if explained {
				return e.study(ctx, x, question)
			}
			st, err := e.openStore(ctx)
			if err != nil {
				return err
			}
			if st != nil {
				defer st.Close()
			}
			b, err := e.newBot(x, st)
			if err != nil {
				return err
			}
			if batch {
				return askBatch(ctx, b, e.In, e.Out)
			}
			return e.askOne(ctx, b, question)
		},
	}
}

func (e *env) newBot(x *index.Index, st *store.Store) (*bot.Bot, error) {
	return bot.New(bot.Config{Searcher: x, Schedule: e.book(st), BaseURL: e.BaseURL, Rooms: e.rooms(), Zone: e.location, Store: st, AlsoHidden: e.alsoHidden})
}

func (e *env) askOne(ctx context.Context, b *bot.Bot, question string) error {
	a, err := b.Ask(ctx, bot.Question{Text: question, Everywhere: true})
	if err != nil {
		return err
	}
	if e.json {
		return writeJSON(e.Out, a)
	}
	_, err = fmt.Fprintln(e.Out, a.Text)
	return err
}

// writeJSON writes v on one line, with Chinese and <>& as they are.
func writeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}
