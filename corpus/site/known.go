package site

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"slices"

	"qunwen/corpus/convert"
	"qunwen/corpus/people"
)

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
