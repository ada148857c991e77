package service

import (
	"os"
	"strings"
	"time"

	"github.com/natefinch/atomic"
)

// A lookFile keeps until when reminders were seen to; "" keeps nothing.
type lookFile string

// read returns the zero time if nothing is kept.
func (f lookFile) read() time.Time {
	data, err := os.ReadFile(string(f))
	if err != nil {
		return time.Time{}
	}
	t, _ := time.Parse(time.RFC3339, strings.TrimSpace(string(data)))
	return t
}

func (f lookFile) write(t time.Time) error {
	if f == "" {
		return nil
	}
	if err := atomic.WriteFile(string(f), strings.NewReader(t.Format(time.RFC3339)+"\n")); err != nil {
		return err
	}
	return os.Chmod(string(f), 0o600)
}
