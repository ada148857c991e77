// Package period reads from a question when the group is said to have talked.
//
// 去年谁问过代扣限额 asks for what was said last year; 2017年发的文还有效吗 asks for
// anything that was ever said about a paper of 2017. [Read] finds the times in a
// question (times.go) and picks the one that the words around it bind to the
// group's talk (cues.go). It knows no index and no clock but the moment that it
// is given.
package period
