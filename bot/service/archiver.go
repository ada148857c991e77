package service

import (
	"context"
	"errors"

	"qunwen/corpus"
	"qunwen/corpus/site"
)

// An Archiver writes messages into a site and tells those who read it.
type Archiver struct {
	Into    *site.Archive
	Changed func() // is told after each change; must not wait
}

// Archive implements [bot.Archiver].
func (a *Archiver) Archive(ctx context.Context, e site.Entry) (string, error) {
	id, err := a.Into.Append(ctx, e)
	switch {
	case errors.Is(err, site.ErrRemoved):
		return "", nil // it was taken back before it came again
	case errors.Is(err, site.ErrEntry), errors.Is(err, corpus.ErrTooLarge):
		return "", nil // never can be
	case err != nil:
		return "", err
	}
	a.Changed()
	return id, nil
}

// Lookup implements [bot.Archiver].
func (a *Archiver) Lookup(ctx context.Context, room, key string) (string, error) {
	id, err := a.Into.Lookup(ctx, room, key)
	if errors.Is(err, site.ErrNoMessage) || errors.Is(err, site.ErrRemoved) {
		return "", nil
	}
	return id, err
}

// Remove implements [bot.Archiver].
func (a *Archiver) Remove(ctx context.Context, id string) error {
	err := a.Into.Remove(ctx, id)
	if errors.Is(err, site.ErrNoMessage) {
		return nil
	}
	a.Changed()
	return err
}
