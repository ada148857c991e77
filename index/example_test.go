package index_test

import (
	"context"
	"fmt"
	"os"

	"qunwen/corpus/sample"
	"qunwen/index"
	"qunwen/index/build"
)

func Example() {
	dir, err := os.MkdirTemp("", "qunwen")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	ctx := context.Background()
	report, err := build.Builder{}.Refresh(ctx, dir, sample.Site())
	if err != nil {
		panic(err)
	}
	x, err := index.Open(dir, index.OpenOptions{})
	if err != nil {
		panic(err)
	}
	defer x.Close()
	found, err := x.Search(ctx, "结算以后还能退款吗", index.Options{Limit: 1})
	if err != nil {
		panic(err)
	}
	fmt.Println(report.Messages, "messages")
	fmt.Println(found.Hits[0].Title)
	// Output:
	// 638 messages
	// 请教一下各位：结算以后还能退款吗？买家签收半个月了要退货，货款上周就结给商户了，这笔钱从哪里出
}
