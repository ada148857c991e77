package site_test

import (
	"context"
	"fmt"
	"os"
	"time"

	"qunwen/corpus"
	"qunwen/corpus/site"
)

func ExampleArchive() {
	dir, err := os.MkdirTemp("", "site")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	a, err := site.OpenArchive(dir, time.UTC, site.ArchiveOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer a.Close()
	e := site.Entry{
		Room: "paydesk", Time: time.Date(2023, 5, 10, 9, 0, 12, 0, time.UTC),
		Speaker: "顾北-澜海银行-对账-宁波", Text: "备付金是什么？", Key: "transport's ID",
	}
	for range 2 { // delivered again, it is not written again
		id, err := a.Append(context.Background(), e)
		fmt.Println(id, err)
	}
	fmt.Println(a.Sync(context.Background()))
	for tr, err := range corpus.Load(os.DirFS(dir), time.UTC) {
		fmt.Println(tr.Path, len(tr.Messages), err)
	}
	// Output:
	// paydesk/2023-05-10/090012 <nil>
	// paydesk/2023-05-10/090012 <nil>
	// <nil>
	// paydesk/_posts/2023-05-10-chat.markdown 1 <nil>
}
