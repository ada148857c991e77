package wechat_test

import (
	"fmt"

	"qunwen/bot/wechat"
)

// New reports everything that is wrong with a configuration.
func ExampleNew() {
	_, err := wechat.New(wechat.Config{
		Rooms:    map[string]string{"prodarch": "支付产品架构交流群", "clearing": ""},
		Endpoint: "http://192.0.2.1:8080",
	})
	fmt.Println(err)
	// Output:
	// wechat: no session file
	// wechat: room "clearing" has no topic
	// wechat: the endpoint is not on the loopback interface
}
