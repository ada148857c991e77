package site

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"qunwen/corpus/convert"
	"qunwen/corpus/people"
	"qunwen/corpus/tree"

	"gopkg.in/yaml.v3"
)

const (
	// ReceiptsFile is where a site keeps what was imported.
	ReceiptsFile = "_data/imports.yml"

	// keysDir holds the keys of each run's messages.
	keysDir = "_data/imports"
)

// A receipt says what a run did.
type receipt struct {
	Run      string               `yaml:"run"`
	Time     time.Time            `yaml:"time"`
	Rooms    []string             `yaml:"rooms,flow"`
	Settings string               `yaml:"settings"` // a sum of what the result depends on besides the files
	Files    []convert.FileReport `yaml:"files"`
	Days     int                  `yaml:"days"`
	Changed  int                  `yaml:"changed"` // posts
	Counts   Counts               `yaml:"counts"`
}

type receiptsFile struct {
	Imports []receipt `yaml:"imports"`
}

func readReceipts(site string) ([]receipt, error) {
	data, err := tree.ReadFile(site, ReceiptsFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var f receiptsFile
	if err := yaml.Unmarshal(data, &f); err != nil {
		return nil, fmt.Errorf("%s: %w", ReceiptsFile, err)
	}
	return f.Imports, nil
}

func printReceipts(all []receipt) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("# 每次导入的收据：由 qunwen import 写。\n")
	enc := yaml.NewEncoder(&b)
	enc.SetIndent(2)
	if err := enc.Encode(receiptsFile{all}); err != nil {
		return nil, err
	}
	return b.Bytes(), enc.Close()
}

// A dayKeys is what a run brought for a day: a line of its file of keys.
type dayKeys struct {
	room, date string
	post       string // its path, below the site
	sum        string // of the post after the run, SHA-256
	there      int    // messages in the posts of the day after the run
	counts     Counts
	keys       []broughtKey
}

// A broughtKey is what a message that a run brought is known by.
type broughtKey struct {
	sum    uint64
	minute bool // it stands without its seconds; written as a ~ before the sum
}

// A broughtBefore is what runs before brought for a day.
type broughtBefore struct {
	times  map[uint64]int  // how often each key: the most that one of them did
	minute map[uint64]bool // the keys of messages without their seconds; may be nil
}

const keysHead = "room\tdate\tpost\tsha256\tthere\tsame\tdoubt\tgone\thidden\tkeys\n"

func (d *dayKeys) append(b []byte) []byte {
	b = fmt.Appendf(b, "%s\t%s\t%s\t%s\t%d\t%d\t%d\t%d\t%d\t", d.room, d.date, d.post, d.sum, d.there, d.counts.New+d.counts.Same, d.counts.Doubt, d.counts.Gone, d.counts.Hidden)
	var raw [8]byte
	for i, k := range d.keys {
		if i > 0 {
			b = append(b, ' ')
		}
		if k.minute {
			b = append(b, '~')
		}
		binary.BigEndian.PutUint64(raw[:], k.sum)
		b = base64.RawURLEncoding.AppendEncode(b, raw[:])
	}
	return append(b, '\n')
}

// parseDayKeys reads a line; keys only if wanted. The error wraps ErrSyntax.
func parseDayKeys(line string, keys bool) (dayKeys, error) {
	f := strings.SplitN(line, "\t", 10)
	if len(f) != 10 {
		return dayKeys{}, convert.ErrSyntax
	}
	d := dayKeys{room: f[0], date: f[1], post: f[2], sum: f[3]}
	for i, to := range []*int{&d.there, &d.counts.Same, &d.counts.Doubt, &d.counts.Gone, &d.counts.Hidden} {
		n, err := strconv.Atoi(f[4+i])
		if err != nil {
			return d, fmt.Errorf("%q: %w", f[4+i], convert.ErrSyntax)
		}
		*to = n
	}
	if !keys {
		return d, nil
	}
	for k := range strings.FieldsSeq(f[9]) {
		k, minute := strings.CutPrefix(k, "~")
		raw, err := base64.RawURLEncoding.DecodeString(k)
		if err != nil || len(raw) != 8 {
			return d, fmt.Errorf("key %q: %w", k, convert.ErrSyntax)
		}
		d.keys = append(d.keys, broughtKey{binary.BigEndian.Uint64(raw), minute})
	}
	return d, nil
}

// eachKeys reads the files of keys of all runs, or of one.
func eachKeys(site, run string, keys bool, each func(*dayKeys) error) error {
	names, err := filepath.Glob(filepath.Join(escapeGlob(site), keysDir, "*.tsv"))
	if err != nil {
		return err
	}
	for _, name := range names {
		if err := tree.Check(site, keysDir+"/"+filepath.Base(name)); err != nil {
			return err
		}
		if run != "" && filepath.Base(name) != run+".tsv" {
			continue
		}
		if err := eachLine(name, keys, each); err != nil {
			return err
		}
	}
	return nil
}

func eachLine(name string, keys bool, each func(*dayKeys) error) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, maxKeysLine)
	for n := 1; lines.Scan(); n++ {
		if n == 1 {
			continue // the heads
		}
		d, err := parseDayKeys(lines.Text(), keys)
		if err != nil {
			return fmt.Errorf("%s:%d: %w", name, n, err)
		}
		if err := each(&d); err != nil {
			return err
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// maxKeysLine bounds a line of a file of keys, in bytes.
const maxKeysLine = 64 << 20

// brought returns for each of the days what runs before brought.
func brought(site string, days map[convert.DayKey]bool) (map[convert.DayKey]broughtBefore, error) {
	all := make(map[convert.DayKey]broughtBefore)
	err := eachKeys(site, "", true, func(d *dayKeys) error {
		k := convert.DayKey{Room: d.room, Date: d.date}
		if !days[k] {
			return nil
		}
		r := all[k]
		own := make(map[uint64]int)
		for _, key := range d.keys {
			own[key.sum]++
			if key.minute {
				if r.minute == nil {
					r.minute = make(map[uint64]bool)
				}
				r.minute[key.sum] = true
			}
		}
		if r.times == nil {
			r.times = own
		} else {
			for sum, n := range own {
				r.times[sum] = max(r.times[sum], n)
			}
		}
		all[k] = r
		return nil
	})
	return all, err
}

// settingsSum is a sum of what the outcome depends on besides files and posts.
func settingsSum(parts ...any) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q", parts))
	return hex.EncodeToString(sum[:8])
}

// sumOf returns the SHA-256 of data, in hexadecimal.
func sumOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// fileSum is sumOf of a file; "" if there is none.
func fileSum(path string) (string, error) {
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return sumOf(data), nil
}

func escapeGlob(path string) string {
	var b strings.Builder
	for _, r := range path {
		if slices.Contains([]rune(`*?[\`), r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// errUnequal says that no run on record is equal to an import, or that the
// posts are not as that run left them.
var errUnequal = errors.New("no equal import is on record")

// Known returns the report of an import of the files if an equal one is on
// record and every post is as it left it: then there is nothing to do, and
// nothing but sums need be read. It returns nil if there is work to do.
func Known(ctx context.Context, files []convert.Input, from string, set Settings) (*Report, error) {
	receipts, err := readReceipts(set.Site)
	if err != nil || len(receipts) == 0 {
		return nil, err
	}
	people, err := people.Read(set.Site)
	if err != nil {
		return nil, err
	}
	settings, err := set.sum(people)
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(receipts, func(r receipt) bool { return r.Settings == settings }) {
		return nil, nil
	}
	hashes, skipped, err := convert.Hashes(ctx, files, from, set.Progress)
	if err != nil { // reading the file says what is wrong
		return nil, ctx.Err()
	}
	receipt := findReceipt(receipts, hashes, settings)
	if receipt == nil || receipt.Counts.Refused > 0 {
		return nil, nil
	}
	out := &Report{Files: receipt.Files, Skipped: skipped, Known: true}
	err = out.addDays(set.Site, receipt.Run)
	if errors.Is(err, errUnequal) || errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return out, err
}

// findReceipt returns the last run of the same files and settings; nil if
// there is none.
func findReceipt(all []receipt, hashes []string, settings string) *receipt {
	for i := range slices.Backward(all) {
		if all[i].Settings == settings && slices.Equal(hashesOf(all[i].Files), hashes) {
			return &all[i]
		}
	}
	return nil
}

// hashesOf returns the hashes of files, in their order and once each.
func hashesOf(files []convert.FileReport) []string {
	var all []string
	for _, f := range files {
		all = append(all, f.Hash)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// addDays adds the days of a run on record, by room and date. The error is
// errUnequal if a post is not as the run left it.
func (r *Report) addDays(site, run string) error {
	err := eachKeys(site, run, false, func(d *dayKeys) error {
		sum := ""
		if d.post != "-" {
			var err error
			if sum, err = fileSum(filepath.Join(site, filepath.FromSlash(d.post))); err != nil {
				return err
			}
		}
		if sum != d.sum {
			return errUnequal
		}
		c := d.counts
		c.There = d.there
		r.Days = append(r.Days, DayReport{Room: d.room, Date: d.date, Post: d.post, Counts: c})
		r.Counts.add(c)
		return nil
	})
	slices.SortFunc(r.Days, func(a, b DayReport) int {
		return cmp.Or(cmp.Compare(a.Room, b.Room), cmp.Compare(a.Date, b.Date))
	})
	return err
}
