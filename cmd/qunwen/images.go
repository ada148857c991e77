package main

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/natefinch/atomic"

	"qunwen/bot"
)

const (
	mostPictures = 100               // that wait to be fetched; of more, the line stays without a file
	pictureTime  = time.Minute       // for fetching one
	imageFolder  = "img"             // below the site
	imageStamp   = "20060102_150405" // of a file's name, in the zone of the posts
)

// An imageKeeper hands messages on and puts the pictures among them next to
// the site, as <site>/img/<room>/YYYYMMDD_HHMMSS.jpg.
type imageKeeper struct {
	bot.Handler
	dir   string // of the site
	zone  *time.Location
	log   *slog.Logger
	queue chan picture
	last  map[string]second // by room: when it had its last picture
}

// A second is how many pictures a room had in one.
type second struct {
	stamp string
	n     int
}

type picture struct {
	path  string
	fetch func(context.Context) ([]byte, error)
}

func newImageKeeper(h bot.Handler, dir string, zone *time.Location, log *slog.Logger) *imageKeeper {
	return &imageKeeper{Handler: h, dir: dir, zone: zone, log: log, queue: make(chan picture, mostPictures), last: make(map[string]second)}
}

// OnMessage gives a picture its address before it is archived.
func (k *imageKeeper) OnMessage(ctx context.Context, in bot.Incoming) {
	if in.Kind == bot.Image && in.Picture != nil && in.Chat.Room != "" {
		stamp := in.Time.In(k.zone).Format(imageStamp)
		was := k.last[in.Chat.Room]
		if was.stamp != stamp {
			was = second{stamp: stamp}
		}
		was.n++
		k.last[in.Chat.Room] = was
		name := stamp
		if was.n > 1 {
			name = fmt.Sprintf("%s.%d", stamp, was.n)
		}
		in.URL = "/" + imageFolder + "/" + in.Chat.Room + "/" + name + ".jpg"
		select {
		case k.queue <- picture{filepath.Join(k.dir, filepath.FromSlash(in.URL)), in.Picture}:
		default:
			k.log.WarnContext(ctx, "too many pictures", "room", in.Chat.Room)
		}
	}
	k.Handler.OnMessage(ctx, in)
}

// run fetches pictures until ctx ends.
func (k *imageKeeper) run(ctx context.Context) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		case p := <-k.queue:
			if err := k.save(ctx, p); err != nil && ctx.Err() == nil {
				k.log.WarnContext(ctx, "a picture is not kept", "err", err)
			}
		}
	}
}

func (k *imageKeeper) save(ctx context.Context, p picture) error {
	if _, err := os.Stat(p.path); err == nil {
		return nil // it came again
	}
	ctx, cancel := context.WithTimeout(ctx, pictureTime)
	defer cancel()
	data, err := p.fetch(ctx)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(p.path), 0o755); err != nil {
		return err
	}
	if err := atomic.WriteFile(p.path, bytes.NewReader(data)); err != nil {
		return err
	}
	return os.Chmod(p.path, 0o644)
}
