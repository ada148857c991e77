package main

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// TestServeDiskFull fills the disk that the site and the data are on, goes on
// talking, and makes room again. It needs the right to mount a small disk.
func TestServeDiskFull(t *testing.T) {
	inBubble(t, func(b *bubble) {
		disk := filepath.Join(b.dir, "disk")
		if err := os.Mkdir(disk, 0o700); err != nil {
			b.Fatal(err)
		}
		if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=24m"); err != nil {
			b.Skip("no disk to fill: ", err)
		}
		defer func() {
			if b.stop != nil {
				b.stop()
			}
			if err := syscall.Unmount(disk, 0); err != nil {
				b.Error(err)
			}
		}()
		if err := os.CopyFS(filepath.Join(disk, "site"), os.DirFS(filepath.Join(b.dir, "site"))); err != nil {
			b.Fatal(err)
		}
		b.dir = disk
		b.online()
		b.room.Say("许衡", "盘还没满")
		b.archived("盘还没满")
		b.pass(10 * time.Second)

		ballast := filepath.Join(disk, "ballast")
		fill(b.T, ballast)
		for _, text := range []string{"盘满了第一句", "盘满了第二句", "盘满了第三句"} {
			b.room.Say("余笙", text+string(bytes.Repeat([]byte("。"), 3000)))
		}
		b.room.Say("许衡", "@群问 帮助")
		b.pass(3 * time.Minute)
		if b.server.health() == nil {
			b.Error("the disk is full, and all seems well")
		}
		if err := os.Remove(ballast); err != nil {
			b.Fatal(err)
		}
		b.room.Say("许衡", "又有地方了")
		b.archived("又有地方了")
		for _, text := range []string{"盘满了第一句", "盘满了第二句", "盘满了第三句"} {
			if n := bytes.Count([]byte(b.post()), []byte("\n"+text)); n != 1 {
				b.Errorf("%q stands in the post %d times", text, n)
			}
		}
		before := len(b.srv.Sent())
		b.room.Say("许衡", "@群问 帮助")
		b.until("an answer", func() bool { return len(b.srv.Sent()) == before+1 })
		b.until("health", func() bool { return b.server.health() == nil })
	})
}

// fill writes until there is no room.
func fill(t *testing.T, path string) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for size := 1 << 20; size > 0; {
		if _, err := f.Write(make([]byte, size)); errors.Is(err, syscall.ENOSPC) {
			size /= 2
		} else if err != nil {
			t.Fatal(err)
		}
	}
}
