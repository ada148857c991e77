package announce

import (
	"strings"

	"qunwen/bot/schedule/pattern"
	"qunwen/bot/schedule/when"
)

// labelSource is an expression for a label; blanks may stand between its characters.
func labelSource() string {
	spaced := make([]string, len(labelNames))
	for i, name := range labelNames {
		spaced[i] = strings.Join(strings.Split(name, ""), `\s*`)
	}
	return "(?:" + strings.Join(spaced, "|") + ")"
}

var (
	// labels begin the lines of a block.
	labels = pattern.MustCompile(`^\s*[【\[]?(?:本[周期次场])?(?:分享)?(` + labelSource() + `)[】\]]?\s*[:：]\s*`)

	// innerLabel stands in a line that holds a whole block: 主题：退款 嘉宾：@张三 时间：….
	innerLabel = pattern.MustCompile(`[\s,H]` + labelSource() + `\s*[:：]`)

	// endsInLabel finds words before a colon that name a part of a block.
	endsInLabel = pattern.MustCompile(labelSource() + `[】\]]?\s*$`)
)

// isBlock reports whether two lines or more of the message begin with labels.
func (r *reader) isBlock() bool {
	n := 0
	for line := range strings.Lines(r.text) {
		if labels.MatchString(line) {
			n++
		}
	}
	return n > 1
}

// readLabel reads a line of a block.
func (t *table) readLabel(name string, l tableLine) {
	people := t.m.piecesIn(l.from, l.to, "H")
	switch name {
	case "时间", "日期":
		t.readDayLabel(l)
		return
	case "主题", "题目", "内容", "话题":
		if len(people) != 1 {
			t.blockTopic(cleanTopic(t.m.quote(t.r.src, l.from, l.to)))
			return
		}
	}
	t.readSpeakerLabel(l, people)
}

// readDayLabel reads when the block is, or its hour if its day has a line of its own.
func (t *table) readDayLabel(l tableLine) {
	days, hours := t.m.piecesIn(l.from, l.to, "D"), t.m.piecesIn(l.from, l.to, "T")
	if t.dated && len(days) == 0 && len(hours) > 0 && t.block.Start == "" {
		t.block.Start = hours[0].clock.String()
		return
	}
	if t.dated {
		t.endBlock()
	}
	switch {
	case len(days) == 1:
		t.beginBlock(days[0].slot, hours)
	case t.dayOnly && len(hours) > 0:
		t.beginBlock(*t.day, hours)
		t.dayOnly = false
	}
}

// readSpeakerLabel reads who speaks.
func (t *table) readSpeakerLabel(l tableLine, people []piece) {
	if len(people) == 1 {
		if t.block.Speaker != "" {
			t.endBlock()
		}
		t.block.Speaker = people[0].text
		return
	}
	t.block.Speaker = strings.Trim(t.m.quote(t.r.src, l.from, l.to), rowTrim)
	if status, free := statusIn(t.block.Speaker); free {
		t.block.Speaker, t.block.Status = "", status
	}
}

// beginBlock begins a block on a day.
func (t *table) beginBlock(sl when.Slot, hours []piece) {
	sl.Resolve(t.base)
	t.block.setMoment(sl.Moments[0])
	t.block.Start, t.dated = clockOf(&sl, hours), true
}

// blockTopic takes the topic of a block, or of the row above if no block is open.
func (t *table) blockTopic(topic string) {
	_, unnamed := statusIn(topic)
	n := len(t.entries)
	switch {
	case unnamed:
		t.block.TopicTBD = t.block.Speaker != ""
	case !t.dated && n > 0 && t.entries[n-1].Speaker != "" && t.entries[n-1].Topic == "":
		t.entries[n-1].Topic = topic
	default:
		t.block.Topic = topic
	}
}

// endBlock makes a row of the block that has come to its end.
func (t *table) endBlock() {
	switch {
	case t.dated && t.block.Speaker != "":
		t.block.Status = Planned
		t.persons++
	case t.dated && t.block.Status != "":
		t.block.Start = ""
	default:
		t.block, t.dated = Entry{}, false
		return
	}
	t.entries = append(t.entries, t.block)
	t.blocks++
	t.block, t.dated = Entry{}, false
}
