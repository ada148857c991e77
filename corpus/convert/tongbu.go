package convert

import (
	"fmt"
	"io"
	"strings"
	"time"
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
	l := newLineReader(x.text)
	ended := false
	for {
		s, err := l.read()
		if err == io.EOF {
			break
		}
		if err != nil {
			return x.at(l.line+1, l.next, err)
		}
		if strings.HasPrefix(strings.TrimSpace(s), "</table>") {
			ended = true
		}
		if strings.HasPrefix(s, "<tr") {
			err = x.readTongbuRow(l, s)
		} else if strings.Contains(s, "</td>") || strings.Contains(s, "x:str>") && !strings.HasPrefix(s, "<table") {
			err = x.at(l.line, l.offset, fmt.Errorf("cells outside a row: %w", ErrSyntax))
		}
		if err != nil {
			return err
		}
	}
	if !ended {
		return x.at(l.line, l.offset, ErrCut)
	}
	return nil
}

// readTongbuRow reads the row whose first line was read last, and emits its
// message. The row of the heads has none.
func (x *export) readTongbuRow(l *lineReader, first string) error {
	line, offset := l.line, l.offset
	row, err := x.joinTongbuRow(l, first)
	if err != nil {
		return err
	}
	if strings.Contains(row, "class=xl25") && !strings.Contains(row, "class=xl24") { // the heads
		return nil
	}
	cells := cellsOf(row)
	if len(cells) != tongbuCells {
		return x.at(line, offset, fmt.Errorf("%d cells, not %d: %w", len(cells), tongbuCells, ErrSyntax))
	}
	if strings.Contains(cells[tongbuText], "x:str>") {
		return x.at(line, offset, fmt.Errorf("two rows on a line: %w", ErrSyntax))
	}
	return x.tongbuRow(cells, line, offset)
}

// joinTongbuRow returns a row with all of its lines: of a 网页 the address is
// on the next line.
func (x *export) joinTongbuRow(l *lineReader, first string) (string, error) {
	line, offset := l.line, l.offset
	row := first
	for !strings.HasSuffix(row, "</tr>") {
		more, err := l.read()
		if err == io.EOF {
			return "", x.at(line, offset, ErrCut)
		}
		if err != nil {
			return "", x.at(l.line+1, l.next, err)
		}
		if row += "\n" + more; len(row) > maxText {
			return "", x.at(line, offset, ErrTooLong)
		}
		if strings.HasPrefix(more, "<tr") {
			return "", x.at(line, offset, fmt.Errorf("row without its end: %w", ErrSyntax))
		}
	}
	return row, nil
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

// tongbuRow emits the message of a row.
func (x *export) tongbuRow(cells []string, line int, offset int64) error {
	at, err := time.ParseInLocation(time.DateTime, strings.TrimSpace(cells[tongbuTime]), x.Location)
	if err != nil {
		return x.at(line, offset, fmt.Errorf("%q: %w", cells[tongbuTime], ErrTime))
	}
	m := Message{
		Room: x.stem(), Guess: true, Time: at, Line: line, Offset: offset,
		Speaker: strings.TrimSpace(cells[tongbuName]), Account: strings.TrimSpace(cells[tongbuAccount]),
	}
	text := cells[tongbuText]
	switch kind := cells[tongbuType]; kind {
	case "文本":
		m.Text = unescape(text)
	case "网页", "链接":
		m.Kind = Link
		title, address, _ := strings.Cut(text, "\n")
		m.Text, m.URL = unescape(unescape(title)), unescape(strings.TrimSpace(address))
	case "图片", "照片壁纸", "照相壁纸":
		m.Kind, m.URL = Image, stripPlaceholder(unescape(text))
	case "语音":
		m.Kind = Voice
	case "视频":
		m.Kind = Video
	case "动画表情", "表情":
		m.Kind = Sticker
	case "文件":
		m.Kind, m.Text = File, stripPlaceholder(unescape(text))
	case "位置":
		m.Kind, m.Text = Place, stripPlaceholder(unescape(text))
	case "名片":
		m.Kind, m.Text = Card, stripPlaceholder(unescape(text))
	case "红包":
		m.Kind = RedPacket
	case "系统", "系统消息", "系统提示":
		m.Text = unescape(text)
		m.Speaker, m.Account, m.Kind = "", "", notice(m.Text)
	default:
		m.Kind, m.Text = Text, unescape(text)
	}
	m.recognise()
	return x.emit(m)
}
