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

func writeWords(path string, fold map[rune]rune) {
	data, err := os.ReadFile(path)
	if err != nil {
		log.Fatal(err)
	}
	freq := make(map[string]float64)
	total := 0.0
	for line := range strings.Lines(string(data)) {
		f := strings.Fields(line)
		if len(f) < 2 {
			continue
		}
		n, err := strconv.ParseFloat(f[1], 64)
		if err != nil {
			log.Fatalf("%q: %v", line, err)
		}
		word := strings.Map(func(r rune) rune {
			if s, ok := fold[r]; ok {
				return s
			}
			return r
		}, strings.ToLower(f[0]))
		total += n
		first, _ := utf8.DecodeRuneInString(word)
		if first < 0x2E80 || utf8.RuneCountInString(word) > maxRunes {
			continue // Latin runs are words by themselves
		}
		freq[word] += max(n, 1)
	}
	words := make([]string, 0, len(freq))
	lengths := make(map[rune]uint16) // bit n-1: words of n runes start with it
	for w := range freq {
		words = append(words, w)
		r, _ := utf8.DecodeRuneInString(w)
		lengths[r] |= 1 << (utf8.RuneCountInString(w) - 1)
	}
	slices.Sort(words)
	bits := 1
	for 1<<bits < len(words)*4/3 {
		bits++
	}
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
	firsts := make([]rune, 0, len(lengths))
	for r := range lengths {
		firsts = append(firsts, r)
	}
	slices.Sort(firsts)
	var out bytes.Buffer
	out.WriteString("qwwords1")
	le := binary.LittleEndian
	out.Write(le.AppendUint32(nil, uint32(bits)))
	out.Write(le.AppendUint32(nil, uint32(len(firsts))))
	out.Write(le.AppendUint32(nil, uint32(math.Round(math.Log(total)*1000))))
	out.Write(le.AppendUint32(nil, uint32(len(words))))
	for _, s := range slots {
		out.Write(le.AppendUint64(nil, s))
	}
	for _, r := range firsts {
		out.Write(le.AppendUint32(nil, uint32(r)))
		out.Write(le.AppendUint32(nil, uint32(lengths[r])))
	}
	if err := os.WriteFile("words.bin", out.Bytes(), 0o644); err != nil {
		log.Fatal(err)
	}
	log.Printf("words.bin: %d words, %d slots, %d bytes", len(words), len(slots), out.Len())
}
