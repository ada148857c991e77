package bot

import (
	"cmp"
	"slices"
	"strings"
)

// person names somebody for longer than a login as well as it can be done: by
// the name that the account's owner gave, else by that of the account.
func (s *Sender) person() string {
	if s.Self {
		return "self"
	}
	switch {
	case s.Remark != "":
		return "remark:" + s.Remark
	case s.Nick != "":
		return "nick:" + s.Nick
	}
	return "name:" + cmp.Or(s.Display, "?")
}

// names are all by which the person is known.
func (s *Sender) names() []string {
	names := slices.DeleteFunc([]string{s.Display, s.Nick, s.Remark}, func(n string) bool { return strings.TrimSpace(n) == "" })
	slices.Sort(names)
	return slices.Compact(names)
}
