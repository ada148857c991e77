package web_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing/fstest"

	"qunwen/bot/web"
	"qunwen/corpus/days"
)

func Example() {
	h, err := web.New(web.Config{
		Days: days.New(days.Config{Site: fstest.MapFS{"paydesk/_posts/2023-03-06-chat.markdown": {
			Data: []byte("---\nlayout: source\n---\n> 09:00:00  甲  \n\n退款要 <多久>？\n"),
		}}}),
		RoomNames: map[string]string{"paydesk": "支付交流群"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/r/paydesk/2023-03-06", nil))
	for line := range strings.Lines(w.Body.String()) {
		if strings.HasPrefix(line, "<title>") {
			fmt.Print(line)
		}
	}
	// Output: <title>支付交流群 · 2023年3月6日 星期一</title>
}
