package dense

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// The special tokens that every vocabulary has.
const (
	tokenUNK = "[UNK]"
	tokenCLS = "[CLS]"
	tokenSEP = "[SEP]"
)

// parseVocabulary reads a vocabulary: one piece a line, pieces within a word with
// ## before them, the line's number (from 0) being the id. Of a piece that
// stands there twice the last counts. lower says that text is lower-cased and
// stripped of accents; query is the token that begins a question, "" for
// [CLS]. It is an error if a special token is missing.
func parseVocabulary(vocab []byte, lower bool, query string) (*Tokenizer, error) {
	text := strings.TrimSuffix(string(vocab), "\n")
	size := 1 + strings.Count(text, "\n")
	if size > maxVocab {
		return nil, fmt.Errorf("vocabulary: %d pieces, more than %d", size, maxVocab)
	}
	t := &Tokenizer{vocab: text, size: size, lower: lower}
	t.first, t.next = make(map[string]int32, size), make(map[string]int32, size/2)
	id := int32(0)
	for piece := range strings.SplitSeq(text, "\n") {
		piece = strings.TrimSuffix(piece, "\r")
		if tail, ok := strings.CutPrefix(piece, "##"); ok && tail != "" {
			t.next[tail] = id
			t.maxNext = max(t.maxNext, len(tail))
		} else {
			t.first[piece] = id
			t.maxFirst = max(t.maxFirst, len(piece))
		}
		id++
	}
	var faults []error
	special := func(token string) int32 {
		id, ok := t.first[token]
		if !ok {
			faults = append(faults, fmt.Errorf("vocabulary: no %s", token))
		}
		return id
	}
	t.unk, t.cls, t.sep = special(tokenUNK), special(tokenCLS), special(tokenSEP)
	t.query = t.cls
	if query != "" {
		t.query = special(query)
	}
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	return t, nil
}

// parseTokenizerJSON returns the vocabulary of a tokenizer.json, one piece a
// line. Ids without a piece get an empty line.
func parseTokenizerJSON(data []byte) ([]byte, error) {
	var file struct {
		Model struct {
			Type  string           `json:"type"`
			Vocab map[string]int64 `json:"vocab"`
		} `json:"model"`
		Added []struct {
			ID      int64  `json:"id"`
			Content string `json:"content"`
		} `json:"added_tokens"`
	}
	if err := json.Unmarshal(data, &file); err != nil {
		return nil, err
	}
	if file.Model.Type != "" && file.Model.Type != "WordPiece" {
		return nil, fmt.Errorf("model type %q is not WordPiece", file.Model.Type)
	}
	if file.Model.Vocab == nil {
		return nil, errors.New("no model.vocab")
	}
	for _, a := range file.Added {
		file.Model.Vocab[a.Content] = a.ID
	}
	last := int64(-1)
	for piece, id := range file.Model.Vocab {
		if id < 0 || id >= maxVocab {
			return nil, fmt.Errorf("id %d of %q is not in 0..%d", id, piece, maxVocab-1)
		}
		if strings.Contains(piece, "\n") {
			return nil, fmt.Errorf("line feed in the piece %q", piece)
		}
		last = max(last, id)
	}
	lines := make([]string, last+1)
	for piece, id := range file.Model.Vocab {
		if lines[id] != "" {
			return nil, fmt.Errorf("id %d is both %q and %q", id, min(piece, lines[id]), max(piece, lines[id]))
		}
		lines[id] = piece
	}
	return []byte(strings.Join(lines, "\n") + "\n"), nil
}
