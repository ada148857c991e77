package say

import (
	"fmt"

	"qunwen/index"
)

// partSize is how many characters are shown of the line that answers one of
// several questions.
const partSize = 140

// ordinals number the questions of a message.
var ordinals = [...]string{"第一问", "第二问", "第三问"}

// A Part is one of several questions of a message, and what answers it.
type Part struct {
	Verdict  index.Verdict
	Passages []Passage // best first; nil if nothing was found
	Plan     string    // the reply of the schedule; "" if it is not about it
}

// Several answers the questions of a message one by one, each with its best line.
// The questions are numbered and not repeated: whoever asked may be hidden later.
func (r Rooms) Several(parts []Part) Page {
	p := Page{Text: fmt.Sprintf("问了 %d 件事，一件件说：", len(parts))}
	for i := range parts {
		p.part(&parts[i], ordinals[i])
	}
	return p
}

// part answers one of several questions.
func (p *Page) part(q *Part, name string) {
	p.Text += "\n" + name
	switch {
	case q.Plan != "":
		p.Text += "：" + q.Plan
		return
	case q.Verdict == index.Answer && len(q.Passages) > 0:
		p.Text += "，群里聊过："
	case q.Verdict == index.Leads && len(q.Passages) > 0:
		p.Text += "，没有直接的答案，最接近的是："
	default:
		p.Text += "，群里没聊过，单独再问问看"
		return
	}
	c := &q.Passages[0].Citations[0]
	p.Text += fmt.Sprintf("\n%d. %s %s %s：%s", p.number(c), c.Date, c.clock(), c.author(), c.clipped(partSize)) + c.link()
}
