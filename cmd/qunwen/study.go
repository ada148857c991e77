package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strings"

	"qunwen/index"
)

// explainedPlaces is how many candidates --explain shows.
const explainedPlaces = 10

// study prints what a search weighs for a question.
func (e *env) study(ctx context.Context, x *index.Index, question string) error {
	s, err := x.Study(ctx, question, index.Options{Limit: explainedPlaces})
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
