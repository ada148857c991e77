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
	"strings"
	"time"

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
			if explained {
				return e.study(ctx, x, b, question)
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

// A batchQuestion is a line that ask --batch reads.
type batchQuestion struct {
	ID       json.RawMessage `json:"id"` // given back as it came
	Question string          `json:"question"`
	AskedAt  *time.Time      `json:"asked_at"`
	Room     string          `json:"room"`
	Message  string          `json:"message"`
	Without  []string        `json:"without"`
}

// A batchAnswer is a line that it writes.
type batchAnswer struct {
	ID json.RawMessage `json:"id"`
	bot.Answer
}

// A batchFault stands in the place of the answer to a line that is no question.
type batchFault struct {
	ID    json.RawMessage `json:"id"`
	Line  int             `json:"line"` // 1-based, of the input
	Error string          `json:"error"`
}

// An inputLine is what one read of a batch brings.
type inputLine struct {
	data  []byte // trimmed; empty for an empty line
	pause bool   // nothing more is there to read at once
	err   error  // what ended the input; io.EOF as a rule
}

// readLines reads lines until the input or ctx ends. A read of a terminal or a
// pipe cannot be cancelled, so it must not be what a caller waits for.
func readLines(ctx context.Context, in io.Reader) <-chan inputLine {
	lines := make(chan inputLine)
	go func() {
		r := bufio.NewReader(in)
		for {
			data, err := r.ReadBytes('\n')
			select {
			case lines <- inputLine{bytes.TrimSpace(data), r.Buffered() == 0 || err != nil, err}:
			case <-ctx.Done():
				return
			}
			if err != nil {
				return
			}
		}
	}()
	return lines
}

// eachLine hands the lines of in that hold anything to do, in order, which
// writes one line for each and reports whether it could be read. A line is
// written out when nothing more is there to read: somebody may be waiting for
// it. The batch goes on over bad lines, and fails at its end.
func eachLine(ctx context.Context, in io.Reader, out io.Writer, do func(data []byte, line int, w io.Writer) (ok bool, err error)) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	lines := readLines(ctx, in)
	w := bufio.NewWriter(out)
	faults := 0
	for n := 1; ; n++ {
		var l inputLine
		select {
		case l = <-lines:
		case <-ctx.Done():
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if len(l.data) > 0 {
			ok, err := do(l.data, n, w)
			if err != nil {
				return err
			}
			if !ok {
				faults++
			}
		}
		if l.pause {
			if err := w.Flush(); err != nil {
				return err
			}
		}
		if errors.Is(l.err, io.EOF) {
			break
		}
		if l.err != nil {
			return l.err
		}
	}
	if faults > 0 {
		return errSilent
	}
	return nil
}

// jsonFault says in Chinese why a line is not what it should be. The reader's own
// words stand behind.
func jsonFault(err error) string {
	var said string
	if _, ok := errors.AsType[*time.ParseError](err); ok {
		said = "时刻应像 2018-05-12T10:00:00+08:00"
	} else if t, ok := errors.AsType[*json.UnmarshalTypeError](err); ok && t.Field != "" {
		said = t.Field[strings.LastIndexByte(t.Field, '.')+1:] + " 的类型不对"
	} else {
		said = "一行应是一个 JSON 对象"
	}
	return said + "（" + err.Error() + "）"
}

// askBatch answers questions line by line.
func askBatch(ctx context.Context, b *bot.Bot, in io.Reader, out io.Writer) error {
	return eachLine(ctx, in, out, func(data []byte, line int, w io.Writer) (bool, error) { return askLine(ctx, b, data, line, w) })
}

func askLine(ctx context.Context, b *bot.Bot, data []byte, line int, w io.Writer) (ok bool, err error) {
	var q batchQuestion
	if err := json.Unmarshal(data, &q); err != nil {
		return false, writeJSON(w, batchFault{ID: q.ID, Line: line, Error: "不是合法的问题：" + jsonFault(err)})
	}
	question := bot.Question{Text: q.Question, Room: q.Room, Message: q.Message, Without: q.Without, Everywhere: true}
	if q.AskedAt != nil {
		question.AskedAt = *q.AskedAt
	}
	a, err := b.Ask(ctx, question)
	if err != nil {
		return false, err
	}
	return true, writeJSON(w, batchAnswer{q.ID, a})
}

// explainedPlaces is how many candidates --explain shows.
const explainedPlaces = 10

// study prints what a search weighs for a question, without the words of hidden
// people.
func (e *env) study(ctx context.Context, x *index.Index, b *bot.Bot, question string) error {
	hides, err := b.Hides(ctx)
	if err != nil {
		return err
	}
	s, err := x.Study(ctx, question, index.Options{Limit: explainedPlaces, Hidden: hides})
	if err != nil {
		return err
	}
	if e.json {
		return writeJSON(e.Out, s)
	}
	return printStudy(e.Out, s)
}

func printStudy(out io.Writer, s *index.Study) error {
	w := bufio.NewWriter(out)
	fmt.Fprintln(w, "查的词（多少条消息里有，稀有程度；后面是同时查的近义词和它的分量）：")
	for _, word := range s.Words {
		fmt.Fprintf(w, "  %s %6d 条  %5.2f ", pad(word.Term, 12), word.Messages, word.Rarity)
		for _, syn := range word.Synonyms {
			fmt.Fprintf(w, " %s×%.2f", syn.Term, syn.Weight)
		}
		fmt.Fprintln(w)
	}
	if s.Talk {
		fmt.Fprintf(w, "\n不像是在提问（%.2f）：回答时不引任何话。如果照样去找：", s.Logit)
	}
	fmt.Fprintf(w, "\n结论 %s，把握 %.2f", s.Verdict, s.Confidence)
	if s.Signs != nil {
		fmt.Fprint(w, "，凭的是：\n ")
		writeNamed(w, index.SignNames(), s.Signs)
	}
	fmt.Fprintln(w)
	for i, c := range s.Candidates {
		fmt.Fprintf(w, "\n第 %d 处 %s，得分 %.2f；找到它凭字词 %.2f、窗口 %.2f、消息 %.2f；问到的词说了 %.0f%%；排序凭的是：\n ",
			i+1, c.Middle, c.Score, c.Lexical, c.Window, c.Message, 100*c.Coverage)
		writeNamed(w, index.PlaceFeatureNames(), c.Features)
		fmt.Fprintln(w)
		for _, l := range c.Lines {
			mark := " "
			switch {
			case l.Shown:
				mark = "*"
			case l.ID == c.Question:
				mark = "?"
			}
			fmt.Fprintf(w, " %s%6.2f %s %s\n", mark, l.Value, l.ID[strings.LastIndexByte(l.ID, '/')+1:], clipLine(l.Quote))
			if l.Shown {
				fmt.Fprint(w, "         ")
				writeNamed(w, index.FeatureNames(), l.Features)
				fmt.Fprintln(w)
			}
		}
	}
	return w.Flush()
}

// writeNamed writes the figures that are not 0 with their names.
func writeNamed(w io.Writer, names []string, figures []float64) {
	for i, f := range figures {
		if f != 0 {
			fmt.Fprintf(w, " %s=%.2f", names[i], f)
		}
	}
}

// clipLine shortens a quote to what fits on a line of a terminal.
func clipLine(s string) string {
	const most = 40
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}
