package bot

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"qunwen/bot/store"
)

// addressed reports whether a message in a room speaks to the bot, and gives
// what it says without the bot's name. Only words do: a shared link may have
// any title.
func (b *Bot) addressed(ctx context.Context, in *Incoming) (text string, ok bool) {
	if in.Kind != Text && in.Kind != Reply {
		return in.Text, false
	}
	text, ok = stripMentions(in.Text, slices.Concat(b.cfg.Names, in.Chat.Names), in.Chat.Members)
	if !ok && in.Quoted != nil && !in.Chat.Direct {
		ok = b.isOwn(ctx, in)
	}
	return text, ok
}

// Addressed reports whether a message in a room speaks to the bot.
func (b *Bot) Addressed(ctx context.Context, in *Incoming) bool {
	_, ok := b.addressed(ctx, in)
	return ok
}

// stripMentions takes the mentions of the given names out of a text; ok says
// whether there were any. At each @ the longest name counts, of these and of
// the members of the room. An @ inside a quotation or an e-mail address is none.
func stripMentions(text string, names, members []string) (rest string, ok bool) {
	if !strings.Contains(text, "@") {
		return strings.TrimSpace(text), false
	}
	var out strings.Builder
	ends := quotations(text)
	last := ' '
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if end, quoted := ends[i]; quoted {
			size = end - i
			r, _ = utf8.DecodeLastRuneInString(text[:end])
		} else if r == '@' && !isMailChar(last) {
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

// quotations returns where the quotations in a text end, by where they begin.
// One that nobody closed is none.
func quotations(text string) map[int]int {
	ends := make(map[int]int)
	shuts := map[rune]rune{'」': '「', '』': '『', '”': '“', '》': '《'}
	opened := map[rune][]int{'「': nil, '『': nil, '“': nil, '《': nil}
	for i, r := range text {
		if open, ok := opened[r]; ok {
			opened[r] = append(open, i)
			continue
		}
		begin, ok := shuts[r]
		if open := opened[begin]; ok && len(open) > 0 {
			ends[open[len(open)-1]] = i + utf8.RuneLen(r)
			opened[begin] = open[:len(open)-1]
		}
	}
	return ends
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
	case next == utf8.RuneError && size > 0: // the name ends within a character
		return 0
	case size == 0, unicode.IsSpace(next), unicode.IsSymbol(next), unicode.IsPunct(next) && !strings.ContainsRune(".-_", next):
		return len(name)
	case len(members) == 0 || !unicode.Is(unicode.Han, next):
		return 0 // may go on to a name that we do not know
	}
	return len(name)
}

// isOwn reports whether the quoted message is one of the bot's: by its ID, or,
// where the transport does not tell that, by its author and its words. The name
// alone will not do: the account may be that of somebody who writes, too.
func (b *Bot) isOwn(ctx context.Context, in *Incoming) bool {
	q := in.Quoted
	if q.ID != "" {
		if b.answers.bySentID(&in.Chat, q.ID) != nil {
			return true
		}
		if b.cfg.Store == nil {
			return false
		}
		_, ok, err := b.cfg.Store.BySentID(ctx, in.Chat.Room, q.ID)
		return ok && err == nil
	}
	if !slices.Contains(b.cfg.Names, q.Name) && !slices.Contains(in.Chat.Names, q.Name) {
		return false
	}
	if b.answers.find(func(g *reply) bool { return g.chat.Key() == in.Chat.Key() && quotes(q.Text, g.text) }) != nil {
		return true
	}
	if b.cfg.Store == nil {
		return false
	}
	sent, err := b.cfg.Store.Recent(ctx, in.Chat.Room, b.cfg.Now().Add(-quotable), mostQuotable)
	return err == nil && slices.ContainsFunc(sent, func(s store.Sending) bool { return quotes(q.Text, s.Text) })
}

// meant is the answer that somebody speaks of: the one that is quoted, else
// one's own last, else the last in the chat.
func (b *Bot) meant(in *Incoming, now time.Time) *reply {
	if g := b.quoted(in); g != nil && g.about != nil {
		return g
	}
	if g := b.answers.context(in.Chat.ID, in.Sender.ID, now); g != nil {
		return g
	}
	return b.answers.inChat(&in.Chat)
}

// quoted is the reply that a message quotes, nil if it quotes none.
func (b *Bot) quoted(in *Incoming) *reply {
	if in.Quoted == nil {
		return nil
	}
	if id := in.Quoted.ID; id != "" {
		if g := b.answers.bySentID(&in.Chat, id); g != nil {
			return g
		}
	}
	if !slices.Contains(b.cfg.Names, in.Quoted.Name) && !slices.Contains(in.Chat.Names, in.Quoted.Name) && strings.TrimSpace(in.Quoted.Name) != "" {
		return nil
	}
	return b.answers.find(func(g *reply) bool { return g.chat.Key() == in.Chat.Key() && quotes(in.Quoted.Text, g.text) })
}

const (
	// quotable is how long a message of ours is known by its words,
	// mostQuotable how many of them are in each room.
	quotable     = 7 * 24 * time.Hour
	mostQuotable = 500
)

// leastQuoted is how many characters of a cut quotation have to be the same.
const leastQuoted = 8

// quotes reports whether a quoted text is a whole one or, if it was cut, the
// beginning of one; blanks and line breaks do not count.
func quotes(quoted, whole string) bool {
	squeeze := func(s string) string { return strings.Join(strings.Fields(s), "") }
	q, w := squeeze(quoted), squeeze(whole)
	if q != "" && q == w {
		return true
	}
	q = strings.TrimRight(q, "….")
	return utf8.RuneCountInString(q) >= leastQuoted && strings.HasPrefix(w, q)
}
