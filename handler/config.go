package main

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"usher/handler/flow"
)

// config is what the environment says. Nothing else reads the environment.
// No setting holds a secret: those are in the vault, and settings name them.
type config struct {
	engine     string            // "azure" or "embedded"
	port       int               // given by the Functions host; 0 where there is none
	public     string            // the doors' URL as people see it
	entra      bool              // Entra sign-in stands in front of the doors
	tenant     string            // whose accounts may hold Usher's roles
	tables     string            // URL of the table service
	table      string            // its table
	serviceBus string            // the namespace
	queues     map[string]string // names of the queues, by flow's
	vault      string            // URL of the settings vault
	handover   string            // URL of the handover vault
	identity   string            // client id of the managed identity
	app        appConfig
	model      modelConfig
	allowed    []string // hosts that may be reached though they are private
	debug      bool
	insights   string // Application Insights' connection string
	traces     string // where OpenTelemetry's traces go
	dev        bool
	sim        string // URL of a simulated world, for development
	lock       string // folder on this instance's own disk
}

// appConfig is the MSP's app in the customers' tenants.
type appConfig struct {
	id         string // client id
	credential string // "federated", "certificate" or "secret"
	secret     string // name in the vault
	sharePoint string // name in the vault
}

// purpose is what settings are read for. Each needs a little more than the one
// before.
type purpose int

const (
	anything purpose = iota // local mode and commands without an engine
	store                   // commands that look at a deployed Usher
	serving                 // under the Functions host
)

// setting is one name in the environment.
type setting struct {
	name   string
	says   string  // what to put there
	needed purpose // from this purpose on; anything: it may be left out
	take   func(c *config, value string) error
}

func settings() []setting {
	queue := func(name string) func(*config, string) error {
		return func(c *config, v string) error { c.queues[name] = v; return nil }
	}
	return []setting{
		{"USHER_ENGINE", "azure", serving, (*config).takeEngine},
		{"FUNCTIONS_CUSTOMHANDLER_PORT", "a port; the Functions host gives it", serving, (*config).takePort},
		{"USHER_PUBLIC_URL", "the https URL at which approvers and desks reach the doors, such as https://usher-contoso.azurewebsites.net", serving, (*config).takePublic},
		{"USHER_SIGN_IN", "entra where Entra sign-in stands in front of the doors, else none", serving, (*config).takeSignIn},
		{"USHER_TENANT", "the id of your own tenant, whose accounts may hold Usher's roles", anything, func(c *config, v string) error { return takeGUID(&c.tenant, v) }},
		{"USHER_TABLES", "the table service's URL, such as https://usher.table.core.windows.net", store, (*config).takeTables},
		{"USHER_TABLE", "the name of a table: 3 to 63 letters and digits", anything, (*config).takeTable},
		{"ServiceBusConnection__fullyQualifiedNamespace", "the Service Bus namespace, such as usher.servicebus.windows.net", serving, (*config).takeServiceBus},
		{"USHER_QUEUE_ADVANCE", "the name of the queue that moves runs", serving, queue(flow.AdvanceQueue)},
		{"USHER_QUEUE_CUT", "the name of the queue of lines that cut access", serving, queue(flow.CutQueue)},
		{"USHER_QUEUE_EXECUTE", "the name of the queue of all other lines", serving, queue(flow.ExecuteQueue)},
		{"USHER_VAULT", "the URL of the settings vault, such as https://usher-settings.vault.azure.net", store, (*config).takeVault},
		{"USHER_HANDOVER_VAULT", "the URL of the handover vault, such as https://usher-handover.vault.azure.net", serving, (*config).takeHandover},
		{"USHER_IDENTITY", "the client id of the managed identity", anything, (*config).takeIdentity},
		{"USHER_APP", "the client id of your multi-tenant app", anything, (*config).takeApp},
		{"USHER_APP_CREDENTIAL", "federated, certificate or secret", anything, (*config).takeAppCredential},
		{"USHER_APP_SECRET", "the name of the secret with the app's certificate or client secret", anything, func(c *config, v string) error { return takeSecretName(&c.app.secret, v) }},
		{"USHER_SHAREPOINT_CERTIFICATE", "the name of the secret with a certificate for SharePoint", anything, func(c *config, v string) error { return takeSecretName(&c.app.sharePoint, v) }},
		{"USHER_MODEL_ENDPOINT", "the https URL of an Azure OpenAI resource, such as https://contoso.openai.azure.com, or the base URL of a service like it", anything, (*config).takeModelEndpoint},
		{"USHER_MODEL_DEPLOYMENT", "the name of the deployment on Azure, of the model elsewhere", anything, func(c *config, v string) error { c.model.deployment = v; return nil }},
		{"USHER_MODEL_API_VERSION", "Azure's API version, such as " + modelVersion + ", or none where the endpoint isn't Azure's", anything, (*config).takeModelVersion},
		{"USHER_MODEL_KEY", "the name of the secret with the model's key", anything, (*config).takeModelKey},
		{"USHER_ALLOWED_HOSTS", "hosts that may be reached though they are private, with commas between them", anything, (*config).takeAllowed},
		{"USHER_LOG", "info or debug", anything, (*config).takeLog},
		{"APPLICATIONINSIGHTS_CONNECTION_STRING", "Application Insights' connection string", anything, func(c *config, v string) error { c.insights = v; return nil }},
		{"OTEL_EXPORTER_OTLP_ENDPOINT", "the URL that takes OpenTelemetry's traces", anything, func(c *config, v string) error { c.traces = v; return nil }},
		{"USHER_DEV", "1, and never on Azure", anything, (*config).takeDev},
		{"USHER_SIM", "the URL of a handler sim, only beside USHER_DEV=1", anything, func(c *config, v string) error { c.sim = strings.TrimRight(v, "/"); return nil }},
	}
}

// readConfig reads the environment for a purpose. Its error names everything
// that is missing or wrong, and what to put there.
func readConfig(env func(string) string, use purpose) (config, error) {
	c := config{
		engine: "embedded", table: "usher", queues: map[string]string{}, app: appConfig{credential: "federated"}, model: modelConfig{version: modelVersion},
		lock: filepath.Join(os.TempDir(), "usher"),
	}
	var wrong []error
	for _, s := range settings() {
		value := strings.TrimSpace(env(s.name))
		switch {
		case value != "":
			if err := s.take(&c, value); err != nil {
				wrong = append(wrong, fmt.Errorf("%s%s %w; put there %s", s.name, shown(s.name, value), err, s.says))
			}
		case s.needed != anything && use >= s.needed:
			wrong = append(wrong, fmt.Errorf("%s is not set; put there %s", s.name, s.says))
		}
	}
	wrong = append(wrong, c.contradictions(env, use)...)
	return c, errors.Join(wrong...)
}

// shown is a wrong value, unless it looks as if it held a key, or stands where
// somebody may have put one by mistake.
func shown(name, value string) string {
	for _, what := range []string{"_KEY", "_SECRET", "_CERTIFICATE", "_CREDENTIAL"} {
		if strings.HasSuffix(name, what) {
			return ""
		}
	}
	if strings.ContainsAny(value, "?;@") || len(value) > 100 {
		return ""
	}
	return "=" + value
}

// contradictions are settings that are right alone and wrong together.
func (c *config) contradictions(env func(string) string, use purpose) (wrong []error) {
	if use == serving && env("USHER_ENGINE") == "embedded" {
		wrong = append(wrong, errors.New("USHER_ENGINE=embedded is for one machine; under the Functions host it has to be azure"))
	}
	if c.dev && platform(env) {
		wrong = append(wrong, errors.New("USHER_DEV=1 lets make-believe systems in and is refused on Azure; take it away"))
	}
	if use == serving && c.identity == "" && platform(env) {
		wrong = append(wrong, errors.New("USHER_IDENTITY is not set, and on Azure nobody has signed in with az login; put there the client id of the managed identity"))
	}
	if c.sim != "" && !c.dev {
		wrong = append(wrong, errors.New("USHER_SIM is set without USHER_DEV=1; a deployed Usher has no simulated world"))
	}
	if !c.dev {
		for name, at := range map[string]string{"USHER_PUBLIC_URL": c.public, "USHER_TABLES": c.tables, "USHER_VAULT": c.vault, "USHER_HANDOVER_VAULT": c.handover} {
			if strings.HasPrefix(at, "http://") {
				wrong = append(wrong, fmt.Errorf("%s=%s has to be https", name, at))
			}
		}
	}
	if use == serving && !c.dev && c.app.id == "" {
		wrong = append(wrong, errors.New("USHER_APP is not set; put there the client id of your multi-tenant app"))
	}
	if at, err := url.Parse(c.public); err == nil && at.Path != "" {
		wrong = append(wrong, errors.New("USHER_PUBLIC_URL has a path; the doors lie below its host, at /api"))
	}
	if c.entra && c.tenant == "" {
		wrong = append(wrong, errors.New("USHER_SIGN_IN=entra needs USHER_TENANT: the id of your own tenant, whose accounts may hold Usher's roles"))
	}
	if c.app.credential != "federated" && c.app.secret == "" {
		wrong = append(wrong, fmt.Errorf("USHER_APP_CREDENTIAL=%s needs USHER_APP_SECRET: the name of the secret that holds it", c.app.credential))
	}
	return append(wrong, c.modelContradictions(use)...)
}

// platform tells an instance on Azure from a Functions host on somebody's
// machine: only the platform gives instances an id.
func platform(env func(string) string) bool {
	return env("WEBSITE_INSTANCE_ID") != "" || env("WEBSITE_POD_NAME") != "" || env("CONTAINER_NAME") != ""
}

func (c *config) takeEngine(v string) error {
	if v != "azure" && v != "embedded" {
		return errors.New("is no engine")
	}
	c.engine = v
	return nil
}

func (c *config) takePort(v string) (err error) {
	c.port, err = strconv.Atoi(v)
	if err != nil || c.port < 1 || c.port > 65535 {
		return errors.New("is no port")
	}
	return nil
}

func (c *config) takePublic(v string) error { return takeURL(&c.public, v) }

func (c *config) takeTables(v string) error { return takeURL(&c.tables, v) }

func (c *config) takeVault(v string) error { return takeURL(&c.vault, v) }

func (c *config) takeHandover(v string) error { return takeURL(&c.handover, v) }

// takeURL takes an https URL; http is for loopback, and contradictions refuses
// it outside of development.
func takeURL(into *string, v string) error {
	at, err := url.Parse(v)
	if err != nil || at.Host == "" || at.Scheme != "https" && at.Scheme != "http" || at.RawQuery != "" || at.User != nil {
		return errors.New("is no plain https URL")
	}
	host, err := netip.ParseAddr(at.Hostname())
	if at.Scheme == "http" && (err != nil || !host.IsLoopback()) {
		return errors.New("is http, not https")
	}
	*into = strings.TrimRight(v, "/")
	return nil
}

func (c *config) takeSignIn(v string) error {
	if v != "entra" && v != "none" {
		return errors.New("is no kind of sign-in")
	}
	c.entra = v == "entra"
	return nil
}

var tableName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9]{2,62}$`)

func (c *config) takeTable(v string) error {
	c.table = v
	if !tableName.MatchString(v) {
		return errors.New("can't be a table's name")
	}
	return nil
}

func (c *config) takeServiceBus(v string) error {
	c.serviceBus = v
	if strings.ContainsAny(v, "/=; ") {
		return errors.New("is no namespace's host name")
	}
	return nil
}

var guid = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)

func (c *config) takeIdentity(v string) error { return takeGUID(&c.identity, v) }

func (c *config) takeApp(v string) error { return takeGUID(&c.app.id, v) }

func takeGUID(into *string, v string) error {
	*into = v
	if !guid.MatchString(v) {
		return errors.New("is no GUID")
	}
	return nil
}

func (c *config) takeAppCredential(v string) error {
	if v != "federated" && v != "certificate" && v != "secret" {
		return errors.New("is no kind of credential")
	}
	c.app.credential = v
	return nil
}

func takeSecretName(into *string, v string) error {
	*into = v
	if !secretName.MatchString(v) {
		return errors.New("can't be a secret's name")
	}
	return nil
}

func (c *config) takeAllowed(v string) error {
	for host := range strings.SplitSeq(v, ",") {
		if host = strings.TrimSpace(host); host != "" {
			c.allowed = append(c.allowed, host)
		}
	}
	return nil
}

func (c *config) takeLog(v string) error {
	c.debug = v == "debug"
	if v != "debug" && v != "info" {
		return errors.New("is no level")
	}
	return nil
}

func (c *config) takeDev(v string) error {
	c.dev = v == "1"
	if v != "1" && v != "0" {
		return errors.New("is neither")
	}
	return nil
}

// environment is the process's.
func environment() func(string) string { return os.Getenv }
