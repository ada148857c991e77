package say

import (
	"fmt"
	"strings"

	"qunwen/corpus"
	"qunwen/corpus/people"
)

const (
	talkSize   = 120 // characters that are shown of each message around a citation
	citedSize  = 300 // and of what was cited
	repliedTo  = 20  // and of what it replies to
	citedHere  = "▶"
	timeOfTalk = "15:04"
)

// Talk shows messages around a citation; the one with its ID is marked.
func (r Rooms) Talk(c *Citation, around []*corpus.Message) string {
	var w strings.Builder
	fmt.Fprintf(&w, "%s %s 的前后文：", r.Name(c.Room), c.Date)
	for _, m := range around {
		mark, size := "", talkSize
		if m.ID == c.ID {
			mark, size = citedHere, citedSize
		}
		text := Citation{Quote: m.Text, Kind: m.Kind}
		if m.Kind == corpus.Quote && m.Quoted != nil {
			text.Quote = "（回复「" + Clip(m.Quoted.Text, repliedTo) + "」）" + m.Text
		}
		fmt.Fprintf(&w, "\n%s%s %s：%s", mark, m.Time.Format(timeOfTalk), speakerName(people.ReadableName(m.Speaker)), text.clipped(size))
	}
	if c.URL != "" {
		w.WriteString("\n" + c.URL)
	}
	return w.String()
}

// NoQuote says that an answer has no n-th of the given number of citations.
func NoQuote(cited int) string {
	if cited == 0 {
		return "上一个回答没有引用原话"
	}
	return fmt.Sprintf("上一个回答只有 %d 条原话", cited)
}
