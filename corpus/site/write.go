package site

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"qunwen/corpus"
	"qunwen/corpus/convert"
	"qunwen/corpus/people"
	"qunwen/corpus/tree"
)

// ErrCheck says that what was written is not what was to be: then it was taken
// back.
var ErrCheck = errors.New("the post does not hold what was written")

// write merges, writes and checks.
func (r *importRun) write(ctx context.Context, s *state) error {
	if _, err := s.recover(ctx); err != nil {
		return err
	}
	now := r.set.Now().In(r.b.Location())
	j := &journal{Run: newRun(now, fmt.Sprint(hashesOf(r.b.Files)))}
	worth, err := r.stage(ctx, s, j, now)
	if err != nil {
		return errors.Join(err, s.clean())
	}
	if !worth {
		r.report.Known = true
		return s.clean()
	}
	return s.alone(ctx, func() error { return r.carryOut(s, j) })
}

// stage keeps all that the run writes. worth is false if that is not worth a
// receipt, nor the chance to take the run before back: the run changes no post
// and brings nothing that is not on record.
func (r *importRun) stage(ctx context.Context, s *state, j *journal, now time.Time) (worth bool, err error) {
	keys, err := r.stageDays(ctx, s, j)
	if err != nil {
		return false, err
	}
	settings, err := r.set.sum(r.people)
	if err != nil {
		return false, err
	}
	receipts, err := readReceipts(r.set.Site)
	if err != nil {
		return false, err
	}
	news := r.people.Changed() || slices.ContainsFunc(r.works, func(w *dayWork) bool { return w.news })
	if r.report.Changed == 0 && (!news || findReceipt(receipts, hashesOf(r.b.Files), settings) != nil) {
		return false, nil
	}
	receipts = append(receipts, r.receipt(j.Run, now, settings))
	return true, r.stageRecords(s, j, receipts, keys)
}

// stageDays merges and keeps the posts and the pictures of all days. It
// returns the file of the days' keys.
func (r *importRun) stageDays(ctx context.Context, s *state, j *journal) (keys []byte, err error) {
	keys = append(keys, keysHead...)
	err = r.merge(ctx, func(w *dayWork) error {
		sum, err := r.stageDay(s, j, w)
		if err != nil {
			return err
		}
		d := dayKeys{room: w.key.Room, date: w.key.Date, post: w.report.Post, sum: sum, there: w.total, counts: w.report.Counts, keys: w.brings}
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
	return keys, err
}

// stageDay keeps the post and the pictures of a day. It returns the sum of the
// post as it will be; "" if there will be none.
func (r *importRun) stageDay(s *state, j *journal, w *dayWork) (sum string, err error) {
	if w.old != nil {
		sum = sumOf(w.old)
	}
	if w.post != nil {
		if err := s.stage(j, w.report.Post, sum, w.post); err != nil {
			return "", err
		}
		sum = j.Changes[len(j.Changes)-1].New
	}
	for _, p := range w.images {
		if err := r.stagePicture(s, j, p); err != nil {
			return "", err
		}
	}
	return sum, nil
}

// receipt returns the receipt of the run, which has the name run and began now.
func (r *importRun) receipt(run string, now time.Time, settings string) receipt {
	receipt := receipt{Run: run, Time: now.Truncate(time.Second), Settings: settings, Files: slices.Clone(r.b.Files), Days: len(r.works), Changed: r.report.Changed, Counts: r.report.Counts}
	for i := range receipt.Files { // the folder is nobody's business
		receipt.Files[i].Name = path.Base(receipt.Files[i].Name)
	}
	for _, folder := range r.to {
		receipt.Rooms = append(receipt.Rooms, folder)
	}
	slices.Sort(receipt.Rooms)
	receipt.Rooms = slices.Compact(receipt.Rooms)
	return receipt
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
func (r *importRun) stageRecords(s *state, j *journal, receipts []receipt, keys []byte) error {
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
		}{people.File, data})
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
		data, err := tree.ReadFile(r.set.Site, w.report.Post)
		if err != nil {
			w.err = err
			return
		}
		tr, err := corpus.Parse(w.report.Post, bytes.NewReader(data), r.b.Location())
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

// Import merges what was read into the posts of a site: all of it or nothing.
// The report is there with ErrRefused, too.
func Import(ctx context.Context, b *convert.Batch, set Settings) (*Report, error) {
	if set.Now == nil {
		set.Now = time.Now
	}
	to, err := set.assign(b.Rooms)
	if err != nil {
		return nil, err
	}
	if set.DryRun {
		r := newImportRun(b, &set, to)
		err := r.merge(ctx, nil)
		return r.report, err
	}
	s, err := openState(set.Site)
	if err != nil {
		return nil, err
	}
	r := newImportRun(b, &set, to)
	err = r.write(ctx, s)
	if errors.Is(err, ErrChanged) { // by live messages, say: once more, and they wait
		r = newImportRun(b, &set, to)
		err = s.alone(ctx, func() error { return r.write(ctx, s) })
	}
	return r.report, errors.Join(err, s.close())
}

// ErrRefused says that there are messages that cannot be read.
var ErrRefused = errors.New("some messages cannot be read")
