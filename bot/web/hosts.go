package web

import (
	"io"
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// hostNames are the names under which a server may be asked for something; nil
// means every name.
//
// The check is against pages of others that point a name of their own at this
// machine (DNS rebinding): a browser would show them what it gets here. They cannot
// do so with an address, which passes always, nor with localhost.
type hostNames map[string]bool

func newHostNames(names []string) hostNames {
	if names == nil {
		return nil
	}
	h := make(hostNames)
	for _, name := range names {
		h[hostName(name)] = true
	}
	return h
}

// admits reports whether a request may name this host, which may have a port.
func (h hostNames) admits(host string) bool {
	name := hostName(host)
	if h == nil || h[name] && name != "" || name == "localhost" || strings.HasSuffix(name, ".localhost") {
		return true
	}
	_, err := netip.ParseAddr(name)
	return err == nil
}

// hostName is a host without its port, in lower case.
func hostName(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return strings.ToLower(strings.TrimSuffix(strings.Trim(host, "[]"), "."))
}

// Figures returns a handler for a port that serves /metrics and nothing else. hosts
// are as in [Config].
func Figures(metrics func(io.Writer), hosts []string) http.Handler {
	names := newHostNames(hosts)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		setHeaders(w.Header())
		switch {
		case !names.admits(r.Host):
			http.Error(w, failure(http.StatusMisdirectedRequest).Reason, http.StatusMisdirectedRequest)
		case r.Method != http.MethodGet && r.Method != http.MethodHead:
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, failure(http.StatusMethodNotAllowed).Reason, http.StatusMethodNotAllowed)
		case r.URL.Path != "/metrics":
			http.Error(w, "这个端口上只有 /metrics", http.StatusNotFound)
		default:
			sendFigures(w, r, metrics)
		}
	})
}
