package hearing

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"qunwen/corpus/zh"
)

// A Kind is what somebody says who asks nothing that the group could know.
type Kind uint8

// The kinds.
const (
	Message   Kind = iota // none of the following: a question, as far as words tell
	Greeting              // 你好, 在吗
	Thanks                // 谢谢
	Assent                // 好的, 哈哈, 学习了
	Banter                // 下班了, 我们家也是这样
	Scolding              // 真笨
	Identity              // 你是机器人吗
	Plea                  // 帮我看看这个: the question is still to come
	Echo                  // 同问
	Confusion             // 没看懂
	Repeat                // 再说一遍
	Offer                 // 我想分享
	Elsewhere             // 今天天气怎么样: not the group's subject
)

// phrases are whole texts that are talk, bare as [Bare] leaves them, with blanks
// between.
var phrases = []struct {
	kind Kind
	said string
}{
	{Greeting, "你好 您好 你好呀 大家好 hi hello 嗨 哈喽 哈啰 在吗 在么 在不在 在不 在 有人吗 有人在吗 早 早安 早上好 大家早上好 上午好 中午好 下午好 晚上好 晚安 新年好 新年快乐"},
	{Greeting, "人呢 出来 出来一下 有人不 有没有人 有没有人啊 冒个泡 吱一声 醒醒 喂 喂喂 喂喂喂 呼叫群问 呼叫机器人"},
	{Thanks, "谢谢 谢谢你 谢谢您 谢 谢了 谢啦 多谢 感谢 非常感谢 十分感谢 太感谢了 thx thanks thankyou 3q 3x 辛苦 辛苦了 谢谢机器人 谢谢群问"},
	{Assent, "好 好的 好滴 好嘞 好吧 ok okay okok 行 可以 收到 嗯 嗯嗯 哦 噢 明白 明白了 知道了 了解 懂了 清楚了 原来如此 没事 没事了 没什么 算了 哈 呵呵 嘿嘿 666 6 厉害 牛 牛逼 牛b 赞 强 不错 再见 拜拜 bye 测试 test"},
	{Scolding, "滚 滚蛋 傻 傻逼 sb 傻瓜 傻子 笨 笨蛋 真笨 好笨 太笨了 蠢 垃圾 垃圾机器人 废物 废话 智障 弱智 白痴 神经病 有病 没用的东西 什么玩意 什么鬼 人工智障 你真笨 你好笨 你太笨了 你是不是傻"},
	{Identity, "你是谁 你谁 你是什么 你是啥 你叫什么 你叫啥 你叫什么名字 你叫啥名 你叫啥名字 你是机器人 你是机器人吗 你是人吗 你是真人吗 你是ai吗 你是人工智能吗 你是chatgpt吗 你是不是机器人 谁做的你 谁开发的你 谁开发的 你是谁做的 你是谁开发的 你是哪个公司做的 你的主人是谁 介绍一下你自己 介绍下你自己 自我介绍 自我介绍一下 介绍下自己 介绍一下自己"},
	{Confusion, "什么意思 啥意思 这是什么意思 这是啥意思 啥意思啊这是 什么 啥 不懂 没懂 说的什么鬼 说的啥"},
}

// A rule tells by a pattern one kind of talk from questions.
type rule struct {
	kind    Kind
	free    condition      // what a text must be free of
	longest int            // how many characters it has at most; 0 means any number
	pattern *regexp.Regexp // matches the bare text
	example string
}

// A condition names words that make a question of a text, whatever else it holds.
type condition uint8

const (
	asking  condition = 1 << iota // words and marks of questions
	subject                       // words of the group's subject
)

// rules are looked through in order; the first that fits names the kind.
var rules = []rule{
	{Greeting, 0, 0, regexp.MustCompile(`^(?:喂|你|我|机器人|刚才|今天|怎么|为什么|为啥|咋|又|都|还|一直|是不是)*(?:不|没)` +
		`(?:说话|理我|理人|回我|回复|回答|反应|有反应|动静|出声|吱声|搭理)(?:我|了|啊|呢|吗|的)*$`), "你怎么不理我"},
	{Greeting, 0, 0, regexp.MustCompile(`^(?:喂|你|还|又|是不是|机器人)*(?:活着|在线|睡|睡着|醒着|死机|死|挂|卡住|卡|坏|掉线|罢工)` +
		`(?:了|吗|么|没|没有|不|吧)+$`), "还活着吗"},
	{Plea, 0, 24, tokens(`麻烦|请|能|可以|可不可以|想|要|我|有人|谁|求|帮|帮我|帮帮|急|在线等|不好意思|打扰|打扰了|弱弱的?|问|下|你|您|个|一个|两个|几个|点|小|问题|事|事儿|事情|忙|看|看看|这|这个|那个|一下|一眼|`+
		`吗|么|呗|吧|啊|呀|哈|啦|了|有|没|大佬|大神|老师|各位|朋友|兄弟|亲|嗨|你好|您好|怎么办|今天|现在|又|再|给|跟|向|来|遇到|碰到|儿`,
		`请教|请问|咨询|问一下|问下|问个|问问|问你|求助|求救|求解|求问|救命|帮忙|帮个忙|帮帮我|帮我看|帮看|瞅瞅|看看|看下|看一下|急|在线等|想问|有个问题|有一个问题|有问题|有事`), "能请教个问题吗"},
	{Echo, 0, 0, regexp.MustCompile(`^(?:\+1|加1|加一|同问|同求|也想问|求答案|坐?等(?:一?个)?(?:答案|回答|大佬|大神|回复)+|蹲(?:一?个)?(?:答案|结果|回复)?|同样?的?(?:问题|疑问|困惑)|` +
		`我也(?:很|挺|正)?(?:想|要|好奇)?(?:知道|问一?下?|了解|请教|一样|是这个问题|有?这个?疑问)|我也(?:很|挺|正)?好奇|我也?(?:遇到|碰到|有)(?:过|了|这个?|同样的?|一样的?|问题|疑问)+|关注(?:一下)?(?:这个?问题|这个)?)` +
		`(?:\+1|同问|同样?的?问题|啊|了)*$`), "我也想知道"},
	{Confusion, 0, 0, regexp.MustCompile(`^(?:我|还是|真|完全|有点|有些|都|也|抱歉|不好意思|一点|一脸|你|这|个|的|回答|答案|说|讲)*` +
		`(?:(?:没|看不|听不|搞不|弄不|不太?|没太|没怎么)(?:太|大)?(?:看|听|搞|弄)?(?:懂|明白|清楚|理解)|(?:看|听)?(?:晕|懵|蒙|迷糊)|云里雾里)` +
		`(?:了|啊|呀|的|诶|哎|你|在|说|讲|答|是|啥|什么|这个|这条|这些|这段|这|意思|能|请|人话|解释|一下|吗|吧)*$`), "没看懂你说的"},
	{Confusion, 0, 0, regexp.MustCompile(`^(?:这|你|那|这个|上面)?(?:说|讲|答|写)?的?都?是?(?:什么|啥)意思(?:啊|呀|呢)?$|^(?:能不能|请|能)?说人话(?:吗|好吗)?$`), "这说的啥意思"},
	{Repeat, 0, 0, regexp.MustCompile(`^(?:刚才|刚刚|前面|上面|你|那个|那条|这个|的|说的|没看到|没看清|没听清|麻烦|请|可以|能不能|能|把)*(?:重新|重复|再|复述|重)` +
		`(?:说|发|讲|来|答|回答|给|贴|复述|重复)?(?:我)?(?:一|1)?(?:遍|次|下)?(?:行吗|好吗|可以吗|吗|吧|呗|啊|嘛)*$`), "刚才那个再发一遍"},
	{Thanks, asking, 20, regexp.MustCompile(`^(?:好的?|嗯|哦|太|懂了|明白了|收到)*(?:谢|感谢|多谢|感恩|十分感谢|非常感谢|辛苦|有帮助)|(?:谢谢|感谢|感恩|多谢|谢了|谢啦)(?:你|您|了|啦|大佬|大神|老师|机器人|群问|分享)*$`), "多谢，我回去试试"},
	{Thanks, asking, 20, regexp.MustCompile(`(?:讲|说|答|回答|解释|总结|整理)得?(?:很|真|太|挺|好|非常|真是)?(?:清楚|明白|详细|到位|透彻|不错|全面|全|专业|好)(?:了|啊|呀|的)?$`), "这个讲得很清楚"},
	{Offer, 0, 0, regexp.MustCompile(`^(?:怎么|如何|怎样|想|才能|在哪|能|可以)*(?:报名|申请|上台)+(?:做|来|参加)?分享(?:啊|呀|呢|吗)?$|^(?:想|能|可以|要)*(?:做个|做一?次|来个|来一?次)分享(?:怎么|如何|在哪)*(?:报名|申请)*(?:啊|呀|呢|吗)?$`), "怎么报名分享"},
	{Offer, 0, 24, regexp.MustCompile(`^(?:能|可以|下次|以后|改天|给|安排|让)*(?:我|我们|本人)(?:也|想|要|来|可以|能|能不能|可不可以|愿意|打算|准备|申请|报名|上台|给大家|做|搞|讲)*(?:个|一次|一期|一场|一下)?分享` +
		`(?:一?次|一?下|一期|一场|吗|吧|可以吗|行吗)*(?:我们|自己|公司|关于|经验|心得|做|的|一下|家|团队|项目|案例|吗)*$`), "我想分享一次"},
	{Identity, 0, 0, regexp.MustCompile(`^(?:你|您|机器人)(?:到底|究竟|不会)?(?:是|算)(?:不是)?(?:个|一个|真)*(?:真人|人|机器人|ai|人工智能|程序|机器|男|女|男的|女的|谁|什么东西|哪个公司|谁家)的?(?:还是.{1,6})?(?:吗|吧|啊|呀|呢)?$`), "你是真人还是程序"},
	{Identity, 0, 0, regexp.MustCompile(`^你(?:今年|现在)?(?:多大|几岁|什么学历|什么星座|哪里人|聪明|有没有|有|会写代码|会聊天)(?:女朋友|男朋友|对象|老婆|老公|工资|感情|意识|了|啊|呀|吗)*$`), "你几岁了"},
	{Identity, 0, 0, regexp.MustCompile(`^你是?(?:用|基于)的?是?(?:什么|啥|哪个|哪家)的?(?:大?模型|技术|语言|算法|框架)(?:做的|写的)?$|^你(?:和|跟|比)(?:chatgpt|gpt|豆包|文心一言|小爱|siri|小度|deepseek|ai|人|客服).{0,8}$`), "你用的什么模型"},
	{Identity, 0, 0, regexp.MustCompile(`^是?谁(?:把|让)?你?(?:拉|请|做|写|开发|造|弄)(?:你|的你|出来|进来|进群|进来的|进群的|的)+$|^是?(?:什么|谁|哪来的|干什么的|干嘛的|做什么的)(?:机器人|东西)?$`), "谁把你拉进群的"},
	{Assent, 0, 0, regexp.MustCompile(`^(?:[哈呵嘿嘻嘎]{2,}|h{2,}|w{2,}|23{2,}|6{2,}|笑死|笑喷|笑哭|太?逗死?|好笑|乐死|绝了)(?:我|了|啊|死|太逗了?|好笑|可以的?|[哈嘿嘻])*$`), "笑死我了"},
	{Assent, 0, 12, regexp.MustCompile(`^(?:又|又是)?(?:学习|学到|涨知识|长知识|涨姿势|受教|受益匪浅|受益|收藏|码住|mark|马克|插眼|get|get到|懂|明白|有道理|说得对|在理|赞同|同意|支持|有意思|厉害|真牛|太牛|牛啊|佩服|优秀|漂亮|完美|真棒|太棒|真好|挺好|不愧是|可以可以|好吧好吧|` +
		`原来(?:如此|是这样|这样|还能这样|是这么回事|还可以这样)|难怪|怪不得|确实|的确|就是|没错|是的|对的|也是|是吧|真的|这样啊|有点东西)(?:你|了|啊|呀|哦|哈|吧|的|嘛|呢|是|这样|如此|一下)*$`), "涨知识了"},
	{Scolding, asking, 12, regexp.MustCompile(`^(?:你|这|机器人|真|怎么|这么|也太|太|好|是)*(?:笨|蠢|傻|弱智|智障|垃圾|没用|不行|不靠谱|差劲|离谱)(?:了|啊|的|吧|死了|哦)*$`), "你也太笨了吧"},
	{Banter, 0, 0, regexp.MustCompile(`^(?:真的|是|是的|对|不是|这也行|还能这样|不会|不至于|可能|骗人|假的)(?:吗|吧|么|假的|哦)+$|^你?(?:觉得|看|怎么看|说|怎么说|怎么想|认为)呢?$|^吃了[吗么没]$`), "真的假的"},
	{Banter, asking | subject, 14, regexp.MustCompile(`累|困|饿|无聊|开心|难受|睡觉|起床|下班|上班|加班|摸.?鱼|放假|周末|周[一二三四五]了|愉快|快乐|平安夜|圣诞|恭喜|欢迎|画饼|鸡汤|吃饭|吃瓜|围观|路过|打酱油|潜水|冒泡|别闹|淡定|真行|靠谱|聪明|强多了|可爱|好玩|给力|调皮|撩|美女|帅|老板|高手|` +
		`我们(?:家|公司|这边|那边|这)?也(?:是|一样)|都是?(?:这样|一样)|想多了|太难了|太卷了|心累|服了|无语|尴尬|惨|唉|哎|呜|尼玛|卧槽|我去|天哪|天啊`), "我们家也是这样"},
	{Elsewhere, subject, 20, regexp.MustCompile(`天气|下雨|下雪|气温|雾霾|台风|空气质量|pm25|降温|穿什么|带伞|多少度|热不热|冷不冷`), "今天天气怎么样"},
	{Elsewhere, 0, 24, regexp.MustCompile(`^(?:请问|算一?下|帮我|算算|你知道)*[0-9零一二两三四五六七八九十百千万]+(?:(?:[-+*/×÷x=]|加上?|减去?|乘以?|除以?)[0-9零一二两三四五六七八九十百千万]+)+(?:=|等于|是|得)*(?:几|多少|什么)?(?:啊|呀|呢)?$`), "1+1等于几"},
	{Elsewhere, 0, 0, regexp.MustCompile(`^(?:[0-9]+|[一二三四五六七八九十百]+)的(?:平方|立方|开方|阶乘)根?(?:是|等于)?(?:几|多少)?$`), "3的平方是多少"},
	{Elsewhere, 0, 0, regexp.MustCompile(`^(?:请问|你知道|告诉我)*(?:现在|这会儿|北京时间)(?:是|到底)?几点(?:了|钟|啊|呀|呢)*$`), "现在几点了"},
	{Elsewhere, 0, 0, regexp.MustCompile(`^(?:请问|你知道|告诉我)*(?:今天|明天|昨天|后天)是?(?:几月)?(?:几号|星期几|周几|礼拜几|什么日子|什么节日?|农历几号?|农历多少)(?:了|啊|呀|呢)*$`), "今天星期几"},
	{Elsewhere, subject, 24, regexp.MustCompile(`(?:讲|说|来)(?:一|1)?(?:个|段)?(?:笑话|故事|段子|绕口令|谜语|冷笑话|脑筋急转弯)|(?:写|作|做|来)(?:一|1)?(?:首|篇|段|个|封)?(?:诗|情诗|歌词|作文|小说|情书|检讨|周报|年终总结|请假条)|唱(?:一|1)?(?:首|个|支)?歌|放(?:一)?首歌`), "给我讲个笑话"},
	{Elsewhere, subject, 24, regexp.MustCompile(`翻译成|翻成|译成|用英[语文]怎么说|陪(?:我|聊)|聊聊天|(?:画|p)(?:一|1)?(?:个|张|幅)|订(?:个|份|一份)?外卖|订(?:一?张|个)?(?:机票|火车票|酒店|房间)|设(?:个|一个)?闹钟|叫我起床`), "把你好翻译成英文"},
	{Elsewhere, subject, 24, regexp.MustCompile(`(?:早饭|午饭|晚饭|早餐|午餐|晚餐|早上|中午|晚上|夜宵|宵夜|周末|今天|今晚|明天)(?:吃|喝|玩|去哪|干|做)点?(?:什么|啥|哪|嘛)|好吃的|推荐.{0,8}(?:店|餐厅|火锅|电影|电视剧|歌|景点|酒店|咖啡|奶茶|小说|游戏)`), "晚饭吃什么好"},
	{Elsewhere, subject, 24, regexp.MustCompile(`(?:世界杯|欧洲杯|奥运|nba|球赛|中超|国足|比赛).{0,8}(?:赢|输|冠军|几比几|比分|谁|几点)|(?:王者荣耀|英雄联盟|吃鸡|原神|游戏).{0,6}(?:上分|怎么玩|攻略|段位)`), "世界杯谁赢了"},
	{Elsewhere, subject, 24, regexp.MustCompile(`(?:股票|大盘|a股|比特币|股市|金价|房价|油价|彩票|双色球|币圈|以太坊).{0,6}(?:涨|跌|买|怎么样|如何|开奖|走势)`), "比特币明天会涨吗"},
	{Elsewhere, subject, 24, regexp.MustCompile(`星座|运势|算命|减肥|脱单|相亲|追女|追男|女朋友|男朋友|谈恋爱|买房|减脂|健身|养猫|养狗|失眠|感冒|头疼|脱发`), "怎么减肥"},
	{Elsewhere, subject, 24, regexp.MustCompile(`(?:从|到|去|离).{1,8}(?:高铁|火车|飞机|地铁|公交|开车|打车|走路).{0,4}(?:多久|多远|几小时|怎么走|怎么去|多少公里)|怎么去(?:机场|火车站|高铁站)|限行|尾号多少`), "北京到上海高铁多久"},
	{Elsewhere, subject, 24, regexp.MustCompile(`三国|唐朝|宋朝|明朝|清朝|秦始皇|诸葛亮|李白|孙悟空|宇宙|地球|太阳|月亮|恐龙|首都|(?:iphone|苹果|华为|小米)手机?(?:多少钱|哪款好)$`), "李白是谁"},
	{Banter, asking | subject, 12, regexp.MustCompile(`(?:了|啊|呀|哦|哈|嘛|啦|喽|呗|哇|咯)$|^(?:我|你|咱|俺|他|她|今天|昨天|明天|刚才|这|那|大家)`), "我先撤了"},
}

// tokens matches texts that consist of the given words, one of core at least.
func tokens(words, core string) *regexp.Regexp {
	any := `(?:` + words + `|` + core + `)*`
	return regexp.MustCompile(`^` + any + `(?:` + core + `)` + any + `$`)
}

var (
	// alsoAsks finds what makes a question of a text besides what [zh.Asks] knows:
	// talk must be free of either.
	alsoAsks = regexp.MustCompile(`[?？]|怎|啥|几|可否|会不会|要不要|可不可以|行不行|对不对|多[大长高远]|区别|差别|求推荐|求问|求科普|求经验|[好行能会要对是有可用]不\s*$|[过了]没\s*$`)

	// onSubject finds words of what the group talks of: payments, and how they are
	// built. Latin letters count: they are names of products and standards.
	onSubject = regexp.MustCompile(`[款账帐户银卡付费券贷税票额率汇债]|[A-Za-z]{2,}|[TDtd]\s*\+?\s*[0-9]|支付|结算|清算|清分|商户|收单|分账|分润|对账|轧差|长款|短款|冲正|撤销|退货|钱包|通道|代收|代扣|垫资|资金|二清|一清|牌照|跨境|离岸|在岸|二维码|条码|扫码|提现|充值|转账|网联|微信|央行|人行|监管|合规|反洗钱|风控|鉴权|实名|快捷|网关|路由|限流|熔断|幂等|验签|签名|加密|密钥|证书|接口|回调|异步|系统|平台|数据库|缓存|队列|分布式|事务|架构|中台|日切|流水|凭证|会计|科目|借记|贷记|记账|金融|保险|基金|理财|信托|证券|互金|消金|网贷|花呗|白条|积分|会员|营销|订单|电商|合同|发票|担保|准备金|保证金|押金|红线|文件|[0-9]+号文|条例|办法|产品|技术|开发|测试环境|联调|上线|对接|接入|报文|三要素|四要素|黑名单|欺诈|套现|洗钱|区块链|数字货币|法币|云闪付|人脸|指纹|刷脸|机具|终端|扣率|到账|入账|出账|挂账|差错|调账|交易|业务|机构|牌|代理|渠道|场景|算法|模型|数据|用户|[退扣单链]|[CBPcbp][0-9][CBPcbp]|[Hh]5|直连|间连|间联|聚合|资产|收益|收入|支出|成本|融资|投资|理财|存管|托管|保理|赎回|申购|标的|冻结|签约|协议|要素|名单|基站|经纬度|定位|脱机|离线|引擎|开源|框架|服务端|服务器|时间戳|公众号|代码|前端|后端|页面|部署|环境|磁盘|状态|分库|压测|迭代|需求|工时|项目|团队|预付|促销|优惠|推广|设备|公司|行号|登记`)
)

// onlyForm finds words that hold a word of onSubject and mean nothing of it.
var onlyForm = regexp.MustCompile(`免费|付出|票圈|费劲|费心|浪费|户外|窗户|卡哇|卡通|(?i:chatgpt|iphone|ok|mark|get|nb|hh+|ww+|haha\w*|lol|hi|hello|bye|app)`)

// longestTalk is how long talk is at most, in bytes.
const longestTalk = 600

// KindOf returns what kind of talk a text is that nobody is asked with.
func KindOf(text string) Kind {
	if len(text) > longestTalk {
		return Message
	}
	bare := Bare(text)
	switch {
	case bare == "" && strings.ContainsAny(text, "?？"):
		return Confusion
	case bare == "" && strings.TrimSpace(text) != "":
		return Assent // emoji and marks
	}
	for _, p := range phrases {
		if bare != "" && slices.Contains(strings.Fields(p.said), bare) {
			return p.kind
		}
	}
	for i := range rules {
		if bare != "" && rules[i].matches(bare, text) {
			return rules[i].kind
		}
	}
	return Message
}

// matches reports whether the pattern of a rule fits a text.
func (r *rule) matches(bare, text string) bool {
	switch {
	case r.longest > 0 && utf8.RuneCountInString(bare) > r.longest:
		return false
	case r.free&asking != 0 && Asks(text), r.free&subject != 0 && OnSubject(text):
		return false
	}
	return r.pattern.MatchString(bare)
}

// Asks reports whether a text has a word or a mark of questions.
func Asks(text string) bool { return zh.Asks(text) || alsoAsks.MatchString(text) }

// OnSubject reports whether a text has a word of what the group talks of.
func OnSubject(text string) bool {
	return onSubject.MatchString(onlyForm.ReplaceAllString(text, " "))
}

// emojiCode finds an emoji as WeChat writes it: [微笑].
var emojiCode = regexp.MustCompile(`\[[^\[\]\s]{1,8}\]`)

// Bare returns what is left of a text without emoji, marks and blanks: letters
// and digits in lower case, and signs of arithmetic between digits.
func Bare(text string) string {
	text = strings.Map(func(r rune) rune {
		if r >= '！' && r <= '～' {
			r += '!' - '！'
		}
		if unicode.IsSpace(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, emojiCode.ReplaceAllString(text, ""))
	var out strings.Builder
	digit := false
	for i, r := range text {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), r == '+':
			out.WriteRune(r)
		case strings.ContainsRune("-*/×÷", r) && digit && startsNumber(text[i+utf8.RuneLen(r):]):
			out.WriteRune(r)
		}
		digit = unicode.IsDigit(r)
	}
	return out.String()
}

func startsNumber(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return unicode.IsDigit(r)
}
