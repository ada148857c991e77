package schedule

import (
	"errors"
	"strings"
	"testing"
	"time"
)

func TestHandFile(t *testing.T) {
	at := time.Date(2024, 3, 1, 9, 0, 0, 0, shanghai)
	f, err := ParseHandFile("_data/schedule.yml", nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []Correction{
		{Room: "r", Date: "2024-03-09", Do: DoCancel, At: at},
		{Room: "r", Date: "2024-03-05", Who: "李二", Do: DoMove, To: "2024-03-07", Start: "20:00", At: at},
		{Room: "r", Date: "2024-03-06", Do: DoSet, Speaker: "王: 一", Topic: "# 不是注释", At: at},
	} {
		if err := f.Add(c, "原来：某人\n某题"); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Alias("balance", "许衡-云杉"); err != nil {
		t.Fatal(err)
	}
	data, err := f.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	if !strings.HasPrefix(text, "# 手工改过的分享安排") || strings.Count(text, "# 原来：某人 某题\n") != 3 {
		t.Errorf("comments are missing:\n%s", text)
	}
	if a, b, c := strings.Index(text, "2024-03-05"), strings.Index(text, "2024-03-06"), strings.Index(text, "2024-03-09"); !(a < b && b < c) {
		t.Errorf("not in the order of dates:\n%s", text)
	}
	// What people add stays, and so does what is written.
	text = strings.Replace(text, "aliases:", "# 张三换过名字\naliases:", 1)
	g, err := ParseHandFile("x", []byte(text))
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	got := g.ByHand()
	if len(got.corrections) != 3 || got.corrections[1].Topic != "# 不是注释" || got.corrections[0].To != "2024-03-07" || !got.corrections[2].At.Equal(at) || got.aliases["balance"] != "许衡-云杉" {
		t.Errorf("read back %+v", got)
	}
	if err := g.Alias("另一个", "许衡-云杉"); err != nil {
		t.Fatal(err)
	}
	again, err := g.Bytes()
	if err != nil || !strings.Contains(string(again), "# 张三换过名字") || strings.Replace(string(again), "  另一个: 许衡-云杉\n", "", 1) != text {
		t.Errorf("%v; was\n%s\nis\n%s", err, text, again)
	}
}

// TestHandFileUndo takes back what was corrected last, one after the other.
func TestHandFileUndo(t *testing.T) {
	now := time.Date(2024, 3, 1, 9, 0, 0, 0, shanghai)
	f, err := ParseHandFile("f.yml", []byte("# oben\ncorrections:\n  # bleibt\n  - {room: r, date: 2024-03-05, do: cancel, at: 2024-03-01T09:00:00+08:00}\n"))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []Correction{{Room: "r", Date: "2024-03-04", Do: DoConfirm}, {Room: "q", Date: "2024-03-09", Do: DoConfirm}} {
		c.At = f.Next(now)
		if err := f.Add(c, ""); err != nil {
			t.Fatal(err)
		}
	}
	var last time.Time
	for _, tt := range []struct{ room, want string }{ // want: the day
		{"r", "2024-03-04"}, {"", "2024-03-09"}, {"q", ""}, {"", "2024-03-05"}, {"", ""},
	} {
		c, err := f.Undo(tt.room, now)
		if c.Date != tt.want || errors.Is(err, ErrNothingToUndo) != (tt.want == "") {
			t.Errorf("undo in %q is of %q, %v, want %q", tt.room, c.Date, err, tt.want)
		}
		if err == nil && !c.Undone.After(last) {
			t.Errorf("taken back at %v, not after %v", c.Undone, last)
		}
		last = c.Undone
	}
	data, err := f.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	g, err := ParseHandFile("f.yml", data)
	if err != nil || strings.Count(string(data), "undone: ") != 3 || !strings.Contains(string(data), "# bleibt") {
		t.Fatalf("%v\n%s", err, data)
	}
	if _, err := g.Undo("", now); !errors.Is(err, ErrNothingToUndo) {
		t.Errorf("read again, there is something to undo: %v\n%s", err, data)
	}
}

func TestHandFileBroken(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"no YAML", "corrections:\n  - room: r\n   date: x\n", "f.yml:2: 不是合法的 YAML"},
		{"a list", "- a\n", "f.yml:1: 最外层应是"},
		{"unknown section", "corrections: []\nfoo: 1\n", `f.yml:2: 没有 "foo" 这一项`},
		{"corrections are a word", "corrections: x\n", "f.yml:1: corrections 应是一列"},
		{"unknown field", "corrections:\n  - room: r\n    date: 2024-03-05\n    dо: cancel\n", "f.yml:4: 没有"},
		{"no such day", "corrections:\n  - room: r\n    date: 2024-02-30\n    do: cancel\n", `f.yml:2: date: "2024-02-30" 不是日期`},
		{"no such deed", "corrections:\n\n  - room: r\n    date: 2024-02-20\n    do: drop\n", `f.yml:3: do: 没有 "drop"`},
		{"no target", "corrections:\n  - {room: r, date: 2024-02-20, do: move}\n", `f.yml:2: to: "" 不是日期`},
		{"no clock", "corrections:\n  - {room: r, date: 2024-02-20, do: set, start: 8点}\n", `f.yml:2: start: "8点" 不是时刻`},
		{"nothing to set", "corrections:\n  - {room: r, date: 2024-02-20, do: set}\n", "f.yml:2: set 没有说要改什么"},
		{"time is no time", "corrections:\n  - {room: r, date: 2024-02-20, do: cancel, at: gestern}\n", "f.yml:2: 不是合法的 YAML"},
		{"two documents", "corrections: []\n---\naliases: {}\n", "只能有一份"},
		{"UTF-16", "\xfe\xff", "f.yml:1: 不是 UTF-8 编码"},
		{"a broken character", "aliases:\n  a: b\xff\n", "f.yml:2: 不是 UTF-8 编码"},
		{"alias to a list", "aliases:\n  a: [b]\n", "f.yml:2: 不是合法的 YAML"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := ParseHandFile("f.yml", []byte(tt.text))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want %q", err, tt.want)
			}
		})
	}
	for _, text := range []string{"", "\n", "# nur ein Kommentar\n", "corrections:\n", "aliases:\ncorrections:\n"} {
		f, err := ParseHandFile("f.yml", []byte(text))
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		if err := f.Add(Correction{Room: "r", Date: "2024-02-20", Do: DoCancel}, ""); err != nil {
			t.Errorf("%q: %v", text, err)
		}
		if err := f.Alias("a", "b"); err != nil {
			t.Errorf("%q: %v", text, err)
		}
		data, err := f.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		if g, err := ParseHandFile("f.yml", data); err != nil || len(g.ByHand().corrections) != 1 || len(g.ByHand().aliases) != 1 {
			t.Errorf("%q: %v\n%s", text, err, data)
		}
	}
}

func FuzzHandFile(f *testing.F) {
	f.Add([]byte("corrections:\n  - room: r\n    date: 2024-02-20\n    do: move\n    to: 2024-02-21\naliases:\n  a: b\n"))
	f.Add([]byte("\xfe\xff"))
	f.Fuzz(func(t *testing.T, data []byte) {
		h, err := ParseHandFile("f.yml", data)
		if err != nil {
			if !strings.HasPrefix(err.Error(), "f.yml:") {
				t.Errorf("error without a place: %v", err)
			}
			return
		}
		for _, c := range h.ByHand().corrections {
			if err := c.Validate(); err != nil {
				t.Errorf("%+v: %v", c, err)
			}
		}
		out, err := h.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := ParseHandFile("f.yml", out); err != nil {
			t.Errorf("printed %q does not parse: %v", out, err)
		}
	})
}
