package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"regexp"
	"strings"

	"usher/handler/flow"
	"usher/handler/internal/azure"
	"usher/handler/read"
	"usher/handler/read/model"
	"usher/steps/step"
)

// modelConfig is the language model that reads beside the rules. Without an
// endpoint there is none.
type modelConfig struct {
	endpoint   string
	deployment string
	version    string // Azure's API version, or none
	key        string // name in the vault; empty: the identity, or no key where it isn't Azure's
}

// modelVersion is the oldest of Azure's API versions, preview apart, that
// knows structured outputs.
// Source: learn.microsoft.com/azure/ai-services/openai/api-version-deprecation
const modelVersion = "2024-10-21"

var (
	apiVersion = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}(-preview)?$`)
	secretName = regexp.MustCompile(`^[0-9A-Za-z-]{1,127}$`)
)

func (c *config) takeModelEndpoint(v string) error { return takeURL(&c.model.endpoint, v) }

func (c *config) takeModelVersion(v string) error {
	c.model.version = v
	if v != model.None && !apiVersion.MatchString(v) {
		return errors.New("is no API version")
	}
	return nil
}

func (c *config) takeModelKey(v string) error {
	c.model.key = v
	if !secretName.MatchString(v) {
		return errors.New("can't be a secret's name")
	}
	return nil
}

// modelContradictions are settings of the model that are wrong together.
func (c *config) modelContradictions(use purpose) (wrong []error) {
	m := c.model
	switch {
	case m.endpoint == "" && (m.deployment != "" || m.key != ""):
		wrong = append(wrong, errors.New("USHER_MODEL_ENDPOINT is not set, and without it no model is asked; set it, or take USHER_MODEL_DEPLOYMENT and USHER_MODEL_KEY away"))
	case m.endpoint != "" && m.deployment == "":
		wrong = append(wrong, errors.New("USHER_MODEL_ENDPOINT needs USHER_MODEL_DEPLOYMENT: the name of the deployment on Azure, of the model elsewhere"))
	}
	if use == serving && !c.dev && strings.HasPrefix(m.endpoint, "http://") {
		wrong = append(wrong, fmt.Errorf("USHER_MODEL_ENDPOINT=%s has to be https", m.endpoint))
	}
	return wrong
}

// reader reads the tickets: by rules, and with a model beside them where the
// settings name one.
func (c config) reader(vault flow.Vault, log *slog.Logger) (flow.Reader, error) {
	m := c.model
	if m.endpoint == "" {
		return read.Rules{}, nil
	}
	o := model.Options{Endpoint: m.endpoint, Deployment: m.deployment, APIVersion: m.version}
	if m.key != "" {
		o.Key = func(ctx context.Context) (step.Secret, error) { return vault.Secret(ctx, m.key) }
	} else if m.version != model.None {
		identity, err := azure.SignIn(c.identity)
		if err != nil {
			return nil, fmt.Errorf("the model's sign-in: %w", err)
		}
		o.Identity = identity
	}
	second, err := model.New(o)
	if err != nil {
		return nil, fmt.Errorf("USHER_MODEL_ENDPOINT: %w", err)
	}
	return read.Both{Second: second, Log: log}, nil
}
