package dense_test

import (
	"context"
	"fmt"

	"qunwen/index/dense"
)

func Example() {
	cfg, weights, tokens, err := dense.Embedded()
	if err != nil {
		panic(err)
	}
	e := dense.NewEncoder(cfg, weights, tokens)
	v, err := e.Encode(context.Background(), dense.Message, []string{"清算后退款谁来垫资", "结算完了要退钱，钱谁先出", "中午吃什么"})
	if err != nil {
		panic(err)
	}
	cosine := func(a, b []int8) (sum float64) {
		for i := range a {
			sum += float64(a[i]) * float64(b[i]) / (127 * 127)
		}
		return sum
	}
	fmt.Println("dimensions:", e.Dim())
	fmt.Println("the same matter is nearer:", cosine(v[0], v[1]) > cosine(v[0], v[2]))
	// Output:
	// dimensions: 128
	// the same matter is nearer: true
}
