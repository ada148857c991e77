package build_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"testing/fstest"

	"qunwen/index"
	"qunwen/index/build/buildtest"
	"qunwen/index/generation"
)

const (
	lateDay  = "source/room/_posts/2024-03-01-chat.markdown"
	earlyDay = "source/room/_posts/2024-03-02-chat.markdown"
)

// midnight is a room whose conversation goes on past midnight.
func midnight() fstest.MapFS {
	return fstest.MapFS{
		lateDay: buildtest.Post("> 20:00:00  老K  \n\n晚饭吃什么\n\n> 23:58:10  许衡-云杉  \n\n退款失败以后，资金停在哪个账户里？\n\n" +
			"> 23:59:20  余笙-鹿野  \n\n停在退款中间户，等重新发起\n"),
		earlyDay: buildtest.Post("> 00:00:30  许衡-云杉  \n\n@余笙-鹿野 那中间户谁来对账？\n\n> 00:01:40  余笙-鹿野  \n\n每天日终由账务对中间户的余额\n\n" +
			"> 09:00:00  老K  \n\n早\n"),
	}
}

// messagesFile returns the store of the current generation.
func messagesFile(t *testing.T, dir string) []byte {
	t.Helper()
	gen, _, err := generation.ReadCurrent(dir)
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(dir, gen, "messages.bin"))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestConversationPastMidnight(t *testing.T) {
	dir := t.TempDir()
	buildtest.Refresh(t, dir, midnight())
	x := open(t, dir)
	found, err := x.Search(t.Context(), "中间户谁来对账", index.Options{})
	if err != nil || len(found.Hits) == 0 {
		t.Fatalf("%d hits, err %v", len(found.Hits), err)
	}
	if got, want := found.Hits[0].ThreadID, "room/2024-03-01/235810"; got != want {
		t.Errorf("the conversation is %s, want yesterday's %s", got, want)
	}
}

// An update must cut the following day anew, and give what a build gives.
func TestConversationUpdated(t *testing.T) {
	for _, tt := range []struct {
		name   string
		change func(site fstest.MapFS)
	}{
		{"the day before grew", func(site fstest.MapFS) {
			site[lateDay] = buildtest.Post(string(bytes.TrimPrefix(midnight()[lateDay].Data, buildtest.Post("").Data)) + "\n> 23:59:50  老K  \n\n先睡了\n")
		}},
		{"the day before is gone", func(site fstest.MapFS) { delete(site, lateDay) }},
		{"the day before came late", func(site fstest.MapFS) {}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			// Days enough for two changed ones to be an update, no build.
			filler := func(site fstest.MapFS) fstest.MapFS {
				for i := range 20 {
					site["source/other/_posts/2024-01-"+buildtest.Clock(i * 60)[3:5]+"-chat.markdown"] = buildtest.Post("> 10:00:00  老K  \n\n第" + strconv.Itoa(i) + "天的对账单\n")
				}
				delete(site, "source/other/_posts/2024-01-00-chat.markdown")
				return site
			}
			before, after := filler(midnight()), filler(midnight())
			if tt.name == "the day before came late" {
				delete(before, lateDay)
			}
			tt.change(after)
			updated, built := t.TempDir(), t.TempDir()
			buildtest.Refresh(t, updated, before)
			buildtest.Refresh(t, updated, after)
			buildtest.Refresh(t, built, after)
			if !bytes.Equal(messagesFile(t, updated), messagesFile(t, built)) {
				t.Error("an update gives other messages or conversations than a build")
			}
		})
	}
}
