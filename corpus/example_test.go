package corpus_test

import (
	"fmt"
	"strings"
	"time"

	"qunwen/corpus"
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

func ExampleParse() {
	tr, err := corpus.Parse("paydesk/_posts/2023-05-10-chat.markdown", strings.NewReader(post), time.UTC)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, m := range tr.Messages {
		fmt.Println(m.ID, m.Kind, m.Speaker)
		fmt.Println("\t"+m.Text+m.URL, m.Mentions)
	}
	// Output:
	// paydesk/2023-05-10/090012 text 顾北-澜海银行-对账-宁波
	// 	备付金是什么？ []
	// paydesk/2023-05-10/090140 text Joey Lam
	// 	客户预存的钱 [顾北-澜海银行-对账-宁波]
	// paydesk/2023-05-10/143000 image 老槐-群主
	// 	http://img.example/20230510_143000.png []
}
