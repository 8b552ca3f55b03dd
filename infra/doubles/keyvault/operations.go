package keyvault

import (
	"encoding/json"
	"net/http"
	"time"
)

// longest is the most bytes that a secret's value may have.
const longest = 25 << 10

// retention is how long a deleted secret can be recovered.
const retention = 90 * 24 * time.Hour

func (s *Server) get(r *http.Request) answer {
	one := s.find(r.PathValue("name"))
	if one == nil || one.state != live {
		return notFound(r)
	}
	wanted := r.PathValue("version")
	if wanted == "" {
		return answer{body: s.bundle(one, one.latest(), true)}
	}
	for _, v := range one.versions {
		if v.id == wanted {
			return answer{body: s.bundle(one, v, true)}
		}
	}
	return notFound(r)
}

func (s *Server) set(r *http.Request) answer {
	var asked struct {
		Value       *string           `json:"value"`
		ContentType string            `json:"contentType"`
		Tags        map[string]string `json:"tags"`
	}
	if err := json.NewDecoder(r.Body).Decode(&asked); err != nil || asked.Value == nil {
		return badParameter("the body is no JSON with a value")
	}
	if len(*asked.Value) > longest {
		return badParameter("the value is longer than 25 KiB")
	}
	if no := conflict(s.find(r.PathValue("name"))); no != nil {
		return answer{problem: no}
	}
	one := s.add(r.PathValue("name"), version{value: *asked.Value, contentType: asked.ContentType, tags: asked.Tags})
	return answer{body: s.bundle(one, one.latest(), true)}
}

func (s *Server) delete(r *http.Request) answer {
	one := s.find(r.PathValue("name"))
	if one == nil || one.state == deleted || one.state == purging {
		return notFound(r)
	}
	if no := conflict(one); no != nil {
		return answer{problem: no}
	}
	one.deleted = s.options.Now().UTC()
	s.begin(one, deleting)
	return answer{body: s.bundle(one, one.latest(), false)}
}

func (s *Server) getDeleted(r *http.Request) answer {
	one := s.find(r.PathValue("name"))
	if one == nil || one.state != deleted {
		return notFound(r)
	}
	return answer{body: s.bundle(one, one.latest(), false)}
}

func (s *Server) recover(r *http.Request) answer {
	one, no := s.deletedOnly(r)
	if no != nil {
		return *no
	}
	s.begin(one, recovering)
	return answer{body: s.bundle(one, one.latest(), false)}
}

func (s *Server) purge(r *http.Request) answer {
	one, no := s.deletedOnly(r)
	if no != nil {
		return *no
	}
	if s.options.PurgeProtection {
		return refuse(http.StatusForbidden, "Forbidden", "ForbiddenByPolicy", `operation "purge" isn't allowed: purge protection is on`)
	}
	one.versions = nil
	s.begin(one, purging)
	return answer{}
}

// deletedOnly finds a secret for what can be done to deleted ones alone.
func (s *Server) deletedOnly(r *http.Request) (*secret, *answer) {
	one := s.find(r.PathValue("name"))
	var no answer
	switch {
	case one == nil || one.state == live || one.state == purging:
		no = notFound(r)
	case one.state != deleted:
		no = answer{problem: conflict(one)}
	default:
		return one, nil
	}
	return nil, &no
}

// conflict says why a name can't be written now; nil where it can.
func conflict(one *secret) *problem {
	if one == nil || one.state == live {
		return nil
	}
	no := &problem{status: http.StatusConflict, code: "Conflict"}
	switch one.state {
	case deleted:
		no.inner, no.message = "ObjectIsDeletedButRecoverable", "Secret "+one.name+" is deleted but recoverable: it can only be recovered or purged"
	case recovering:
		no.inner, no.message = "ObjectIsBeingRecovered", "Secret "+one.name+" is being recovered; retry later"
	default:
		// Purging says the same: github.com/Azure/azure-sdk-for-net/issues/34322
		no.inner, no.message = "ObjectIsBeingDeleted", "Secret "+one.name+" is being deleted; retry later"
	}
	return no
}

func notFound(r *http.Request) answer {
	return refuse(http.StatusNotFound, "SecretNotFound", "", "there is no secret "+r.PathValue("name")+" in this key vault")
}
