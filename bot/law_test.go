package bot

import (
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"qunwen/bot/bottest"
	"qunwen/bot/hearing"
	"qunwen/bot/say"
	"qunwen/corpus"
	"qunwen/corpus/days"
	"qunwen/corpus/sample"
	"qunwen/index"
)

// TestReplies asks everything that was asked in the sample, and holds the
// replies to their form.
func TestReplies(t *testing.T) {
	b := mustNew(t, Config{Searcher: bottest.Index(t), Days: days.New(days.Config{Site: sample.Site(), Zone: time.UTC}), BaseURL: "https://qunwen.chat.example.org/a-rather-long-folder"})
	openers := map[index.Verdict]string{index.Answer: "群里聊过", index.Leads: "群里没有直接的答案|群里有人问过，没看到有人回答", index.None: "群里没聊过|没看出要问什么|想问什么|这句话不像是在问"}
	link := regexp.MustCompile(`^https://qunwen\.chat\.example\.org/a-rather-long-folder/r/[a-z]+/\d{4}-\d\d-\d\d#\d{6}(\.\d+)?$`)
	asked, verdicts := 0, make(map[index.Verdict]int)
	for tr, err := range corpus.Load(sample.Site(), time.UTC) {
		if err != nil {
			continue
		}
		for _, m := range tr.Messages {
			if !asksSomething(m.Text) {
				continue
			}
			asked++
			a, p, err := b.ask(t.Context(), Question{Text: m.Text, AskedAt: m.Time})
			if err != nil {
				t.Fatal(err)
			}
			verdicts[a.Verdict]++
			if !regexp.MustCompile("^(" + openers[a.Verdict] + ")").MatchString(a.Text) {
				t.Errorf("%s opens %q", a.Verdict, say.Clip(a.Text, 20))
			}
			texts := []string{a.Text, b.names.Authors(p.Shown, 0)}
			if more, ok := b.names.GoOn(&p); ok {
				texts = append(texts, more.Text)
			}
			if len(p.Shown) > 0 {
				talk, err := b.talkAround(t.Context(), &p.Shown[0])
				if err != nil {
					t.Fatal(err)
				}
				texts = append(texts, talk)
			}
			for _, text := range texts {
				checkReply(t, text, link)
			}
		}
	}
	if asked < 50 || verdicts[index.Answer] == 0 || verdicts[index.None] == 0 {
		t.Errorf("%d questions with verdicts %v", asked, verdicts)
	}
}

// asksSomething reports whether a text is a question by its marks, and not talk.
func asksSomething(text string) bool {
	return (strings.ContainsAny(text, "?？") || strings.Contains(text, "吗")) && hearing.KindOf(text) == hearing.Message
}

// bubble is how many characters a message has at most.
const bubble = 700

// checkReply holds the messages of a reply to their form.
func checkReply(t *testing.T, text string, link *regexp.Regexp) {
	t.Helper()
	parts := say.Messages(text)
	if len(parts) > say.MostMessages {
		t.Errorf("%d messages", len(parts))
	}
	for _, part := range parts {
		if n := utf8.RuneCountInString(part); n > bubble || n == 0 {
			t.Errorf("%d characters: %s", n, part)
		}
		for line := range strings.SplitSeq(part, "\n") {
			if strings.Contains(line, "](") || strings.HasPrefix(line, "#") || strings.HasPrefix(line, "> ") {
				t.Errorf("Markdown: %s", line)
			}
			if i := strings.Index(line, "https://qunwen"); i >= 0 && !link.MatchString(line[i:]) {
				t.Errorf("the link does not end its line: %s", line)
			}
		}
	}
}
