//go:build ignore

// Gen_sounds writes sounds.txt, how Han characters are read:
//
//	go run gen_sounds.go -pinyin pinyin_dict.go
//
// pinyin_dict.go is the table of github.com/mozillazg/go-pinyin v0.21.0 (MIT, see
// LICENSE.pinyin). A line of sounds.txt is a syllable without its tone, a blank
// and the characters that are read so. Traditional characters, which [Fold]
// replaces, and those outside of U+4E00 to U+9FFF are left out.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"log"
	"maps"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

func main() {
	dict := flag.String("pinyin", "pinyin_dict.go", "go-pinyin's table")
	flag.Parse()
	log.SetFlags(0)
	data, err := os.ReadFile(*dict)
	if err != nil {
		log.Fatal(err)
	}
	fold, err := os.ReadFile("fold.txt")
	if err != nil {
		log.Fatal(err)
	}
	traditional := make(map[rune]bool)
	for line := range strings.Lines(string(fold)) {
		traditional[[]rune(line)[0]] = true
	}
	readings := make(map[string][]rune)
	for _, m := range regexp.MustCompile(`(?m)^\s*0x([0-9A-F]+): "([^"]+)"`).FindAllStringSubmatch(string(data), -1) {
		n, err := strconv.ParseInt(m[1], 16, 32)
		if err != nil {
			log.Fatal(err)
		}
		if r := rune(n); r >= 0x4e00 && r <= 0x9fff && !traditional[r] {
			for _, s := range strings.Split(m[2], ",") {
				if s = plain(s); s != "" && !slices.Contains(readings[s], r) {
					readings[s] = append(readings[s], r)
				}
			}
		}
	}
	var out bytes.Buffer
	for _, s := range slices.Sorted(maps.Keys(readings)) {
		slices.Sort(readings[s])
		fmt.Fprintf(&out, "%s %s\n", s, string(readings[s]))
	}
	if err := os.WriteFile("sounds.txt", out.Bytes(), 0o644); err != nil {
		log.Fatal(err)
	}
	log.Printf("sounds.txt: %d syllables, %d bytes", len(readings), out.Len())
}

// plain takes the tone off a syllable; ü is written v.
func plain(s string) string {
	s = strings.ReplaceAll(norm.NFD.String(s), "u\u0308", "v")
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, s)
}
