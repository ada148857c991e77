package when_test

import (
	"fmt"
	"time"

	"qunwen/bot/schedule/when"
	"qunwen/corpus/zh"
)

func Example() {
	sent := time.Date(2018, 5, 9, 10, 0, 0, 0, time.UTC) // a Wednesday
	src := zh.NewText("下周二晚上8点半，改到端午节当天")
	tokens := when.Lex(src.Fold, func(i int) (when.Token, bool) { return when.Token{}, false })
	for _, s := range when.FindSlots(src.Fold, tokens, when.NewBase(sent), func(end int) bool { return false }) {
		start, _ := s.Hours()
		fmt.Println(src.Quote(s.From, s.To), s.Day().Format(time.DateOnly), start)
	}
	// Output:
	// 下周二晚上8点半 2018-05-15 20:30
	// 端午节当天 2018-06-18
}
