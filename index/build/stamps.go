package build

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/natefinch/atomic"

	"qunwen/corpus"
	"qunwen/index/generation"
)

const stampsName = "stamps.json"

// A stamp lets a post that has not been touched go unread. Stamps describe
// files, not the index: losing or losing track of them costs time only.
type stamp struct {
	Size int64  `json:"size"`
	Mod  int64  `json:"mod"`  // Unix nanoseconds; 0 where files have no time
	Hash string `json:"hash"` // see postHash
}

// settle is how much older than the look at it a file must be, so that a later
// change in the same tick of its clock cannot go unnoticed.
const settle = 2 * time.Second

// A scan is the state of a site: its days, and the hash of each post.
type scan struct {
	days   []generation.Day // Room, Date and Posts only
	stamps map[string]stamp
	read   int     // posts that had to be read
	errs   []error // of files that cannot be posts
}

// scanSite looks at every post below site, reading those without a good stamp.
// Posts that cannot be read count as changed, with an empty hash.
func scanSite(site fs.FS, old map[string]stamp) *scan {
	days, errs := corpus.Days(site)
	s := &scan{stamps: make(map[string]stamp), errs: errs}
	now := time.Now()
	for _, d := range days {
		md := generation.Day{Room: d.Room, Date: d.Date}
		for _, p := range d.Posts {
			st := s.look(site, p.Path, old)
			md.Posts = append(md.Posts, generation.Post{Path: p.Path, Hash: st.Hash})
			if st.Mod != 0 && now.Sub(time.Unix(0, st.Mod)) > settle && st.Hash != "" {
				s.stamps[p.Path] = st
			}
		}
		s.days = append(s.days, md)
	}
	return s
}

func (s *scan) look(site fs.FS, path string, old map[string]stamp) stamp {
	info, err := fs.Stat(site, path)
	if err != nil {
		return stamp{}
	}
	st := stamp{Size: info.Size()}
	if t := info.ModTime(); !t.IsZero() {
		st.Mod = t.UnixNano()
	}
	if o, ok := old[path]; ok && st.Mod != 0 && o.Size == st.Size && o.Mod == st.Mod {
		return o
	}
	s.read++
	st.Hash, _ = postHash(site, path)
	return st
}

// postHash returns half the SHA-256 of a post, in hexadecimal.
func postHash(site fs.FS, path string) (string, error) {
	f, err := site.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)[:16]), nil
}

// readStamps returns the stamps kept in dir; none if they cannot be read.
func readStamps(dir string) map[string]stamp {
	var stamps map[string]stamp
	data, err := os.ReadFile(filepath.Join(dir, stampsName))
	if err != nil || json.Unmarshal(data, &stamps) != nil {
		return nil
	}
	return stamps
}

// writeStamps keeps the stamps in dir.
func writeStamps(dir string, stamps map[string]stamp) error {
	data, err := json.Marshal(stamps)
	if err != nil {
		return err
	}
	path := filepath.Join(dir, stampsName)
	return errors.Join(atomic.WriteFile(path, bytes.NewReader(data)), os.Chmod(path, 0o600))
}
