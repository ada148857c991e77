package threads

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"qunwen/corpus"
)

// FuzzThreads holds Threads to its laws, whatever the messages and times are.
// A line is a message: a digit that moves the clock, a speaker, the words. An
// empty line starts another day.
func FuzzThreads(f *testing.F) {
	f.Add("1a 备付金怎么对账？\n1b @a 看在途\n1c 好\n\n1a @b 谢谢")
	f.Add("9a 1\n0b 签到\n9c 「a: 1」 - - - - - - x\n9c x")
	f.Add("8a \n7b @a@b@c ?\n\n\n6a ?")
	f.Add(strings.Repeat("1a 一二三四五六？\n", 300))
	f.Fuzz(func(t *testing.T, chat string) {
		steps := []time.Duration{0, time.Second, 10 * time.Second, time.Minute, 5 * time.Minute, time.Hour, 24 * time.Hour, -time.Hour, math.MaxInt64, math.MinInt64}
		var days []*corpus.Transcript
		at := time.Date(2023, 5, 10, 9, 0, 0, 0, time.UTC)
		for part := range strings.SplitSeq(strings.ToValidUTF8(chat, ""), "\n\n") {
			var times []time.Time
			var post strings.Builder
			post.WriteString("---\nlayout: source\n---\n")
			for line := range strings.SplitSeq(part, "\n") {
				head, text, _ := strings.Cut(line, " ")
				if head != "" && head[0] >= '0' && head[0] <= '9' {
					at, head = at.Add(steps[head[0]-'0']), head[1:]
				}
				times = append(times, at)
				fmt.Fprintf(&post, "> %s  %s\n\n%s\n\n", at.Format(time.TimeOnly), head, text)
			}
			name := "paydesk/_posts/" + time.Date(2023, 5, 10+len(days), 0, 0, 0, 0, time.UTC).Format(time.DateOnly) + "-chat.markdown"
			tr, err := corpus.Parse(name, strings.NewReader(post.String()), time.UTC)
			if err != nil {
				return // what is no post is for others to refuse
			}
			for i := range tr.Messages { // a post has only the hours of one day
				tr.Messages[i].Time = times[min(i, len(times)-1)]
			}
			days = append(days, tr)
			checkThreads(t, []*corpus.Transcript{tr}, cutTranscript(tr))
		}
		threads := Threads(days)
		checkThreads(t, days, threads)
		if again := Threads(days); dumpThreads(again) != dumpThreads(threads) {
			t.Errorf("threads differ from one run to the next:\n%s\n%s", dumpThreads(threads), dumpThreads(again))
		}
	})
}

// BenchmarkCut cuts all of the sample and, where it is at hand, the real site.
func BenchmarkCut(b *testing.B) {
	for _, bb := range []struct {
		name string
		all  func(testing.TB) []*corpus.Transcript
	}{
		{"sample", sampleTranscripts},
		{"real", realTranscripts},
	} {
		b.Run(bb.name, func(b *testing.B) {
			all := bb.all(b)
			n := 0
			b.ReportAllocs()
			for b.Loop() {
				for _, tr := range all {
					cutTranscript(tr)
					n += len(tr.Messages)
				}
			}
			b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "messages/s")
		})
	}
}
