package threads_test

import (
	"fmt"
	"strings"
	"time"

	"qunwen/corpus"
	"qunwen/corpus/threads"
)

const post = `---
layout:     source
title:      "2023-05-10-WeChat"
---
> 09:00:12  顾北-澜海银行-对账-宁波

备付金是什么？

> 09:01:40  Joey Lam

@顾北-澜海银行-对账-宁波?客户预存的钱

> 14:30:00  老槐-群主

![2023-05-10 14:30:00](http://img.example/20230510_143000.png)
`

func ExampleThreads() {
	tr, err := corpus.Parse("paydesk/_posts/2023-05-10-chat.markdown", strings.NewReader(post), time.UTC)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, th := range threads.Threads([]*corpus.Transcript{tr}) {
		fmt.Println(th.Messages[0].ID, len(th.Messages))
	}
	// Output:
	// paydesk/2023-05-10/090012 2
	// paydesk/2023-05-10/143000 1
}
