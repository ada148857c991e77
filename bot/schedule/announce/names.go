package announce

import (
	"strings"
	"unicode"

	"qunwen/corpus/zh"
)

// handleParts is how many parts a handle has between its joints.
func handleParts(handle string) int {
	return len(strings.FieldsFunc(handle, func(c rune) bool { return strings.ContainsRune("-—_－", c) }))
}

// isHandle reports whether a word has the three parts of a handle.
func isHandle(word string) bool {
	parts := strings.FieldsFunc(word, func(c rune) bool { return strings.ContainsRune("-—_－", c) })
	return len(parts) >= 3 && len([]rune(word)) <= maxHandle
}

// isShortName reports whether a word may be a name: two to four Chinese
// characters, a word of Latin ones that begins with a capital, or a mixture such
// as 老K and Leo哥.
func isShortName(word string) bool {
	if latinName.MatchString(word) {
		return true
	}
	n := len([]rune(word))
	return n >= 2 && n <= 4 && !strings.ContainsFunc(word, func(c rune) bool { return !unicode.Is(unicode.Han, c) })
}

// looksLikeName reports whether a word by itself is most likely a name: 阿飞, Lily,
// 王一.
func looksLikeName(word string) bool {
	return latinName.MatchString(word) || nickname.MatchString(word) && !zh.ContainsAny(word, notInNames...)
}

var nickname = compile(`^(?:[老小阿]\p{Han}|` + zh.SurnamePattern + `\p{Han}{1,2})(?:老师|同学)?$`)

var latinName = compile(`^(?:[A-Z][A-Za-z]{1,11}|[老小阿大][A-Z][A-Za-z]{0,11}|[A-Z][A-Za-z]{0,11}(?:哥|姐|总|叔|老师|同学))$`)
