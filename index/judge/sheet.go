package judge

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A sheet is a CSV file on which a person judges excerpts, one row each. CSV
// with a byte order mark is the one text form that spreadsheets open by a
// double click, Chinese and cells of several lines intact, and save again.

// The columns of a sheet, by the part of their header before the bracket that
// explains it. ReadSheet needs the first four, in any order.
const (
	columnID       = "题目编号"
	columnGrade    = "评分"
	columnLines    = "答案在哪几行"
	columnMessages = "消息编号"
	columnQuestion = "问题"
	columnPlace    = "第几处"
	columnTime     = "群和时间"
	columnQuotes   = "引文"
)

// sheetHeader is the first row of a sheet.
var sheetHeader = []string{
	columnID, columnQuestion, columnPlace, columnTime, columnQuotes + "（方括号里是行号）",
	columnGrade + "（2 回答了问题，1 相关但没回答，0 没有帮助）",
	columnLines + "（填行号，几行之间用空格隔开；评 0 不填）",
	columnMessages + "（请不要改）",
}

// An Excerpt is a shown passage that a person is to judge.
type Excerpt struct {
	questionID string
	question   string     // its text
	place      int        // position among the passages of the answer, 1-based
	lines      []Citation // those that count, in the order shown; each has an ID; at least one
}

// UnjudgedExcerpts returns the passages of the answers to an asked set that
// count and of which nobody has read a line, in the order of the questions.
// Messages that are no question are left out.
func UnjudgedExcerpts(questions []Question, answers map[string]Answer) []Excerpt {
	var all []Excerpt
	for i := range questions {
		q := &questions[i]
		a := answers[q.ID]
		if q.Kind != SelfContained {
			continue
		}
		for _, p := range unjudgedPassages(q, &a) {
			if lines := shown(a.Passages[p]); len(lines) > 0 {
				all = append(all, Excerpt{q.ID, q.Text, p + 1, lines})
			}
		}
	}
	return all
}

// WriteSheet writes a sheet of the excerpts, with the columns for grades and
// lines empty. A cell that a spreadsheet would take for a formula gets an
// apostrophe in front.
func WriteSheet(w io.Writer, excerpts []Excerpt) error {
	out := bufio.NewWriter(w)
	if _, err := out.WriteString(byteOrderMark); err != nil {
		return err
	}
	table := csv.NewWriter(out)
	table.UseCRLF = true
	if err := table.Write(sheetHeader); err != nil {
		return err
	}
	for _, e := range excerpts {
		if err := table.Write(e.row()); err != nil {
			return err
		}
	}
	table.Flush()
	return errors.Join(table.Error(), out.Flush())
}

// row returns the cells of the excerpt, in the order of sheetHeader.
func (e *Excerpt) row() []string {
	var quotes, ids []string
	for i, c := range e.lines {
		quote := oneLine(c.Quote)
		if c.Speaker != "" {
			quote = oneLine(c.Speaker) + "：" + quote
		}
		quotes = append(quotes, fmt.Sprintf("[%d] %s", i+1, quote))
		ids = append(ids, c.ID)
	}
	first := e.lines[0].Key
	cells := []string{
		e.questionID, oneLine(e.question), strconv.Itoa(e.place), strings.Join([]string{first.Room, first.Date, first.Time}, " "),
		strings.Join(quotes, "\n"), "", "", strings.Join(ids, "\n"),
	}
	for i, c := range cells {
		cells[i] = protectCell(c)
	}
	return cells
}

// oneLine returns s with every run of white space and control characters as
// one blank.
func oneLine(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " ")
}

// formulaStarts are the characters that make a spreadsheet read a cell as a
// formula, full-width ones included, and the apostrophe that protectCell adds.
const formulaStarts = "=+-@\t\r\n＝＋－＠'"

// protectCell returns s with an apostrophe in front if a spreadsheet would take
// it for a formula. unprotectCell takes the apostrophe off.
func protectCell(s string) string {
	if s != "" && strings.ContainsRune(formulaStarts, []rune(s)[0]) {
		return "'" + s
	}
	return s
}

// unprotectCell returns what protectCell made s from. A spreadsheet may have
// taken the apostrophe off before.
func unprotectCell(s string) string {
	if rest, ok := strings.CutPrefix(s, "'"); ok && protectCell(rest) == s {
		return rest
	}
	return s
}

// A Sheet holds the judgements of a person, as read from a filled sheet.
type Sheet struct {
	path     string // as given to ReadSheet
	rows     []sheetRow
	unfilled int // excerpts without a grade
}

// A sheetRow is one judged excerpt.
type sheetRow struct {
	Line       int    // of the sheet, 1-based, where the row begins
	QuestionID string // not empty; the gold file may not have it
	Judgement  judgement
}

// What can be wrong with a sheet, besides ErrEncoding, ErrID, ErrMessage,
// ErrGrade and ErrNoLines.
var (
	ErrCSV        = errors.New("not CSV")
	ErrHeader     = errors.New("first row lacks a column")
	ErrLineNumber = errors.New("excerpt has no line of this number")
	ErrIdleLines  = errors.New("grade 0 with lines that answer")
	ErrTwice      = errors.New("excerpt stands before, too")
	ErrNoQuestion = errors.New("gold file has no such question")
	ErrNotAsked   = errors.New("not a row of an asked set: no self_contained")
	ErrJudged     = errors.New("judged must be named once, in small letters")
)

// ReadSheet reads the filled sheet called name from r. Rows whose grade and
// lines are empty count as unfilled; blank rows do not count. Columns may stand
// in another order, and there may be more of them. Every error is a
// *parseError of the first fault.
func ReadSheet(name string, r io.Reader) (Sheet, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return Sheet{}, &parseError{name, 1, err}
	}
	if line := badUTF8(data); line > 0 {
		return Sheet{}, &parseError{name, line, ErrEncoding}
	}
	table := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte(byteOrderMark))))
	table.FieldsPerRecord = -1 // programs leave empty cells off at the end
	s := Sheet{path: name}
	var columns map[string]int
	seen := make(map[string]bool) // question and messages
	for {
		cells, err := table.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return Sheet{}, csvError(name, err)
		}
		line, _ := table.FieldPos(0)
		if columns == nil {
			columns, err = readHeader(cells)
		} else {
			err = s.add(sheetCells{columns, cells}, line, seen)
		}
		if err != nil {
			return Sheet{}, &parseError{name, line, err}
		}
	}
	if columns == nil {
		return Sheet{}, &parseError{name, 1, fmt.Errorf("%w: %s", ErrHeader, columnID)}
	}
	return s, nil
}

// badUTF8 returns the first line, 1-based, that is not UTF-8; 0 if all are.
func badUTF8(data []byte) int {
	n := 0
	for line := range bytes.Lines(data) {
		if n++; !utf8.Valid(line) {
			return n
		}
	}
	return 0
}

// csvError returns a fault that package csv found, with the line it found it in.
func csvError(name string, err error) error {
	if pe, ok := errors.AsType[*csv.ParseError](err); ok {
		return &parseError{name, pe.StartLine, fmt.Errorf("%w: %v", ErrCSV, pe.Err)}
	}
	return &parseError{name, 1, err} // Unreachable: the text is in memory.
}

// readHeader returns the positions of the columns that a sheet needs.
func readHeader(cells []string) (map[string]int, error) {
	columns := make(map[string]int)
	for i, c := range cells {
		title, _, _ := strings.Cut(c, "（")
		columns[strings.TrimSpace(title)] = i
	}
	for _, title := range []string{columnID, columnGrade, columnLines, columnMessages} {
		if _, ok := columns[title]; !ok {
			return nil, fmt.Errorf("%w: %s", ErrHeader, title)
		}
	}
	return columns, nil
}

// sheetCells are the cells of one row.
type sheetCells struct {
	columns map[string]int // as from readHeader
	cells   []string
}

// text returns the cell of a column, "" if the row ends before it.
func (c *sheetCells) text(column string) string {
	if i := c.columns[column]; i < len(c.cells) {
		return strings.TrimSpace(c.cells[i])
	}
	return ""
}

// add takes the row that begins in the given line to the sheet.
func (s *Sheet) add(c sheetCells, line int, seen map[string]bool) error {
	if !slices.ContainsFunc(c.cells, func(s string) bool { return strings.TrimSpace(s) != "" }) {
		return nil
	}
	grade, lines := c.text(columnGrade), c.text(columnLines)
	if grade == "" && lines == "" {
		s.unfilled++
		return nil
	}
	id := unprotectCell(c.text(columnID))
	if id == "" {
		return ErrID
	}
	j, err := readJudgement(strings.Split(unprotectCell(c.text(columnMessages)), "\n"), grade, lines)
	key := id + "\n" + strings.Join(j.Seen, "\n")
	if err == nil && seen[key] {
		err = ErrTwice
	}
	if err != nil {
		return fmt.Errorf("%s: %w", id, err) // cells have several lines: whoever looks for the row needs more than its line
	}
	seen[key] = true
	s.rows = append(s.rows, sheetRow{line, id, j})
	return nil
}

// readJudgement reads what stands in the row of an excerpt with these messages.
// The middle one of them stands for the middle of the place.
func readJudgement(messages []string, grade, lines string) (judgement, error) {
	j := judgement{Seen: messages, Middle: messages[len(messages)/2]}
	var err error
	if j.Grade, err = readGrade(grade); err != nil {
		return j, err
	}
	if j.Lines, err = readLines(lines, j.Seen, j.Grade); err != nil {
		return j, err
	}
	return j, j.validate()
}

// readGrade reads a grade as a person writes it, perhaps in full width.
func readGrade(s string) (grade, error) {
	i := slices.Index([]string{"0", "1", "2"}, narrow(s))
	if i < 0 {
		return 0, fmt.Errorf("%w: %q", ErrGrade, s)
	}
	return grade(i), nil
}

// readLines reads line numbers, 1-based and parted by blanks or commas of any
// sort, and returns the IDs of those messages in the order of seen.
func readLines(s string, seen []string, grade grade) ([]string, error) {
	chosen := make([]bool, len(seen))
	lines := []string{}
	for _, f := range strings.FieldsFunc(narrow(s), func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(",;，；、", r) }) {
		n, err := strconv.Atoi(f)
		if err != nil || n < 1 || n > len(seen) {
			return nil, fmt.Errorf("%w (1–%d): %q", ErrLineNumber, len(seen), f)
		}
		chosen[n-1] = true
	}
	for i, id := range seen {
		if chosen[i] {
			lines = append(lines, id)
		}
	}
	if grade == gradeUseless && len(lines) > 0 {
		return nil, fmt.Errorf("%w: %q", ErrIdleLines, s)
	}
	return lines, nil
}

// narrow returns s with full-width digits as plain ones.
func narrow(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '０' && r <= '９' {
			return r - '０' + '0'
		}
		return r
	}, s)
}
