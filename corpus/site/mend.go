package site

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"qunwen/corpus"
	"qunwen/corpus/tree"
)

// A Mended says what [MendDoubled] did.
type Mended struct {
	Run      string // names the run, which [Undo] takes back; "" if nothing was to be done
	Posts    int    // that were written
	Messages int    // that were taken out
}

// MendDoubled takes stickers and red packets that stand twice out of the posts of
// a site, all or nothing. now names the run. Posts that cannot be read stay as they
// are. The error wraps ErrImporting.
func MendDoubled(ctx context.Context, site string, now time.Time) (Mended, error) {
	s, err := openState(site)
	if err != nil {
		return Mended{}, err
	}
	var m Mended
	err = s.alone(ctx, func() (err error) {
		m, err = s.mendDoubled(ctx, now)
		return err
	})
	return m, errors.Join(err, s.close())
}

func (s *state) mendDoubled(ctx context.Context, now time.Time) (Mended, error) {
	if _, err := s.recoverAlone(); err != nil {
		return Mended{}, err
	}
	var m Mended
	j := &journal{Run: newRun(now, "doubled"), Receipt: "重复的贴纸和红包"}
	days, _ := corpus.Days(tree.FS(s.site))
	for _, d := range days {
		for _, p := range d.Posts {
			if err := ctx.Err(); err != nil {
				return Mended{}, err
			}
			post, err := tree.ReadFile(s.site, p.Path)
			if err != nil {
				continue
			}
			mended, n, err := withoutDoubled(p.Path, post)
			if err != nil || n == 0 {
				continue
			}
			if err := s.stage(j, p.Path, sumOf(post), mended); err != nil {
				return Mended{}, err
			}
			m.Posts++
			m.Messages += n
		}
	}
	if m.Posts == 0 {
		return m, s.clean()
	}
	if err := s.commit(j); err != nil {
		return Mended{}, errors.Join(err, s.clean())
	}
	if err := s.carryOut(j, nil); err != nil {
		return Mended{}, errors.Join(err, s.rollBack(j))
	}
	m.Run = j.Run
	return m, s.finish(j)
}

// withoutDoubled returns a post without the messages that [Transcript.Doubled]
// finds, its head counted anew, and how many they are. The error is Parse's.
func withoutDoubled(name string, post []byte) (mended []byte, n int, err error) {
	tr, err := corpus.Parse(name, bytes.NewReader(post), time.UTC)
	if err != nil {
		return nil, 0, err
	}
	doubled := tr.Doubled()
	if len(doubled) == 0 {
		return post, 0, nil
	}
	lines := bytes.SplitAfter(post, []byte("\n"))
	for _, i := range slices.Backward(doubled) {
		from, to := tr.Messages[i].Line-1, len(lines)
		if i+1 < len(tr.Messages) {
			to = tr.Messages[i+1].Line - 1
		}
		lines = slices.Delete(lines, from, to)
	}
	mended, err = countLines(name, bytes.Join(lines, nil))
	if err != nil {
		return nil, 0, fmt.Errorf("mend %s: %w", name, err)
	}
	return mended, len(doubled), nil
}
