package analysis_test

import (
	"fmt"

	"qunwen/index/analysis"
)

func Example() {
	a, err := analysis.New()
	if err != nil {
		panic(err)
	}
	fmt.Println(a.Analyze("Ｔ＋１結算，备付金断直连").Words)
	// Output: [t+1 结算 备付金 断直连 直连]
}
