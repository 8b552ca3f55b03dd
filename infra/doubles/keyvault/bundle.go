package keyvault

import (
	"net/http"
	"net/url"
	"slices"
	"sort"
	"strconv"
)

// bundle is a version of a secret as the vault shows it.
type bundle struct {
	Value       *string           `json:"value,omitempty"`
	ID          string            `json:"id"`
	ContentType string            `json:"contentType,omitempty"`
	Tags        map[string]string `json:"tags,omitempty"`
	Attributes  attributes        `json:"attributes"`

	// Of deleted secrets.
	RecoveryID string `json:"recoveryId,omitempty"`
	Deleted    int64  `json:"deletedDate,omitempty"`
	Purge      int64  `json:"scheduledPurgeDate,omitempty"`
}

type attributes struct {
	Enabled         bool   `json:"enabled"`
	Created         int64  `json:"created"`
	Updated         int64  `json:"updated"`
	RecoveryLevel   string `json:"recoveryLevel"`
	RecoverableDays int    `json:"recoverableDays"`
}

func (s *Server) bundle(one *secret, v version, value bool) bundle {
	level := "Recoverable+Purgeable"
	if s.options.PurgeProtection {
		level = "Recoverable"
	}
	b := bundle{
		ID:          s.URL() + "/secrets/" + one.name + "/" + v.id,
		ContentType: v.contentType,
		Tags:        v.tags,
		Attributes: attributes{
			Enabled: true, Created: v.created.Unix(), Updated: v.created.Unix(),
			RecoveryLevel: level, RecoverableDays: int(retention.Hours() / 24),
		},
	}
	if value {
		b.Value = &v.value
	}
	if one.state == deleting || one.state == deleted {
		b.RecoveryID = s.URL() + "/deletedsecrets/" + one.name
		b.Deleted = one.deleted.Unix()
		b.Purge = one.deleted.Add(retention).Unix()
	}
	return b
}

// names returns the folded names in these states, in their order.
func (s *Server) names(states ...state) []string {
	var all []string
	for name, one := range s.secrets {
		if slices.Contains(states, one.state) {
			all = append(all, name)
		}
	}
	sort.Strings(all)
	return all
}

func (s *Server) listSecrets(r *http.Request) answer { return s.page(r, s.items(live)) }

func (s *Server) listDeleted(r *http.Request) answer { return s.page(r, s.items(deleted)) }

func (s *Server) listVersions(r *http.Request) answer {
	one := s.find(r.PathValue("name"))
	if one == nil || one.state != live {
		return notFound(r)
	}
	var items []bundle
	for _, v := range one.versions {
		items = append(items, s.bundle(one, v, false))
	}
	return s.page(r, items)
}

// items are the secrets in a state as lists show them: newest version, no
// value, an id without the version.
func (s *Server) items(in state) []bundle {
	for name := range s.secrets {
		s.find(name) // a list is a look, too
	}
	var items []bundle
	for _, name := range s.names(in) {
		one := s.secrets[name]
		item := s.bundle(one, one.latest(), false)
		item.ID = s.URL() + "/secrets/" + one.name
		items = append(items, item)
	}
	return items
}

// page cuts the asked page out of a list and says where it goes on.
func (s *Server) page(r *http.Request, items []bundle) answer {
	query := r.URL.Query()
	size, from := s.options.Page, 0
	if asked := query.Get("maxresults"); asked != "" {
		n, err := strconv.Atoi(asked)
		if err != nil || n < 1 || n > 25 {
			return badParameter("maxresults must be 1 to 25")
		}
		size = min(size, n)
	}
	if token := query.Get("$skiptoken"); token != "" {
		n, err := strconv.Atoi(token)
		if err != nil || n < 0 {
			return badParameter("the $skiptoken is none of this vault's")
		}
		from = min(n, len(items))
	}
	to := min(from+size, len(items))
	body := map[string]any{"value": append([]bundle{}, items[from:to]...), "nextLink": nil}
	if to < len(items) {
		query.Set("$skiptoken", strconv.Itoa(to))
		next := url.URL{Path: r.URL.Path, RawQuery: query.Encode()}
		body["nextLink"] = s.URL() + next.String()
	}
	return answer{body: body}
}
