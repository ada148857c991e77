package announce

import (
	"strings"
	"testing"

	"qunwen/bot/schedule/pattern"
)

// unmasked puts tokens in the place of the marks of a rule's example.
func unmasked(example string) string {
	for i := 0; strings.ContainsRune(example, 'D'); i++ {
		example = strings.Replace(example, "D", []string{"下周五", "下周日", "5月28日"}[min(i, 2)], 1)
	}
	for i := 0; strings.ContainsRune(example, 'T'); i++ {
		example = strings.Replace(example, "T", []string{"20:30", "19:15"}[min(i, 1)], 1)
	}
	return strings.NewReplacer("S", "半小时", "Q", "《对账》", "@X", "@王一-甲付-产品", "H", "@王一-甲付-产品").Replace(example)
}

// TestChangeRules reads the example of every rule as what its rule says, by no
// other rule.
func TestChangeRules(t *testing.T) {
	for i := range changeRules {
		rule := &changeRules[i]
		t.Run(rule.example, func(t *testing.T) {
			r := newReader(Message{Time: sent, Speaker: "甲", Text: unmasked(rule.example)}, Context{})
			applied := false
			for _, c := range r.mask().clauses {
				h := ruleFor(c)
				applied = applied || h != nil && h.rule == rule
			}
			if !applied {
				t.Error("no clause is read by its rule")
			}
			if changes := r.readChanges(); len(changes) == 0 || changes[0].Deed != rule.deed {
				t.Errorf("deed %d is not read: %+v", rule.deed, changes)
			}
		})
	}
}

// TestRetitles reads the example of every pattern of a new topic.
func TestRetitles(t *testing.T) {
	examples := []string{}
	for _, r := range retitles {
		examples = append(examples, r.example)
	}
	for _, r := range goesOn {
		examples = append(examples, r.example)
	}
	for _, example := range examples {
		t.Run(example, func(t *testing.T) {
			x := Extract(Message{Time: sent, Speaker: "甲", Text: unmasked(example)}, Context{})
			if len(x.Changes) == 0 || x.Changes[0].Deed != Retitles || len([]rune(x.Changes[0].Entry.Topic)) < 2 {
				t.Errorf("no new topic: %+v", x.Changes)
			}
		})
	}
}

// TestMoods finds the mood of every example, and none of them changes anything.
func TestMoods(t *testing.T) {
	for _, rule := range moodRules {
		r := newReader(Message{Time: sent, Speaker: "甲", Text: rule.example}, Context{})
		m := r.mask()
		found := false
		for k := range m.clauses {
			found = found || m.moodOf(k) == rule.mood
		}
		if !found {
			t.Errorf("%s: mood %d is not found", rule.example, rule.mood)
		}
		if x := Extract(r.message, Context{}); len(x.Changes) > 0 || len(x.Entries) > 0 {
			t.Errorf("%s changes something: %+v", rule.example, x)
		}
	}
}

// TestMood holds words that are no mood, and those that are in part.
func TestMood(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		want       mood
	}{
		{"主要是 is no condition", "主要是今晚的分享取消", outright},
		{"a correction is no guess", "应该是周五,不是周四", outright},
		{"agreed upon", "和他商量好了,分享改到周五", outright},
		{"a day to be told later", "分享改期,哪天再定", outright},
		{"in the clause before", "如果下雨,今晚的分享取消", conditional},
		{"asked at the end", "今晚的分享还讲不讲?", asked},
		{"waiting for word", "今晚的分享取消,等通知", hedged},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := newReader(Message{Time: sent, Speaker: "甲", Text: tt.text}, Context{}).mask()
			got := outright
			for k := range m.clauses {
				if mood := m.moodOf(k); mood != outright {
					got = mood
				}
			}
			if got != tt.want {
				t.Errorf("%s: mood %d, want %d", tt.text, got, tt.want)
			}
		})
	}
}

func TestWhyUnclear(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"nobody is named", "周五晚上有一场分享", "看出了周五晚上和「分享」，没看出是谁讲"},
		{"what is changed", "分享要调整一下，周五还是周六再看人", ""},
		{"a question", "周五有分享吗", ""},
		{"a reminder", "今晚分享别忘了", ""},
		{"no day", "欢迎大家来分享", ""},
		{"a day that is over", "上周五的分享记录", ""},
		{"a link", "周五的分享 http://a.b/c", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got, _ := WhyUnclear(Message{Time: sent, Speaker: "甲", Text: tt.text}); got != tt.want {
				t.Errorf("WhyUnclear(%q) = %q, want %q", tt.text, got, tt.want)
			}
		})
	}
}

// FuzzPattern holds that no pattern turns away a text that its expression matches.
func FuzzPattern(f *testing.F) {
	for _, rule := range changeRules {
		f.Add(rule.example)
	}
	for _, rule := range moodRules {
		f.Add(rule.example)
	}
	all := []*pattern.Regexp{newSpeaker, unable, givesTalk, wasToSpeak, byName, keepsTopic, swapVerbs, corrects, givesTalkOf, asSpeaker, remindWords}
	for i := range changeRules {
		all = append(all, changeRules[i].pattern)
	}
	for i := range moodRules {
		all = append(all, moodRules[i].words)
	}
	for i := range retitles {
		all = append(all, retitles[i].pattern)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, p := range all {
			if p.Regexp.MatchString(text) && !p.MayMatch(text) {
				t.Errorf("%q is turned away from %s", text, p.Regexp)
			}
		}
	})
}
