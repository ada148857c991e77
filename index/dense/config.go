package dense

import (
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"strings"
)

// Poolings: what of the last layer becomes the vector.
const (
	poolCLS     = "cls"      // the first token's vector
	poolMean    = "mean"     // the mean of all tokens' vectors
	poolCLSMean = "cls+mean" // the first, followed by the mean: twice as wide
)

// What a config may ask for. Real models of this kind stay far below.
const (
	maxVocab    = 1 << 20
	maxHidden   = maxInputs / 2 // pooling may double it
	maxLayers   = 64
	maxFeed     = maxInputs
	maxPosition = 1 << 15
	maxTypes    = 16
	maxWordSize = 1 << 30 // numbers in the table of word vectors
)

// MaxTokens is where texts are cut, in ids with the special ones counted; each
// is between 2 and Config.MaxPositions.
type MaxTokens struct {
	Message  int `json:"message"`
	Question int `json:"question"`
	Window   int `json:"window"` // of windows
}

// Config describes a model, in the words of Hugging Face's BERT configs. What a
// published config.json leaves out gets its default: gelu, an epsilon of 1e-12,
// lower case, pooling "cls", no projection, windows of up to 512 ids and
// messages and questions of up to 64, which keep [SEP] when cut (not so, by
// default, in a config that has max_tokens). The zero value is not valid;
// [LoadWeights] and [Embedded] return valid ones.
type Config struct {
	VocabSize         int       `json:"vocab_size"`
	HiddenSize        int       `json:"hidden_size"` // width of a token's vector, a multiple of NumAttentionHeads
	NumHiddenLayers   int       `json:"num_hidden_layers"`
	NumAttentionHeads int       `json:"num_attention_heads"`
	IntermediateSize  int       `json:"intermediate_size"`       // width of the feed-forward part
	HiddenAct         string    `json:"hidden_act"`              // always "gelu", by erf
	LayerNormEps      float32   `json:"layer_norm_eps"`          // above 0, up to 0.1
	MaxPositions      int       `json:"max_position_embeddings"` // ids a text may have
	TypeVocabSize     int       `json:"type_vocab_size"`         // 0 if there are no token types
	Lower             bool      `json:"do_lower_case"`           // lower-case and strip accents
	Pooling           string    `json:"pooling"`                 // "cls", "mean" or "cls+mean"
	Projection        int       `json:"projection"`              // width after the last matrix; 0 if there is none
	QueryToken        string    `json:"query_token"`             // stands first in a question; "" means [CLS] does
	QueryPrefix       string    `json:"query_prefix"`            // to be put before a question by the caller; may be ""
	KeepSEP           bool      `json:"keep_sep"`                // a message or question that is cut keeps its [SEP]
	MaxTokens         MaxTokens `json:"max_tokens"`
}

// pooled returns the width of what pooling gives: HiddenSize, or twice that.
func (c *Config) pooled() int {
	if c.Pooling == poolCLSMean {
		return 2 * c.HiddenSize
	}
	return c.HiddenSize
}

// dim returns how many numbers a text's vector has.
func (c *Config) dim() int {
	if c.Projection > 0 {
		return c.Projection
	}
	return c.pooled()
}

// maxTokens returns how many ids a text of this kind may have.
func (c *Config) maxTokens(kind Kind) int {
	switch kind {
	case Message:
		return c.MaxTokens.Message
	case Question:
		return c.MaxTokens.Question
	default:
		return c.MaxTokens.Window
	}
}

// KnownQueryPrefix returns what a published model wants before questions, by
// the name of the model or of its folder; "" if nothing is known. Known are the
// Chinese models of BAAI (bge-*-zh*). The prefix is folded to NFKC, as the
// texts are that a [Tokenizer] is given.
func KnownQueryPrefix(name string) string {
	name = strings.ToLower(path.Base(strings.ReplaceAll(name, `\`, "/")))
	if _, after, ok := strings.Cut(name, "bge-"); ok && strings.Contains(after, "-zh") && !strings.Contains(after, "reranker") {
		return "为这个句子生成表示以用于检索相关文章:"
	}
	return ""
}

// parseConfig reads a config.json, with the defaults of [Config] for what it
// leaves out. The error names every fault.
func parseConfig(data []byte) (*Config, error) {
	file, err := parseConfigFile(data)
	if err != nil {
		return nil, err
	}
	return file.config()
}

// configFile is a config as it stands in a file: nil where nothing is said.
type configFile struct {
	Config
	Lower        *bool      `json:"do_lower_case"`
	LayerNormEps *float32   `json:"layer_norm_eps"`
	KeepSEP      *bool      `json:"keep_sep"`
	MaxTokens    *MaxTokens `json:"max_tokens"`

	ModelType    string `json:"model_type"`
	PositionType string `json:"position_embedding_type"`
	Name         string `json:"_name_or_path"`
}

func parseConfigFile(data []byte) (*configFile, error) {
	file := new(configFile)
	if err := json.Unmarshal(data, file); err != nil {
		return nil, fmt.Errorf("config: %w", err)
	}
	return file, nil
}

// config fills in the defaults and validates.
func (f *configFile) config() (*Config, error) {
	c := f.Config
	c.Lower = f.Lower == nil || *f.Lower
	c.LayerNormEps = 1e-12
	if f.LayerNormEps != nil {
		c.LayerNormEps = *f.LayerNormEps
	}
	if c.HiddenAct == "" {
		c.HiddenAct = "gelu"
	}
	if c.Pooling == "" {
		c.Pooling = poolCLS
	}
	if c.QueryPrefix == "" {
		c.QueryPrefix = KnownQueryPrefix(f.Name)
	}
	if f.MaxTokens != nil {
		c.MaxTokens = *f.MaxTokens
	} else {
		c.MaxTokens = MaxTokens{Message: min(64, c.MaxPositions), Question: min(64, c.MaxPositions), Window: min(512, c.MaxPositions)}
	}
	c.KeepSEP = f.MaxTokens == nil
	if f.KeepSEP != nil {
		c.KeepSEP = *f.KeepSEP
	}
	var kind error
	if f.ModelType != "" && f.ModelType != "bert" {
		kind = fmt.Errorf("model_type %q is not bert", f.ModelType)
	}
	var position error
	if f.PositionType != "" && f.PositionType != "absolute" {
		position = fmt.Errorf("position_embedding_type %q is not absolute", f.PositionType)
	}
	if err := errors.Join(kind, position, c.validate()); err != nil {
		return nil, fmt.Errorf("config: %w", err)
	}
	return &c, nil
}

// validate returns an error naming every field that is out of range.
func (c *Config) validate() error {
	var faults []error
	fault := func(format string, args ...any) { faults = append(faults, fmt.Errorf(format, args...)) }
	within := func(name string, value, lo, hi int) {
		if value < lo || value > hi {
			fault("%s %d is not in %d..%d", name, value, lo, hi)
		}
	}
	within("vocab_size", c.VocabSize, 3, maxVocab)
	within("hidden_size", c.HiddenSize, 1, maxHidden)
	within("num_hidden_layers", c.NumHiddenLayers, 1, maxLayers)
	within("num_attention_heads", c.NumAttentionHeads, 1, maxHidden)
	within("intermediate_size", c.IntermediateSize, 1, maxFeed)
	within("max_position_embeddings", c.MaxPositions, 2, maxPosition)
	within("type_vocab_size", c.TypeVocabSize, 0, maxTypes)
	within("projection", c.Projection, 0, maxHidden)
	if c.MaxPositions >= 2 {
		within("max_tokens.message", c.MaxTokens.Message, 2, c.MaxPositions)
		within("max_tokens.question", c.MaxTokens.Question, 2, c.MaxPositions)
		within("max_tokens.window", c.MaxTokens.Window, 2, c.MaxPositions)
	}
	if c.NumAttentionHeads > 0 && c.HiddenSize%c.NumAttentionHeads != 0 {
		fault("hidden_size %d is not a multiple of num_attention_heads %d", c.HiddenSize, c.NumAttentionHeads)
	}
	if int64(c.VocabSize)*int64(c.HiddenSize) > maxWordSize {
		fault("vocab_size %d times hidden_size %d is more than %d", c.VocabSize, c.HiddenSize, maxWordSize)
	}
	if !(c.LayerNormEps > 0 && c.LayerNormEps <= 0.1) { // true for NaN, too
		fault("layer_norm_eps %v is not above 0, up to 0.1", c.LayerNormEps)
	}
	if c.HiddenAct != "gelu" {
		fault("hidden_act %q is not gelu", c.HiddenAct)
	}
	if c.Pooling != poolCLS && c.Pooling != poolMean && c.Pooling != poolCLSMean {
		fault("pooling %q is not cls, mean or cls+mean", c.Pooling)
	}
	return errors.Join(faults...)
}
