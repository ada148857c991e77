package judge_test

import (
	"fmt"
	"strings"

	"qunwen/index/judge"
)

func Example() {
	const gold = `{"id":"q1","question":"结算以后还能退款吗","gold":[{"file":"paydesk/2023-03-06-chat","time":"09:14:55"}]}
{"id":"q2","kind":"unanswerable","question":"个人收款码每天限额多少"}`
	questions, err := judge.Parse("gold.jsonl", strings.NewReader(gold))
	if err != nil {
		panic(err)
	}
	right := judge.Citation{Key: judge.Key{Room: "paydesk", Date: "2023-03-06", Time: "09:14:55"}, Quote: "能退的"}
	report := judge.Score(questions, map[string]judge.Answer{
		"q1": {Verdict: judge.Answered, Confidence: 0.9, Passages: [][]judge.Citation{{right}}},
		"q2": {Verdict: judge.Answered, Confidence: 0.6},
	}, judge.Options{})
	fmt.Println("hit@1", *report.Hit1, "balanced", *report.Balanced)
	fmt.Println(report.Silences[0].ID, report.Silences[0].Reason.Chinese())
	// Output:
	// hit@1 1 balanced 0.5
	// q2 没有答案却答了
}
