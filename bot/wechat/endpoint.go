package wechat

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"syscall"
	"time"
)

// errNotLoopback is what the endpoint's dialer answers for any other address.
var errNotLoopback = errors.New("wechat: the endpoint is not on the loopback interface")

// An endpoint sends all requests to one address of this machine. It stands
// below the HTTP client, which keeps the cookies of the true hosts.
type endpoint struct {
	host string
	base *http.Transport
}

// newEndpoint takes an address such as http://127.0.0.1:8080.
func newEndpoint(address string) (*endpoint, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || u.Path != "" && u.Path != "/" {
		return nil, errors.New("wechat: the endpoint is not of the form http://127.0.0.1:8080")
	}
	if ip, err := netip.ParseAddr(u.Hostname()); u.Hostname() != "localhost" && (err != nil || !ip.IsLoopback()) {
		return nil, errNotLoopback
	}
	dialer := &net.Dialer{Timeout: 10 * time.Second, Control: func(_, address string, _ syscall.RawConn) error {
		if ap, err := netip.ParseAddrPort(address); err != nil || !ap.Addr().Unmap().IsLoopback() {
			return errNotLoopback
		}
		return nil
	}}
	return &endpoint{host: u.Host, base: &http.Transport{DialContext: dialer.DialContext, MaxIdleConnsPerHost: 4, IdleConnTimeout: 30 * time.Second}}, nil
}

// RoundTrip sends the request with path, query and body as they are.
func (e *endpoint) RoundTrip(req *http.Request) (*http.Response, error) {
	host := req.URL.Host
	if req.Host != "" {
		host = req.Host
	}
	out := *req
	u := *req.URL
	u.Scheme, u.Host = "http", e.host
	out.URL, out.Host = &u, host
	resp, err := e.base.RoundTrip(&out)
	if err != nil {
		return nil, fmt.Errorf("endpoint: %w", err)
	}
	resp.Request = req
	return resp, nil
}

// CloseIdleConnections closes what no request uses.
func (e *endpoint) CloseIdleConnections() { e.base.CloseIdleConnections() }
