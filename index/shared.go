package index

import "sync"

// A shared is an open index with a count of its users, the Live among them.
type shared struct {
	x     *Index
	mu    sync.Mutex
	users int // 0: closed
}

// take counts one more user; it fails on an index that was closed meanwhile.
func (s *shared) take() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.users == 0 {
		return false
	}
	s.users++
	return true
}

func (s *shared) release() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.users--
	if s.users == 0 {
		return s.x.Close()
	}
	return nil
}
