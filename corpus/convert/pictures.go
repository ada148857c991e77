package convert

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"
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
func (r *importRun) pictures(w *dayWork, g *merger, old, result []piece) {
	taken := make(map[string]bool)
	for i := range old {
		if p := imageForm.FindStringSubmatch(old[i].body); p != nil {
			base := path.Base(p[1])
			taken[strings.TrimSuffix(base, path.Ext(base))] = true
		}
	}
	for i := range result {
		p := &result[i]
		if p.text != nil || p.picture == nil {
			continue
		}
		var data []byte
		ext := imageExt(p.picture.name)
		if r.set.ImagesDir != "" {
			var found string
			if data, found = r.load(p); imageExt(found) != "" {
				ext = imageExt(found)
			}
			if sniffed := sniffImage(data); sniffed != "" && ext == "" {
				ext = sniffed
			}
		}
		if ext == "" {
			ext = ".png"
		}
		n := 1
		for taken[strings.TrimSuffix(imageName(p.time, n, ""), ".")] {
			n++
		}
		name := imageName(p.time, n, ext)
		taken[strings.TrimSuffix(name, ext)] = true
		address := p.picture.name
		switch {
		case r.set.ImagesBase != "":
			address = strings.TrimSuffix(r.set.ImagesBase, "/") + "/" + name
		case r.set.ImagesDir != "" && data != nil, address == "" || cleanURL(address) == "":
			address = name
		default:
			address = cleanURL(strings.ReplaceAll(address, `\`, "/"))
		}
		p.body = fmt.Sprintf("![%s](%s)", p.time.Format(time.DateTime), escapeURL(address))
		if data != nil {
			w.images = append(w.images, picture{filepath.Join(r.set.ImagesDir, name), data})
		}
	}
}

// maxImage bounds a picture that is copied, in bytes.
const maxImage = 64 << 20

// load finds a picture beside the export; nil if it is not there.
func (r *importRun) load(p *piece) (data []byte, name string) {
	in := r.b.dirs[p.picture.file]
	if r.b.Files[p.picture.file].Format == Mail {
		if f, err := in.Open(); err == nil {
			defer f.Close()
			if mail, err := io.ReadAll(io.LimitReader(f, 4*maxImage)); err == nil {
				return attachment(mail, p.picture.name)
			}
		}
		return nil, ""
	}
	for _, name := range r.candidates(in, p) {
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
			return data, name
		}
	}
	return nil, ""
}

// candidates are where a picture may lie: where the export says, or, as
// 同步助手 has it, in 图片/*/ under its time.
func (r *importRun) candidates(in Input, p *piece) []string {
	var all []string
	name := strings.ReplaceAll(p.picture.name, `\`, "/")
	if name != "" && !strings.Contains(name, "://") {
		clean := path.Join(in.dir, name)
		for _, ext := range []string{"", ".jpg", ".png", ".jpeg", ".gif", ".webp"} {
			all = append(all, clean+ext)
		}
	}
	stamp := p.time.Format("20060102150405")
	for _, dir := range []string{"图片", "媒体文件", "../图片", "../媒体文件"} {
		if found, err := fs.Glob(in.siblings, path.Join(in.dir, dir, "*", stamp+"*")); err == nil {
			all = append(all, found...)
		}
	}
	return slices.DeleteFunc(all, func(s string) bool { return !fs.ValidPath(s) })
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
