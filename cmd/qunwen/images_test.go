package main

import (
	"context"
	"log/slog"
	"slices"
	"testing"
	"time"

	"qunwen/bot"
)

// addresses takes down which address each picture got.
type addresses []string

func (a *addresses) OnMessage(_ context.Context, in bot.Incoming) { *a = append(*a, in.URL) }
func (a *addresses) OnState(context.Context, bot.State)           {}

// Pictures of one second have names of their own, in each room, in whatever
// order the rooms' pictures come.
func TestImageNames(t *testing.T) {
	var got addresses
	k := newImageKeeper(&got, t.TempDir(), time.FixedZone("", 8*3600), slog.New(slog.DiscardHandler))
	start := time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)
	for _, p := range []struct {
		room  string
		after time.Duration
	}{{"a", 0}, {"b", 0}, {"a", 0}, {"b", 0}, {"a", time.Second}} {
		k.OnMessage(t.Context(), bot.Incoming{
			Kind: bot.Image, Time: start.Add(p.after), Chat: bot.Chat{Room: p.room},
			Picture: func(context.Context) ([]byte, error) { return nil, nil },
		})
	}
	want := []string{"/img/a/20261123_090000.jpg", "/img/b/20261123_090000.jpg", "/img/a/20261123_090000.2.jpg", "/img/b/20261123_090000.2.jpg", "/img/a/20261123_090001.jpg"}
	if !slices.Equal(got, want) {
		t.Errorf("addresses %q, want %q", got, want)
	}
}
