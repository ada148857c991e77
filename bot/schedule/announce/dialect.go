package announce

import "qunwen/corpus/zh"

// dialect are words of Cantonese and what they are in the common language, in as
// many characters.
var dialect = []struct{ word, common string }{
	{"唔系", "不是"}, {"唔使", "不用"}, {"唔", "不"}, {"嗰", "那"}, {"𠮶", "那"}, {"咗", "了"}, {"题目系", "题目是"}, {"主题系", "主题是"}, {"而家", "现在"}, {"在系", "在是"}, {"听日", "明天"}, {"听晚", "明晚"}, {"寻日", "昨天"}, {"下昼", "下午"}, {"冇", "没"}, {"喇", "了"},
	{"嘅", "的"}, {"佢", "他"}, {"畀", "给"}, {"系今", "是今"}, {"系明", "是明"}, {"倾下", "聊下"}, {"同大家", "给大家"}, {"拜六", "周六"},
	{"去消", "取消"}, {"推吃", "推迟"}, // as voice input hears them
}

// plainSigns are characters that people use in the place of plainer ones.
var plainSigns = map[rune]rune{'➡': '→', '➜': '→', '➔': '→', '➝': '→', '⮕': '→', '⟶': '→', '⇒': '→', '∶': ':', '俺': '我'}

// variation chooses how the character before it looks, such as the arrow as an emoji.
const variation = '\uFE0F'

// dialectRunes begin them.
var dialectRunes = zh.NewRuneSet("去推唔嗰听寻下冇喇嘅佢畀系倾同拜咗而在题主")

// undialect writes words of dialect and seldom signs in the folded text as the
// common language has them, character for character.
func undialect(t *zh.Text) {
	for i, r := range t.Fold {
		if plain, ok := plainSigns[r]; ok {
			t.Fold[i] = plain
			continue
		}
		if r == variation && zh.At(t.Fold, i-1) == '→' {
			t.Fold[i] = ' '
			continue
		}
		if !dialectRunes.Has(r) && r != '𠮶' {
			continue
		}
		for _, d := range dialect {
			if zh.HasAt(t.Fold, i, d.word) && !(d.word == "拜六" && zh.At(t.Fold, i-1) == '礼') {
				copy(t.Fold[i:], []rune(d.common))
				break
			}
		}
	}
}
