package bot

import (
	"sync"
	"time"
)

// A Pace says how often the bot speaks. A zero switches that limit off.
type Pace struct {
	MinGap          time.Duration `yaml:"min_gap"`  // between two messages of ours
	Jitter          time.Duration `yaml:"jitter"`   // at most so much more, at random
	Thinking        time.Duration `yaml:"thinking"` // before an answer
	PersonGap       time.Duration `yaml:"person_gap"`
	PersonPerMinute int           `yaml:"person_per_minute"` // answers to one person; then one refusal
	RoomPerMinute   int           `yaml:"room_per_minute"`
	TotalPerMinute  int           `yaml:"total_per_minute"`
	TotalPerDay     int           `yaml:"total_per_day"`
}

// DefaultPace is careful: services restrict accounts that talk like machines.
func DefaultPace() Pace {
	return Pace{
		MinGap: 2 * time.Second, Jitter: 3 * time.Second, Thinking: 3 * time.Second, PersonGap: 10 * time.Second,
		PersonPerMinute: 3, RoomPerMinute: 6, TotalPerMinute: 20, TotalPerDay: 200,
	}
}

// limits count what each person asked within the last minute.
type limits struct {
	pace Pace

	mu    sync.Mutex
	asked map[string][]time.Time // by chat and sender
	told  map[string]time.Time   // when somebody was refused
}

func newLimits(p Pace) *limits {
	return &limits{pace: p, asked: make(map[string][]time.Time), told: make(map[string]time.Time)}
}

// allow counts a question; refuse says that this is the one to be refused
// with a word, further ones are passed over in silence.
func (l *limits) allow(who string, now time.Time) (ok, refuse bool) {
	if l.pace.PersonPerMinute <= 0 {
		return true, false
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.asked) > 1000 { // forget those that have been quiet
		for k, times := range l.asked {
			if now.Sub(times[len(times)-1]) > time.Minute {
				delete(l.asked, k)
				delete(l.told, k)
			}
		}
	}
	times := l.asked[who]
	for len(times) > 0 && now.Sub(times[0]) >= time.Minute {
		times = times[1:]
	}
	if len(times) < l.pace.PersonPerMinute {
		l.asked[who] = append(times, now)
		return true, false
	}
	l.asked[who] = times
	refuse = now.Sub(l.told[who]) >= time.Minute
	if refuse {
		l.told[who] = now
	}
	return false, refuse
}
