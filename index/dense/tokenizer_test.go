package dense

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// testVocab has ids in the order of the line: [PAD] is 0.
const testVocab = "[PAD] [UNK] [CLS] [SEP] 支 付 a b ##b ab ##cd e ω か 豈 , ! # [ ] = q [Q] caf ##e $ 。 ᄀ ##ᅡ ##ㅏ"

func testTokenizer(tb testing.TB, lower bool, query string) *Tokenizer {
	tb.Helper()
	t, err := parseVocabulary([]byte(strings.ReplaceAll(testVocab, " ", "\n")), lower, query)
	if err != nil {
		tb.Fatal(err)
	}
	return t
}

// pieces writes ids as the pieces of testVocab.
func pieces(ids []int32) string {
	all := strings.Fields(testVocab)
	var b []string
	for _, id := range ids {
		b = append(b, all[id])
	}
	return strings.Join(b, " ")
}

func TestTokenizer(t *testing.T) {
	tok := testTokenizer(t, true, "")
	for _, tt := range []struct{ name, text, want string }{
		{"nothing", "", ""},
		{"white space only", " \t\r\n\u3000\u2028\u00a0", ""},
		{"Han characters are words", "支付", "支 付"},
		{"also beside letters", "a支b", "a 支 b"},
		{"longest piece first", "abcd ab", "ab ##cd ab"},
		{"a piece within a word needs its ##", "abb aab", "ab ##b [UNK]"},
		{"no pieces for the rest: the whole word", "abx", "[UNK]"},
		{"unknown Han character", "支犇付", "支 [UNK] 付"},
		{"punctuation is a word", "a,b!。", "a , b ! 。"},
		{"ASCII symbols are punctuation", "a$b=", "a $ b ="},
		{"other symbols are not", "a€b", "[UNK]"},
		{"capitals", "ABCD Ω", "ab ##cd ω"},
		{"accents, composed and not", "CAFÉ cafe\u0301", "caf ##e caf ##e"},
		{"voiced kana lose their mark", "が", "か"},
		{"a sign that decomposes to punctuation", "a≠b", "a = b"},
		{"a compatibility ideograph", "a\uf900b", "a 豈 b"},
		{"Hangul comes apart", "가", "ᄀ ##ᅡ"},
		{"control and format characters vanish", "a\u200bb\x00 a\ufeffb\ue000", "ab ab"},
		{"so do bytes that are not UTF-8", "a\xff\xe4b", "ab"},
		{"special tokens are not special", "[Q]", "[ q ]"},
		{"## in a text is punctuation", "a##b", "a # # b"},
		{"100 characters are looked up", "a" + strings.Repeat("b", 99), "ab" + strings.Repeat(" ##b", 98)},
		{"101 are not", "a" + strings.Repeat("b", 100), "[UNK]"},
		{"marks do not count", "a" + strings.Repeat("\u0301", 1000) + "b", "ab"},
		{"a character of a piece cut in two", "支\xe6\x94", "支"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := pieces(tok.encode(nil, tt.text, false, 1000))
			if want := strings.Join(strings.Fields("[CLS] "+tt.want+" [SEP]"), " "); got != want {
				t.Errorf("Encode(%q) = %s, want %s", tt.text, got, want)
			}
		})
	}
}

func TestTokenizerCase(t *testing.T) {
	tok := testTokenizer(t, false, "")
	if got, want := pieces(tok.encode(nil, "a A café e", false, 9)), "[CLS] a [UNK] [UNK] e [SEP]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestTokenizerCut(t *testing.T) {
	for _, tt := range []struct {
		name        string
		whole, most int
		question    bool
		want        string
	}{
		{"fits", 0, 6, false, "[CLS] a a a a [SEP]"},
		{"[SEP] is kept", 0, 5, false, "[CLS] a a a [SEP]"},
		{"a question", 0, 5, true, "[Q] a a a [SEP]"},
		{"two", 0, 2, true, "[Q] [SEP]"},
		{"one", 0, 1, false, "[CLS]"},
		{"none", 0, 0, false, ""},
		{"less than none", 0, -1, false, ""},
		{"in two steps, fits", 9, 6, false, "[CLS] a a a a [SEP]"},
		{"in two steps, without [SEP]", 9, 5, false, "[CLS] a a a a"},
		{"in two steps, the first cuts", 4, 9, false, "[CLS] a a [SEP]"},
		{"in two steps, both cut", 4, 4, false, "[CLS] a a [SEP]"},
		{"in two steps, the second leaves one", 9, 1, true, "[Q]"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tok := testTokenizer(t, true, "[Q]")
			tok.cutWhole(tt.whole)
			before := []int32{7, 7}
			got := tok.encode(before, "a a a a", tt.question, tt.most)
			if !slices.Equal(got[:2], before) || pieces(got[2:]) != tt.want {
				t.Errorf("got %s, want %s after b b", pieces(got), tt.want)
			}
		})
	}
}

func TestTokenizerCutsAWord(t *testing.T) {
	tok := testTokenizer(t, true, "")
	if got, want := pieces(tok.encode(nil, "abbbb", false, 4)), "[CLS] ab ##b [SEP]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestNewTokenizer(t *testing.T) {
	for _, tt := range []struct{ name, vocab, query, want string }{
		{"no special tokens", "a\nb", "[Q]", "vocabulary: no [UNK]\nvocabulary: no [CLS]\nvocabulary: no [SEP]\nvocabulary: no [Q]"},
		{"empty", "", "", "vocabulary: no [UNK]\nvocabulary: no [CLS]\nvocabulary: no [SEP]"},
		{"too long", strings.Repeat("\n", maxVocab+1), "", "vocabulary: 1048577 pieces, more than 1048576"},
		{"line ends of Windows", "[UNK]\r\n[CLS]\r\n[SEP]\r\n", "", "<nil>"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := parseVocabulary([]byte(tt.vocab), true, tt.query); fmt.Sprint(err) != tt.want {
				t.Errorf("got %v, want %v", err, tt.want)
			}
		})
	}
}

func TestTokenizerJSON(t *testing.T) {
	for _, tt := range []struct{ name, file, want string }{
		{"vocabulary and added tokens", `{"model":{"type":"WordPiece","vocab":{"b":1,"a":0}},"added_tokens":[{"id":3,"content":"[Q]"},{"id":1,"content":"b"}]}`, "a\nb\n\n[Q]\n"},
		{"another kind", `{"model":{"type":"Unigram","vocab":{"a":0}}}`, `model type "Unigram" is not WordPiece`},
		{"no vocabulary", `{}`, "no model.vocab"},
		{"negative id", `{"model":{"vocab":{"a":-1}}}`, `id -1 of "a" is not in 0..1048575`},
		{"huge id", `{"model":{"vocab":{"a":1048576}}}`, `id 1048576 of "a" is not in 0..1048575`},
		{"an id twice", `{"model":{"vocab":{"a":0,"b":0}}}`, `id 0 is both "a" and "b"`},
		{"line feed", `{"model":{"vocab":{"a\nb":0}}}`, `line feed in the piece "a\nb"`},
		{"not JSON", `{`, "unexpected end of JSON input"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := parseTokenizerJSON([]byte(tt.file))
			if err != nil {
				got = []byte(err.Error())
			}
			if string(got) != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// FuzzTokenizer holds Encode to what it promises of any text.
func FuzzTokenizer(f *testing.F) {
	f.Add("支付 Café, [Q]!", true, 5, 0)
	f.Add("a\u0301\xff가豈\U0002f800", false, 64, 160)
	_, _, embedded, err := Embedded()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string, question bool, most, whole int) {
		tok := *embedded
		tok.cutWhole(max(0, whole))
		ids := tok.encode(nil, text, question, most)
		if len(ids) > max(0, most) {
			t.Fatalf("%d ids, asked for %d", len(ids), most)
		}
		for i, id := range ids {
			if id < 0 || int(id) >= tok.size {
				t.Errorf("id %d of %d", id, tok.size)
			}
			if first := id == tok.cls || id == tok.query; first != (i == 0) {
				t.Errorf("id %d at %d", id, i)
			}
			if id == tok.sep && i != len(ids)-1 {
				t.Errorf("[SEP] at %d of %d", i, len(ids))
			}
		}
		if len(ids) > 0 && (ids[0] == tok.query) != question {
			t.Errorf("question %t begins with %d", question, ids[0])
		}
		if whole <= 0 && most > 1 && ids[len(ids)-1] != tok.sep {
			t.Errorf("no [SEP] at the end of %v", ids)
		}
		// What is cut off does not change what is before.
		all := tok.encode(nil, text, question, 2*utf8.UTFMax*len(text)+2)
		if n := len(ids) - 1; n > 0 && whole <= 0 && !slices.Equal(ids[:n], all[:n]) {
			t.Errorf("cut to %d: %v, whole: %v", most, ids, all)
		}
	})
}

func BenchmarkTokenize(b *testing.B) {
	cfg, _, tok, err := Embedded()
	if err != nil {
		b.Fatal(err)
	}
	for _, kind := range []struct {
		name string
		Kind
	}{{"message", Message}, {"window", Window}} {
		b.Run(kind.name, func(b *testing.B) {
			var texts []string
			size := 0
			for _, r := range references(b) {
				if r.kind() == kind.Kind {
					texts = append(texts, r.Text)
					size += len(r.Text)
				}
			}
			b.SetBytes(int64(size))
			b.ReportAllocs()
			var ids []int32
			for b.Loop() {
				for _, text := range texts {
					ids = tok.encode(ids[:0], text, false, cfg.maxTokens(kind.Kind))
				}
			}
		})
	}
}
