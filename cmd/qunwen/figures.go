package main

import (
	"bufio"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"qunwen/index/judge"
)

// printFigures writes the report on a gold file as its reader should see it,
// with so many misses of each sort at most. A blank line parts it from one
// before.
func printFigures(out io.Writer, first bool, path string, r *judge.Report, misses int) error {
	w := bufio.NewWriter(out)
	if !first {
		fmt.Fprintln(w)
	}
	fmt.Fprintf(w, "%s：%d 道题（有答案 %d，没有答案 %d，问安排 %d）\n", filepath.Base(path),
		r.Answerable+r.Unanswerable+r.Schedule, r.Answerable, r.Unanswerable, r.Schedule)
	row := func(label string, figure *float64) {
		if figure != nil {
			fmt.Fprintf(w, "  %s %.3f\n", pad(label, 28), *figure)
		}
	}
	row("第一处就引到答案 hit@1", r.Hit1)
	row("前三处引到答案 hit@3", r.Hit3)
	row("平均倒数排名 MRR", r.MRR)
	row("有答案的题，答了", r.Answered)
	row("没敢答的，给了线索", r.LeadsWhenNotAnswered)
	row("没有答案的题，却答了", r.FalseAnswers)
	row("没有答案的题，直说没聊过", r.NoneWhenUnanswerable)
	row("判断得对（两类平均）", r.Balanced)
	row("问安排的题，找到", r.ScheduleHit)
	if r.Exact != nil {
		fmt.Fprintf(w, "  %s %.4f\n", pad("引文一字不差", 28), *r.Exact)
	}
	row("把握分得开有无答案 AUC", r.Confidence.AUC)
	row("把握的误差 Brier", r.Confidence.Brier)
	if c := r.Curve; c != nil {
		row("风险曲线下面积 AURC", &c.AURC)
		row("现在答了全部题的", &c.Verdict.Coverage)
		row("答了的当中错的", &c.Verdict.Risk)
	}
	if t := r.TookMS; t != nil {
		fmt.Fprintf(w, "  %s 一半的题 %.1f 毫秒以内，99%% 的题 %.1f 毫秒以内\n", pad("用时", 28), t.P50, t.P99)
	}
	printTopics(w, r.Topics)
	printBins(w, r.Confidence.Bins)
	printMisses(w, "没引到答案的题", r.Misses, misses)
	printMisses(w, "判断错的题", r.Silences, misses)
	return w.Flush()
}

func printTopics(w io.Writer, topics []judge.Topic) {
	if len(topics) == 0 {
		return
	}
	wide := 0
	for _, t := range topics {
		wide = max(wide, width(t.Name))
	}
	fmt.Fprintln(w, "按话题：")
	for _, t := range topics {
		fmt.Fprintf(w, "  %s  第一处 %7s  前三处 %7s  MRR %.3f\n", pad(t.Name, wide),
			fmt.Sprintf("%d/%d", t.Hit1, t.N), fmt.Sprintf("%d/%d", t.Hit3, t.N), t.MRR)
	}
}

func printBins(w io.Writer, bins []judge.Bin) {
	fmt.Fprintln(w, "把握和实情：")
	for _, b := range bins {
		fmt.Fprintf(w, "  %.1f–%.1f  %4d 道", b.From, b.To, b.N)
		if b.N > 0 {
			fmt.Fprintf(w, "  平均把握 %.3f  真有答案的 %.3f", *b.Confidence, *b.Answerable)
		}
		fmt.Fprintln(w)
	}
}

// printMisses writes the first few misses, behind how many there are of each
// reason.
func printMisses(w io.Writer, title string, all []judge.Miss, most int) {
	if len(all) == 0 {
		return
	}
	count := make(map[judge.Reason]int)
	var reasons []judge.Reason
	for _, m := range all {
		if count[m.Reason]++; count[m.Reason] == 1 {
			reasons = append(reasons, m.Reason)
		}
	}
	var sums []string
	for _, r := range reasons {
		sums = append(sums, fmt.Sprintf("%s %d", r.Chinese(), count[r]))
	}
	fmt.Fprintf(w, "%s：%d 道（%s）\n", title, len(all), strings.Join(sums, "，"))
	for _, m := range all[:min(most, len(all))] {
		fmt.Fprintf(w, "  %s %s：%s", m.ID, m.Reason.Chinese(), strings.Join(strings.Fields(m.Question), " "))
		fmt.Fprintf(w, "（把握 %.2f", m.Confidence)
		if m.Place > 0 {
			fmt.Fprintf(w, "，答案在第 %d 处", m.Place)
		}
		if m.Gold != nil {
			fmt.Fprintf(w, "，答案 %s %s %s", m.Gold.Room, m.Gold.Date, m.Gold.Time)
		}
		fmt.Fprintln(w, "）")
	}
	if rest := len(all) - most; rest > 0 && most > 0 {
		fmt.Fprintf(w, "  还有 %d 道，用 --misses 多列一些\n", rest)
	}
}

// pad fills a label with blanks to so many columns of a terminal.
func pad(s string, columns int) string {
	return s + strings.Repeat(" ", max(0, columns-width(s)))
}

// width counts columns: Chinese characters and their punctuation take two.
func width(s string) int {
	n := 0
	for _, r := range s {
		n++
		if r >= 0x2e80 {
			n++
		}
	}
	return n
}

// printAskedFigures writes the report on an asked set as its reader should see
// it, with so many misses of each sort at most. A blank line parts it from one
// before.
func printAskedFigures(out io.Writer, first bool, path string, r *judge.AskedReport, misses int) error {
	w := bufio.NewWriter(out)
	if !first {
		fmt.Fprintln(w)
	}
	fmt.Fprintf(w, "%s：%d 个问题（已知有答案 %d），%d 句不是问题的话\n", filepath.Base(path), r.Questions, r.WithAnswer, r.Talk)
	const columns = 40 // of the labels
	row := func(label string, figure *float64) {
		if figure != nil {
			fmt.Fprintf(w, "  %s %.3f\n", pad(label, columns), *figure)
		}
	}
	row("第一处就引到答案 hit@1", r.Hit1)
	row("前三处引到答案 hit@3", r.Hit3)
	row("说群里答过 said", r.Said)
	row("说答过的，引到了答案 said_right", r.SaidRight)
	row("说答过的，没引到，但有没评过的 said_open", r.SaidOpen)
	row("有答案的，说答过又引到了 kept", r.Kept)
	row("引到的摘录没人评过 unjudged", r.Unjudged)
	row("一处也没给 lost_questions", r.LostQuestions)
	row("不是问题，却说答过 talk_answered", r.TalkAnswered)
	row("不是问题，却给了引文 talk_quoted", r.TalkQuoted)
	if c := r.Curve; c != nil {
		row("风险曲线下面积 AURC", &c.AURC)
		row("现在答了全部问题的", &c.Verdict.Coverage)
		row("答了的当中没引到的", &c.Verdict.Risk)
	}
	if t := r.TookMS; t != nil {
		fmt.Fprintf(w, "  %s 一半的题 %.1f 毫秒以内，99%% 的题 %.1f 毫秒以内\n", pad("用时", columns), t.P50, t.P99)
	}
	printVerdicts(w, r.Verdicts)
	if r.Curve != nil {
		printCurve(w, r.Curve)
	}
	printMisses(w, "有答案没引到的问题", r.Misses, misses)
	printMisses(w, "说答过却没引到的问题", r.Claims, misses)
	return w.Flush()
}

// verdictNames are the verdicts in the words of a report's reader.
var verdictNames = map[judge.Verdict]string{
	judge.Answered: "答过",
	judge.Leads:    "给了线索",
	judge.None:     "没聊过",
}

func printVerdicts(w io.Writer, verdicts []judge.VerdictHits) {
	fmt.Fprintln(w, "三种判断靠不靠得住：")
	for _, v := range verdicts {
		fmt.Fprintf(w, "  %s %5d 个问题，前三处引到答案的 %4d 个", pad(verdictNames[v.Verdict], 8), v.Questions, v.Hit3)
		if v.Share != nil {
			fmt.Fprintf(w, "  %.3f", *v.Share)
		}
		fmt.Fprintln(w)
	}
}

// printCurve writes what answering a tenth of the questions, two tenths and so
// on would cost: the first point of the curve that covers so many.
func printCurve(w io.Writer, c *judge.Curve) {
	fmt.Fprintln(w, "多答一些，会多错多少：")
	next := 0.1
	for _, p := range c.Points {
		if p.Coverage < next-1e-9 {
			continue
		}
		fmt.Fprintf(w, "  把握 %.3f 以上才答：答 %5.1f%%，没引到 %5.1f%%\n", p.Confidence, 100*p.Coverage, 100*p.Risk)
		for next <= p.Coverage+1e-9 {
			next += 0.1
		}
	}
}
