package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// mayImport says which packages of this module each package may import itself,
// besides cmd/qunwen, which may import all.
var mayImport = map[string][]string{
	"qunwen/cmd/arrows":                 nil,
	"qunwen/corpus":                     nil,
	"qunwen/corpus/convert":             {"qunwen/corpus"},
	"qunwen/corpus/convert/converttest": {"qunwen/corpus"},
	"qunwen/corpus/days":                {"qunwen/corpus"},
	"qunwen/corpus/people":              {"qunwen/corpus", "qunwen/corpus/tree", "qunwen/corpus/zh"},
	"qunwen/corpus/site":                {"qunwen/corpus", "qunwen/corpus/convert", "qunwen/corpus/people", "qunwen/corpus/tree", "qunwen/corpus/zh"},
	"qunwen/corpus/sample":              nil,
	"qunwen/corpus/speed":               nil,
	"qunwen/corpus/threads":             {"qunwen/corpus", "qunwen/corpus/zh"},
	"qunwen/corpus/tree":                nil,
	"qunwen/corpus/zh":                  nil,
	"qunwen/index/analysis":             {"qunwen/corpus/zh"},
	"qunwen/index/dense":                nil,
	"qunwen/index/judge":                nil,
	"qunwen/index/wording":              {"qunwen/corpus", "qunwen/corpus/zh", "qunwen/index/analysis"},
	"qunwen/index/generation":           {"qunwen/corpus", "qunwen/corpus/people", "qunwen/index/analysis", "qunwen/index/dense"},
	"qunwen/index/build":                {"qunwen/corpus", "qunwen/corpus/people", "qunwen/corpus/threads", "qunwen/index/analysis", "qunwen/index/dense", "qunwen/index/generation", "qunwen/index/wording"},
	"qunwen/index/build/buildtest":      {"qunwen/corpus/sample", "qunwen/index/build", "qunwen/index/dense"},
	"qunwen/index/retrieval":            {"qunwen/index/analysis", "qunwen/index/dense", "qunwen/index/generation", "qunwen/index/wording"},
	"qunwen/index":                      {"qunwen/corpus", "qunwen/corpus/people", "qunwen/corpus/zh", "qunwen/index/analysis", "qunwen/index/build", "qunwen/index/dense", "qunwen/index/generation", "qunwen/index/retrieval", "qunwen/index/wording"},
	"qunwen/bot":                        {"qunwen/corpus", "qunwen/corpus/zh", "qunwen/corpus/days", "qunwen/corpus/people", "qunwen/corpus/site", "qunwen/index", "qunwen/bot/hearing", "qunwen/bot/period", "qunwen/bot/say", "qunwen/bot/schedule", "qunwen/bot/schedule/announce", "qunwen/bot/store"}, // see docs/decisions.md on the store
	"qunwen/bot/bottest":                {"qunwen/bot/store", "qunwen/corpus/sample", "qunwen/index", "qunwen/index/build"},
	"qunwen/bot/console":                {"qunwen/bot"},
	"qunwen/bot/hearing":                {"qunwen/corpus/zh"},
	"qunwen/bot/period":                 {"qunwen/corpus/zh"},
	"qunwen/bot/say":                    {"qunwen/corpus", "qunwen/corpus/people", "qunwen/corpus/zh", "qunwen/index", "qunwen/index/wording", "qunwen/bot/schedule", "qunwen/bot/schedule/announce", "qunwen/bot/store"},
	"qunwen/bot/schedule":               {"qunwen/corpus", "qunwen/corpus/zh", "qunwen/bot/schedule/announce", "qunwen/bot/schedule/when"},
	"qunwen/bot/schedule/announce":      {"qunwen/corpus/zh", "qunwen/bot/schedule/pattern", "qunwen/bot/schedule/when"},
	"qunwen/bot/schedule/pattern":       {"qunwen/corpus/zh"},
	"qunwen/bot/schedule/when":          {"qunwen/corpus/zh"},
	"qunwen/bot/service":                {"qunwen/corpus", "qunwen/corpus/days", "qunwen/corpus/people", "qunwen/corpus/site", "qunwen/corpus/tree", "qunwen/index", "qunwen/bot", "qunwen/bot/say", "qunwen/bot/schedule", "qunwen/bot/store"},
	"qunwen/bot/store":                  nil,
	"qunwen/bot/web":                    {"qunwen/corpus", "qunwen/corpus/days", "qunwen/corpus/people", "qunwen/bot/say"},
	"qunwen/bot/wechat":                 {"qunwen/bot", "qunwen/bot/hearing"},
	"qunwen/bot/wechat/wechattest":      nil,
}

// onlyIn names libraries that are one package's affair, by prefix.
var onlyIn = map[string][]string{
	"github.com/blevesearch/":        {"qunwen/index/generation"},
	"github.com/adrg/frontmatter":    {"qunwen/corpus"},
	"github.com/eatmoreapple/":       {"qunwen/bot/wechat"},
	"github.com/schollz/progressbar": {"qunwen/cmd/qunwen"},
	"github.com/arran4/golang-ical":  {"qunwen/bot/schedule"},
	"github.com/6tail/lunar-go":      {"qunwen/bot/schedule/when"},
	"modernc.org/sqlite":             {"qunwen/bot/store"},
}

// corpus reads a file system it is given, and nothing else.
var notInCorpus = []string{"net", "net/http", "os/exec"}

// TestImports holds the dependency rules of the design.
func TestImports(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", "-json=ImportPath,Imports,Deps,Module", "qunwen/...").Output()
	if err != nil {
		t.Fatal(err)
	}
	dec := json.NewDecoder(bytes.NewReader(out))
	own := 0
	for {
		var p struct {
			ImportPath    string
			Imports, Deps []string
		}
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(p.ImportPath, "qunwen/") {
			continue
		}
		own++
		allowed, known := mayImport[p.ImportPath]
		if !known && p.ImportPath != "qunwen/cmd/qunwen" {
			t.Errorf("%s is not in the design", p.ImportPath)
		}
		for _, imp := range p.Imports {
			if strings.HasPrefix(imp, "qunwen/") && known && !slices.Contains(allowed, imp) {
				t.Errorf("%s imports %s", p.ImportPath, imp)
			}
			for lib, owners := range onlyIn {
				if strings.HasPrefix(imp, lib) && !slices.Contains(owners, p.ImportPath) {
					t.Errorf("%s imports %s", p.ImportPath, imp)
				}
			}
		}
		if p.ImportPath == "qunwen/corpus" {
			for _, dep := range notInCorpus {
				if slices.Contains(p.Deps, dep) {
					t.Errorf("%s depends on %s", p.ImportPath, dep)
				}
			}
		}
	}
	if own < len(mayImport) {
		t.Errorf("only %d packages seen", own)
	}
}
