package convert

import (
	"testing"
	"time"
)

// TestChatlogNumbers holds that chatlog's numbers of kinds are WeChat's.
func TestChatlogNumbers(t *testing.T) {
	for _, tt := range []struct {
		number int64
		want   Kind
	}{
		{1, Text},
		{3, Image},
		{43, Video},
		{62, Video}, // a short one, of older versions
		{10002, System},
		{123456, Other},
	} {
		content := "收款码"
		in := chatlogMessage{Type: &tt.number, Content: &content, Sender: "wxid_a", SenderName: "林念"}
		if m := in.message(time.Date(2023, 3, 1, 9, 0, 0, 0, time.UTC)); m.Kind != tt.want {
			t.Errorf("number %d is %v, want %v", tt.number, m.Kind, tt.want)
		}
	}
}
