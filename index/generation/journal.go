package generation

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io/fs"
	"os"
	"path/filepath"

	"qunwen/index/dense"
)

// The journal keeps vectors that were computed before their generation is
// complete, so that an interrupted run goes on where it stopped:
//
//	"qwjourn1", 16 bytes that name the model, uint32 dimensions
//	records: uint64 key, the vector, uint32 checksum of both (Castagnoli)
//
// A record that is cut short or wrong ends it.
const (
	journalName   = "vectors.partial"
	journalMagic  = "qwjourn1"
	journalHeader = len(journalMagic) + 16 + 4
)

// A journal is open for appending.
type journal struct {
	f    *os.File
	Have map[dense.Key][]int8 // what an earlier run has left
}

// OpenJournal opens the journal in dir for vectors of dim numbers that a model makes. One with
// another model's vectors is emptied.
func OpenJournal(dir string, model string, dim int) (*journal, error) {
	path := filepath.Join(dir, journalName)
	head := append([]byte(journalMagic), model...)
	head = append(head, make([]byte, 16)...)[:journalHeader-4]
	head = binary.LittleEndian.AppendUint32(head, uint32(dim))
	data, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	j := &journal{Have: make(map[dense.Key][]int8)}
	good := 0
	if bytes.HasPrefix(data, head) {
		good = len(head)
		size := 8 + dim + 4
		for good+size <= len(data) {
			rec := data[good : good+size]
			if crc32.Checksum(rec[:size-4], castagnoli) != binary.LittleEndian.Uint32(rec[size-4:]) {
				break
			}
			v := make([]int8, dim)
			for i := range v {
				v[i] = int8(rec[8+i])
			}
			j.Have[dense.Key(binary.LittleEndian.Uint64(rec))] = v
			good += size
		}
	}
	if j.f, err = os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600); err != nil {
		return nil, err
	}
	if err = j.f.Truncate(int64(good)); err == nil {
		_, err = j.f.Seek(int64(good), 0)
	}
	if err == nil && good == 0 {
		_, err = j.f.Write(head)
	}
	if err != nil {
		return nil, errors.Join(err, j.f.Close())
	}
	return j, nil
}

// Add appends vectors.
func (j *journal) Add(keys []dense.Key, vectors [][]int8) error {
	var buf []byte
	for i, k := range keys {
		from := len(buf)
		buf = binary.LittleEndian.AppendUint64(buf, uint64(k))
		for _, x := range vectors[i] {
			buf = append(buf, byte(x))
		}
		buf = binary.LittleEndian.AppendUint32(buf, crc32.Checksum(buf[from:], castagnoli))
		j.Have[k] = vectors[i]
	}
	_, err := j.f.Write(buf)
	return err
}

// Close closes the journal; with done it is of no more use and removed.
func (j *journal) Close(done bool) error {
	err := j.f.Close()
	if done {
		err = errors.Join(err, os.Remove(j.f.Name()))
	}
	return err
}
