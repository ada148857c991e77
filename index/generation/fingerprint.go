package generation

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"runtime/debug"
	"slices"

	"qunwen/corpus/people"
	"qunwen/index/analysis"
)

// format changes whenever the files of a generation change their form or
// their meaning.
const format = 5

// Fingerprint names what an index depends on besides the posts: an index made
// under another one is built anew.
func Fingerprint(a *analysis.Analyzer, aside []string, persons *people.Persons) string {
	h := sha256.New()
	fmt.Fprintf(h, "format %d\nanalysis %s\nfields %s %s\nbleve %s\n", format, a.Fingerprint(), FieldWords, FieldBigrams, bleveVersion())
	for _, name := range slices.Sorted(slices.Values(aside)) {
		fmt.Fprintf(h, "aside %q\n", name)
	}
	if sum := persons.Sum(); sum != "" {
		fmt.Fprintf(h, "persons %s\n", sum)
	}
	return hex.EncodeToString(h.Sum(nil)[:12])
}

// bleveVersion is the version the program was built with; "" in a build that
// does not say.
func bleveVersion() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	for _, d := range info.Deps {
		if d.Path == "github.com/blevesearch/bleve/v2" {
			return d.Version
		}
	}
	return ""
}
