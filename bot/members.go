package bot

import (
	"context"
	"slices"
	"sync"
)

// members know who belongs to an allowed room and by which names, as far as the
// messages of this login told. It is safe for concurrent use.
type members struct {
	mu     sync.Mutex
	login  string
	known  map[string][]string // by the ID of who spoke in a room: their names
	hidden map[string]string   // by ID: the key under which somebody was hidden
	names  map[string][]string // by room: those of all others
}

func newMembers() *members {
	return &members{known: make(map[string][]string), hidden: make(map[string]string), names: make(map[string][]string)}
}

// note takes in who spoke in a room, and who else is there. It reports whether
// the speaker has a name that was not known.
func (m *members) note(in *Incoming) (renamed bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.of(in.Login)
	if len(in.Chat.Members) > 0 {
		m.names[in.Chat.Room] = in.Chat.Members
	}
	known := m.known[in.Sender.ID]
	for _, n := range in.Sender.names() {
		if !slices.Contains(known, n) {
			known, renamed = append(known, n), true
		}
	}
	if in.Sender.ID != "" {
		m.known[in.Sender.ID] = known
	}
	return renamed
}

// of forgets everybody at a new login: their IDs are others then.
func (m *members) of(login string) {
	if m.login != login {
		m.login = login
		clear(m.known)
		clear(m.hidden)
		clear(m.names)
	}
}

// namesOf are all by which the sender is known.
func (m *members) namesOf(in *Incoming) []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.of(in.Login)
	names := slices.Concat(in.Sender.names(), m.known[in.Sender.ID])
	slices.Sort(names)
	return slices.Compact(names)
}

// hide notes under which key the sender is hidden; "" if not any more.
func (m *members) hide(in *Incoming, person string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.of(in.Login); person == "" {
		delete(m.hidden, in.Sender.ID)
	} else if in.Sender.ID != "" {
		m.hidden[in.Sender.ID] = person
	}
}

// hiddenAs is the key under which the sender was hidden during this login; ""
// if they were not.
func (m *members) hiddenAs(in *Incoming) string {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.of(in.Login)
	return m.hidden[in.Sender.ID]
}

// meet notes who speaks in a room. Who is hidden stays so under a new name.
func (b *Bot) meet(ctx context.Context, in *Incoming) error {
	if !b.members.note(in) || b.cfg.Store == nil {
		return nil
	}
	person := b.members.hiddenAs(in)
	if person == "" {
		var err error
		if person, err = b.hiddenPerson(ctx, in); err != nil || person == "" {
			return err
		}
		b.members.hide(in, person)
	}
	own, doubtful := b.ownNames(ctx, in)
	if err := b.cfg.Store.Hide(ctx, person, slices.Concat(own, b.veil(doubtful))); err != nil {
		return err
	}
	return b.hidingChanged(ctx)
}

// hiddenPerson returns the key under which the sender is hidden; "" if they are not.
// The owner may have given them a name since they asked.
func (b *Bot) hiddenPerson(ctx context.Context, in *Incoming) (person string, err error) {
	for _, person := range []string{in.hidingKey(), in.loginKey()} {
		if hidden, err := b.cfg.Store.IsHidden(ctx, person); err != nil || hidden {
			return person, err
		}
	}
	return "", nil
}

// has reports whether the sender of a direct message belongs to a room: by ID
// if they spoke there, else by the name of their account.
func (m *members) has(in *Incoming) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.of(in.Login)
	if _, spoke := m.known[in.Sender.ID]; spoke {
		return true
	}
	for _, names := range m.names {
		if in.Sender.Nick != "" && slices.Contains(names, in.Sender.Nick) {
			return true
		}
	}
	return false
}
