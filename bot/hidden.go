package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"qunwen/bot/say"
	"qunwen/bot/store"
	"qunwen/corpus/people"
)

// hiddenLife is how long the names of hidden people are used before they are
// read again: another process may have added some.
const hiddenLife = 2 * time.Second

// veiled stands in the archive behind the name of somebody who asked to be hidden
// and may not be the only one who is called so: what is said under it is hidden,
// what others said under the name is not.
const veiled = "(已隐藏)"

// mostDoubtful is how many names somebody may ask to have hidden that may be others';
// of more, those they bear now.
const mostDoubtful = 6

// hiddenNames are the names of the people who asked to be hidden.
type hiddenNames struct {
	mu    sync.Mutex
	read  time.Time
	names []string
}

// forget has the names read again.
func (h *hiddenNames) forget() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.read = time.Time{}
}

// Hides returns a function that reports whether a message must not be shown:
// it is a hidden person's, or quotes one, or was taken back; nil if nothing is.
func (b *Bot) Hides(ctx context.Context) (func(speaker, body string) bool, error) {
	names, err := b.hiddenPeople(ctx)
	if err != nil {
		return nil, err
	}
	gone := b.gone.hides(b.cfg.Now())
	switch {
	case len(names) == 0:
		return gone, nil
	case gone == nil:
		return say.Hides(names), nil
	}
	hides := say.Hides(names)
	return func(speaker, body string) bool { return gone(speaker, body) || hides(speaker, body) }, nil
}

// Withholds reports whether an answer must not be given any more: it gives words of
// somebody who is hidden, or of a message that was taken back, by now. So it does if
// that cannot be told.
func (b *Bot) Withholds(ctx context.Context, text string) bool {
	names, err := b.hiddenPeople(ctx)
	if err != nil {
		b.cfg.Log.WarnContext(ctx, "who is hidden cannot be read", "err", err)
		return true
	}
	return len(names) > 0 && say.Hides(names)(b.Name(), text) || b.gone.repeated(text, b.cfg.Now())
}

// hiddenPeople returns the names of all who are hidden; nobody changes the
// slice.
func (b *Bot) hiddenPeople(ctx context.Context) ([]string, error) {
	if b.cfg.Store == nil && b.cfg.AlsoHidden == nil {
		return nil, nil
	}
	h := &b.hidden
	h.mu.Lock()
	defer h.mu.Unlock()
	if now := time.Now(); h.read.IsZero() || now.Sub(h.read) > hiddenLife {
		names, err := b.readHidden(ctx)
		if err != nil {
			return nil, fmt.Errorf("read who is hidden: %w", err)
		}
		h.names, h.read = names, now
	}
	return h.names, nil
}

func (b *Bot) readHidden(ctx context.Context) (names []string, err error) {
	if b.cfg.Store != nil {
		if names, err = b.cfg.Store.Hidden(ctx); err != nil {
			return nil, err
		}
	}
	if b.cfg.AlsoHidden != nil {
		return b.cfg.AlsoHidden(names)
	}
	return names, nil
}

// hidingChanged has the names read again, and a copy of them kept beside the
// posts. Without the copy a lost store would show everybody again.
func (b *Bot) hidingChanged(ctx context.Context) error {
	b.hidden.forget()
	if b.cfg.KeepHidden == nil {
		return nil
	}
	defer b.hidden.forget() // the copy hides, too
	names, err := b.cfg.Store.Hidden(ctx)
	if err == nil {
		err = b.cfg.KeepHidden(ctx, names)
	}
	if err != nil {
		return fmt.Errorf("keep a copy of who is hidden: %w", err)
	}
	return nil
}

// hidingKey names the sender for as long as it can be sure who that is: by the
// remark name that the account's owner gave, else by the account until the next
// login. Nobody can take on another's key by a name.
func (in *Incoming) hidingKey() string {
	switch {
	case in.Sender.Self:
		return "self"
	case in.Sender.Remark != "":
		return "remark:" + in.Sender.Remark
	}
	return in.loginKey()
}

// loginKey names the account of the sender until the next login.
func (in *Incoming) loginKey() string { return "login:" + in.untilNextLogin() }

// shareKey names the sender for what everybody has a share of. Nobody uses up
// another's by a name, unless the messenger tells no more than names.
func (in *Incoming) shareKey() string {
	if in.Sender.ID == "" {
		return in.Sender.person()
	}
	return in.hidingKey()
}

// hide keeps the sender's words out of all answers: at once what is said from now
// on, and what was said under names that are surely theirs. The other names wait
// for an admin: anybody can call themselves so.
func (b *Bot) hide(ctx context.Context, r *request) (string, error) {
	in := r.in
	own, doubtful := b.ownNames(ctx, in)
	person := in.hidingKey()
	if err := b.cfg.Store.Hide(ctx, person, slices.Concat(own, b.veil(doubtful))); err != nil {
		return "", err
	}
	if err := b.cfg.Store.AskToHide(ctx, person, doubtful); err != nil {
		return "", err
	}
	b.members.hide(in, person)
	own = slices.DeleteFunc(own, func(n string) bool { // what the account's owner calls somebody is not for the room
		return n == in.Sender.Remark && n != in.Sender.Nick && n != in.Sender.Display && n != b.speaker(ctx, in)
	})
	return say.Hidden(own, doubtful), b.hidingChanged(ctx)
}

// ownNames are all names by which the sender is known and may be in the archive:
// those that are surely theirs, and those that they may only call themselves.
func (b *Bot) ownNames(ctx context.Context, in *Incoming) (own, doubtful []string) {
	names := b.members.namesOf(in)
	if in.Sender.Self || b.runsARoom(ctx, in) {
		own = append(names, b.nameOf(ctx, in))
		names = nil
	}
	for _, n := range names {
		bare := withoutMarks(n)
		switch {
		case bare == "":
		case in.Sender.Remark != "" && people.Key(n) == people.Key(in.Sender.Remark):
			own = append(own, n)
		case b.isTakenAnywhere(bare, in.Chat):
			doubtful = append(doubtful, bare+unproven)
		default:
			doubtful = append(doubtful, bare)
		}
	}
	slices.Sort(own)
	slices.Sort(doubtful)
	own, doubtful = slices.Compact(own), slices.Compact(doubtful)
	if len(doubtful) > mostDoubtful { // renamed again and again: an admin has to read them
		doubtful = slices.DeleteFunc(doubtful, func(n string) bool { return !slices.Contains(in.Sender.names(), strings.TrimSuffix(n, unproven)) })
	}
	return own, doubtful
}

// veil returns the names as the archive has those of hidden people.
func (b *Bot) veil(names []string) []string {
	all := make([]string, len(names))
	for i, n := range names {
		all[i] = say.Clip(n, longestName) + veiled
	}
	return all
}

// runsARoom reports whether the sender is an admin of any room.
func (b *Bot) runsARoom(ctx context.Context, in *Incoming) bool {
	for room := range b.cfg.Rooms {
		if b.isAdmin(ctx, in, room) {
			return true
		}
	}
	return false
}

// isTakenAnywhere is isTaken for all rooms: one is hidden in all of them.
func (b *Bot) isTakenAnywhere(name string, chat Chat) bool {
	for chat.Room = range b.cfg.Rooms {
		if b.isTaken(name, chat) {
			return true
		}
	}
	return b.isTaken(name, chat)
}

// show takes back what hide did. A name that somebody else may have hidden stays
// so until an admin says that it may be shown.
func (b *Bot) show(ctx context.Context, r *request) (string, error) {
	in := r.in
	if b.cfg.Store == nil {
		return say.NobodyHid, nil
	}
	if r.text != "" {
		return b.showName(ctx, r)
	}
	was := false
	for _, person := range []string{in.hidingKey(), in.loginKey(), b.members.hiddenAs(in)} {
		hidden, err := b.cfg.Store.IsHidden(ctx, person)
		if err != nil {
			return "", err
		}
		was = was || hidden
		if err := b.cfg.Store.Unhide(ctx, person); err != nil {
			return "", err
		}
	}
	b.members.hide(in, "")
	if err := b.hidingChanged(ctx); err != nil {
		return "", err
	}
	still, err := b.stillHidden(ctx, append(b.members.namesOf(in), b.nameOf(ctx, in)))
	switch {
	case err != nil:
		return "", err
	case len(still) > 0:
		return say.StillHidden(still), nil
	case !was:
		return say.NotHidden, nil
	}
	return say.Unhidden, nil
}

// stillHidden returns the names under which what was said is hidden.
func (b *Bot) stillHidden(ctx context.Context, names []string) ([]string, error) {
	all, err := b.hiddenPeople(ctx)
	if err != nil {
		return nil, err
	}
	is := people.Names(all)
	names = slices.DeleteFunc(names, func(n string) bool { return !is(n) })
	slices.Sort(names)
	return slices.Compact(names), nil
}

// confirmHiding notes for an admin that a name is that of who asked to be hidden
// under it. Without a name it says which there are.
func (b *Bot) confirmHiding(ctx context.Context, r *request) (string, error) {
	asked, err := b.cfg.Store.AskedToHide(ctx)
	if err != nil {
		return "", err
	}
	is := namesMeant(r.text, hidingNames(asked))
	var done []string
	for _, h := range asked {
		if !is(h.Name) {
			continue
		}
		if err := b.cfg.Store.Hide(ctx, h.Person, []string{h.Name}); err != nil {
			return "", err
		}
		done = append(done, h.Name)
	}
	if len(done) == 0 {
		return say.WaitingToHide(hidingNames(asked)), nil
	}
	return say.HidingConfirmed(slices.Compact(done)), b.hidingChanged(ctx)
}

// namesMeant returns a function that reports whether a name is one that an admin
// means by a text: the name that the text is, to the letter if there is such a one,
// else one that reads like it; else each of a list.
func namesMeant(text string, known []string) func(name string) bool {
	if slices.Contains(known, text) {
		return func(name string) bool { return name == text }
	}
	if is := people.Names([]string{text}); slices.ContainsFunc(known, is) {
		return is
	}
	list := strings.FieldsFunc(text, func(c rune) bool { return strings.ContainsRune("、，,", c) })
	for i := range list {
		list[i] = strings.TrimSpace(list[i])
	}
	return people.Names(list)
}

// hidingNames are the names that wait for an admin, each once.
func hidingNames(asked []store.Hiding) []string {
	names := make([]string, len(asked))
	for i, h := range asked {
		names[i] = h.Name
	}
	return slices.Compact(names)
}

// showName takes back for an admin what was hidden under a name, or asked for.
func (b *Bot) showName(ctx context.Context, r *request) (string, error) {
	if !r.admin {
		return say.AdminsOnly, nil
	}
	asked, err := b.cfg.Store.AskedToHide(ctx)
	if err != nil {
		return "", err
	}
	if slices.Contains(hidingNames(asked), r.text) { // it is not theirs: whoever is hidden under it stays so
		return say.Declined, b.cfg.Store.Decline(ctx, r.text)
	}
	hidden, err := b.cfg.Store.Hidden(ctx)
	if err != nil {
		return "", err
	}
	is := namesMeant(r.text, hidden)
	var names []string
	for _, n := range hidden {
		if is(n) {
			names = append(names, n, n+veiled)
		}
	}
	if err := b.cfg.Store.UnhideNames(ctx, names); err != nil {
		return "", err
	}
	if err := b.hidingChanged(ctx); err != nil {
		return "", err
	}
	still, err := b.stillHidden(ctx, []string{r.text})
	switch {
	case err != nil:
		return "", err
	case len(still) > 0:
		return say.HiddenByList, nil
	case len(names) == 0:
		return say.NotHiddenName, nil
	}
	return say.NameShown, nil
}
