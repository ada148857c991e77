package convert

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
)

// A source is where a picture of an export is.
type source struct {
	file int    // of the batch
	name string // as the export has it; may be "", an address, or no more than a sum
}

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
		p.body = fmt.Sprintf("![%s](%s)", p.time.Format(time.DateTime), escapeURL(r.address(p.picture.name, name, data != nil)))
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
		if p := imageForm.FindStringSubmatch(pieces[i].body); p != nil {
			base := path.Base(p[1])
			stems[strings.TrimSuffix(base, path.Ext(base))] = true
		}
	}
	return stems
}

// fetch returns a picture to be copied, nil if it is not there or none are
// copied, and the ending of its name. Those found are noted as used, as load
// does.
func (r *importRun) fetch(p *piece, used map[string]bool) (data []byte, ext string) {
	ext = imageExt(p.picture.name)
	if r.set.ImagesDir != "" {
		var found string
		data, found = r.load(p, used)
		ext = cmp.Or(imageExt(found), ext, sniffImage(data))
	}
	return data, cmp.Or(ext, ".png")
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
	if copied || source == "" || cleanURL(source) == "" {
		return name
	}
	return cleanURL(strings.ReplaceAll(source, `\`, "/"))
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

// maxImage bounds a picture that is copied, in bytes.
const maxImage = 64 << 20

// load finds a picture beside the export; nil if it is not there. One that is
// found by its time alone is no other message's: it is noted as used.
func (r *importRun) load(p *piece, used map[string]bool) (data []byte, name string) {
	in := r.b.dirs[p.picture.file]
	if r.b.Files[p.picture.file].Format == formatMail {
		if f, err := in.content(); err == nil {
			defer f.Close()
			if mail, err := io.ReadAll(io.LimitReader(f, 4*maxImage)); err == nil {
				return attachment(mail, p.picture.name)
			}
		}
		return nil, ""
	}
	named, dated := r.candidates(in, p)
	for i, name := range slices.Concat(named, dated) {
		if i >= len(named) && used[name] {
			continue
		}
		f, err := in.siblings.Open(name)
		if err != nil {
			continue
		}
		info, err := f.Stat()
		if err == nil && info.Mode().IsRegular() && info.Size() <= maxImage {
			data, err = io.ReadAll(f)
		}
		_ = f.Close()
		if err == nil && data != nil {
			used[name] = true
			return data, name
		}
	}
	return nil, ""
}

// candidates are where a picture may lie: named as the export says, or dated,
// as 同步助手 has it, in 图片/*/ under its time.
func (r *importRun) candidates(in Input, p *piece) (named, dated []string) {
	name := strings.ReplaceAll(p.picture.name, `\`, "/")
	if name != "" && !strings.Contains(name, "://") {
		clean := path.Join(in.dir, name)
		for _, ext := range []string{"", ".jpg", ".png", ".jpeg", ".gif", ".webp"} {
			named = append(named, clean+ext)
		}
	}
	stamp := p.time.Format("20060102150405")
	for _, dir := range []string{"图片", "媒体文件", "../图片", "../媒体文件"} {
		if found, err := fs.Glob(in.siblings, path.Join(in.dir, dir, "*", stamp+"*")); err == nil {
			dated = append(dated, found...)
		}
	}
	invalid := func(s string) bool { return !fs.ValidPath(s) }
	return slices.DeleteFunc(named, invalid), slices.DeleteFunc(dated, invalid)
}

// imageExt returns the ending of a picture's name; "" if it is none.
func imageExt(name string) string {
	name, _, _ = strings.Cut(name, "?")
	switch ext := strings.ToLower(path.Ext(name)); ext {
	case ".jpg", ".jpeg", ".png", ".gif", ".webp", ".bmp", ".heic":
		return ext
	}
	return ""
}

// sniffImage returns the ending that fits the content; "" if none does.
func sniffImage(data []byte) string {
	switch {
	case bytes.HasPrefix(data, []byte("\x89PNG")):
		return ".png"
	case bytes.HasPrefix(data, []byte("\xff\xd8\xff")):
		return ".jpg"
	case bytes.HasPrefix(data, []byte("GIF8")):
		return ".gif"
	case len(data) > 12 && string(data[8:12]) == "WEBP":
		return ".webp"
	}
	return ""
}
