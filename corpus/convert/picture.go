package convert

import (
	"bytes"
	"cmp"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
)

// maxImage bounds a picture that is copied, in bytes.
const maxImage = 64 << 20

// Picture returns a picture that a message of a file shows, by its name there, which
// may be "", and when it was said, and the ending of its name; nil if it is not
// there. One that is found by its time alone is no other message's: it is noted as
// used.
func (b *Batch) Picture(file int, name string, at time.Time, used map[string]bool) (data []byte, ext string) {
	data, found := b.load(file, name, at, used)
	return data, cmp.Or(ImageExt(found), ImageExt(name), sniffImage(data))
}

// load finds a picture beside the export.
func (b *Batch) load(file int, name string, at time.Time, used map[string]bool) (data []byte, found string) {
	in := b.dirs[file]
	if b.Files[file].Format == formatMail {
		if f, err := in.content(); err == nil {
			defer f.Close()
			if mail, err := io.ReadAll(io.LimitReader(f, 4*maxImage)); err == nil {
				return attachment(mail, name)
			}
		}
		return nil, ""
	}
	named, dated := candidates(in, name, at)
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
func candidates(in Input, name string, at time.Time) (named, dated []string) {
	name = strings.ReplaceAll(name, `\`, "/")
	if name != "" && !strings.Contains(name, "://") {
		clean := path.Join(in.dir, name)
		for _, ext := range []string{"", ".jpg", ".png", ".jpeg", ".gif", ".webp"} {
			named = append(named, clean+ext)
		}
	}
	stamp := at.Format("20060102150405")
	for _, dir := range []string{"图片", "媒体文件", "../图片", "../媒体文件"} {
		if found, err := fs.Glob(in.siblings, path.Join(in.dir, dir, "*", stamp+"*")); err == nil {
			dated = append(dated, found...)
		}
	}
	invalid := func(s string) bool { return !fs.ValidPath(s) }
	return slices.DeleteFunc(named, invalid), slices.DeleteFunc(dated, invalid)
}

// ImageExt returns the ending of a picture's name; "" if it is none.
func ImageExt(name string) string {
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
