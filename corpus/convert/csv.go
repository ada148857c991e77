package convert

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"qunwen/corpus"
)

// Columns say which columns of a CSV file hold what: by their heads, or by
// their numbers, from 1, in a file without heads. Zero values are found.
type Columns struct {
	time, speaker, text, room, account string
}

// ParseColumns reads "time=发送时间,speaker=人,text=内容". The keys are time,
// speaker, text, room and account.
func ParseColumns(s string) (Columns, error) {
	var c Columns
	if s == "" {
		return c, nil
	}
	for part := range strings.SplitSeq(s, ",") {
		key, value, ok := strings.Cut(part, "=")
		to := map[string]*string{"time": &c.time, "speaker": &c.speaker, "text": &c.text, "room": &c.room, "account": &c.account}[strings.TrimSpace(key)]
		if !ok || to == nil || strings.TrimSpace(value) == "" {
			return c, fmt.Errorf("column %q: %w", part, ErrSyntax)
		}
		*to = strings.TrimSpace(value)
	}
	return c, nil
}

// columnHeads are the heads that are known for a column.
func columnHeads(key string) []string {
	switch key {
	case "time":
		return []string{"time", "时间", "date", "datetime", "timestamp", "发送时间", "日期", "createtime", "消息时间"}
	case "speaker":
		return []string{"speaker", "发言人", "发送者", "发送人", "昵称", "sender", "name", "nickname", "sendername", "user", "群昵称", "talker"}
	case "text":
		return []string{"text", "内容", "消息", "content", "message", "msg", "消息内容", "正文"}
	case "room":
		return []string{"room", "群", "群名", "群聊", "talkername"}
	case "account":
		return []string{"account", "微信号", "wxid", "senderid", "账号"}
	}
	return nil
}

// findColumns returns where the columns are by their heads; nil if one of
// time, speaker and text is missing.
func findColumns(heads []string) map[string]int {
	by := make(map[string]int)
	for _, key := range []string{"time", "speaker", "text", "room", "account"} {
		for _, known := range columnHeads(key) {
			at := slices.IndexFunc(heads, func(h string) bool { return strings.EqualFold(strings.TrimSpace(h), known) })
			if _, ok := by[key]; at >= 0 && !ok {
				by[key] = at
			}
		}
	}
	for _, key := range []string{"time", "speaker", "text"} {
		if _, ok := by[key]; !ok {
			return nil
		}
	}
	return by
}

// find returns where the columns are. The error wraps ErrNoColumn.
func (c Columns) find(heads []string) (by map[string]int, err error) {
	given := map[string]string{"time": c.time, "speaker": c.speaker, "text": c.text, "room": c.room, "account": c.account}
	if by = findColumns(heads); by == nil {
		by = make(map[string]int)
	}
	for key, head := range given {
		if head == "" {
			continue
		}
		at := slices.IndexFunc(heads, func(h string) bool { return strings.TrimSpace(h) == head })
		if n, err := strconv.Atoi(head); at < 0 && err == nil && n >= 1 && n <= len(heads) {
			at = n - 1
		}
		if at < 0 {
			return nil, fmt.Errorf("%q: %w", head, ErrNoColumn)
		}
		by[key] = at
	}
	for _, key := range []string{"time", "speaker", "text"} {
		if _, ok := by[key]; !ok {
			return nil, fmt.Errorf("%s: %w", key, ErrNoColumn)
		}
	}
	return by, nil
}

// headless reports whether columns are given by number in a file whose first
// row is a message.
func (c Columns) headless(x *export, heads []string, by map[string]int) bool {
	if _, err := strconv.Atoi(c.time); err != nil {
		return false
	}
	_, err := x.clock(heads[by["time"]])
	return err == nil
}

// delimiter returns what is most often between the heads of a CSV file.
func delimiter(first string) rune {
	comma := ','
	for _, c := range ";\t" {
		if strings.Count(first, string(c)) > strings.Count(first, string(comma)) {
			comma = c
		}
	}
	return comma
}

// readCSV reads a CSV file of time, speaker and text.
func readCSV(x *export) error {
	head, _ := x.peek()
	first, _, _ := strings.Cut(string(head), "\n")
	comma := delimiter(first)
	message := func(r *row) (Message, error) {
		at, minute, err := x.clockMinute(r.get("time"))
		m := Message{room: r.get("room"), Time: at, Minute: minute, Speaker: r.get("speaker"), account: r.get("account"), text: corpus.Uniform(r.get("text"))}
		if m.Speaker == "系统消息" {
			m.Speaker, m.Kind = "", notice(m.text)
		}
		return m, err
	}
	return readRows(x, comma, func(heads []string) (map[string]int, error) {
		by, err := x.Columns.find(heads)
		if err == nil && x.Columns.headless(x, heads, by) {
			m, invalid := message(&row{heads: by, cells: heads})
			err = x.take(m, invalid, 1, 0)
		}
		return by, err
	}, message)
}

// A row is a line of a CSV file.
type row struct {
	heads  map[string]int
	cells  []string
	line   int // where it starts
	offset int64
}

// get returns a cell by the head of its column; "" if there is none.
func (r *row) get(head string) string {
	if i, ok := r.heads[head]; ok && i < len(r.cells) {
		return r.cells[i]
	}
	return ""
}

// readTable reads a tool's CSV file with heads and hands its rows on. A row
// with another number of cells is skipped as a fault; the last one is a cut
// file, and so is one without a line break: all tools write it.
func readTable(x *export, message func(*row) (Message, error)) error {
	ends, last := &endReader{r: x.text, newline: true}, row{}
	x.text = ends
	err := readRows(x, ',', func(heads []string) (map[string]int, error) {
		by := make(map[string]int)
		for i, h := range heads {
			by[strings.TrimSpace(h)] = i
		}
		return by, nil
	}, func(r *row) (Message, error) {
		last.line, last.offset = r.line, r.offset
		return message(r)
	})
	if err == nil && !ends.newline {
		return x.at(last.line, last.offset, fmt.Errorf("no line break at the end: %w", ErrCut))
	}
	return err
}

func readRows(x *export, comma rune, columns func([]string) (map[string]int, error), message func(*row) (Message, error)) error {
	ends := &endReader{r: x.text}
	r := csv.NewReader(ends)
	r.Comma = comma
	r.ReuseRecord = true
	r.FieldsPerRecord = -1
	heads, err := r.Read()
	if err != nil {
		return x.csvFault(r, err)
	}
	width := len(heads)
	by, err := columns(heads)
	if err != nil {
		return x.at(1, 0, err)
	}
	out := &row{heads: by}
	var odd error // of the row before
	for {
		out.offset = r.InputOffset()
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if odd != nil {
			if err := x.skip(out.line, -1, odd); err != nil {
				return err
			}
			odd = nil
		}
		if err != nil {
			return x.csvFault(r, err)
		}
		out.line, _ = r.FieldPos(0)
		out.cells = cells
		if len(cells) != width {
			odd = fmt.Errorf("%d cells, not %d: %w", len(cells), width, ErrSyntax)
			continue
		}
		m, err := message(out)
		if err := x.take(m, err, out.line, out.offset); err != nil {
			return err
		}
	}
	if odd != nil && !ends.newline { // the last row, and its end is missing
		return x.at(out.line, out.offset, fmt.Errorf("%w: %w", ErrCut, odd))
	}
	if odd != nil {
		return x.skip(out.line, out.offset, odd)
	}
	return nil
}

// csvFault makes an error of the CSV reader one of a place.
func (x *export) csvFault(r *csv.Reader, err error) error {
	pe := (*csv.ParseError)(nil)
	if errors.As(err, &pe) {
		reason := fmt.Errorf("%w: %w", ErrSyntax, pe.Err)
		if errors.Is(pe.Err, csv.ErrQuote) && pe.Line != pe.StartLine {
			reason = fmt.Errorf("%w: %w", reason, ErrCut)
		}
		return x.at(pe.StartLine, r.InputOffset(), reason)
	}
	if errors.Is(err, io.EOF) {
		return x.at(1, 0, ErrCut)
	}
	return x.at(0, r.InputOffset(), err)
}

// An endReader remembers whether the last byte ended a line.
type endReader struct {
	r       io.Reader
	newline bool
}

func (e *endReader) Read(p []byte) (int, error) {
	n, err := e.r.Read(p)
	if n > 0 {
		e.newline = p[n-1] == '\n'
	}
	return n, err
}
