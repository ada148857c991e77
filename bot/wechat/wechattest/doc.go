// Package wechattest is a WeChat service for tests: as much of the web protocol
// as a client needs that logs in, reads, sends and takes back, with faults to
// order.
//
// A [Server] is an [http.Handler] for a server on the loopback interface, and
// an [http.RoundTripper] that needs no network, whose waits are timers and
// channels, so that it works in a bubble of testing/synctest. It checks
// cookies and keys as the service does: a client that loses one gets 1101.
//
// It follows what openwechat parses and what its users report; nothing here
// was compared with the service itself.
package wechattest
