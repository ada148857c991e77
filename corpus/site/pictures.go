package site

import (
	"cmp"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"qunwen/corpus"
	"qunwen/corpus/convert"
)

// A picture is a file to be copied.
type picture struct {
	path string
	data []byte
}

// pictures gives the new pictures of a day their names.
func (r *importRun) pictures(w *dayWork, old, result []piece) {
	taken, used := pictureStems(old), make(map[string]bool)
	for i := range result {
		p := &result[i]
		if p.text != nil || p.picture == nil {
			continue
		}
		data, ext := r.fetch(p, used)
		name := r.namePicture(p.time, ext, taken, data)
		taken[strings.TrimSuffix(name, ext)] = true
		b := corpus.Body{Kind: corpus.Image, URL: r.address(p.picture.name, name, data != nil)}
		p.body = strings.TrimSpace(b.Print(p.time))
		if data != nil {
			w.images = append(w.images, picture{filepath.Join(r.set.ImagesDir, name), data})
		}
	}
}

// pictureStems returns the names, without their endings, of the pictures that
// messages show.
func pictureStems(pieces []piece) map[string]bool {
	stems := make(map[string]bool)
	for i := range pieces {
		if b := corpus.ParseBody(pieces[i].body); b.Kind == corpus.Image {
			base := path.Base(b.URL)
			stems[strings.TrimSuffix(base, path.Ext(base))] = true
		}
	}
	return stems
}

// fetch returns a picture to be copied, nil if it is not there or none are
// copied, and the ending of its name. Those found are noted as used, as load
// does.
func (r *importRun) fetch(p *piece, used map[string]bool) (data []byte, ext string) {
	if r.set.ImagesDir != "" {
		data, ext = r.b.Picture(p.picture.file, p.picture.name, p.time, used)
	}
	return data, cmp.Or(ext, convert.ImageExt(p.picture.name), ".png")
}

// namePicture returns the first name of a time that is free: no picture of the
// day has its stem, which taken says, nor another its path, if there is data
// to lie there.
func (r *importRun) namePicture(at time.Time, ext string, taken map[string]bool, data []byte) string {
	for n := 1; ; n++ {
		name := imageName(at, n, ext)
		if taken[imageName(at, n, "")] || data != nil && !r.named.take(filepath.Join(r.set.ImagesDir, name), data) {
			continue
		}
		return name
	}
}

// address returns what a post shows a picture by: its new name, below
// ImagesBase if that is set, or its address in the export if that is one and
// the picture is not copied.
func (r *importRun) address(source, name string, copied bool) string {
	if r.set.ImagesBase != "" {
		return strings.TrimSuffix(r.set.ImagesBase, "/") + "/" + name
	}
	if copied || source == "" || corpus.CleanURL(source) == "" {
		return name
	}
	return corpus.CleanURL(strings.ReplaceAll(source, `\`, "/"))
}

// pictureNames are the paths that a run has given to pictures.
type pictureNames struct {
	mu    sync.Mutex
	taken map[string]bool
}

// take reports whether a picture can have a path: no other of the run has it,
// and what lies there, maybe another room's of that second, is the same.
func (n *pictureNames) take(path string, data []byte) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.taken[path] {
		return false
	}
	if old, err := fileSum(path); err == nil && old != "" && old != sumOf(data) {
		return false
	}
	if n.taken == nil {
		n.taken = make(map[string]bool)
	}
	n.taken[path] = true
	return true
}
