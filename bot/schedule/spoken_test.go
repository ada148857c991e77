package schedule

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"qunwen/bot/schedule/announce"
)

// A spokenRow is a sentence of testdata/spoken as somebody would type it, and
// what it means. Rows with Messages are played into an empty book.
type spokenRow struct {
	ID, Family, Time, Speaker, Text string

	Messages [][3]string // date and time, speaker, words
	At       string

	Expect json.RawMessage
	Miss   string // why it is not understood; "" of rows that are
}

// readSpoken reads the rows of a file.
func readSpoken(t *testing.T, name string) []spokenRow {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var rows []spokenRow
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var r spokenRow
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			t.Fatalf("%s:%d: %v", name, len(rows)+1, err)
		}
		rows = append(rows, r)
	}
	return rows
}

// TestSpoken holds what people really type: every sentence of the sets is read as
// it is meant, but for those that say why not. One of these that is read now must
// lose its reason.
func TestSpoken(t *testing.T) {
	files, err := filepath.Glob("testdata/spoken/*.jsonl")
	if err != nil || len(files) == 0 {
		t.Fatalf("no sets: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".jsonl"), func(t *testing.T) {
			rows := readSpoken(t, file)
			missed := 0
			for _, r := range rows {
				wrong := r.judgeMessage
				if len(r.Messages) > 0 {
					wrong = r.judgeBook
				}
				switch why := wrong(t); {
				case why != "" && r.Miss == "":
					t.Errorf("%s: %s\n  %s", r.ID, r.words(), why)
				case why == "" && r.Miss != "":
					t.Errorf("%s is understood now: %s", r.ID, r.words())
				case why != "":
					missed++
				}
			}
			t.Logf("%d of %d understood", len(rows)-missed, len(rows))
		})
	}
}

func (r *spokenRow) words() string {
	if len(r.Messages) > 0 {
		return r.Messages[len(r.Messages)-1][2]
	}
	return r.Text
}

// judgeMessage says what is wrong with the reading of one message.
func (r *spokenRow) judgeMessage(t *testing.T) string {
	t.Helper()
	var want struct {
		Kind    []announce.Kind
		Entries []map[string]any
		NullOK  bool `json:"null_ok"`
	}
	at, err := time.Parse(time.RFC3339, r.Time)
	if err := errors.Join(err, json.Unmarshal(r.Expect, &want)); err != nil {
		t.Fatalf("%s: %v", r.ID, err)
	}
	x := announce.Extract(announce.Message{Room: "r", Time: at, Speaker: r.Speaker, Text: r.Text}, announce.Context{})
	switch {
	case r.Family == "past":
		for _, e := range x.Entries {
			if e.Date != "" {
				return "on " + e.Date
			}
		}
		return ""
	case !slices.Contains(want.Kind, x.Kind):
		return fmt.Sprintf("is %s, not %s", x.Kind, want.Kind)
	case len(x.Entries) != len(want.Entries):
		return fmt.Sprintf("has %d entries, not %d", len(x.Entries), len(want.Entries))
	}
	for i, w := range want.Entries {
		if why := judgeEntry(w, x.Entries[i], want.NullOK); why != "" {
			return why
		}
	}
	return ""
}

// judgeEntry says what is wrong with an entry; "*" stands for anything.
func judgeEntry(want map[string]any, e announce.Entry, nullOK bool) string {
	for field, got := range map[string]string{"date": e.Date, "start": e.Start, "speaker": e.Speaker, "topic": e.Topic, "status": string(e.Status), "from_date": e.FromDate} {
		w, _ := want[field].(string)
		if w == "*" || w == got || field == "date" && nullOK && got == "" {
			continue
		}
		if alt, ok := want["alt"].([]any); ok && slices.ContainsFunc(alt, func(a any) bool { return strings.Contains(fmt.Sprint(a), got) }) {
			continue
		}
		return fmt.Sprintf("%s is %q, not %q", field, got, w)
	}
	if _, ok := want["problem"]; ok && e.Problem == "" {
		return "no problem is seen"
	}
	return ""
}

// judgeBook says what is wrong with the book after the messages.
func (r *spokenRow) judgeBook(t *testing.T) string {
	t.Helper()
	var lines []string
	for _, m := range r.Messages {
		lines = append(lines, m[0][:len("2006-01-02 15:04")]+" "+m[1]+": "+strings.ReplaceAll(m[2], "\n", "  "))
	}
	at, err := time.Parse(time.RFC3339, r.At)
	var want map[string]any
	if err := errors.Join(err, json.Unmarshal(r.Expect, &want)); err != nil {
		t.Fatalf("%s: %v", r.ID, err)
	}
	have := make(map[string][]Session)
	for _, s := range replay(slices.Values(chat(t, lines...)), Options{}).Sessions(at) {
		have[s.Speaker] = append(have[s.Speaker], s)
	}
	for name, w := range want {
		if why := judgeSpeaker(w, have[name]); why != "" {
			return name + " " + why
		}
	}
	for name, sessions := range have {
		if _, ok := want[name]; !ok && sessions[0].Status != Open {
			return "nobody announced " + name
		}
	}
	return ""
}

// judgeSpeaker says what is wrong with the sessions of a speaker: want is nil
// where it does not matter, "gone" where none may be planned, else one session or
// several as date, start, status and topic.
func judgeSpeaker(want any, have []Session) string {
	var planned []Session
	for _, s := range have {
		if s.Status == Planned {
			planned = append(planned, s)
		}
	}
	rows, ok := want.([]any)
	switch {
	case want == nil:
		return ""
	case !ok && len(planned) > 0:
		return "is still planned"
	case !ok:
		return ""
	}
	if _, several := rows[0].([]any); !several {
		rows = []any{rows}
	}
	count := 0
	for _, row := range rows {
		w := row.([]any)
		if w[2] == string(Planned) {
			count++
		}
		if !slices.ContainsFunc(have, func(s Session) bool {
			for i, got := range []string{s.Date, s.Start, string(s.Status), s.Topic}[:len(w)] {
				if said, _ := w[i].(string); said != got {
					return false
				}
			}
			return true
		}) {
			return fmt.Sprintf("is not %v: %s", w, showSessions(have))
		}
	}
	if len(planned) != count {
		return fmt.Sprintf("has %d sessions planned, not %d: %s", len(planned), count, showSessions(have))
	}
	return ""
}
