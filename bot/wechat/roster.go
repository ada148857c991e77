package wechat

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"path"
	"slices"
	"time"

	"github.com/eatmoreapple/openwechat"
)

const (
	freshFor    = 3 * time.Hour   // names are asked for again after
	senderPause = time.Minute     // between questions about one group
	maxRenames  = 5               // questions within senderPause after a group was renamed
	listPause   = 5 * time.Minute // between questions for all contacts
	quietFor    = 5 * time.Minute // without questions after one was too often
	maxDetails  = 50              // groups in one question
	maxPages    = 100             // of the contact list
)

// A loading is when the contact list was asked for.
type loading struct{ asked, done time.Time }

// meet learns who is who after a login. What fails is made up for later.
func (r *runner) meet(ctx context.Context, s *session) {
	s.book.note(s.first.ContactList, time.Now())
	r.loadContacts(ctx, s, 0)
	var ids []string
	s.book.mu.Lock()
	for id, g := range s.book.groups {
		if s.book.claim(g) != "" {
			ids = append(ids, id)
		}
	}
	s.book.mu.Unlock()
	slices.Sort(ids)
	for part := range slices.Chunk(ids, maxDetails) {
		r.loadGroups(ctx, s, part)
	}
}

// recent asks for groups that the service names as recent chats.
func (r *runner) recent(ctx context.Context, s *session, ids []string) {
	ids = slices.DeleteFunc(ids, func(id string) bool {
		return !isRoomName(id) || s.book.lookup(id).topic != ""
	})
	slices.Sort(ids)
	for part := range slices.Chunk(slices.Compact(ids), maxDetails) {
		r.loadGroups(ctx, s, part)
	}
}

// freshen loads a group that is not known, or not lately, or has another
// topic now.
func (r *runner) freshen(ctx context.Context, s *session, id string, renamed bool) {
	g := s.book.lookup(id)
	_, ours := s.book.chat(id)
	now := time.Now()
	switch {
	case renamed && s.book.stale(id, now):
		r.loadGroups(ctx, s, []string{id})
	case !g.known(), ours && now.Sub(g.loaded) > freshFor, now.Sub(g.listed) > freshFor:
		r.reload(ctx, s, id)
	}
	if now.Sub(s.contacts.done) > freshFor {
		r.loadContacts(ctx, s, listPause)
	}
}

// reload asks for one group, unless that was done a moment ago; done says that
// it was answered.
func (r *runner) reload(ctx context.Context, s *session, id string) (done bool) {
	if g := s.book.lookup(id); time.Since(g.asked) < g.pause() {
		return false
	}
	return r.loadGroups(ctx, s, []string{id})
}

// pause is how long nobody asks again for the members: shorter as long as the
// service has not named them all, but longer each time.
func (g group) pause() time.Duration {
	switch {
	case g.pieces == 0:
		return senderPause
	case g.pieces == 1:
		return 0
	}
	return min(senderPause, time.Second<<min(g.pieces-2, 6))
}

// stale notes that what is known of a group is not true any more; ask is false
// if that happens all the time.
func (b *book) stale(id string, now time.Time) (ask bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	g := b.group(id)
	if now.Sub(g.renamed) >= senderPause {
		g.renamed, g.renames = now, 0
	}
	g.renames++
	g.listed, g.loaded = time.Time{}, time.Time{}
	return g.renames <= maxRenames
}

// lookup returns a copy of what is known of a group; zero if it is new.
func (b *book) lookup(id string) group {
	b.mu.Lock()
	defer b.mu.Unlock()
	if p := b.groups[id]; p != nil {
		return *p
	}
	return group{}
}

// loadGroups asks for topics and members, of at most maxDetails groups.
func (r *runner) loadGroups(ctx context.Context, s *session, ids []string) (done bool) {
	now := time.Now()
	if now.Before(s.quiet) {
		return false
	}
	query := make(openwechat.Members, len(ids))
	s.book.mu.Lock()
	for i, id := range ids {
		query[i] = &openwechat.User{UserName: id}
		g := s.book.group(id)
		g.asked, query[i].EncryChatRoomId = now, g.encry
	}
	s.book.mu.Unlock()
	resp, err := s.bot.Caller.Client.WebWxBatchGetContact(ctx, query, &s.req)
	var a struct {
		baseAnswer
		ContactList contacts
	}
	if err = readAnswer(resp, err, &a); err == nil {
		err = a.err()
	}
	if err != nil {
		r.notLoaded(ctx, s, "groups not loaded", redact(err))
		return false
	}
	asked := slices.DeleteFunc(a.ContactList, func(c contact) bool { return !slices.Contains(ids, c.UserName) })
	s.book.note(asked, time.Now())
	s.book.mu.Lock()
	for _, c := range asked {
		g := s.book.group(c.UserName)
		if g.answered = true; len(g.members) < max(c.MemberCount, 1) {
			g.pieces++
		} else {
			g.pieces = 0
		}
	}
	s.book.mu.Unlock()
	return len(asked) > 0
}

// loadContacts asks for the contact list, unless that was done within pause.
func (r *runner) loadContacts(ctx context.Context, s *session, pause time.Duration) {
	now := time.Now()
	if now.Before(s.quiet) || pause > 0 && now.Sub(s.contacts.asked) < pause {
		return
	}
	s.contacts.asked = now
	seen := map[int64]bool{0: true}
	for seq := int64(0); len(seen) <= maxPages; {
		resp, err := s.bot.Caller.Client.WebWxGetContact(ctx, s.info.SKey, seq)
		var a struct {
			baseAnswer
			Seq        int64
			MemberList contacts
		}
		if err = readAnswer(resp, err, &a); err == nil {
			err = a.err()
		}
		if err != nil {
			r.notLoaded(ctx, s, "contacts not loaded", redact(err))
			return
		}
		s.book.note(a.MemberList, time.Now())
		if seq = a.Seq; seen[seq] {
			break
		}
		seen[seq] = true
	}
	s.contacts.done = time.Now()
}

// notLoaded leaves the service alone for a while if it asks for that.
func (r *runner) notLoaded(ctx context.Context, s *session, what string, f *fault) {
	if f.ret == retTooOften || f.ret == retRefused {
		s.quiet = time.Now().Add(quietFor)
	}
	r.log.WarnContext(ctx, what, "err", f)
}

func readAnswer(resp *http.Response, err error, v any) error {
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	return json.NewDecoder(resp.Body).Decode(v)
}

// pathName is the last part of an address: how the service calls the request.
func pathName(u *url.URL) string { return path.Base(u.Path) }
