package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"qunwen/bot/schedule"
)

// undoCorrection takes back the last correction by hand and prints what it was,
// and the session as it is then.
func (e *env) undoCorrection(ctx context.Context, o *scheduleOptions) error {
	now, err := o.now(e)
	if err != nil {
		return err
	}
	book, err := e.replayOwn(ctx)
	if err != nil {
		return err
	}
	var undone schedule.Correction
	var byHand schedule.ByHand
	path := filepath.Join(e.Site, handFileName)
	err = e.changeHandFile(ctx, func(f *schedule.HandFile) error {
		undone, err = f.Undo(o.room, time.Now().In(now.Location()))
		byHand = f.ByHand()
		return err
	})
	if errors.Is(err, schedule.ErrNothingToUndo) {
		return fmt.Errorf("%s 里%w；群里说错的，由说的人在 30 分钟内对机器人说 撤销", path, err)
	} else if err != nil {
		return err
	}
	if _, err := fmt.Fprintf(e.Out, "撤回了 %s 记下的：%s %s\n", undone.At.In(now.Location()).Format("2006-01-02 15:04"), undone.Room, undone.String()); err != nil {
		return err
	}
	book.Correct(byHand)
	left := "现在没有这一场了"
	for _, s := range book.Sessions(now) {
		if s.Room == undone.Room && s.Corrected(undone.Undone) {
			left = "现在：" + describe(s, now)
		}
	}
	if _, err := fmt.Fprintln(e.Out, left); err != nil {
		return err
	}
	e.note("记在 %s 里了", path)
	return nil
}
