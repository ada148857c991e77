package convert

import (
	"archive/zip"
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
)

// An Input is a file that may be an export.
type Input struct {
	name     string // for people: the path as given, and below an archive the path in it
	size     int64  // in bytes, as stored; of a compressed file that of the compressed one
	named    bool   // it was asked for by name: that it is no export is an error
	open     func() (io.ReadCloser, error)
	siblings fs.FS  // what lies beside it
	dir      string // where in siblings it lies
}

// content returns the content, unpacked if it is packed by gzip.
func (in Input) content() (io.ReadCloser, error) {
	f, err := in.open()
	if err != nil || !strings.HasSuffix(strings.ToLower(in.name), ".gz") {
		return f, err
	}
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return &unpacked{z, f}, nil
}

type unpacked struct {
	*gzip.Reader
	f io.Closer
}

func (u *unpacked) Close() error { return errors.Join(u.Reader.Close(), u.f.Close()) }

// hash returns the SHA-256 of the content as stored, in hexadecimal. An error
// of reading is a [*ReadError].
func (in Input) hash() (string, error) {
	f, err := in.open()
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if n, err := io.Copy(h, f); err != nil {
		return "", &ReadError{File: in.name, Offset: n, Err: packed(err)}
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// Inputs returns the files that paths name, in their order: a file is itself,
// a folder is all in and below it, a zip archive what is packed in it, in the
// order of their names. Close the result when all is read.
func Inputs(paths []string) (*InputSet, error) {
	set := &InputSet{}
	for _, p := range paths {
		if err := set.add(p, true); err != nil {
			return nil, errors.Join(err, set.Close())
		}
	}
	return set, nil
}

// An InputSet is the files of one import.
type InputSet struct {
	Files  []Input
	closes []io.Closer
}

// Close closes the archives.
func (s *InputSet) Close() error {
	var all error
	for _, c := range s.closes {
		all = errors.Join(all, c.Close())
	}
	s.closes = nil
	return all
}

func (s *InputSet) add(name string, named bool) error {
	info, err := os.Stat(name)
	if err != nil {
		return err
	}
	switch {
	case info.IsDir():
		return s.walk(name)
	case strings.EqualFold(filepath.Ext(name), ".zip"):
		return s.unzip(name)
	case !info.Mode().IsRegular():
		return &fs.PathError{Op: "read", Path: name, Err: errors.New("not a regular file")}
	}
	s.Files = append(s.Files, Input{
		name: filepath.ToSlash(name), size: info.Size(), named: named,
		open:     func() (io.ReadCloser, error) { return os.Open(name) },
		siblings: os.DirFS(filepath.Dir(name)), dir: ".",
	})
	return nil
}

// walk adds the files below a folder that may be exports.
func (s *InputSet) walk(dir string) error {
	return filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case name != dir && strings.HasPrefix(d.Name(), "."):
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case d.IsDir() || !d.Type().IsRegular() || !mayBeExport(filepath.ToSlash(name)):
			return nil
		}
		return s.add(name, false)
	})
}

func (s *InputSet) unzip(name string) error {
	z, err := zip.OpenReader(name)
	if err != nil {
		return &fs.PathError{Op: "unzip", Path: name, Err: packed(err)}
	}
	s.closes = append(s.closes, z)
	files := slices.Clone(z.File)
	slices.SortStableFunc(files, func(a, b *zip.File) int { return strings.Compare(a.Name, b.Name) })
	for _, f := range files {
		inner := f.Name
		if f.NonUTF8 {
			inner = encodingGB18030.decodeHead([]byte(inner))
		}
		if f.FileInfo().IsDir() || !mayBeExport(inner) {
			continue
		}
		s.Files = append(s.Files, Input{
			name: filepath.ToSlash(name) + "/" + inner, size: int64(f.CompressedSize64),
			open: func() (io.ReadCloser, error) { return f.Open() }, siblings: z, dir: path.Dir(f.Name),
		})
	}
	return nil
}

// mayBeExport reports whether a file that nobody named is worth a look.
func mayBeExport(name string) bool {
	base := path.Base(name)
	if strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_") {
		return false
	}
	switch strings.ToLower(path.Ext(strings.TrimSuffix(base, ".gz"))) {
	case ".xls", ".json", ".jsonl", ".csv", ".txt", ".eml":
		return true
	case ".markdown", ".md":
		return path.Base(path.Dir(name)) == "_posts"
	}
	return false
}

// sniffLen is how much of a file is looked at to find out what it is.
const sniffLen = 64 << 10

// The marks that texts of two encodings may start with.
const (
	utf8Mark = "\xef\xbb\xbf"
	gbMark   = "\x84\x31\x95\x33"
)

// An Encoding is how a file writes characters.
type Encoding string

// The encodings that are found out.
const (
	encodingUTF8    Encoding = "UTF-8"
	encodingUTF8BOM Encoding = "UTF-8 BOM"
	encodingUTF16LE Encoding = "UTF-16LE"
	encodingUTF16BE Encoding = "UTF-16BE"
	encodingGB18030 Encoding = "GB18030"
)

// findEncoding finds out the encoding of a file by its beginning. One bad byte
// does not make a file of UTF-8 something else: then the bad byte is the news.
func findEncoding(head []byte) Encoding {
	switch {
	case bytes.HasPrefix(head, []byte(utf8Mark)):
		return encodingUTF8BOM
	case bytes.HasPrefix(head, []byte(gbMark)):
		return encodingGB18030
	case bytes.HasPrefix(head, []byte("\xff\xfe")):
		return encodingUTF16LE
	case bytes.HasPrefix(head, []byte("\xfe\xff")):
		return encodingUTF16BE
	}
	if zeros := zeroBytes(head); zeros[0]+zeros[1] > len(head)/8 {
		if zeros[1] > zeros[0] {
			return encodingUTF16LE
		}
		return encodingUTF16BE
	}
	good, bad := 0, 0
	for rest := head; len(rest) > 0; {
		r, n := utf8.DecodeRune(rest)
		switch {
		case r != utf8.RuneError || n > 1:
			if n > 1 {
				good++
			}
		case !utf8.FullRune(rest) && len(head) >= sniffLen:
			n = len(rest) // the end of the beginning
		default:
			bad++
		}
		rest = rest[n:]
	}
	if bad > 0 && bad*4 > good {
		return encodingGB18030
	}
	return encodingUTF8
}

// zeroBytes counts the zeros at even and at odd places.
func zeroBytes(b []byte) (n [2]int) {
	for i, c := range b {
		if c == 0 {
			n[i&1]++
		}
	}
	return n
}

// decoder returns how the encoding is read; nil if it is UTF-8.
func (e Encoding) decoder() *encoding.Decoder {
	switch e {
	case encodingUTF16LE:
		return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder()
	case encodingUTF16BE:
		return unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewDecoder()
	case encodingGB18030:
		return simplifiedchinese.GB18030.NewDecoder()
	}
	return nil
}

// decodeHead returns the beginning of a file as text, whatever is wrong in it.
func (e Encoding) decodeHead(head []byte) string {
	if d := e.decoder(); d != nil {
		head, _ = io.ReadAll(transform.NewReader(bytes.NewReader(head), d))
	}
	return strings.TrimPrefix(strings.ToValidUTF8(string(head), ""), "\ufeff")
}

// decode returns the text of r as UTF-8, without the mark of its encoding. Its
// error wraps ErrEncoding and says where, if there is something that is none;
// if lossy is set that becomes U+FFFD.
func (e Encoding) decode(r *bufio.Reader, lossy bool) io.Reader {
	if head, _ := r.Peek(len(gbMark)); e == encodingGB18030 && string(head) == gbMark {
		_, _ = r.Discard(len(gbMark)) // which are there
	}
	if e == encodingUTF8BOM {
		_, _ = r.Discard(len(utf8Mark)) // which are there: they told the encoding
	}
	d := e.decoder()
	switch {
	case lossy && d == nil:
		return transform.NewReader(r, runes.ReplaceIllFormed())
	case lossy:
		return transform.NewReader(r, d)
	case d == nil:
		return &strictReader{r: transform.NewReader(r, validator{}), line: 1}
	}
	return &strictReader{r: transform.NewReader(r, transform.Chain(d, validator{decoded: true})), line: 1}
}

// A badByte says where a text is none.
type badByte struct {
	line   int
	offset int64
}

func (b *badByte) Error() string {
	return fmt.Sprintf("byte %d: %v", b.offset, ErrEncoding)
}

func (b *badByte) Unwrap() error { return ErrEncoding }

// A strictReader says where the fault is that its reader ends with.
type strictReader struct {
	r      io.Reader
	line   int   // of what is read next
	offset int64 // where it starts
}

func (s *strictReader) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	s.line += bytes.Count(p[:n], []byte("\n"))
	s.offset += int64(n)
	if errors.Is(err, ErrEncoding) {
		err = &badByte{s.line, s.offset}
	}
	return n, err
}

// A validator passes UTF-8 on up to the first fault in it.
type validator struct {
	transform.NopResetter
	decoded bool // U+FFFD is a fault: it stands for one of another encoding
}

// Transform copies the source as far as it is valid.
func (v validator) Transform(dst, src []byte, atEOF bool) (nDst, nSrc int, err error) {
	n := 0
	for n < len(src) {
		r, size := utf8.DecodeRune(src[n:])
		if r == utf8.RuneError && (size == 1 || v.decoded) {
			if err = ErrEncoding; !atEOF && !utf8.FullRune(src[n:]) {
				err = transform.ErrShortSrc
			}
			break
		}
		if n+size > len(dst) {
			err = transform.ErrShortDst
			break
		}
		n += size
	}
	return copy(dst, src[:n]), n, err
}
