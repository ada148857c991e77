package convert_test

import (
	"fmt"
	"log"
	"os"
	"path/filepath"
	"time"

	"qunwen/corpus/convert"
)

// An export is opened, which finds out what it is, and read message by message.
func ExampleSource_Messages() {
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
	src, err := convert.Open(files.Files[0], "")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(src.Format)
	for m, err := range src.Messages(convert.Options{Location: time.FixedZone("CST", 8*3600)}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(m.Time.Format(time.TimeOnly), m.Speaker, m.Text)
	}
	// Output:
	// weflow-txt
	// 09:00:00 甲 退款几天到账？
	// 09:00:40 乙 一般 T+1
}
