package judge

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
)

// A SheetCount says what became of the rows of a sheet.
type SheetCount struct {
	Added    int `json:"added"`     // judgements that the gold file did not have
	Replaced int `json:"replaced"`  // of the same messages, with another grade or other lines than before
	Same     int `json:"unchanged"` // as the gold file has it already
	Unfilled int `json:"unfilled"`
}

// AddTo copies the asked set called name from gold to w, with the judgements of
// the sheet added to the rows of their questions. A judgement of the same
// messages as one that the row has takes its place. All other bytes stay as
// they are. An error is a *parseError of the gold file or, for a question
// that it does not have, of the sheet, with [ErrNoQuestion]; what was written
// until then is of no use.
func (s *Sheet) AddTo(w io.Writer, name string, gold io.Reader) (SheetCount, error) {
	count := SheetCount{Unfilled: s.unfilled}
	rows := make(map[string][]sheetRow) // by question
	for _, r := range s.rows {
		rows[r.QuestionID] = append(rows[r.QuestionID], r)
	}
	found := make(map[string]bool)
	err := eachRow(name, gold, func(line, row []byte) error {
		if len(row) == 0 {
			_, err := w.Write(line)
			return err
		}
		q, err := parseRow(row)
		switch {
		case err != nil:
			return err
		case !IsAskedSet([]Question{q}):
			return ErrNotAsked
		case found[q.ID]:
			return fmt.Errorf("%w: %s", ErrRepeated, q.ID)
		}
		found[q.ID] = true
		if changed := count.apply(&q, rows[q.ID]); len(changed) > 0 {
			written, err := withJudgements(row, changed)
			if err != nil {
				return err
			}
			line = bytes.Replace(line, row, written, 1)
		}
		_, err = w.Write(line)
		return err
	})
	if err != nil {
		return SheetCount{}, err
	}
	for _, r := range s.rows {
		if !found[r.QuestionID] {
			return SheetCount{}, &parseError{s.path, r.Line, fmt.Errorf("%w: %s", ErrNoQuestion, r.QuestionID)}
		}
	}
	return count, nil
}

// apply counts the judgements of a question and returns those that its row
// does not have yet, by their position in the row; new ones have the positions
// behind its last.
func (n *SheetCount) apply(q *Question, rows []sheetRow) map[int]judgement {
	changed := make(map[int]judgement)
	end := len(q.judged)
	for _, r := range rows {
		j := r.Judgement
		i := slices.IndexFunc(q.judged, func(old judgement) bool { return slices.Equal(old.Seen, j.Seen) })
		switch {
		case i < 0:
			n.Added++
			changed[end] = j
			end++
		case q.judged[i].Grade == j.Grade && slices.Equal(q.judged[i].Lines, j.Lines):
			n.Same++
		default:
			n.Replaced++
			changed[i] = j
		}
	}
	return changed
}

// withJudgements returns a row of an asked set with the changed judgements, by
// their position as from SheetCount.apply.
func withJudgements(row []byte, changed map[int]judgement) ([]byte, error) {
	start, end, err := judgedSpan(row)
	if err != nil {
		return nil, err
	}
	var judged []json.RawMessage
	if start < end {
		if err := json.Unmarshal(row[start:end], &judged); err != nil {
			return nil, fmt.Errorf("%w: %v", ErrSyntax, err)
		}
	}
	for i := range len(judged) + len(changed) {
		j, ok := changed[i]
		if !ok {
			continue
		}
		var b bytes.Buffer
		enc := json.NewEncoder(&b)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(judgeRow{j.Middle, j.Seen, &j.Grade, append([]string{}, j.Lines...)}); err != nil {
			return nil, err // Unreachable: strings and numbers can be written.
		}
		data := bytes.TrimSpace(b.Bytes())
		if i < len(judged) {
			judged[i] = data
		} else {
			judged = append(judged, data)
		}
	}
	var list [][]byte
	for _, j := range judged {
		list = append(list, j)
	}
	value := slices.Concat([]byte("["), bytes.Join(list, []byte(", ")), []byte("]"))
	if start == end {
		value = slices.Concat([]byte(`, "judged": `), value)
	}
	return slices.Concat(row[:start], value, row[end:]), nil
}

// judgedSpan returns where the value of "judged" stands in a row that parseRow
// takes. If the row has none, both are the place before the closing brace. A
// row that names it twice, or in other letters, is an error.
func judgedSpan(row []byte) (start, end int, err error) {
	dec := json.NewDecoder(bytes.NewReader(row))
	if _, err := dec.Token(); err != nil { // {
		return 0, 0, fmt.Errorf("%w: %v", ErrSyntax, err)
	}
	start = bytes.LastIndexByte(row, '}')
	end = start
	names := 0
	for dec.More() {
		name, err := dec.Token()
		if err != nil {
			return 0, 0, fmt.Errorf("%w: %v", ErrSyntax, err)
		}
		var value json.RawMessage
		if err := dec.Decode(&value); err != nil {
			return 0, 0, fmt.Errorf("%w: %v", ErrSyntax, err)
		}
		text, _ := name.(string)
		if !bytes.EqualFold([]byte(text), []byte("judged")) {
			continue
		}
		if names++; names > 1 || text != "judged" {
			return 0, 0, ErrJudged
		}
		end = int(dec.InputOffset())
		start = end - len(value)
	}
	return start, end, nil
}
