package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestUnused states each rule with a package a, a command that uses some of it, and
// the names of a that are left.
func TestUnused(t *testing.T) {
	tests := []struct {
		name string
		a    string // declarations
		use  string // statements
		want string // names
	}{
		{"a function", "func F() {}; func G() {}", "a.F()", "G"},
		{"names that are not exported", "func f() {}; type t struct{ N int }", "", ""},
		{"a field by key", "type T struct{ N, M int }", "_ = a.T{N: 1}", "T.M"},
		{"fields without keys", "type T struct{ N, M int }", "_ = []*a.T{{1, 2}}", ""},
		{"fields by conversion", "type T struct{ N, M int }", "_ = a.T(struct{ N, M int }{})", ""},
		{"a promoted field", "type S struct{ N, M int }; type T struct{ S }", "var x a.T; _ = x.N", "S.M"},
		{"fields for encoders", "type S struct{ N int }; type T struct { N S `json:\"n\"`; M, X int `yaml:\"m\"`; O int `db:\"o\"` }", "_ = a.T{}", "S.N T.O"},
		{"a type that nothing names", "type S struct{ N int }; type T struct{ S []*S }; func F() T { return T{} }", "for _, s := range a.F().S { _ = s.N }", ""},
		{"a type of a field", "type S interface{ M() }; type T struct{ X S }", "_ = a.T{X: nil}", ""},
		{"methods", "type T int; func (T) M() {}; func (*T) N() {}", "a.T(0).M()", "T.N"},
		{"methods that an interface wants", "type T int; func (T) String() string { return \"\" }; func (*T) Error() string { return \"\" }; func (T) Unwrap() error { return nil }; func (T) Len() int { return 0 }", "fmt.Print(a.T(0))", "T.Len"},
		{"a generic type", "type T[V any] struct{ N, M V }; func (T[V]) F() {}; func (T[V]) G() {}", "x := a.T[int]{N: 1}; x.F()", "T.G T.M"},
		{"an enumeration", "type E int; const (A E = iota; B); const C = 1", "_ = a.A", "C"},
		{"an enumeration without a use", "type E int; const (A E = iota; B)", "", "A B E"},
	}
	dir := t.TempDir()
	write := func(name, text string) {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("go.mod", "module m\ngo 1.26\n")
	for i, tt := range tests {
		path := fmt.Sprintf("m/c%d/a", i)
		in := fmt.Sprintf("c%d/", i)
		write(in+"main.go", "package main\nimport (\"fmt\"; \""+path+"\")\nfunc Exported() {}\nvar _ = fmt.Stringer(nil)\nvar _ a.Used\nfunc main() {\n"+tt.use+"\n}")
		write(in+"a/a.go", "package a\ntype Used int\nfunc Tested() {}\n"+tt.a)
		write(in+"a/a_test.go", "package a_test\nimport \""+path+"\"\nvar All = a.Tested")
		write(in+"atest/atest.go", "package atest\nfunc New() {}")
	}
	pkgs, err := load(dir, []string{"./..."})
	if err != nil {
		t.Fatal(err)
	}
	all := unused(pkgs)
	for i, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, name := range all {
				if name, ok := strings.CutPrefix(name, fmt.Sprintf("m/c%d/a.", i)); ok && name != "Tested" {
					got = append(got, name)
				}
			}
			if !slices.Equal(got, strings.Fields(tt.want)) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			if !slices.Contains(all, fmt.Sprintf("m/c%d/a.Tested", i)) {
				t.Error("a use in a test counts")
			}
		})
	}
	for _, name := range all {
		if !strings.Contains(name, "/a.") {
			t.Errorf("%s counts", name)
		}
	}
}
