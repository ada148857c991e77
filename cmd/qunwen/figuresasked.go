package main

import (
	"bufio"
	"fmt"
	"io"
	"path/filepath"

	"qunwen/index/judge"
)

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
