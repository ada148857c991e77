package main

import (
	"cmp"
	"context"
	"fmt"

	"qunwen/bot/schedule"
)

// checkSchedule prints what people have to look at.
func (e *env) checkSchedule(ctx context.Context, o *scheduleOptions) error {
	now, err := o.now(e)
	if err != nil {
		return err
	}
	book, err := e.replay(ctx)
	if err != nil {
		return err
	}
	problems := []schedule.Problem{}
	for _, p := range book.Check(now) {
		if o.room == "" || p.Room == o.room {
			problems = append(problems, p)
		}
	}
	if e.json {
		return writeJSON(e.Out, problems)
	}
	for _, p := range problems {
		if _, err := fmt.Fprintf(e.Out, "%s: %s：%s\n", cmp.Or(p.Place, handFileName), p.Room, p.Problem); err != nil {
			return err
		}
	}
	if len(problems) == 0 {
		e.note("没有要看的地方")
	}
	return nil
}
