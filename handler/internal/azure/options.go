package azure

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"regexp"
	"time"

	"usher/handler/flow"
)

// tableName is what Table Storage allows:
// learn.microsoft.com/rest/api/storageservices/understanding-the-table-service-data-model
var tableName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9]{2,62}$`)

// check names every option that can't be right.
func (o Options) check() error {
	wrong := []error{o.checkQueues()}
	if !tableName.MatchString(o.Table) {
		wrong = append(wrong, fmt.Errorf("table %q: a table's name has 3 to 63 letters and digits", o.Table))
	}
	for what, address := range map[string]string{"tables": o.Tables, "vault": o.Vault, "handover vault": o.Handover} {
		if address != "" || what == "tables" {
			wrong = append(wrong, o.checkURL(what, address))
		}
	}
	return errors.Join(wrong...)
}

// checkURL wants https, where the service's token is at home. Only the table
// service's double speaks plain http. Errors name the host alone: what stands
// beside it may be a key.
func (o Options) checkURL(what, address string) error {
	at, err := url.Parse(address)
	if err != nil || at.Host == "" {
		return fmt.Errorf("%s: its address isn't a URL", what)
	}
	loopback := isLoopback(at.Hostname())
	switch {
	case at.User != nil || at.RawQuery != "" || at.Fragment != "":
		return fmt.Errorf("%s %s: its address has to be a plain URL, without a key", what, at.Host)
	case loopback && !o.Dev:
		return fmt.Errorf("%s %s lies on this machine, which only development may use", what, at.Host)
	case at.Scheme == "https", at.Scheme == "http" && loopback && what == "tables":
		return nil
	}
	return fmt.Errorf("%s %s: its address has to begin with https", what, at.Host)
}

func (o Options) checkQueues() error {
	if o.ServiceBus == "" {
		return nil
	}
	host, _, err := net.SplitHostPort(o.ServiceBus)
	if err == nil && !(o.Dev && isLoopback(host)) {
		return fmt.Errorf("service bus %q: write the namespace's host name alone", o.ServiceBus)
	}
	var wrong []error
	names := map[string]string{}
	for _, queue := range []string{flow.AdvanceQueue, flow.CutQueue, flow.ExecuteQueue} {
		name := o.Queues[queue]
		if name == "" {
			wrong = append(wrong, fmt.Errorf("queue %s has no name in the namespace", queue))
		} else if other, twice := names[name]; twice {
			wrong = append(wrong, fmt.Errorf("queues %s and %s are both %q", other, queue, name))
		}
		names[name] = queue
	}
	return errors.Join(wrong...)
}

func isLoopback(host string) bool {
	address, err := netip.ParseAddr(host)
	return err == nil && address.IsLoopback() || host == "localhost"
}

// newHTTP is a client that keeps as many connections as a busy process has
// calls under way; the SDK's own keeps ten. It follows no redirects: none of
// the services sends any.
func newHTTP() *http.Client {
	dialer := &net.Dialer{Timeout: 5 * time.Second, KeepAlive: 30 * time.Second}
	return &http.Client{
		Transport: &http.Transport{
			Proxy:                 http.ProxyFromEnvironment,
			DialContext:           dialer.DialContext,
			ForceAttemptHTTP2:     true,
			MaxIdleConns:          200,
			MaxIdleConnsPerHost:   64,
			IdleConnTimeout:       90 * time.Second,
			TLSHandshakeTimeout:   5 * time.Second,
			ExpectContinueTimeout: time.Second,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}
