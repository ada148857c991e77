package bot

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// addressed reports whether a message speaks to the bot, and gives what it says
// without the bot's name.
func (b *Bot) addressed(in *Incoming) (text string, ok bool) {
	text, ok = stripMentions(in.Text, slices.Concat(b.cfg.Names, in.Chat.Names), in.Chat.Members)
	if in.Chat.Direct {
		return text, b.cfg.Direct || ok
	}
	if !ok && in.Quoted != nil {
		ok = b.isOwn(in)
	}
	return text, ok
}

// stripMentions takes the mentions of the given names out of a text; ok says
// whether there were any. At each @ the longest name counts, of these and of
// the members of the room. An @ inside a quotation or an e-mail address is none.
func stripMentions(text string, names, members []string) (rest string, ok bool) {
	var out strings.Builder
	depth, last := 0, ' '
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case strings.ContainsRune("「『“《", r):
			depth++
		case strings.ContainsRune("」』”》", r):
			depth = max(0, depth-1)
		case r == '@' && depth == 0 && !isMailChar(last):
			if n := mentionOf(text[i+1:], names, members); n > 0 {
				ok = true
				i += 1 + n
				last = ' '
				if s, size := utf8.DecodeRuneInString(text[i:]); unicode.IsSpace(s) {
					i += size
				}
				out.WriteByte(' ')
				continue
			}
		}
		out.WriteString(text[i : i+size])
		i += size
		last = r
	}
	return strings.TrimSpace(out.String()), ok
}

func isMailChar(r rune) bool {
	return r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r) || r == '.' || r == '_' || r == '-')
}

// mentionOf returns the length of the name at the start of text, what follows
// an @, if it is one of names; 0 if a longer one of members stands there, or
// none does.
func mentionOf(text string, names, members []string) int {
	longest := func(all []string) string {
		found := ""
		for _, name := range all {
			if len(name) > len(found) && strings.HasPrefix(text, name) {
				found = name
			}
		}
		return found
	}
	name := longest(names)
	if name == "" || len(longest(members)) > len(name) {
		return 0
	}
	next, size := utf8.DecodeRuneInString(text[len(name):])
	switch {
	case size == 0, unicode.IsSpace(next), unicode.IsPunct(next) && next != '.' && next != '-' && next != '_':
		return len(name)
	case len(members) == 0 || !unicode.Is(unicode.Han, next):
		return 0 // may go on to a name that we do not know
	}
	return len(name)
}

// isOwn reports whether the quoted message is one of the bot's.
func (b *Bot) isOwn(in *Incoming) bool {
	if in.Quoted.ID != "" {
		if t := b.answers.bySentID(in.Chat.Room, in.Quoted.ID); t != nil {
			return true
		}
	}
	return in.Quoted.Name != "" && slices.Contains(slices.Concat(b.cfg.Names, in.Chat.Names), in.Quoted.Name)
}

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
