package dense

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

// An Endpoint describes a server that speaks the OpenAI embeddings API, such
// as Ollama, vLLM or Text Embeddings Inference.
type Endpoint struct {
	URL        string        // of the embeddings route, such as http://127.0.0.1:11434/v1/embeddings
	Model      string        // as the server names it
	Key        string        // sent as a bearer token; "" for none
	Dimensions int           // of the vectors; the server must give just so many
	Prefix     string        // put before questions; "" for none
	batch      int           // texts in one request; 0 means 64
	timeout    time.Duration // of one request; 0 means 30s
	retries    int           // after 429, 5xx and broken connections; 0 means 2
	retryWait  time.Duration // before the first retry, doubled each time; 0 means 0.5s
}

const (
	maxReply  = 64 << 20 // bytes of a reply that are read
	shownText = 200      // bytes of a strange reply that an error shows
)

// A Remote encodes by asking an [Endpoint]. It is safe for concurrent use.
type Remote struct {
	ep     Endpoint
	client *retryablehttp.Client
}

// NewRemote returns an encoder for an endpoint. It asks nothing yet. The error
// names every setting that is out of range.
func NewRemote(ep Endpoint) (*Remote, error) {
	if err := ep.validate(); err != nil {
		return nil, fmt.Errorf("embeddings: %w", err)
	}
	ep.setDefaults()
	c := retryablehttp.NewClient()
	c.Logger = nil // it would log addresses
	c.RetryMax, c.RetryWaitMin, c.RetryWaitMax = ep.retries, ep.retryWait, 30*ep.retryWait
	c.HTTPClient.Timeout = ep.timeout
	c.ErrorHandler = retryablehttp.PassthroughErrorHandler // the last reply says why
	return &Remote{ep, c}, nil
}

// validate returns an error naming every setting that is out of range.
func (ep *Endpoint) validate() error {
	var faults []error
	if u, err := url.Parse(ep.URL); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		faults = append(faults, fmt.Errorf("endpoint %q is not an http or https address", ep.URL))
	}
	if ep.Model == "" {
		faults = append(faults, errors.New("model is missing"))
	}
	if ep.Dimensions < 1 || ep.Dimensions > maxDim {
		faults = append(faults, fmt.Errorf("dimensions %d is not in 1..%d", ep.Dimensions, maxDim))
	}
	if ep.batch < 0 || ep.timeout < 0 || ep.retries < 0 || ep.retryWait < 0 {
		faults = append(faults, errors.New("a limit is negative"))
	}
	return errors.Join(faults...)
}

// setDefaults replaces each limit that is 0 by its default.
func (ep *Endpoint) setDefaults() {
	ep.batch = cmp.Or(ep.batch, 64)
	ep.timeout = cmp.Or(ep.timeout, 30*time.Second)
	ep.retries = cmp.Or(ep.retries, 2)
	ep.retryWait = cmp.Or(ep.retryWait, time.Second/2)
}

// Fingerprint names the server and its model: 16 hexadecimal digits.
func (r *Remote) Fingerprint() string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\n%s\n%d\n%s", r.ep.URL, r.ep.Model, r.ep.Dimensions, r.ep.Prefix))
	return hex.EncodeToString(sum[:8])
}

// Dim returns how many numbers a vector has.
func (r *Remote) Dim() int { return r.ep.Dimensions }

// Encode returns a vector for each text, as [Encoder.Encode] does. Nothing is
// returned if one request fails for good.
func (r *Remote) Encode(ctx context.Context, kind Kind, texts []string) ([][]int8, error) {
	out := make([][]int8, 0, len(texts))
	for len(texts) > 0 {
		n := min(r.ep.batch, len(texts))
		batch := make([]string, n)
		for i, t := range texts[:n] {
			if kind == Question {
				t = r.ep.Prefix + t
			}
			batch[i] = t
		}
		vectors, err := r.ask(ctx, batch)
		if err != nil {
			return nil, fmt.Errorf("embeddings %s: %w", r.ep.URL, err)
		}
		out = append(out, vectors...)
		texts = texts[n:]
	}
	return out, nil
}

type embeddingsRequest struct {
	Model          string   `json:"model"`
	Input          []string `json:"input"`
	EncodingFormat string   `json:"encoding_format"`
}

type embeddingsReply struct {
	Data []struct {
		Index     int       `json:"index"`
		Embedding []float32 `json:"embedding"`
	} `json:"data"`
}

// ask makes one request.
func (r *Remote) ask(ctx context.Context, texts []string) ([][]int8, error) {
	body, err := json.Marshal(embeddingsRequest{r.ep.Model, texts, "float"})
	if err != nil {
		return nil, err
	}
	req, err := retryablehttp.NewRequestWithContext(ctx, http.MethodPost, r.ep.URL, body)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/json")
	if r.ep.Key != "" {
		req.Header.Set("Authorization", "Bearer "+r.ep.Key)
	}
	resp, err := r.client.Do(req)
	if err != nil {
		return nil, withoutURL(err)
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(io.LimitReader(resp.Body, maxReply+1))
	if err != nil {
		return nil, err
	}
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("the server says %s: %s", resp.Status, shown(data))
	}
	if len(data) > maxReply {
		return nil, fmt.Errorf("the reply has more than %d MiB", maxReply>>20)
	}
	var reply embeddingsReply
	if err := json.Unmarshal(data, &reply); err != nil {
		return nil, fmt.Errorf("the reply is not what the embeddings API gives: %s", shown(data))
	}
	return r.vectors(reply, len(texts))
}

// vectors checks a reply for n texts and makes 8-bit vectors of it.
func (r *Remote) vectors(reply embeddingsReply, n int) ([][]int8, error) {
	if len(reply.Data) != n {
		return nil, fmt.Errorf("the server gave %d vectors for %d texts", len(reply.Data), n)
	}
	out := make([][]int8, n)
	for _, d := range reply.Data {
		if d.Index < 0 || d.Index >= n || out[d.Index] != nil {
			return nil, fmt.Errorf("the server gave vectors with wrong numbers")
		}
		if len(d.Embedding) != r.ep.Dimensions {
			return nil, fmt.Errorf("the server gave vectors of %d numbers, not %d: check dimensions and model", len(d.Embedding), r.ep.Dimensions)
		}
		unit(d.Embedding)
		v := make([]int8, len(d.Embedding))
		for i, x := range d.Embedding {
			if x != x {
				return nil, fmt.Errorf("the server gave a number that is none")
			}
			v[i] = int8(math.Round(float64(127 * max(-1, min(1, x)))))
		}
		out[d.Index] = v
	}
	return out, nil
}

// withoutURL takes the address, which the caller adds, off an error.
func withoutURL(err error) error {
	if ue, ok := errors.AsType[*url.Error](err); ok {
		return ue.Err
	}
	return err
}

// shown returns the beginning of a reply on one line.
func shown(data []byte) string {
	data = bytes.ToValidUTF8(data[:min(len(data), shownText)], nil)
	return strings.Join(strings.Fields(string(data)), " ")
}
