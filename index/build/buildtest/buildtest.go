// Package buildtest makes sites and indexes for tests.
package buildtest

import (
	"context"
	"fmt"
	"hash/fnv"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"qunwen/corpus/sample"
	"qunwen/index/build"
	"qunwen/index/dense"
)

// Growing is the path of a post that the sample site has not.
const Growing = "source/clearing/_posts/2023-05-01-chat.markdown"

// Sample returns the sample site as a map that can be changed.
func Sample(t testing.TB) fstest.MapFS {
	t.Helper()
	m := make(fstest.MapFS)
	site := sample.Site()
	err := fs.WalkDir(site, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(site, name)
		m[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// Post returns a post of the given body.
func Post(body string) *fstest.MapFile {
	return &fstest.MapFile{Data: []byte("---\nlayout: source\n---\n" + body)}
}

// LongDay returns the body of a post with messages a second apart.
func LongDay(messages int) string {
	var b strings.Builder
	for i := range messages {
		fmt.Fprintf(&b, "> %s  群友%d\n\n第%d笔%s\n\n", Clock(9*3600+i), i%50, i, []string{"已经对上了", "还差三块二", "清算行说明天才有文件", "退回来了"}[i%4])
	}
	return b.String()
}

// Clock returns the time of day so many seconds after midnight.
func Clock(sec int) string {
	return fmt.Sprintf("%02d:%02d:%02d", sec/3600, sec/60%60, sec%60)
}

// Refresh brings the index in dir up to date with a site, by words only.
func Refresh(t testing.TB, dir string, site fs.FS) build.Report {
	t.Helper()
	r, err := build.Builder{Warn: func(err error) { t.Log("warning:", err) }}.Refresh(t.Context(), dir, site)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// An Encoder makes vectors of the hashes of texts, and counts them.
type Encoder struct {
	Name    string // its fingerprint
	Encoded int    // texts so far
	Err     error  // given instead of the vectors after Left texts
	Left    int
}

// Fingerprint returns the name of the encoder.
func (e *Encoder) Fingerprint() string { return e.Name }

// Dim returns 4.
func (e *Encoder) Dim() int { return 4 }

// Encode returns a vector for each text.
func (e *Encoder) Encode(ctx context.Context, kind dense.Kind, texts []string) ([][]int8, error) {
	if e.Err != nil && e.Encoded+len(texts) > e.Left {
		return nil, e.Err
	}
	e.Encoded += len(texts)
	var out [][]int8
	for _, t := range texts {
		h := fnv.New32a()
		fmt.Fprint(h, byte(kind), e.Name, t)
		k := h.Sum32()
		out = append(out, []int8{int8(k) | 1, int8(k >> 8), int8(k >> 16), int8(k >> 24)})
	}
	return out, ctx.Err()
}
