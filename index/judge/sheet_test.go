package judge

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
)

// fill writes grade and lines into the rows of a sheet, in order, as somebody
// with a spreadsheet would; "-" leaves a row as it is.
func fill(t testing.TB, sheet []byte, filled ...[2]string) string {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(sheet, []byte(byteOrderMark)))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	grade, lines := slices.IndexFunc(rows[0], hasPrefix(columnGrade)), slices.IndexFunc(rows[0], hasPrefix(columnLines))
	for i, f := range filled {
		if f[0] != "-" {
			rows[i+1][grade], rows[i+1][lines] = f[0], f[1]
		}
	}
	var b strings.Builder
	if err := csv.NewWriter(&b).WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func hasPrefix(prefix string) func(string) bool {
	return func(s string) bool { return strings.HasPrefix(s, prefix) }
}

// What is written, filled, read and added to the gold file is there when the
// gold file is read again, and a second time changes nothing.
func TestSheetRoundTrip(t *testing.T) {
	const first = `{"id": "q1", "question": "=1+1 是什么", "message": "r/2018-05-12/110000", "self_contained": true, "judged": [{"middle": "r/2018-05-12/100001", "seen": ["r/2018-05-12/100001"], "grade": 0, "lines": [], "by": "x"}]}`
	const gold = byteOrderMark + first + "\r\n\n" +
		`  {"self_contained": true, "id": "q2", "question": "结算以后还能退款吗", "note": {"judged": 1}, "message": "r/2018-05-12/110000"}  ` + "\n" +
		`{"id": "q3", "question": "谢谢", "message": "r/2018-05-12/110000", "self_contained": false}`
	questions, err := Parse("asked.jsonl", strings.NewReader(gold))
	if err != nil {
		t.Fatal(err)
	}
	formula := citeID(30)[0]
	formula.Quote, formula.Speaker = "=HYPERLINK(\"http://example.com\",\"a\")\n-1", "@张三"
	answers := map[string]Answer{
		"q1": {Verdict: Answered, Passages: [][]Citation{citeID(1, 2), {formula, citeID(31)[0]}}},
		"q2": {Verdict: None, Passages: [][]Citation{citeID(40, 41, 42), citeID(50), {}, citeID(60)}},
		"q3": {Verdict: Answered, Passages: [][]Citation{citeID(40)}},
	}
	excerpts := UnjudgedExcerpts(questions, answers)
	var sheet bytes.Buffer
	if err := WriteSheet(&sheet, excerpts); err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/sheet.csv", sheet.Bytes())

	read, err := ReadSheet("s.csv", strings.NewReader(fill(t, sheet.Bytes(), [2]string{"１", " 2"}, [2]string{"2", "3、1,3"}, [2]string{"-"})))
	if err != nil {
		t.Fatal(err)
	}
	want := []sheetRow{
		{2, "q1", newJudgement(gradeRelated, []int{30, 31}, 31)},
		{5, "q2", newJudgement(gradeAnswers, []int{40, 41, 42}, 40, 42)},
	}
	want[0].Judgement.Middle, want[1].Judgement.Middle = idAt(31), idAt(41)
	if !reflect.DeepEqual(read.rows, want) || read.unfilled != 1 {
		t.Errorf("read %+v, %d unfilled, want %+v", read.rows, read.unfilled, want)
	}

	var added bytes.Buffer
	count, err := read.AddTo(&added, "asked.jsonl", strings.NewReader(gold))
	if err != nil || count != (SheetCount{Added: 2, Unfilled: 1}) {
		t.Fatalf("count %+v, error %v", count, err)
	}
	if want := byteOrderMark + strings.TrimSuffix(first, "]}") + `, {"middle":"r/2018-05-12/100031","seen":["r/2018-05-12/100030","r/2018-05-12/100031"],"grade":1,"lines":["r/2018-05-12/100031"]}]}` + "\r\n\n" +
		`  {"self_contained": true, "id": "q2", "question": "结算以后还能退款吗", "note": {"judged": 1}, "message": "r/2018-05-12/110000", "judged": [{"middle":"r/2018-05-12/100041","seen":["r/2018-05-12/100040","r/2018-05-12/100041","r/2018-05-12/100042"],"grade":2,"lines":["r/2018-05-12/100040","r/2018-05-12/100042"]}]}  ` + "\n" +
		`{"id": "q3", "question": "谢谢", "message": "r/2018-05-12/110000", "self_contained": false}`; added.String() != want {
		t.Errorf("the gold file is now\n%s\nwant\n%s", added.String(), want)
	}
	again, err := Parse("asked.jsonl", &added)
	if err != nil {
		t.Fatal(err)
	}
	if left := UnjudgedExcerpts(again, answers); len(left) != 1 || left[0].place != 2 {
		t.Errorf("still to judge: %+v, want the one that was left", left)
	}
}

func TestAddTo(t *testing.T) {
	const row = `{"middle":"r/2018-05-12/100001","seen":["r/2018-05-12/100001","r/2018-05-12/100002"],"grade":0,"lines":[]}`
	sheet := func(id string, j judgement) Sheet {
		return Sheet{path: "s.csv", rows: []sheetRow{{7, id, j}}, unfilled: 3}
	}
	for _, tt := range []struct {
		name  string
		gold  string
		sheet Sheet
		count SheetCount
		want  string // the first row's judged excerpts
	}{
		{"the same again", askedRow(row), sheet("a", newJudgement(gradeUseless, []int{1, 2})), SheetCount{Same: 1, Unfilled: 3}, row},
		{"another grade", askedRow(row), sheet("a", newJudgement(gradeAnswers, []int{1, 2}, 2)), SheetCount{Replaced: 1, Unfilled: 3},
			`{"middle":"r/2018-05-12/100001","seen":["r/2018-05-12/100001","r/2018-05-12/100002"],"grade":2,"lines":["r/2018-05-12/100002"]}`},
		{"the first one", askedRow(""), sheet("a", newJudgement(gradeRelated, []int{3})), SheetCount{Added: 1, Unfilled: 3},
			`{"middle":"r/2018-05-12/100003","seen":["r/2018-05-12/100003"],"grade":1,"lines":[]}`},
		{"null for a list", strings.Replace(askedRow(""), "[]", "null", 1), sheet("a", newJudgement(gradeRelated, []int{3})), SheetCount{Added: 1, Unfilled: 3},
			`{"middle":"r/2018-05-12/100003","seen":["r/2018-05-12/100003"],"grade":1,"lines":[]}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var out bytes.Buffer
			count, err := tt.sheet.AddTo(&out, "g.jsonl", strings.NewReader(tt.gold))
			if err != nil || count != tt.count {
				t.Errorf("count %+v, want %+v, error %v", count, tt.count, err)
			}
			if want := askedRow(tt.want); out.String() != want {
				t.Errorf("got %s, want %s", out.String(), want)
			}
		})
	}
	for _, tt := range []struct {
		name, gold string
		id         string // of the question on the sheet
		path       string
		line       int
		want       error
	}{
		{"a question that is not there", askedRow(""), "b", "s.csv", 7, ErrNoQuestion},
		{"a broken gold file", askedRow("") + "{", "a", "g.jsonl", 2, ErrSyntax},
		{"a question twice", askedRow("") + askedRow(""), "a", "g.jsonl", 2, ErrRepeated},
		{"no asked set", `{"id":"a","kind":"unanswerable","question":"q"}`, "a", "g.jsonl", 1, ErrNotAsked},
		{"judged in other letters", strings.Replace(askedRow(""), "judged", "Judged", 1), "a", "g.jsonl", 1, ErrJudged},
		{"judged twice", strings.Replace(askedRow(""), `"judged"`, `"judged":[],"judged"`, 1), "a", "g.jsonl", 1, ErrJudged},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := sheet(tt.id, newJudgement(gradeRelated, []int{3}))
			_, err := s.AddTo(io.Discard, "g.jsonl", strings.NewReader(tt.gold))
			pe, ok := errors.AsType[*parseError](err)
			if !ok || pe.path != tt.path || pe.line != tt.line || !errors.Is(err, tt.want) {
				t.Errorf("error %v, want %s:%d, %v", err, tt.path, tt.line, tt.want)
			}
		})
	}
}

func TestReadSheet(t *testing.T) {
	const header = "题目编号,问题,评分（2 好）,答案在哪几行,消息编号,备注\n"
	const two = `"r/2018-05-12/100001` + "\n" + `r/2018-05-12/100002"` // lines 2 and 3
	for _, tt := range []struct {
		name, text string
		rows       int
		unfilled   int
		line       int // of the error; 0 if there is none
		want       error
	}{
		{"graded and not", header + "a,q,2,1," + two + ",x\na,q,,," + two + ",后面再看\n", 1, 1, 0, nil},
		{"rows of empty cells", header + ",,,,,\n , ,,,,\n\n", 0, 0, 0, nil},
		{"cells left off", header + "a,q\n", 0, 1, 0, nil},
		{"columns moved", "消息编号,评分,答案在哪几行,题目编号\nr/2018-05-12/100001,0,,a\n", 1, 0, 0, nil},
		{"the apostrophe is count off", header + "'=a,q,0,," + two + "\n", 1, 0, 0, nil},
		{"grade 1 without lines", header + "a,q,1,," + two + "\n", 1, 0, 0, nil},
		{"the header only", header, 0, 0, 0, nil},

		{"nothing", "", 0, 0, 1, ErrHeader},
		{"no header", "a,q,2,1," + two + "\n", 0, 0, 1, ErrHeader},
		{"parted by semicolons", strings.ReplaceAll(header, ",", ";"), 0, 0, 1, ErrHeader},
		{"in GBK", header + "a,\xcd\xcb\xbf\xee,2,1," + two + "\n", 0, 0, 2, ErrEncoding},
		{"an open quotation mark", header + "a,\"q,2,1\n", 0, 0, 2, ErrCSV},
		{"grade 3", header + "a,q,3,1," + two + "\n", 0, 0, 2, ErrGrade},
		{"grade in words", header + "a,q,,," + two + "\na,q,好,1," + two + "\n", 0, 0, 4, ErrGrade},
		{"lines without a grade", header + "a,q,,1," + two + "\n", 0, 0, 2, ErrGrade},
		{"line 0", header + "a,q,2,0," + two + "\n", 0, 0, 2, ErrLineNumber},
		{"line 3 of two", header + "a,q,2,1 3," + two + "\n", 0, 0, 2, ErrLineNumber},
		{"a day that was a span of lines", header + "a,q,2,1月2日," + two + "\n", 0, 0, 2, ErrLineNumber},
		{"grade 2 without lines", header + "a,q,2,," + two + "\n", 0, 0, 2, ErrNoLines},
		{"grade 0 with lines", header + "a,q,0,1," + two + "\n", 0, 0, 2, ErrIdleLines},
		{"no question", header + ",q,0,," + two + "\n", 0, 0, 2, ErrID},
		{"no messages", header + "a,q,0,,\n", 0, 0, 2, ErrMessage},
		{"messages changed", header + "a,q,0,,r/2018-05-12\n", 0, 0, 2, ErrMessage},
		{"an excerpt twice", header + "a,q,0,," + two + "\na,q,1,," + two + "\n", 0, 0, 4, ErrTwice},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s, err := ReadSheet("s.csv", strings.NewReader(tt.text))
			if tt.want == nil {
				if err != nil || len(s.rows) != tt.rows || s.unfilled != tt.unfilled {
					t.Errorf("%d rows, %d unfilled, error %v, want %d, %d", len(s.rows), s.unfilled, err, tt.rows, tt.unfilled)
				}
				return
			}
			pe, ok := errors.AsType[*parseError](err)
			if !ok || pe.path != "s.csv" || pe.line != tt.line || !errors.Is(err, tt.want) {
				t.Errorf("error %v, want line %d, %v", err, tt.line, tt.want)
			}
		})
	}
	broken := errors.New("disk on fire")
	if _, err := ReadSheet("s.csv", iotest.ErrReader(broken)); !errors.Is(err, broken) {
		t.Errorf("error %v, want %v", err, broken)
	}
}

func TestProtectCell(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"=1+1", "'=1+1"},
		{"+86", "'+86"},
		{"-1", "'-1"},
		{"@张三", "'@张三"},
		{"＝1", "'＝1"},
		{"＋1", "'＋1"},
		{"－1", "'－1"},
		{"＠张三", "'＠张三"},
		{"\t=1", "'\t=1"},
		{"'=1", "''=1"},
		{"退款=原路退", "退款=原路退"},
		{"", ""},
	} {
		if got := protectCell(tt.text); got != tt.want || unprotectCell(got) != tt.text {
			t.Errorf("protectCell(%q) = %q, want %q; count off: %q", tt.text, got, tt.want, unprotectCell(got))
		}
	}
	if got := unprotectCell("'quoted'"); got != "'quoted'" {
		t.Errorf("unprotectCell = %q", got)
	}
}
