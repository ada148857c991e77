package bot_test

import (
	"context"
	"fmt"
	"os"

	"qunwen/bot"
	"qunwen/corpus/sample"
	"qunwen/index"
	"qunwen/index/build"
)

func Example() {
	dir, err := os.MkdirTemp("", "qunwen")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	ctx := context.Background()
	if _, err := (build.Builder{}).Refresh(ctx, dir, sample.Site()); err != nil {
		panic(err)
	}
	x, err := index.Open(dir, index.OpenOptions{})
	if err != nil {
		panic(err)
	}
	defer x.Close()
	b, err := bot.New(bot.Config{Searcher: x})
	if err != nil {
		panic(err)
	}
	a, err := b.Ask(ctx, bot.Question{Text: "结算以后还能退款吗"})
	if err != nil {
		panic(err)
	}
	c := a.Passages[0].Citations[0]
	fmt.Println(a.Verdict, c.Date, c.Time, c.Speaker)
	fmt.Println(c.Quote)
	// Output:
	// answer 2023-03-06 09:14:12 许衡-云杉支付-产品-杭州
	// 能退的，结算和退款是两条线。最常规的是从商户下一次的结算款里扣，当天应结 = 当天交易 - 当天退款，轧差以后再打
}

// A message that does not speak to the bot brings nothing.
func ExampleBot_Handle() {
	b, err := bot.New(bot.Config{Searcher: nothing{}, Names: []string{"群问"}, Rooms: map[string]bot.Room{"paydesk": {}}})
	if err != nil {
		panic(err)
	}
	for i, text := range []string{"早", "@群问 火星上的氧气怎么计费"} {
		out, err := b.Handle(context.Background(), bot.Incoming{
			ID: fmt.Sprint(i), Text: text, Chat: bot.Chat{ID: "1", Room: "paydesk"}, Sender: bot.Sender{ID: "2", Display: "林念"},
		})
		if err != nil {
			panic(err)
		}
		for _, o := range out {
			fmt.Println(o.Purpose, o.Text)
		}
	}
	// Output:
	// reply 群里没聊过这个问题。换个说法，或者说得具体一点，再问问看。
}

type nothing struct{}

func (nothing) Search(context.Context, string, index.Options) (index.Result, error) {
	return index.Result{Words: 1, Verdict: index.None}, nil
}
