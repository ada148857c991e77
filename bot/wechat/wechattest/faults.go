package wechattest

import (
	"context"
	"time"
)

const silence = 30 * time.Second

// Fault makes the next count requests to path fail, after those of earlier
// orders. path is the last part, such as webwxsync, synccheck or jslogin.
func (s *Server) Fault(path string, kind Kind, count int) { s.order(path, Fault{Kind: kind}, count) }

// FaultRet makes the next count requests to path be answered with ret.
func (s *Server) FaultRet(path string, ret, count int) { s.order(path, Fault{Ret, ret}, count) }

func (s *Server) order(path string, f Fault, count int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for range count {
		s.faults[path] = append(s.faults[path], f)
	}
}

// ClearFaults takes back the orders that are left for path.
func (s *Server) ClearFaults(path string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.faults, path)
}

// FaultsLeft is the number of orders that are left for path.
func (s *Server) FaultsLeft(path string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.faults[path])
}

func (s *Server) nextFault(path string) (f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if q := s.faults[path]; len(q) > 0 {
		f, s.faults[path] = q[0], q[1:]
	}
	return f
}

func pause(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}
