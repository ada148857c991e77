package service

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"qunwen/bot"
	"qunwen/bot/bottest"
	"qunwen/bot/schedule"
	"qunwen/corpus"
	"qunwen/corpus/days"
	"qunwen/corpus/sample"
	"qunwen/index"
)

var update = flag.Bool("update", false, "rewrite what the bot says in testdata/dialogue")

// TestDialogue plays the stories of testdata/dialogue over the sample. Their
// lines are
//
//	# a comment
//	person 老熊 remark=admin-老熊 display=熊
//	private clearing                     a private room
//	reminders                            sessions are reminded of
//	+ 10m                                time passes
//	paydesk 林念> @群问 你好              somebody says something; \n is a line break
//	paydesk 林念 quotes 2> 不对           and quotes the bot's second message
//	paydesk 林念 cites 冯恩: 早> 这个呢    and quotes a member
//	direct 林念> 你好                     and writes to the bot itself
//	paydesk< text                        what the bot says to it; further lines are indented
//	paydesk takes back 2                 and revokes
func TestDialogue(t *testing.T) {
	files, err := filepath.Glob("testdata/dialogue/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no stories: %v", err)
	}
	x := bottest.Index(t)
	var posts []*corpus.Transcript
	for tr, err := range corpus.Load(sample.Site(), time.UTC) {
		if err == nil {
			posts = append(posts, tr)
		}
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			synctest.Test(t, func(t *testing.T) { got = play(t, x, posts, string(data)) })
			switch {
			case *update:
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			case got != string(data):
				t.Errorf("got:\n%s\nwant:\n%s", got, data)
			}
		})
	}
}

var linePattern = regexp.MustCompile(`^(\S+) (\S+?)(?: quotes (\d+)| cites ([^>]*))?> (.*)$`)

// A story is a dialogue that is being played.
type story struct {
	*stage
	people map[string]bot.Sender
	said   []string // by the bot, in order
	shown  int      // of revoked
	policy schedule.Policy
}

// play returns the story with what the bot says now.
func play(t *testing.T, x *index.Index, posts []*corpus.Transcript, text string) string {
	t.Helper()
	s := &story{people: make(map[string]bot.Sender)}
	rooms := stageRooms()
	var out strings.Builder
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		word, rest, _ := strings.Cut(line, " ")
		m := linePattern.FindStringSubmatch(line)
		switch {
		case strings.HasSuffix(word, "<"), strings.HasPrefix(line, "  "), strings.HasPrefix(rest, "takes back"):
			continue // said anew below
		case word == "private":
			r := rooms[rest]
			r.Private = true
			rooms[rest] = r
		case word == "reminders":
			s.policy = schedule.DefaultPolicy()
		case word == "person":
			s.person(strings.Fields(rest))
		case word == "+":
			d, err := time.ParseDuration(rest)
			if err != nil {
				t.Fatal(err)
			}
			s.open(t, x, posts, rooms)
			fmt.Fprintln(&out, line)
			s.print(&out, s.later(d))
			continue
		case m != nil:
			s.open(t, x, posts, rooms)
			fmt.Fprintln(&out, line)
			s.print(&out, s.hears(s.line(m[1], m[2], m[3], m[4], m[5])))
			continue
		case line != "" && word != "#":
			t.Fatalf("what is %q?", line)
		}
		fmt.Fprintln(&out, line)
	}
	return out.String()
}

// open sets the stage when the first line is said.
func (s *story) open(t *testing.T, x *index.Index, posts []*corpus.Transcript, rooms map[string]bot.Room) {
	if s.stage != nil {
		return
	}
	book := newMemory(rooms, []string{"群问"})
	for _, tr := range posts {
		book.book.Apply(tr)
	}
	s.stage = newStage(t, script{start: "2023-04-17 10:00", policy: s.policy, cfg: func(c *bot.Config) {
		c.Searcher, c.Days, c.Rooms, c.Direct = x, days.New(days.Config{Site: sample.Site(), Zone: time.UTC}), rooms, true
		c.BaseURL = "http://chat.example"
		c.Archive, c.Schedule = book, book
	}})
}

func (s *story) person(words []string) {
	p := bot.Sender{ID: "id of " + words[0], Nick: words[0], Display: words[0]}
	for _, w := range words[1:] {
		switch key, value, _ := strings.Cut(w, "="); key {
		case "remark":
			p.Remark = value
		case "display":
			p.Display = value
		}
	}
	s.people[words[0]] = p
}

// line is a message.
func (s *story) line(chat, who, quoted, cited, text string) bot.Incoming {
	in := s.message(who, strings.ReplaceAll(text, `\n`, "\n"))
	if p, ok := s.people[who]; ok {
		in.Sender = p
	}
	if chat == "direct" {
		in.Chat = bot.Chat{ID: in.Sender.ID, Direct: true, Names: []string{"群问"}}
	} else {
		in.Chat.ID, in.Chat.Room = "id of "+chat, chat
	}
	if n, err := strconv.Atoi(quoted); err == nil && n > 0 && n <= len(s.said) {
		in.Kind = bot.Reply
		in.Quoted = &bot.Said{ID: s.wire.sent[n-1].ID, Name: "群问", Text: s.said[n-1]}
	}
	if name, words, ok := strings.Cut(cited, ": "); ok {
		in.Kind = bot.Reply
		in.Quoted = &bot.Said{Name: name, Text: words}
	}
	return in
}

// print writes what was sent.
func (s *story) print(out *strings.Builder, texts []string) {
	for _, t := range texts {
		chat, text, _ := strings.Cut(t, ": ")
		if _, ok := s.cfg.Rooms[chat]; !ok {
			chat = "direct"
		}
		s.said = append(s.said, text)
		fmt.Fprintf(out, "%s< %s\n", chat, strings.ReplaceAll(text, "\n", "\n  "))
	}
	s.wire.mu.Lock()
	defer s.wire.mu.Unlock()
	for ; s.shown < len(s.wire.revoked); s.shown++ {
		fmt.Fprintf(out, "paydesk takes back %s\n", strings.TrimPrefix(s.wire.revoked[s.shown], "s"))
	}
}
