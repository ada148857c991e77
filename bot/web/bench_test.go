package web

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/fstest"
	"time"
)

// BenchmarkDay makes a page in the middle of a day of 40,000 messages; one should
// take less than 20 ms.
func BenchmarkDay(b *testing.B) {
	var said []string
	for i := range 40000 {
		text := []string{
			"退款要看是不是已经清算，清算以后只能走原路退回，一般三到五天", "@小丙 这个怎么收费?", "[强][强]",
			"「小丙：手续费谁出」\n- - - - - - - - -\n商户出", "文档在 https://example.com/docs/refund?id=17，看看",
		}[i%5]
		said = append(said, fmt.Sprintf("%02d:%02d:%02d 成员%d-某支付-产品-上海", i/1800, i/30%60, i%30*2, i%60), text)
	}
	file := post(said...)
	file.ModTime = time.Now().Add(-time.Hour) // of a day that is over
	h, err := New(Config{Days: reader(fstest.MapFS{path("paydesk", "2023-03-06"): file}), Hidden: hide("小丁", "小戊")})
	if err != nil {
		b.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodGet, "/r/paydesk/2023-03-06?m=120000", nil)
	for b.Loop() {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != http.StatusOK {
			b.Fatal(w.Code)
		}
		b.SetBytes(int64(w.Body.Len()))
	}
}
