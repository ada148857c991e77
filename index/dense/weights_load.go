package dense

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
)

// How much of a folder's files is read into memory as a whole.
const (
	maxConfigFile = 1 << 20
	maxVocabFile  = 64 << 20
	maxModelFile  = 8 << 30
)

// LoadWeights reads a model as it is published: config.json, the vocabulary
// from vocab.txt or else tokenizer.json, and model.safetensors with numbers of
// 16 or 32 bits, which are rounded to 8. What config.json does not say is
// taken from 1_Pooling/config.json (pooling) and tokenizer_config.json (lower
// case), if these are there, else from the defaults of [Config].
//
// Every error says which file it is about.
func LoadWeights(fsys fs.FS) (*Config, *Weights, *Tokenizer, error) {
	cfg, err := loadConfig(fsys)
	if err != nil {
		return nil, nil, nil, err
	}
	tok, err := loadTokenizer(fsys, cfg)
	if err != nil {
		return nil, nil, nil, err
	}
	w, err := loadTensors(fsys, cfg)
	if err != nil {
		return nil, nil, nil, fmt.Errorf("model.safetensors: %w", err)
	}
	if w.fingerprint, err = fingerprint(cfg, w, tok); err != nil {
		return nil, nil, nil, err
	}
	return cfg, w, tok, nil
}

// loadConfig reads config.json, and what it leaves open from the files beside it.
func loadConfig(fsys fs.FS) (*Config, error) {
	data, err := readLimited(fsys, "config.json", maxConfigFile)
	if err != nil {
		return nil, err
	}
	file, err := parseConfigFile(data)
	if err != nil {
		return nil, fmt.Errorf("config.json: %w", err)
	}
	if file.Pooling == "" {
		if file.Pooling, err = loadPooling(fsys); err != nil {
			return nil, err
		}
	}
	if file.Lower == nil {
		if file.Lower, err = loadLower(fsys); err != nil {
			return nil, err
		}
	}
	cfg, err := file.config()
	if err != nil {
		return nil, fmt.Errorf("config.json: %w", err)
	}
	return cfg, nil
}

// poolingFile is a 1_Pooling/config.json: which vectors make the text's vector.
type poolingFile struct {
	CLS   bool `json:"pooling_mode_cls_token"`
	Mean  bool `json:"pooling_mode_mean_tokens"`
	Max   bool `json:"pooling_mode_max_tokens"`
	Root  bool `json:"pooling_mode_mean_sqrt_len_tokens"`
	Last  bool `json:"pooling_mode_lasttoken"`
	Heavy bool `json:"pooling_mode_weightedmean_tokens"`
}

// pooling returns the value of Config.Pooling that f stands for. ok is false if
// there is none.
func (f *poolingFile) pooling() (pooling string, ok bool) {
	switch {
	case f.Max || f.Root || f.Last || f.Heavy:
		return "", false
	case f.CLS && f.Mean:
		return poolCLSMean, true
	case f.Mean:
		return poolMean, true
	case f.CLS:
		return poolCLS, true
	}
	return "", false
}

// loadPooling reads the pooling from 1_Pooling/config.json; "" if there is no
// such file.
func loadPooling(fsys fs.FS) (string, error) {
	const name = "1_Pooling/config.json"
	var file poolingFile
	if found, err := readOptional(fsys, name, &file); err != nil || !found {
		return "", err
	}
	pooling, ok := file.pooling()
	if !ok {
		return "", fmt.Errorf("%s: pooling is neither cls nor mean", name)
	}
	return pooling, nil
}

// loadLower reads from tokenizer_config.json whether texts are lower-cased; nil
// if the file is not there or does not say so.
func loadLower(fsys fs.FS) (*bool, error) {
	var file struct {
		Lower *bool `json:"do_lower_case"`
	}
	_, err := readOptional(fsys, "tokenizer_config.json", &file)
	return file.Lower, err
}

func loadTokenizer(fsys fs.FS, cfg *Config) (*Tokenizer, error) {
	name := "vocab.txt"
	vocab, err := readLimited(fsys, name, maxVocabFile)
	if errors.Is(err, fs.ErrNotExist) {
		name = "tokenizer.json"
		if vocab, err = readLimited(fsys, name, maxVocabFile); errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("neither vocab.txt nor tokenizer.json: %w", err)
		}
		if err == nil {
			if vocab, err = parseTokenizerJSON(vocab); err != nil {
				err = fmt.Errorf("%s: %w", name, err)
			}
		}
	}
	if err != nil {
		return nil, err
	}
	tok, err := newTokenizer(vocab, cfg)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return tok, nil
}

// newTokenizer makes the tokenizer of the model that cfg describes.
func newTokenizer(vocab []byte, cfg *Config) (*Tokenizer, error) {
	tok, err := parseVocabulary(vocab, cfg.Lower, cfg.QueryToken)
	if err != nil {
		return nil, err
	}
	if tok.size > cfg.VocabSize {
		return nil, fmt.Errorf("vocabulary: %d pieces, vocab_size is %d", tok.size, cfg.VocabSize)
	}
	if !cfg.KeepSEP {
		tok.cutWhole(cfg.MaxTokens.Window)
	}
	return tok, nil
}

func loadTensors(fsys fs.FS, cfg *Config) (*Weights, error) {
	f, err := fsys.Open("model.safetensors")
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	size := info.Size()
	r, ok := f.(io.ReaderAt)
	if !ok { // a file in an archive
		data, err := io.ReadAll(io.LimitReader(f, maxModelFile))
		if err != nil {
			return nil, err
		}
		r, size = bytes.NewReader(data), int64(len(data))
	}
	tensors, err := openTensors(r, size)
	if err != nil {
		return nil, err
	}
	return readWeights(tensors, cfg)
}

// readLimited returns a whole file. One of more than limit bytes is an error.
func readLimited(fsys fs.FS, name string, limit int64) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if int64(len(data)) > limit {
		return nil, fmt.Errorf("%s: more than %d bytes", name, limit)
	}
	return data, nil
}

// readOptional reads a JSON file into v and reports whether it is there.
func readOptional(fsys fs.FS, name string, v any) (bool, error) {
	data, err := readLimited(fsys, name, maxConfigFile)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if err := json.Unmarshal(data, v); err != nil {
		return false, fmt.Errorf("%s: %w", name, err)
	}
	return true, nil
}
