package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"qunwen/bot/store"
)

// storeName is the file in the data folder with what is not in the chat.
const storeName = "qunwen.db"

// openStore opens what serve keeps of the site beside the chat: who asked to be
// hidden. It is nil if there is none, as there is none without a data folder.
func (e *env) openStore(ctx context.Context) (*store.Store, error) {
	dir, err := e.dataDir()
	if err != nil {
		return nil, nil
	}
	path := filepath.Join(dir, storeName)
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	return store.Open(ctx, path)
}

// copyHidden hides in st whoever the site's own store hides.
func (e *env) copyHidden(ctx context.Context, st *store.Store) error {
	own, err := e.openStore(ctx)
	if err != nil || own == nil {
		return err
	}
	defer own.Close()
	names, err := own.Hidden(ctx)
	if err != nil || len(names) == 0 {
		return err
	}
	return st.Hide(ctx, "hidden by serve", names)
}
