package convert

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"qunwen/corpus"
)

// ErrCheck says that what was written is not what was to be: then it was taken
// back.
var ErrCheck = errors.New("the post does not hold what was written")

// write merges, writes and checks.
func (r *importRun) write(ctx context.Context, s *state) error {
	if _, err := s.recover(ctx); err != nil {
		return err
	}
	now := r.set.Now().In(r.b.loc)
	j := &journal{Run: newRun(now, fmt.Sprint(r.b.hashes()))}
	var keys []byte
	keys = append(keys, keysHead...)
	err := r.merge(ctx, func(w *dayWork) error {
		sum := ""
		if w.old != nil {
			sum = sumOf(w.old)
		}
		if w.post != nil {
			if err := s.stage(j, w.report.Post, sum, w.post); err != nil {
				return err
			}
			sum = j.Changes[len(j.Changes)-1].New
		}
		for _, p := range w.images {
			if err := r.stagePicture(s, j, p); err != nil {
				return err
			}
		}
		d := dayKeys{room: w.key.room, date: w.key.date, post: w.report.Post, sum: sum, there: w.total, counts: w.report.Counts, keys: w.brings}
		if sum == "" {
			d.post = "-" // nothing of the day was written
		}
		keys = d.append(keys)
		w.post, w.old, w.images, w.brings = nil, nil, nil, nil
		return nil
	})
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return errors.Join(err, s.clean())
	}
	settings, err := r.set.sum(r.people)
	if err != nil {
		return errors.Join(err, s.clean())
	}
	receipts, err := readReceipts(r.set.Site)
	if err != nil {
		return errors.Join(err, s.clean())
	}
	// A run that changes no post and brings nothing that is not on record is
	// not worth a receipt, nor the chance to take the run before back.
	news := r.people.Changed() || slices.ContainsFunc(r.works, func(w *dayWork) bool { return w.news })
	if r.report.Changed == 0 && (!news || findReceipt(receipts, r.b.hashes(), settings) != nil) {
		r.report.Known = true
		return s.clean()
	}
	receipt := Receipt{Run: j.Run, Time: now.Truncate(time.Second), Settings: settings, Files: slices.Clone(r.b.Files), Days: len(r.works), Changed: r.report.Changed, Counts: r.report.Counts}
	for i := range receipt.Files { // the folder is nobody's business
		receipt.Files[i].Name = path.Base(receipt.Files[i].Name)
	}
	for _, folder := range r.to {
		receipt.Rooms = append(receipt.Rooms, folder)
	}
	slices.Sort(receipt.Rooms)
	receipt.Rooms = slices.Compact(receipt.Rooms)
	if err := r.stageRecords(s, j, append(receipts, receipt), keys); err != nil {
		return errors.Join(err, s.clean())
	}
	return s.alone(ctx, func() error { return r.carryOut(s, j) })
}

// stagePicture keeps a picture, unless it is there already.
func (r *importRun) stagePicture(s *state, j *journal, p picture) error {
	abs, err := filepath.Abs(p.path)
	if err != nil {
		return err
	}
	old, err := fileSum(abs)
	if err != nil || old == sumOf(p.data) {
		return err
	}
	r.report.Images++
	return s.stage(j, abs, old, p.data)
}

// stageRecords keeps what the site remembers of the run.
func (r *importRun) stageRecords(s *state, j *journal, receipts []Receipt, keys []byte) error {
	all, err := printReceipts(receipts)
	if err != nil {
		return err
	}
	records := []struct {
		path string
		data []byte
	}{{keysDir + "/" + j.Run + ".tsv", keys}, {ReceiptsFile, all}}
	if r.people.Changed() {
		data, err := r.people.Bytes()
		if err != nil {
			return err
		}
		records = append(records, struct {
			path string
			data []byte
		}{PeopleFile, data})
	}
	for _, rec := range records {
		old, err := fileSum(filepath.Join(r.set.Site, filepath.FromSlash(rec.path)))
		if err != nil {
			return err
		}
		if err := s.stage(j, rec.path, old, rec.data); err != nil {
			return err
		}
	}
	return nil
}

// carryOut makes the changes and checks the posts; if that fails all is as it
// was.
func (r *importRun) carryOut(s *state, j *journal) error {
	if err := s.commit(j); err != nil {
		return errors.Join(err, s.clean())
	}
	err := s.carryOut(j, r.set.Progress)
	if err == nil {
		err = r.check()
	}
	if err != nil {
		return errors.Join(err, s.rollBack(j))
	}
	r.report.Run = j.Run
	return s.finish(j)
}

// check reads the posts again: they must hold what the report says.
func (r *importRun) check() error {
	changed := make(map[*dayWork]bool)
	for _, w := range r.works {
		changed[w] = w.report.Counts.New > 0
	}
	return r.each(context.Background(), "check", func(w *dayWork) {
		if !changed[w] {
			return
		}
		data, err := os.ReadFile(filepath.Join(r.set.Site, filepath.FromSlash(w.report.Post)))
		if err != nil {
			w.err = err
			return
		}
		tr, err := corpus.Parse(w.report.Post, bytes.NewReader(data), r.b.loc)
		if err != nil {
			w.err = err
			return
		}
		lines := -1
		if at := linesKey.FindStringIndex(tr.Head); at != nil {
			lines, _ = strconv.Atoi(string(bytes.TrimSpace([]byte(tr.Head[at[0]+len("lines:") : at[1]]))))
		}
		c := w.report.Counts
		if len(tr.Messages) != w.pieces || lines != w.pieces || w.total != c.There+c.New {
			w.err = fmt.Errorf("%s: %d messages, lines: %d, %d were to be: %w", w.report.Post, len(tr.Messages), lines, w.pieces, ErrCheck)
		}
	}, func(w *dayWork) error { return w.err })
}

// sum is what the outcome depends on besides the files and the posts.
func (s *Settings) sum(people *People) (string, error) {
	data, err := people.Bytes()
	if err != nil {
		return "", err
	}
	return settingsSum(s.Room, s.Chats, s.Map, s.ImagesBase, s.ImagesDir, s.AddDoubtful, s.SkipRefused, s.Reading, sumOf(data)), nil
}

// findReceipt returns the last run of the same files and settings; nil if
// there is none.
func findReceipt(all []Receipt, hashes []string, settings string) *Receipt {
	for i := range slices.Backward(all) {
		var have []string
		for _, f := range all[i].Files {
			have = append(have, f.Hash)
		}
		slices.Sort(have)
		if all[i].Settings == settings && slices.Equal(slices.Compact(have), hashes) {
			return &all[i]
		}
	}
	return nil
}

// Known returns the report of an import of the files if an equal one is on
// record and every post is as it left it: then there is nothing to do, and
// nothing but sums need be read. It returns nil if there is work to do.
func Known(ctx context.Context, files []Input, from string, set Settings) (*Report, error) {
	receipts, err := readReceipts(set.Site)
	if err != nil || len(receipts) == 0 {
		return nil, err
	}
	people, err := ReadPeople(set.Site)
	if err != nil {
		return nil, err
	}
	settings, err := set.sum(people)
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(receipts, func(r Receipt) bool { return r.Settings == settings }) {
		return nil, nil
	}
	var hashes []string
	var skipped []string
	var done, total int64
	for _, in := range files {
		total += in.Size
	}
	for _, in := range files {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if _, err := Open(in, from); err != nil {
			if errors.Is(err, ErrFormat) && !in.Named {
				skipped = append(skipped, in.Name)
				continue
			}
			return nil, nil // reading says what is wrong
		}
		sum, err := in.Hash()
		if err != nil {
			return nil, nil // as above
		}
		hashes = append(hashes, sum)
		done += in.Size
		set.Progress.tell("read", done, total)
	}
	slices.Sort(hashes)
	receipt := findReceipt(receipts, slices.Compact(hashes), settings)
	if receipt == nil || receipt.Counts.Refused > 0 {
		return nil, nil
	}
	out := &Report{Files: receipt.Files, Skipped: skipped, Known: true}
	same := errors.New("posts differ")
	err = eachKeys(set.Site, receipt.Run, false, func(d *dayKeys) error {
		sum := ""
		if d.post != "-" {
			var err error
			if sum, err = fileSum(filepath.Join(set.Site, filepath.FromSlash(d.post))); err != nil {
				return err
			}
		}
		if sum != d.sum {
			return same
		}
		c := d.counts
		c.There = d.there
		out.Days = append(out.Days, DayReport{Room: d.room, Date: d.date, Post: d.post, Counts: c})
		out.Counts.Add(c)
		return nil
	})
	if errors.Is(err, same) || errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	slices.SortFunc(out.Days, func(a, b DayReport) int {
		return cmp.Or(cmp.Compare(a.Room, b.Room), cmp.Compare(a.Date, b.Date))
	})
	return out, err
}
