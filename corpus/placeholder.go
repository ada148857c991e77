package corpus

// What posts have in the place of what they cannot hold. Live messages and imports
// write the same, so that one is known for the other.
const (
	StickerText   = "[动画表情]"
	RedPacketText = "微信红包"
)
