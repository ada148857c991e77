package convert

import (
	"testing"
	"time"
)

var shanghai = time.FixedZone("CST", 8*3600)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
