package schedule

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// A Deed is what a correction by hand does to a session.
type Deed string

// The deeds.
const (
	DoSet     Deed = "set"     // give it fields; there need be no such session yet
	DoMove    Deed = "move"    // give it another day
	DoCancel  Deed = "cancel"  // it will not be held
	DoConfirm Deed = "confirm" // it is no longer to be confirmed
	DoRestore Deed = "restore" // it is held after all, though cancelled or moved to no day
)

// A Correction is what a maintainer says of one session, over the chat. It
// names the session by room, day and, where a day has several, by who speaks.
type Correction struct {
	Room    string    `yaml:"room"`
	Date    string    `yaml:"date"`              // YYYY-MM-DD: the day it is on, or was before the correction
	Who     string    `yaml:"who,omitempty"`     // a name of the speaker, or a part of it
	Do      Deed      `yaml:"do"`                //
	To      string    `yaml:"to,omitempty"`      // of a move: the new day, YYYY-MM-DD
	Start   string    `yaml:"start,omitempty"`   // HH:MM; of set and move
	End     string    `yaml:"end,omitempty"`     // HH:MM; of set and move
	Speaker string    `yaml:"speaker,omitempty"` // the following are of set only
	Topic   string    `yaml:"topic,omitempty"`   //
	Status  Status    `yaml:"status,omitempty"`  //
	At      time.Time `yaml:"at"`                // when it was made; later ones prevail
	Undone  time.Time `yaml:"undone,omitempty"`  // when it was taken back; zero if it stands
}

// Validate returns what is wrong with the correction, in Chinese; nil if
// nothing is.
func (c *Correction) Validate() error {
	if c.Room == "" {
		return fmt.Errorf("缺少 room（群）")
	}
	if err := validDay("date", c.Date); err != nil {
		return err
	}
	for _, f := range [][2]string{{"start", c.Start}, {"end", c.End}} {
		if err := validClock(f[0], f[1]); err != nil {
			return err
		}
	}
	if statuses := []Status{"", Planned, TBD, Open, Cancelled, Held, NotHeld}; !slices.Contains(statuses, c.Status) {
		return fmt.Errorf("status: 没有 %q 这个状态", c.Status)
	}
	if c.Do != DoSet && (c.Speaker != "" || c.Topic != "" || c.Status != "") {
		return fmt.Errorf("speaker、topic、status 只能和 do: set 一起用")
	}
	return c.validDeed()
}

// validDeed returns what is wrong with what the correction does.
func (c *Correction) validDeed() error {
	switch c.Do {
	case DoMove:
		return validDay("to", c.To)
	case DoSet:
		if c.Start+c.End+c.Speaker+c.Topic+string(c.Status) == "" {
			return fmt.Errorf("set 没有说要改什么：speaker、start、end、topic、status 至少要有一个")
		}
	case DoCancel, DoConfirm, DoRestore:
		for _, f := range [][2]string{{"start", c.Start}, {"end", c.End}} {
			if f[1] != "" {
				return fmt.Errorf("%s 不能和 do: %s 一起用", f[0], c.Do)
			}
		}
	default:
		return fmt.Errorf("do: 没有 %q 这个动作，只有 set、move、cancel、confirm、restore", c.Do)
	}
	if c.To != "" {
		return fmt.Errorf("to 只能和 do: move 一起用")
	}
	return nil
}

func validDay(field, value string) error {
	if _, err := time.Parse(time.DateOnly, value); err != nil {
		return fmt.Errorf("%s: %q 不是日期，应像 2018-05-15", field, value)
	}
	return nil
}

func validClock(field, value string) error {
	if _, err := time.Parse("15:04", value); value != "" && (err != nil || len(value) != len("15:04")) {
		return fmt.Errorf("%s: %q 不是时刻，应像 19:30", field, value)
	}
	return nil
}

// String tells what the correction does, in Chinese.
func (c *Correction) String() string {
	of := c.Date
	if c.Who != "" {
		of += " " + c.Who + " 的"
	} else {
		of += " 的"
	}
	hours := strings.Trim(c.Start+"-"+c.End, "-")
	switch c.Do {
	case DoMove:
		return strings.TrimSpace(of + "分享改到 " + c.To + " " + hours)
	case DoCancel:
		return of + "分享取消"
	case DoConfirm:
		return of + "分享定下来"
	case DoRestore:
		return of + "分享恢复"
	}
	var given []string
	for _, f := range [][2]string{{"分享人 ", c.Speaker}, {"主题 ", c.Topic}, {"时间 ", hours}, {"状态 ", string(c.Status)}} {
		if f[1] != "" {
			given = append(given, f[0]+f[1])
		}
	}
	return of + "分享写明：" + strings.Join(given, "，")
}

// ByHand is what maintainers say over the chat. The zero value says nothing;
// [HandFile.ByHand] returns what a file says.
type ByHand struct {
	corrections []Correction
	aliases     map[string]string // handle to person
}

// note returns the correction as the message that would say so. Its ID is that
// of no message, but stays what it is.
func (c *Correction) note() *note {
	return &note{id: "by-hand/" + c.Date + "/" + cmp.Or(c.Who, c.Speaker), at: c.At}
}
