package store_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"qunwen/bot/store"
)

func Example() {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	s, err := store.Open(ctx, filepath.Join(dir, "store.db"))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer s.Close()

	reply := store.Sending{Key: "reply:paydesk/2023-03-06/200300:1", Room: "paydesk", Kind: "reply", Text: "查到一段讨论", Time: time.Now()}
	for range 2 {
		ok, err := s.Intend(ctx, reply)
		fmt.Println(ok, err)
	}
	// Output:
	// true <nil>
	// false <nil>
}
