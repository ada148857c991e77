package wechattest_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"qunwen/bot"
	"qunwen/bot/wechat"
	"qunwen/bot/wechat/wechattest"
)

// parrot repeats what is said in a room.
type parrot struct {
	c    *wechat.Client
	done context.CancelFunc
}

func (p *parrot) OnMessage(ctx context.Context, in bot.Incoming) {
	fmt.Println(in.Chat.Room, in.Sender.Name(), in.Text)
	if _, err := p.c.Send(ctx, in.Chat.ID, in.Text); err != nil {
		fmt.Println(err)
	}
	p.done()
}

func (p *parrot) OnState(_ context.Context, st bot.State) {
	if st.Phase == bot.WaitScan {
		fmt.Println("scan", st.QR)
	}
}

// A client talks to the fake service without a network.
func Example() {
	srv := wechattest.New()
	srv.AutoConfirm(true)
	room := srv.AddRoom("支付产品架构交流群", "李伟", "王芳")
	dir, err := os.MkdirTemp("", "wechat")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	c, err := wechat.New(wechat.Config{
		Rooms:       map[string]string{"prodarch": "支付产品架构交流群"},
		SessionFile: filepath.Join(dir, "session"),
		Transport:   srv,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	ctx, done := context.WithCancel(context.Background())
	go func() {
		if srv.WaitOnline(ctx) == nil {
			room.Say("李伟", "结算以后还能退款吗？")
		}
	}()
	if err := c.Run(ctx, &parrot{c, done}); err != nil {
		fmt.Println(err)
	}
	fmt.Println("sent", srv.Sent()[0].Text)
	// Output:
	// scan https://login.weixin.qq.com/l/code-1==
	// prodarch 李伟 结算以后还能退款吗？
	// sent 结算以后还能退款吗？
}
