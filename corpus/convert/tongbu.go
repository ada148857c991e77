package convert

import (
	"fmt"
	"strings"

	"qunwen/corpus"
)

// The cells of a row of 同步助手's table.
const (
	tongbuTime = iota + 1 // behind the group's account
	tongbuName
	tongbuAccount
	tongbuState
	tongbuType
	tongbuText
	tongbuCells
)

// readTongbu reads 同步助手's .xls, an HTML table. The cells hold names and
// pasted XML as they are, so they are told by the table's own tags alone: an
// HTML parser would take <title> in somebody's words for one of the page.
func readTongbu(x *export) error {
	var row, last textLine // row is "" between rows
	ended := false
	for l, err := range x.lines(x.text) {
		if err != nil {
			return err
		}
		last = l
		switch {
		case row.text != "": // of a 网页 the address is on the next line
			if row.text += "\n" + l.text; len(row.text) > maxText {
				return x.at(row.number, row.offset, ErrTooLong)
			}
			if strings.HasPrefix(l.text, "<tr") {
				return x.at(row.number, row.offset, fmt.Errorf("row without its end: %w", ErrSyntax))
			}
		case strings.HasPrefix(l.text, "<tr"):
			row = l
		case strings.Contains(l.text, "</td>") || strings.Contains(l.text, "x:str>") && !strings.HasPrefix(l.text, "<table"):
			return x.at(l.number, l.offset, fmt.Errorf("cells outside a row: %w", ErrSyntax))
		case strings.HasPrefix(strings.TrimSpace(l.text), "</table>"):
			ended = true
		}
		if strings.HasSuffix(row.text, "</tr>") {
			if err := x.readTongbuRow(row); err != nil {
				return err
			}
			row.text = ""
		}
	}
	if row.text != "" {
		return x.at(row.number, row.offset, ErrCut)
	}
	if !ended {
		return x.at(last.number, last.offset, ErrCut)
	}
	return nil
}

// readTongbuRow emits the message of a row. The row of the heads has none.
func (x *export) readTongbuRow(row textLine) error {
	if strings.Contains(row.text, "class=xl25") && !strings.Contains(row.text, "class=xl24") { // the heads
		return nil
	}
	cells := cellsOf(row.text)
	if len(cells) != tongbuCells {
		return x.at(row.number, row.offset, fmt.Errorf("%d cells, not %d: %w", len(cells), tongbuCells, ErrSyntax))
	}
	if strings.Contains(cells[tongbuText], "x:str>") {
		return x.at(row.number, row.offset, fmt.Errorf("two rows on a line: %w", ErrSyntax))
	}
	m, err := x.tongbuMessage(cells)
	return x.take(m, x.at(row.number, row.offset, err), row.number, row.offset)
}

// cellsOf returns what is between "x:str>" and "</td>".
func cellsOf(row string) []string {
	var cells []string
	for {
		_, rest, ok := strings.Cut(row, "x:str>")
		if !ok {
			return cells
		}
		at := strings.Index(rest, "</td>")
		if len(cells) == tongbuCells-1 { // which may hold anything
			at = strings.LastIndex(rest, "</td>")
		}
		if at < 0 {
			return nil
		}
		cells = append(cells, rest[:at])
		row = rest[at:]
	}
}

// tongbuMessage returns the message of a row's cells.
func (x *export) tongbuMessage(cells []string) (Message, error) {
	at, err := x.dateTime(strings.TrimSpace(cells[tongbuTime]))
	m := Message{Time: at, Speaker: strings.TrimSpace(cells[tongbuName]), account: strings.TrimSpace(cells[tongbuAccount])}
	text := cells[tongbuText]
	switch kind := cells[tongbuType]; kind {
	case "文本":
		m.text = corpus.Unescape(text)
	case "网页", "链接":
		m.Kind = Link
		title, address, _ := strings.Cut(text, "\n")
		m.text, m.URL = corpus.Unescape(corpus.Unescape(title)), corpus.Unescape(strings.TrimSpace(address))
	case "图片", "照片壁纸", "照相壁纸":
		m.Kind, m.URL = Image, stripPlaceholder(corpus.Unescape(text))
	case "语音":
		m.Kind = Voice
	case "视频":
		m.Kind = Video
	case "动画表情", "表情":
		m.Kind = Sticker
	case "文件":
		m.Kind, m.text = File, stripPlaceholder(corpus.Unescape(text))
	case "位置":
		m.Kind, m.text = Place, stripPlaceholder(corpus.Unescape(text))
	case "名片":
		m.Kind, m.text = Card, stripPlaceholder(corpus.Unescape(text))
	case "红包":
		m.Kind = RedPacket
	case "系统", "系统消息", "系统提示":
		m.text = corpus.Unescape(text)
		m.setNotice()
	default:
		m.Kind, m.text = Text, corpus.Unescape(text)
	}
	return m, err
}
