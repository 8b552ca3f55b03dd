package telemetry

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"strings"
)

// connection is where an Application Insights takes events.
type connection struct {
	key      string // names it; worth nothing where local authentication is off
	endpoint string
}

// readConnection reads a connection string, such as
// InstrumentationKey=…;IngestionEndpoint=https://….in.applicationinsights.azure.com/.
// Source: learn.microsoft.com/azure/azure-monitor/app/connection-strings
func readConnection(text string) (connection, error) {
	values := map[string]string{}
	for part := range strings.SplitSeq(text, ";") {
		key, value, _ := strings.Cut(part, "=")
		values[strings.ToLower(strings.TrimSpace(key))] = strings.TrimSpace(value)
	}
	c := connection{key: values["instrumentationkey"]}
	if c.key == "" {
		return c, errors.New("the connection string of Application Insights has no InstrumentationKey")
	}
	at, err := url.Parse(values["ingestionendpoint"])
	if err != nil || at.Host == "" || at.User != nil || at.RawQuery != "" {
		return c, errors.New("the connection string of Application Insights has no IngestionEndpoint that is a plain URL")
	}
	if host, err := netip.ParseAddr(at.Hostname()); at.Scheme != "https" && (at.Scheme != "http" || err != nil || !host.IsLoopback()) {
		return c, fmt.Errorf("the IngestionEndpoint of Application Insights is %s, not https", at.Scheme)
	}
	c.endpoint = strings.TrimRight(at.String(), "/") + "/v2.1/track"
	return c, nil
}
