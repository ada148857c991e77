package build

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestRefreshUsesStamps(t *testing.T) {
	root := t.TempDir()
	name := filepath.Join(root, "r", "_posts", "2023-03-07-chat.markdown")
	if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o700), os.WriteFile(name, []byte("---\nlayout: source\n---\n> 09:00:00  a\n\n斑马\n"), 0o600)); err != nil {
		t.Fatal(err)
	}
	old := time.Now().Add(-time.Hour)
	if err := os.Chtimes(name, old, old); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if _, err := (Builder{}).Refresh(t.Context(), dir, os.DirFS(root)); err != nil {
		t.Fatal(err)
	}
	if s := scanSite(os.DirFS(root), readStamps(dir)); s.read != 0 {
		t.Errorf("read %d posts again, want 0", s.read)
	}
	if s := scanSite(os.DirFS(root), nil); s.read != 1 {
		t.Errorf("without stamps read %d posts, want 1", s.read)
	}
}
