package site

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestMinuteAgain: that a message stands without its seconds is still known
// when others of the day have theirs, and on a day of one message.
func TestMinuteAgain(t *testing.T) {
	all := []string{"09:00:07 甲: 第一句", "09:00:21 乙: 好", "09:00:40 乙: 好", "09:01:02 乙: 只在这里", "09:02:03 丙: 也只在这里"}
	for _, tt := range []struct {
		name    string
		minutes []string
		exact   []string
		news    int
	}{
		{"many", []string{"09:00 甲: 第一句", "09:00 乙: 好", "09:00 乙: 好"}, all, 2},
		{"one", []string{"09:00 甲: 第一句"}, all[:1], 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := newSite(t)
			s.run(Settings{}, s.csv("m.csv", tt.minutes...))
			n := len(tt.minutes)
			if r := s.run(Settings{}, s.csv("a.csv", tt.exact...)); r.Counts != (Counts{There: n, New: tt.news, Same: n}) {
				t.Errorf("with seconds: %+v", r.Counts)
			}
			n = len(tt.exact)
			if r := s.run(Settings{}, s.csv("b.csv", append(tt.exact, "10:00:00 丁: 后来的")...)); r.Counts != (Counts{There: n, New: 1, Same: n}) {
				t.Errorf("with seconds and one more: %+v", r.Counts)
			}
			if r := s.run(Settings{}, s.csv("n.csv", append(tt.minutes, "10:00 丁: 后来的")...)); r.Counts.New != 0 {
				t.Errorf("without seconds again: %+v", r.Counts)
			}
		})
	}
}

// TestMinuteTakenOut: what was taken out by hand stays out, whether it came
// with its seconds before and comes without them now or the other way round.
func TestMinuteTakenOut(t *testing.T) {
	exact := []string{"09:00:07 甲: 留下的话", "09:00:21 乙: 删掉的话", "09:00:40 乙: 好"}
	minutes := []string{"09:00 甲: 留下的话", "09:00 乙: 删掉的话", "09:00 乙: 好"}
	for _, tt := range []struct {
		name, clock   string
		first, second []string
	}{
		{"seconds first", "09:00:21", exact, minutes},
		{"minutes first", "09:00:00", minutes, exact},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := newSite(t)
			s.run(Settings{}, s.csv("a.csv", tt.first...))
			path := filepath.Join(s.dir, testPost)
			data, _ := os.ReadFile(path)
			s.write(path, strings.Replace(string(data), "> "+tt.clock+"  乙  \n   \n删掉的话  \n   \n", "", 1))
			if r := s.run(Settings{}, s.csv("b.csv", tt.second...)); r.Counts != (Counts{There: 2, Same: 2, Gone: 1}) {
				t.Errorf("%+v", r.Counts)
			}
		})
	}
}
