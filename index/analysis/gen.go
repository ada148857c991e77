//go:build ignore

// Gen compiles the word list and the table of traditional characters:
//
//	go run gen.go -jieba dict.txt -opencc TSCharacters.txt
//
// dict.txt is the word list of jieba 0.42.1 (MIT, see LICENSE.jieba): word,
// frequency and part of speech in each line. TSCharacters.txt is OpenCC's
// (Apache-2.0, see LICENSE.opencc): a traditional character, a tab and its
// simplified forms. It writes words.bin, in the form that dict.go describes,
// and corpus/zh/simplified.txt, which holds a pair of characters in each line.
package main

import (
	"bytes"
	"encoding/binary"
	"flag"
	"fmt"
	"hash/fnv"
	"log"
	"maps"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

const maxRunes = 8 // longer words are left out

func main() {
	jieba := flag.String("jieba", "dict.txt", "jieba's word list")
	opencc := flag.String("opencc", "TSCharacters.txt", "OpenCC's character table")
	flag.Parse()
	log.SetFlags(0)
	fold := writeFold(*opencc)
	writeWords(*jieba, fold)
}

func writeFold(path string) map[rune]rune {
	data, err := os.ReadFile(path)
	if err != nil {
		log.Fatal(err)
	}
	fold := make(map[rune]rune)
	var out bytes.Buffer
	for line := range strings.Lines(string(data)) {
		from, to, _ := strings.Cut(strings.TrimSpace(line), "\t")
		to, _, _ = strings.Cut(to, " ")
		if utf8.RuneCountInString(from) != 1 || utf8.RuneCountInString(to) != 1 || from == to || from == "乾" {
			continue // 乾 is itself in 乾坤
		}
		r, _ := utf8.DecodeRuneInString(from)
		s, _ := utf8.DecodeRuneInString(to)
		fold[r] = s
		fmt.Fprintf(&out, "%c%c\n", r, s)
	}
	if err := os.WriteFile("../../corpus/zh/simplified.txt", out.Bytes(), 0o644); err != nil {
		log.Fatal(err)
	}
	log.Printf("simplified.txt: %d pairs", len(fold))
	return fold
}

// writeWords makes words.bin of the word list at path.
func writeWords(path string, fold map[rune]rune) {
	freq, total := readWords(path, fold)
	words := slices.Sorted(maps.Keys(freq))
	bits := tableBits(len(words))
	slots := hashWords(words, bits, freq, total)
	var out bytes.Buffer
	out.WriteString("qwwords1")
	writeUint32(&out, uint32(bits))
	lengths := wordLengths(words)
	writeUint32(&out, uint32(len(lengths)))
	writeUint32(&out, uint32(math.Round(math.Log(total)*1000)))
	writeUint32(&out, uint32(len(words)))
	for _, s := range slots {
		out.Write(binary.LittleEndian.AppendUint64(nil, s))
	}
	for _, r := range slices.Sorted(maps.Keys(lengths)) {
		writeUint32(&out, uint32(r))
		writeUint32(&out, uint32(lengths[r]))
	}
	if err := os.WriteFile("words.bin", out.Bytes(), 0o644); err != nil {
		log.Fatal(err)
	}
	log.Printf("words.bin: %d words, %d slots, %d bytes", len(words), len(slots), out.Len())
}

// readWords returns the frequency of each word of the list at path, without
// Latin runs and words of more than maxRunes, and the sum of all frequencies
// with these.
func readWords(path string, fold map[rune]rune) (freq map[string]float64, total float64) {
	data, err := os.ReadFile(path)
	if err != nil {
		log.Fatal(err)
	}
	freq = make(map[string]float64)
	for line := range strings.Lines(string(data)) {
		f := strings.Fields(line)
		if len(f) < 2 {
			continue
		}
		n, err := strconv.ParseFloat(f[1], 64)
		if err != nil {
			log.Fatalf("%q: %v", line, err)
		}
		word := foldWord(f[0], fold)
		total += n
		first, _ := utf8.DecodeRuneInString(word)
		if first < 0x2E80 || utf8.RuneCountInString(word) > maxRunes {
			continue // Latin runs are words by themselves
		}
		freq[word] += max(n, 1)
	}
	return freq, total
}

// foldWord returns word in lower case and in simplified characters.
func foldWord(word string, fold map[rune]rune) string {
	return strings.Map(func(r rune) rune {
		if s, ok := fold[r]; ok {
			return s
		}
		return r
	}, strings.ToLower(word))
}

// wordLengths returns, for each rune that starts a word, which lengths these
// words have: bit n-1 stands for n runes.
func wordLengths(words []string) map[rune]uint16 {
	lengths := make(map[rune]uint16)
	for _, w := range words {
		r, _ := utf8.DecodeRuneInString(w)
		lengths[r] |= 1 << (utf8.RuneCountInString(w) - 1)
	}
	return lengths
}

// tableBits returns the binary logarithm of the size of a hash table for n words.
func tableBits(n int) int {
	bits := 1
	for 1<<bits < n*4/3 {
		bits++
	}
	return bits
}

// hashWords returns a hash table of 1<<bits slots: the upper 48 bits of a word's
// hash, and its cost. An empty slot is 0.
func hashWords(words []string, bits int, freq map[string]float64, total float64) []uint64 {
	slots := make([]uint64, 1<<bits)
	for _, w := range words {
		h := fnv.New64a()
		h.Write([]byte(w))
		sum := h.Sum64()
		cost := uint64(math.Round(-math.Log(freq[w]/total) * 1000))
		at := sum & (1<<bits - 1)
		for slots[at] != 0 {
			if slots[at]>>16 == sum>>16 {
				log.Fatalf("%s: hash collision", w)
			}
			at = (at + 1) & (1<<bits - 1)
		}
		slots[at] = sum&^0xffff | cost
	}
	return slots
}

// writeUint32 writes v in little-endian order.
func writeUint32(out *bytes.Buffer, v uint32) {
	out.Write(binary.LittleEndian.AppendUint32(nil, v))
}
