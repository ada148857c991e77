package wechat

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/eatmoreapple/openwechat"
)

// A retError is an answer that says no. It unwraps to the library's type.
type retError int

func (e retError) Error() string { return fmt.Sprintf("ret %d", int(e)) }
func (e retError) Unwrap() error { return openwechat.Ret(e) }

const (
	retRefused  = 1203 // the account may not log in here
	retTooOften = 1205
)

// A contact is a person or a group, as the protocol lists them.
type contact struct {
	UserName        string
	NickName        string // topic of a group; escaped
	RemarkName      string // escaped
	DisplayName     string // name in the group; escaped
	EncryChatRoomId string
	VerifyFlag      int // not 0: a public account
	MemberCount     int // of a group; its list may hold fewer, or none
	MemberList      contacts
}

// contacts decodes a list and leaves out what is no contact.
type contacts []contact

func (c *contacts) UnmarshalJSON(data []byte) error {
	var raw []json.RawMessage
	if json.Unmarshal(data, &raw) != nil {
		return nil
	}
	*c = nil
	for _, r := range raw {
		var one contact
		if json.Unmarshal(r, &one) == nil && one.UserName != "" {
			*c = append(*c, one)
		}
	}
	return nil
}

type baseAnswer struct {
	BaseResponse *struct{ Ret int }
}

func (b *baseAnswer) err() error {
	if b.BaseResponse == nil {
		return errors.New("answer without BaseResponse")
	}
	if b.BaseResponse.Ret != 0 {
		return retError(b.BaseResponse.Ret)
	}
	return nil
}

// An initAnswer is what a login starts with.
type initAnswer struct {
	baseAnswer
	User        *contact
	SyncKey     *openwechat.SyncKey
	ContactList contacts // recent chats
}

// A syncAnswer is a batch of messages.
type syncAnswer struct {
	baseAnswer
	SyncKey        *openwechat.SyncKey
	AddMsgList     json.RawMessage
	ModContactList contacts
	DelContactList contacts

	messages []element
	dropped  int // elements that could not be read
}

func isJSON(body []byte) bool {
	body = bytes.TrimSpace(body)
	return len(body) > 0 && body[0] == '{' && json.Valid(body)
}

// checkJSON lets pass what the library can decode; it looks at Ret itself.
func checkJSON(body []byte) error {
	if !isJSON(body) {
		return errHTML
	}
	return nil
}

func decode(body []byte, v any) error {
	if !isJSON(body) {
		return errHTML
	}
	if err := json.Unmarshal(body, v); err != nil {
		return errHTML
	}
	return nil
}

func checkKey(k *openwechat.SyncKey) error {
	switch {
	case k == nil || k.Count <= 0:
		return errors.New("answer without SyncKey")
	case len(k.List) > k.Count:
		return errors.New("SyncKey longer than its count")
	}
	k.Count = len(k.List)
	return nil
}

// checkInit fails on all that the library would take for granted; rest is what
// the library gets to see. 1203 is a [*RefusedError].
func checkInit(body []byte) (a initAnswer, rest []byte, err error) {
	if err := decode(body, &a); err != nil {
		return a, nil, err
	}
	if err := a.err(); err != nil {
		if a.BaseResponse != nil && a.BaseResponse.Ret == retRefused {
			err = &RefusedError{ret: retRefused}
		}
		return a, nil, err
	}
	if a.User == nil || a.User.UserName == "" {
		return a, nil, errors.New("answer without User")
	}
	if err := checkKey(a.SyncKey); err != nil {
		return a, nil, err
	}
	rest, err = json.Marshal(map[string]any{"BaseResponse": map[string]int{"Ret": 0}, "SyncKey": a.SyncKey,
		"User": map[string]string{"UserName": a.User.UserName, "NickName": a.User.NickName}})
	return a, rest, err
}

// checkSync takes the messages out of an answer; rest is what the library gets
// to see of it. The library decodes a batch whole or not at all, and would ask
// for one that it cannot decode for ever; here each element stands for itself.
func checkSync(body []byte) (a syncAnswer, rest []byte, err error) {
	if err := decode(body, &a); err != nil {
		return a, nil, err
	}
	if err := a.err(); err != nil {
		return a, nil, err
	}
	if err := checkKey(a.SyncKey); err != nil {
		return a, nil, err
	}
	var raw []json.RawMessage
	if len(a.AddMsgList) > 0 && json.Unmarshal(a.AddMsgList, &raw) != nil {
		a.dropped++
	}
	a.messages = make([]element, 0, len(raw))
	for _, r := range raw {
		var e element
		if len(r) > maxMessage || json.Unmarshal(r, &e) != nil || e.FromUserName == "" {
			a.dropped++
			continue
		}
		a.messages = append(a.messages, e)
	}
	a.AddMsgList = nil
	rest, err = json.Marshal(map[string]any{"BaseResponse": map[string]int{"Ret": 0}, "SyncKey": a.SyncKey})
	return a, rest, err
}

// checkContacts fails if there are more contacts than asked for.
func checkContacts(body []byte, asked int) error {
	var a struct {
		baseAnswer
		ContactList []json.RawMessage
	}
	if err := decode(body, &a); err != nil {
		return err
	}
	if err := a.err(); err != nil {
		return err
	}
	if len(a.ContactList) > asked {
		return errors.New("more contacts than asked for")
	}
	return nil
}

// countAsked is the number of contacts that a request asks for.
func countAsked(body []byte) int {
	var q struct{ List []json.RawMessage }
	if json.Unmarshal(body, &q) != nil {
		return 0
	}
	return len(q.List)
}

// checkPoll fails on codes that the library does not know: it would ask again
// at once, for ever.
func checkPoll(body []byte) error {
	_, rest, ok := strings.Cut(string(body), "window.code=")
	if !ok {
		return errHTML
	}
	if code, _, ok := strings.Cut(rest, ";"); !ok || !slices.Contains([]string{"200", "201", "400", "408"}, code) {
		return errors.New("unknown login code")
	}
	return nil
}

// checkLoginPage is a [*RefusedError] if the service does not let the account
// in; the library would keep only the words.
func checkLoginPage(body []byte) error {
	var p struct {
		Ret     *int   `xml:"ret"`
		Message string `xml:"message"`
	}
	if decodeXML(string(body), &p) != nil || p.Ret == nil {
		return errHTML
	}
	switch *p.Ret {
	case 0:
		return nil
	case retRefused:
		visible := func(c rune) rune {
			if unicode.IsPrint(c) || unicode.IsSpace(c) {
				return c
			}
			return -1
		}
		words := []rune(strings.Join(strings.Fields(strings.Map(visible, p.Message)), " "))
		return &RefusedError{ret: *p.Ret, reason: string(words[:min(len(words), 200)])}
	}
	return retError(*p.Ret)
}
