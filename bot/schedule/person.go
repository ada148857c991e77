package schedule

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"qunwen/corpus/zh"
)

// A person is a handle taken apart.
type person struct {
	whole string   // letters and digits only, folded
	parts []string // between joints and blanks, the same
	long  bool     // whole has two characters or more
	named bool     // the first part is a name: long enough and not a common word
	given string   // of a name that begins with a surname: what follows it, else ""
}

// newPerson takes a handle apart.
func newPerson(handle string) person {
	var p person
	for _, part := range strings.FieldsFunc(handle, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune("-—–_~～|·－@.()（）", r)
	}) {
		part = strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				return zh.FoldRune(r)
			}
			return -1
		}, part)
		if part != "" {
			p.parts = append(p.parts, part)
		}
	}
	p.whole = strings.Join(p.parts, "")
	p.long = utf8.RuneCountInString(p.whole) >= 2
	p.named = len(p.parts) > 0 && utf8.RuneCountInString(p.parts[0]) >= 2 && !isCommon(p.parts[0])
	if len(p.parts) > 0 {
		name := p.parts[0]
		if given := givenName(name); given != "" && surname.MatchString(name[:len(name)-len(given)]) {
			p.given = given
		}
	}
	return p
}

// isCommon reports whether a part is in too many handles to tell people apart.
func isCommon(part string) bool {
	switch part {
	case "产品", "研发", "开发", "技术", "架构", "架构师", "pm", "产品经理", "支付", "运营", "需求", "项目经理", "技术经理", "支付产品", "产品汪", "银行", "北京", "上海", "深圳", "广州", "杭州", "成都", "重庆", "武汉", "南京",
		"青岛", "长春", "西安", "厦门", "珠海", "sh", "bj", "cto", "ceo", "pl", "群主", "群管理", "管理", "技术总监", "总监", "商务", "测试", "运维", "互金", "电商", "金融":
		return true
	}
	return false
}

// same reports whether two handles are those of one person as far as the
// names tell: one begins with the other, or they share the part that is the name.
func (p person) same(q person) bool {
	if p.whole == "" || q.whole == "" {
		return false
	}
	if p.whole == q.whole {
		return true
	}
	if p.long && q.long && (strings.HasPrefix(p.whole, q.whole) || strings.HasPrefix(q.whole, p.whole)) {
		return true
	}
	return p.names(q) || q.names(p)
}

// shared counts the parts, besides common ones, that both handles have.
func (p person) shared(q person) int {
	n := 0
	for _, a := range p.parts {
		if len([]rune(a)) < 2 || isCommon(a) {
			continue
		}
		for _, b := range q.parts {
			if a == b {
				n++
			}
		}
	}
	return n
}

// misspelt reports whether two names of three Han characters differ in one
// that is not the first.
func misspelt(a, b string) bool {
	const three = 3 * 3 // bytes
	if len(a) != three || len(b) != three || a[:3] != b[:3] || (a[3:6] == b[3:6]) == (a[6:] == b[6:]) {
		return false
	}
	x, y := []rune(a), []rune(b)
	return len(x) == 3 && len(y) == 3 && !strings.ContainsFunc(a+b, func(r rune) bool { return !unicode.Is(unicode.Han, r) })
}

// names reports whether the first part of p, the name, is a part of q.
func (p person) names(q person) bool {
	if !p.named {
		return false
	}
	name := p.parts[0]
	for i, part := range q.parts {
		if part == name || i == 0 && (strings.HasSuffix(part, name) || misspelt(part, name)) {
			return true
		}
	}
	return false
}

var surname = regexp.MustCompile("^" + zh.SurnamePattern + "$")

// givenName is 小满 of 林小满; "" for names that are not of three Han characters.
func givenName(name string) string {
	r := []rune(name)
	if len(r) != 3 || strings.ContainsFunc(name, func(r rune) bool { return !unicode.Is(unicode.Han, r) }) {
		return ""
	}
	return string(r[1:])
}
