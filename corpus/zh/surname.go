package zh

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// The common Chinese surnames, of one character and of two. Characters that are
// mostly words (那, 时, 和) are left out though some families bear them.
const (
	shortSurnames = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文庞樊殷施洪翟安颜倪牛温芦季俞章鲁葛申毕聂焦包柴管褚鄢舒车柯关虞穆岳"
	longSurnames  = "欧阳|司马|上官|诸葛|夏侯|慕容|皇甫|令狐"

	surnameTitles = "总|老师|工|哥|姐|博士|大神|大佬"
)

const (
	// SurnamePattern is the source of a regular expression for a surname.
	SurnamePattern = "(?:" + longSurnames + "|[" + shortSurnames + "])"

	// AddressPattern is the source of a regular expression for somebody called by
	// the surname: 老王, 王总, 王老师, 欧阳老师. 小王 is left out: 小 begins too many
	// words (小米, 小白).
	AddressPattern = "(?:老[" + shortSurnames + "]|" + SurnamePattern + "(?:" + surnameTitles + "))"
)

// SurnameOf returns the surname in a form of address that AddressPattern
// matches: 王 of 老王 and of 王老师.
func SurnameOf(address string) string {
	if surname, ok := strings.CutPrefix(address, "老"); ok {
		return surname
	}
	for title := range strings.SplitSeq(surnameTitles, "|") {
		if surname, ok := strings.CutSuffix(address, title); ok {
			return surname
		}
	}
	return address
}

// HasSurname reports whether name looks like a Chinese name with that surname:
// one or two Chinese characters follow it and nothing else.
func HasSurname(name, surname string) bool {
	given, ok := strings.CutPrefix(name, surname)
	if n := utf8.RuneCountInString(given); !ok || n < 1 || n > 2 {
		return false
	}
	return !strings.ContainsFunc(given, func(r rune) bool { return !unicode.Is(unicode.Han, r) })
}
