package convert_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"qunwen/corpus/convert"
)

// Files are read into a batch, which says what they are and of which groups.
func ExampleRead() {
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	name := filepath.Join(dir, "支付群.txt")
	text := "2019-03-01 09:00:00 '甲'\n退款几天到账？\n\n2019-03-01 09:00:40 '乙'\n一般 T+1\n"
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		log.Fatal(err)
	}
	files, err := convert.Inputs([]string{name})
	if err != nil {
		log.Fatal(err)
	}
	defer files.Close()
	batch, err := convert.Read(context.Background(), files.Files, convert.ReadOptions{})
	if err != nil {
		log.Fatal(err)
	}
	defer batch.Close()
	for _, f := range batch.Files {
		fmt.Println(f.Format, f.Messages)
	}
	for _, r := range batch.Rooms {
		fmt.Println(r.Name, r.Messages)
	}
	// Output:
	// weflow-txt 2
	// 支付群 2
}
