package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/gofrs/flock"
	"github.com/natefinch/atomic"

	"qunwen/bot"
	"qunwen/bot/schedule"
	"qunwen/bot/schedule/announce"
	"qunwen/bot/service"
	"qunwen/bot/store"
)

// handFileName is where a site keeps what is corrected by hand.
const handFileName = "_data/schedule.yml"

// editOptions are what a correction gives a session.
type editOptions struct {
	date, to, start, end, speaker, status string
}

func (o *editOptions) addFlags(fs *flag.FlagSet) {
	fs.StringVar(&o.date, "date", "", "更正：`哪天`的那场；也可以直接写在动作后面")
	fs.StringVar(&o.to, "to", "", "move：改到`哪天`")
	fs.StringVar(&o.start, "start", "", "set、move：`几点`开始，像 20:00")
	fs.StringVar(&o.end, "end", "", "set、move：`几点`结束，像 21:00；不写时跟着开始的时间走")
	fs.StringVar(&o.speaker, "speaker", "", "set：分享`人`")
	fs.StringVar(&o.status, "status", "", "set：`状态`，planned、tbd、open、cancelled、held 或 not_held")
}

// book returns the book of the site; st tells who asked to be hidden, and may be
// nil.
func (e *env) book(st *store.Store) *service.Book {
	return service.NewBook(service.BookConfig{
		Site: e.site, Location: e.location, HandFile: handFileName, ByHand: e.readHandFile,
		Options: schedule.Options{Announcers: bot.AnnouncersOf(e.rooms()), Aliases: e.Aliases, RoomNames: bot.RoomNames(e.rooms()), Bots: e.Names},
		Hidden:  func(ctx context.Context) ([]string, error) { return e.hiddenNames(ctx, st) },
	})
}

// replay makes the book of the site as it is.
func (e *env) replay(ctx context.Context) (*schedule.Book, error) {
	if err := e.hasPosts(); err != nil {
		return nil, err
	}
	st, err := e.openStore(ctx)
	if err != nil {
		return nil, err
	}
	if st != nil {
		defer st.Close()
	}
	return e.book(st).Read(ctx)
}

// readHandFile reads the corrections of the site; it has none if there is no
// such file.
func (e *env) readHandFile() (*schedule.HandFile, error) {
	data, err := fs.ReadFile(e.site, handFileName)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("手工更正 %s：%w", handFileName, err)
	}
	f, err := schedule.ParseHandFile(filepath.Join(e.Site, handFileName), data)
	if err != nil {
		return nil, fmt.Errorf("手工更正读不懂，改好这一行再来：%w", err)
	}
	return f, nil
}

// changeHandFile lets change work on the corrections and writes them back
// whole. Only one command at a time does so.
func (e *env) changeHandFile(ctx context.Context, change func(*schedule.HandFile) error) error {
	dir, err := e.dataDir()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	lock := flock.New(filepath.Join(dir, "schedule.lock"), flock.SetPermissions(0o600))
	if _, err := lock.TryLockContext(ctx, 50*time.Millisecond); err != nil {
		return err
	}
	defer lock.Unlock()
	f, err := e.readHandFile()
	if err != nil {
		return err
	}
	if err := change(f); err != nil {
		return err
	}
	data, err := f.Bytes()
	if err != nil {
		return err
	}
	path := filepath.Join(e.Site, handFileName)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	_, err = os.Stat(path)
	if werr := atomic.WriteFile(path, bytes.NewReader(data)); werr != nil {
		return fmt.Errorf("手工更正没有写进去：%w", werr)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return os.Chmod(path, 0o644) // a page of the site like the others
	}
	return nil
}

var errSampleSite = errors.New("自带的示例群改不了；用 --site 指定自己的站点")

// replayOwn returns the book of the site, which must not be the sample.
func (e *env) replayOwn(ctx context.Context) (*schedule.Book, error) {
	if e.Site == "" {
		return nil, errSampleSite
	}
	return e.replay(ctx)
}

// aliasPerson ties a handle to a person.
func (e *env) aliasPerson(ctx context.Context, args []string) error {
	if len(args) != 2 {
		return &misuse{text: "schedule alias 要两个名字：群昵称 人", help: "schedule"}
	}
	if e.Site == "" {
		return errSampleSite
	}
	if err := e.changeHandFile(ctx, func(f *schedule.HandFile) error { return f.Alias(args[0], args[1]) }); err != nil {
		return err
	}
	_, err := fmt.Fprintf(e.Out, "记下了：%s 就是 %s\n", args[0], args[1])
	return err
}

// correct makes a correction of one session and prints the session as it is
// then.
func (e *env) correct(ctx context.Context, o *scheduleOptions, do schedule.Deed, args []string) error {
	now, err := o.now(e)
	if err != nil {
		return err
	}
	c, err := o.correction(do, args, now)
	if err != nil {
		return err
	}
	book, err := e.replayOwn(ctx)
	if err != nil {
		return err
	}
	was, err := e.meant(book.Sessions(now), &c)
	if err != nil {
		return err
	}
	comment := "原来没有这一场"
	if was != nil {
		comment = "原来：" + describe(*was, now)
	}
	var byHand schedule.ByHand
	err = e.changeHandFile(ctx, func(f *schedule.HandFile) error {
		c.At = f.Next(c.At)
		if err := f.Add(c, comment); err != nil {
			return &misuse{text: err.Error(), help: "schedule"}
		}
		byHand = f.ByHand()
		return nil
	})
	if err != nil {
		return err
	}
	book.Correct(byHand)
	day := cmp.Or(c.To, c.Date)
	for _, s := range book.Sessions(now) {
		if s.Room == c.Room && s.Date == day && s.ByHand.Equal(c.At) {
			if _, err := fmt.Fprintln(e.Out, describe(s, now)); err != nil {
				return err
			}
		}
	}
	e.note("记在 %s 里了", filepath.Join(e.Site, handFileName))
	return nil
}

// correction makes a correction of the flags and arguments.
func (o *scheduleOptions) correction(do schedule.Deed, args []string, now time.Time) (schedule.Correction, error) {
	c := schedule.Correction{
		Room: o.room, Who: o.who, Do: do, Start: o.edit.start, End: o.edit.end, Speaker: o.edit.speaker, Topic: o.topic,
		Status: schedule.Status(o.edit.status), At: time.Now().In(now.Location()),
	}
	if len(args) > 0 && o.edit.date == "" {
		o.edit.date, args = args[0], args[1:]
	}
	if len(args) > 0 && o.edit.to == "" {
		o.edit.to, args = args[0], args[1:]
	}
	if len(args) > 0 {
		return c, &misuse{text: fmt.Sprintf("多了一个日期 %q", args[0]), help: "schedule"}
	}
	var err error
	if c.Date, err = dayOf(o.edit.date, now); err != nil {
		return c, &misuse{text: "哪天的那场？" + err.Error(), help: "schedule"}
	}
	if do == schedule.DoMove {
		if c.To, err = dayOf(o.edit.to, now); err != nil {
			return c, &misuse{text: "改到哪天？" + err.Error(), help: "schedule"}
		}
	} else if o.edit.to != "" {
		return c, &misuse{text: "--to 只能和 move 一起用", help: "schedule"}
	}
	room := c.Room
	c.Room = cmp.Or(room, "any")
	if err := c.Validate(); err != nil {
		return c, &misuse{text: err.Error(), help: "schedule"}
	}
	c.Room = room
	return c, nil
}

// dayOf reads one day.
func dayOf(text string, now time.Time) (string, error) {
	if text == "" {
		return "", errors.New("没有给日期")
	}
	day, ok := announce.Day(text, now)
	if !ok {
		return "", fmt.Errorf("%q 不是一个日子，应像 2018-05-15 或 5月15日", text)
	}
	return day, nil
}

// meant finds the session that a correction is of and completes its room; nil
// if there is none, which only set allows.
func (e *env) meant(sessions []schedule.Session, c *schedule.Correction) (*schedule.Session, error) {
	found := sessionsOf(sessions, c)
	if c.Do == schedule.DoRestore {
		if err := restorable(sessions, found, c); err != nil {
			return nil, err
		}
	}
	if fitting := slices.DeleteFunc(slices.Clone(found), func(s *schedule.Session) bool { return calledOff(s) != (c.Do == schedule.DoRestore) }); len(fitting) > 0 {
		found = fitting
	}
	switch {
	case len(found) == 1:
		c.Room = found[0].Room
		return found[0], nil
	case len(found) > 1:
		var lines []string
		for _, s := range found {
			lines = append(lines, "  "+s.Room+" "+cmp.Or(s.Speaker, "（没有说是谁）"))
		}
		return nil, &misuse{text: fmt.Sprintf("%s 有 %d 场，用 --who 或 --room 说明是哪一场：\n%s", c.Date, len(found), strings.Join(lines, "\n")), help: "schedule"}
	case c.Do != schedule.DoSet:
		return nil, fmt.Errorf("%s 没有%s分享；schedule list --all 列出全部", c.Date, cmp.Or(whose(c.Who), "安排"))
	case c.Room == "":
		rooms := schedule.Rooms(sessions)
		if len(rooms) != 1 {
			return nil, &misuse{text: "是哪个群的？用 --room 指定", help: "schedule"}
		}
		c.Room = rooms[0]
	}
	return nil, nil
}

// sessionsOf are those of the day, the room and the name of a correction.
func sessionsOf(sessions []schedule.Session, c *schedule.Correction) []*schedule.Session {
	var found []*schedule.Session
	for i := range sessions {
		s := &sessions[i]
		day := s.Date
		if c.Do == schedule.DoRestore {
			day = s.LastDay()
		}
		who := strings.ToLower(s.Speaker + " " + s.AnnouncedAs)
		if day == c.Date && (c.Room == "" || s.Room == c.Room) && strings.Contains(who, strings.ToLower(c.Who)) {
			found = append(found, s)
		}
	}
	return found
}

// calledOff reports whether a session was cancelled, or moved to no day.
func calledOff(s *schedule.Session) bool {
	return s.Status == schedule.Cancelled || s.Status == schedule.Moved
}

// restorable says why a correction restores none of the sessions that it may
// mean, and what to do instead; nil if there is one, or none at all.
func restorable(sessions []schedule.Session, found []*schedule.Session, c *schedule.Correction) error {
	if slices.ContainsFunc(found, calledOff) {
		return nil
	}
	for _, s := range found {
		return fmt.Errorf("%s %s 的分享没有取消，不用恢复", c.Date, cmp.Or(s.Speaker, "这天"))
	}
	for i := range sessions {
		s := &sessions[i]
		if (c.Room == "" || s.Room == c.Room) && slices.Contains(s.MovedFrom, c.Date) && s.Date != "" {
			return fmt.Errorf("%s 的分享（%s）改到了 %s；要改回来用 schedule move %s %s", c.Date, cmp.Or(s.Speaker, "没有说是谁"), s.Date, s.Date, c.Date)
		}
	}
	return nil
}

func whose(name string) string {
	if name == "" {
		return ""
	}
	return " " + name + " 的"
}
