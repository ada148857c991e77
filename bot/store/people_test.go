package store

import (
	"bytes"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestHidden(t *testing.T) {
	s, ctx := open(t), t.Context()
	must(t, s.Hide(ctx, "p1", []string{"乙-某公司", "乙", ""}))
	must(t, s.Hide(ctx, "p1", []string{"乙", "小乙"}))
	must(t, s.Hide(ctx, "p2", []string{"乙"}))
	must(t, s.Hide(ctx, "p3", nil))
	want := func(names ...string) {
		t.Helper()
		got, err := s.Hidden(ctx)
		must(t, err)
		if !slices.Equal(got, names) {
			t.Errorf("hidden are %q, want %q", got, names)
		}
	}
	want("乙", "乙-某公司", "小乙")
	must(t, s.Unhide(ctx, "p1"))
	must(t, s.Unhide(ctx, "p1"))
	want("乙")
	for person, hidden := range map[string]bool{"p1": false, "p2": true, "p3": true} {
		if got, err := s.IsHidden(ctx, person); got != hidden || err != nil {
			t.Errorf("%s is hidden: %v, %v; want %v", person, got, err, hidden)
		}
	}
}

func TestMute(t *testing.T) {
	s, ctx := open(t), t.Context()
	want := func(room string, until time.Time) {
		t.Helper()
		if got, err := s.MutedUntil(ctx, room); !got.Equal(until) || err != nil {
			t.Errorf("%s is muted until %v (err %v), want %v", room, got, err, until)
		}
	}
	want("paydesk", time.Time{})
	for _, until := range []time.Time{at(t, "20:00:00"), at(t, "21:00:00"), {}} {
		must(t, s.Mute(ctx, "paydesk", until))
		want("paydesk", until)
	}
	want("clearing", time.Time{})
	must(t, s.Mute(ctx, "paydesk", at(t, "20:00:00")))
	must(t, s.Prune(ctx, at(t, "21:00:00")))
	want("paydesk", time.Time{})
}

func TestClaim(t *testing.T) {
	s, ctx := open(t), t.Context()
	now := at(t, "20:00:00")
	code, err := s.NewClaim(ctx, "paydesk", now.Add(time.Hour))
	must(t, err)
	other, err := s.NewClaim(ctx, "clearing", now.Add(time.Minute))
	must(t, err)
	for _, tt := range []struct {
		name, code, person string
		after              time.Duration
		want               error
	}{
		{"wrong", "AAAAAAAAAAAA", "p1", 0, ErrWrongCode},
		{"empty", "", "p1", 0, ErrWrongCode},
		{"expired", other, "p1", time.Minute, ErrWrongCode},
		{"as people type it", " " + strings.ToLower(code[:4]) + "-" + code[4:] + "\n", "p1", time.Minute, nil},
		{"used", code, "p2", time.Minute, ErrWrongCode},
	} {
		room, err := s.Claim(ctx, tt.code, "login1", tt.person, now.Add(tt.after))
		if !errors.Is(err, tt.want) || (tt.want == nil) != (room == "paydesk") {
			t.Errorf("%s: %q, %v; want %v", tt.name, room, err, tt.want)
		}
	}
	admin := func(login, person, room string) bool {
		t.Helper()
		ok, err := s.IsAdmin(ctx, login, person, room)
		must(t, err)
		return ok
	}
	if !admin("login1", "p1", "paydesk") {
		t.Error("p1 is no admin")
	}
	if admin("login2", "p1", "paydesk") || admin("login1", "p2", "paydesk") || admin("login1", "p1", "clearing") {
		t.Error("the claim holds for more than it should")
	}
	must(t, s.EndLogin(ctx, "login1"))
	if admin("login1", "p1", "paydesk") {
		t.Error("the claim outlived the login")
	}
}

func TestClaimTries(t *testing.T) {
	s, ctx := open(t), t.Context()
	now := at(t, "20:00:00")
	code, err := s.NewClaim(ctx, "paydesk", now.Add(24*time.Hour))
	must(t, err)
	for i := range 5 {
		if _, err := s.Claim(ctx, "WRONG", "login1", "p1", now.Add(time.Duration(i)*time.Minute)); !errors.Is(err, ErrWrongCode) {
			t.Errorf("try %d: %v", i, err)
		}
	}
	if _, err := s.Claim(ctx, code, "login1", "p1", now.Add(59*time.Minute)); !errors.Is(err, ErrTries) {
		t.Errorf("sixth try: %v, want %v", err, ErrTries)
	}
	if ok, err := s.IsAdmin(ctx, "login1", "p1", "paydesk"); ok || err != nil {
		t.Errorf("is admin: %v, %v", ok, err)
	}
	if room, err := s.Claim(ctx, code, "login1", "p1", now.Add(time.Hour)); room != "paydesk" || err != nil {
		t.Errorf("an hour later: %q, %v", room, err)
	}
}

// TestClaimNotStored looks for the code in the files.
func TestClaimNotStored(t *testing.T) {
	s := open(t)
	code, err := s.NewClaim(t.Context(), "paydesk", at(t, "20:00:00"))
	must(t, err)
	for _, suffix := range []string{"", "-wal"} {
		b, err := os.ReadFile(s.path + suffix)
		must(t, err)
		if bytes.Contains(b, []byte(code)) {
			t.Errorf("the code stands in the store%s", suffix)
		}
	}
}

func TestHeld(t *testing.T) {
	s, ctx := open(t), t.Context()
	late := Held{Room: "paydesk", ID: "2", Message: "paydesk/2023-05-08/200501", Said: []byte(`{"text":"后问的"}`), Time: at(t, "20:05:01")}
	early := Held{Room: "paydesk", ID: "1", Said: []byte(`{"text":"先问的"}`), Time: at(t, "20:05:00")}
	other := Held{Room: "clearing", ID: "2", Said: []byte("{}"), Time: at(t, "20:06:00")}
	for _, h := range []Held{late, early, other, {Room: "paydesk", ID: "1", Said: []byte("{}"), Time: at(t, "21:00:00")}} {
		must(t, s.Hold(ctx, h))
	}
	want := func(all ...Held) {
		t.Helper()
		got, err := s.Held(ctx)
		must(t, err)
		if !slices.EqualFunc(got, all, func(a, b Held) bool {
			return a.Room == b.Room && a.ID == b.ID && a.Message == b.Message && string(a.Said) == string(b.Said) && a.Time.Equal(b.Time)
		}) {
			t.Errorf("held %+v, want %+v", got, all)
		}
	}
	want(early, late, other)
	must(t, s.Release(ctx, "paydesk", "2"))
	must(t, s.Release(ctx, "paydesk", "2"))
	want(early, other)
}
