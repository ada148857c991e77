package index

import (
	"fmt"
	"strings"
	"testing"

	"qunwen/index/build"
	"qunwen/index/build/buildtest"
)

// What was said a moment ago, and has no vector yet, comes before what was said
// long ago and fits less.
func TestFreshMessages(t *testing.T) {
	site, dir, enc := buildtest.Sample(t), t.TempDir(), embedded(t)
	var body strings.Builder
	say := func(hour int, code string) {
		fmt.Fprintf(&body, "> %02d:00:00  余笙\n\n%s这个商户的密钥已经换好了\n\n", hour, code)
	}
	for i := range 5 {
		say(9+i, fmt.Sprintf("qx%dv", 1000+i))
	}
	site[buildtest.Growing] = buildtest.Post(body.String())
	if _, err := (build.Builder{Encoder: enc}).Refresh(t.Context(), dir, site); err != nil {
		t.Fatal(err)
	}
	say(20, "qx2000v")
	site[buildtest.Growing] = buildtest.Post(body.String())
	buildtest.Refresh(t, dir, site)
	x, err := Open(dir, OpenOptions{Encoder: enc})
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	if x.r.Model() == "" || x.r.Manifest.Missing == 0 {
		t.Fatal("no vectors, or none missing")
	}
	found, err := x.Search(t.Context(), "qx2000v这个商户的密钥换好了吗", Options{})
	if err != nil || len(found.Hits) == 0 {
		t.Fatalf("%d hits, err %v", len(found.Hits), err)
	}
	if q := found.Hits[0].Messages[0].Quote; !strings.Contains(q, "qx2000v") {
		t.Errorf("the first hit is %q", q)
	}
}
