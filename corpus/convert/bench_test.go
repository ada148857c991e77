package convert

import (
	"bytes"
	"testing"

	"qunwen/corpus/convert/converttest"
)

// BenchmarkRead reads 10,000 messages of each format.
func BenchmarkRead(b *testing.B) {
	all := converttest.Many(10000)
	for f, write := range converttest.Writers {
		b.Run(f, func(b *testing.B) {
			var data bytes.Buffer
			write(&data, all)
			src, err := openSource(memory("某群"+converttest.Ending(f), data.Bytes()), "")
			if err != nil {
				b.Fatal(err)
			}
			b.SetBytes(int64(data.Len()))
			for b.Loop() {
				got, _, err := readAll(src)
				if err != nil || len(got) != len(all) {
					b.Fatal(len(got), err)
				}
			}
		})
	}
}
