package sim

import (
	"encoding/base64"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// exchangeQuery reads how far the pages have come and which properties are
// asked for.
func (c *call) exchangeQuery() (skip int, names []string, wrong *answer) {
	query, err := url.ParseQuery(c.query)
	for name, values := range query {
		switch {
		case name == "$select":
			names = strings.Split(values[0], ",")
		case name == "$skiptoken":
			var raw []byte
			if raw, err = base64.RawURLEncoding.DecodeString(values[0]); err == nil {
				skip, err = strconv.Atoi(string(raw))
			}
		default:
			err = errQuery
		}
		if err != nil {
			break
		}
	}
	if err != nil || skip < 0 {
		a := exchangeError(http.StatusBadRequest, "Microsoft.Exchange.Admin.OData.InvalidQueryException", "The query isn't supported.")
		return 0, nil, &a
	}
	return skip, names, nil
}

// errQuery stands for a query option that Exchange doesn't know.
var errQuery = errors.New("unknown query option")

func nextQuery(names []string, token string) string {
	query := url.Values{"$skiptoken": {token}}
	if names != nil {
		query.Set("$select", strings.Join(names, ","))
	}
	return query.Encode()
}

// selected narrows a row to the properties asked for; a name that the row
// doesn't have is left out, as Exchange does.
func selected(row object, names []string) object {
	if names == nil {
		return row
	}
	shown := object{}
	for _, name := range names {
		if value, known := row[strings.TrimSpace(name)]; known {
			shown[strings.TrimSpace(name)] = value
		}
	}
	return shown
}
