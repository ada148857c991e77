package service

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/natefinch/atomic"

	"qunwen/bot"
	"qunwen/corpus"
	"qunwen/corpus/tree"
)

const (
	mostPictures = 100               // that wait to be fetched; of more, the line stays without a file
	mostPaths    = 1000              // pictures that are taken away if their message is
	pictureTime  = time.Minute       // for fetching one
	imageFolder  = "img"             // below the site
	imageStamp   = "20060102_150405" // of a file's name, in the zone of the posts
)

// An ImageKeeper hands messages on and puts the pictures among them next to
// the site, as <site>/img/<room>/YYYYMMDD_HHMMSS.jpg, if the room is archived;
// those of a private room go below the folder that is not published.
// What is taken back goes from there, too.
type ImageKeeper struct {
	bot.Handler
	dir   string // of the site
	rooms map[string]bot.Room
	zone  *time.Location
	log   *slog.Logger
	queue chan picture

	mu    sync.Mutex
	urls  map[string]string // of the latest pictures, by room and message ID
	taken map[string]bool   // the same, by URL
	order []string          // keys of urls, oldest first
}

type picture struct {
	key, url string
	fetch    func(context.Context) ([]byte, error)
}

// NewImageKeeper returns one that hands messages on to h; dir is the site, zone
// that of its posts. [ImageKeeper.Run] fetches.
func NewImageKeeper(h bot.Handler, dir string, rooms map[string]bot.Room, zone *time.Location, log *slog.Logger) *ImageKeeper {
	return &ImageKeeper{Handler: h, dir: dir, rooms: rooms, zone: zone, log: log, queue: make(chan picture, mostPictures),
		urls: make(map[string]string), taken: make(map[string]bool)}
}

// OnMessage gives a picture its address before it is archived.
func (k *ImageKeeper) OnMessage(ctx context.Context, in bot.Incoming) {
	switch {
	case !k.rooms[in.Chat.Room].Archive:
	case in.Kind == bot.Image && in.Picture != nil:
		p := picture{in.Chat.Room + "/" + in.ID, "", in.Picture}
		var again bool
		if p.url, again = k.address(&in, p.key); !again {
			select {
			case k.queue <- p:
			default:
				k.log.WarnContext(ctx, "too many pictures", "room", in.Chat.Room)
			}
		}
		in.URL = p.url
	case in.Kind == bot.Revoke:
		defer k.remove(ctx, in.Chat.Room+"/"+in.RevokedID)
	}
	k.Handler.OnMessage(ctx, in)
}

// address is where a picture goes; again says that it has come before.
func (k *ImageKeeper) address(in *bot.Incoming, key string) (url string, again bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if url, again = k.urls[key]; again && in.ID != "" {
		return url, true
	}
	folder := imageFolder
	if k.rooms[in.Chat.Room].Private {
		folder = corpus.Unpublished + "/" + imageFolder
	}
	stem := "/" + folder + "/" + in.Chat.Room + "/" + in.Time.In(k.zone).Format(imageStamp)
	url = stem + ".jpg"
	for n := 2; k.taken[url]; n++ {
		url = fmt.Sprintf("%s.%d.jpg", stem, n)
	}
	k.urls[key], k.taken[url] = url, true
	if k.order = append(k.order, key); len(k.order) > mostPaths {
		delete(k.taken, k.urls[k.order[0]])
		delete(k.urls, k.order[0])
		k.order = k.order[1:]
	}
	return url, false
}

// path returns where a picture lies. The error wraps [tree.ErrOutside] if that is
// not in the site.
func (k *ImageKeeper) path(url string) (string, error) {
	name := strings.TrimPrefix(url, "/")
	if err := tree.Check(k.dir, name); err != nil {
		return "", err
	}
	return filepath.Join(k.dir, filepath.FromSlash(name)), nil
}

// remove takes away a picture that was taken back, fetched or not. Its address
// is given to no other.
func (k *ImageKeeper) remove(ctx context.Context, key string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	url := k.urls[key]
	if url == "" {
		return
	}
	k.urls[key] = ""
	path, err := k.path(url)
	if err == nil {
		err = os.Remove(path)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		k.log.WarnContext(ctx, "a picture is not taken away", "err", err)
	}
}

// Run fetches pictures until ctx ends.
func (k *ImageKeeper) Run(ctx context.Context) error {
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

func (k *ImageKeeper) save(ctx context.Context, p picture) error {
	path, err := k.path(p.url)
	if err != nil {
		return err
	}
	if _, err := os.Stat(path); err == nil {
		return nil // it came before a restart, too
	}
	ctx, cancel := context.WithTimeout(ctx, pictureTime)
	defer cancel()
	data, err := p.fetch(ctx)
	if err != nil {
		return err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if url, known := k.urls[p.key]; known && url == "" {
		return nil // taken back meanwhile
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	if err := atomic.WriteFile(path, bytes.NewReader(data)); err != nil {
		return err
	}
	return os.Chmod(path, 0o644)
}
