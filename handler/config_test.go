package main

import (
	"maps"
	"testing"

	"github.com/stretchr/testify/require"
)

// wholeEnvironment is that of a deployment environment under the Functions host.
func wholeEnvironment() map[string]string {
	return map[string]string{
		"FUNCTIONS_CUSTOMHANDLER_PORT": "35183",
		"WEBSITE_INSTANCE_ID":          "i1",
		"USHER_IDENTITY":               "7a6f1d1e-5d5b-4e6f-9f3a-0c7a5f6e2b11",
		"USHER_ENGINE":                 "azure",
		"USHER_PUBLIC_URL":             "https://usher-contoso.azurewebsites.net/",
		"USHER_SIGN_IN":                "entra",
		"USHER_APP":                    "7a6f1d1e-5d5b-4e6f-9f3a-0c7a5f6e2b12",
		"USHER_TENANT":                 "7a6f1d1e-5d5b-4e6f-9f3a-0c7a5f6e2b10",
		"USHER_TABLES":                 "https://usher.table.core.windows.net",
		"ServiceBusConnection__fullyQualifiedNamespace": "usher.servicebus.windows.net",
		"USHER_QUEUE_ADVANCE":                           "advance",
		"USHER_QUEUE_CUT":                               "cut",
		"USHER_QUEUE_EXECUTE":                           "execute",
		"USHER_VAULT":                                   "https://usher-settings.vault.azure.net",
		"USHER_HANDOVER_VAULT":                          "https://usher-handover.vault.azure.net",
	}
}

func TestConfigOfADeployment(t *testing.T) {
	t.Parallel()
	env := wholeEnvironment()
	env["USHER_ALLOWED_HOSTS"] = "psa.msp.example, 10.0.0.7:8443"
	env["USHER_LOG"] = "debug"
	c, err := readConfig(func(name string) string { return env[name] }, serving)
	require.NoError(t, err)
	require.Equal(t, "azure", c.engine)
	require.Equal(t, 35183, c.port)
	require.Equal(t, "https://usher-contoso.azurewebsites.net", c.public, "no slash at the end")
	require.True(t, c.entra)
	require.Equal(t, "usher", c.table)
	require.Equal(t, map[string]string{"advance": "advance", "cut": "cut", "execute": "execute"}, c.queues)
	require.Equal(t, "federated", c.app.credential)
	require.Equal(t, []string{"psa.msp.example", "10.0.0.7:8443"}, c.allowed)
	require.True(t, c.debug)
	require.False(t, c.dev)
}

func TestAMissingSettingIsAnErrorWithItsName(t *testing.T) {
	t.Parallel()
	for _, s := range settings() {
		if s.needed == anything {
			continue
		}
		env := wholeEnvironment()
		delete(env, s.name)
		_, err := readConfig(func(name string) string { return env[name] }, serving)
		require.ErrorContains(t, err, s.name+" is not set; put there "+s.says)
	}
	_, err := readConfig(func(string) string { return "" }, anything)
	require.NoError(t, err, "one machine needs no settings")
	_, err = readConfig(func(string) string { return "" }, store)
	require.ErrorContains(t, err, "USHER_TABLES is not set")
	require.NotContains(t, err.Error(), "USHER_QUEUE", "a command that looks at the tables sends nothing")
}

func TestWrongSettings(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		set  map[string]string
		says string
	}{
		"embedded under the host":  {map[string]string{"USHER_ENGINE": "embedded"}, "USHER_ENGINE=embedded is for one machine"},
		"an engine that isn't":     {map[string]string{"USHER_ENGINE": "redis"}, "USHER_ENGINE=redis is no engine; put there azure"},
		"http":                     {map[string]string{"USHER_PUBLIC_URL": "http://usher.example"}, "USHER_PUBLIC_URL=http://usher.example is http, not https"},
		"http on loopback":         {map[string]string{"USHER_TABLES": "http://127.0.0.1:10002/devstoreaccount1"}, "USHER_TABLES=http://127.0.0.1:10002/devstoreaccount1 has to be https"},
		"development on Azure":     {map[string]string{"USHER_DEV": "1"}, "refused on Azure"},
		"a world without dev":      {map[string]string{"USHER_SIM": "http://127.0.0.1:7080"}, "USHER_SIM is set without USHER_DEV=1"},
		"a connection string":      {map[string]string{"ServiceBusConnection__fullyQualifiedNamespace": "Endpoint=sb://x/;SharedAccessKey=y"}, "ServiceBusConnection__fullyQualifiedNamespace is no namespace's host name"},
		"a key in a URL":           {map[string]string{"USHER_TABLES": "https://usher.table.core.windows.net/?sv=1&sig=x"}, "is no plain https URL"},
		"a table's name":           {map[string]string{"USHER_TABLE": "1"}, "USHER_TABLE=1 can't be a table's name"},
		"an identity":              {map[string]string{"USHER_IDENTITY": "usher"}, "USHER_IDENTITY=usher is no GUID"},
		"a sign-in":                {map[string]string{"USHER_SIGN_IN": "Entra"}, "USHER_SIGN_IN=Entra is no kind of sign-in; put there entra"},
		"no app":                   {map[string]string{"USHER_APP": ""}, "USHER_APP is not set; put there the client id"},
		"a public URL with a path": {map[string]string{"USHER_PUBLIC_URL": "https://usher.example/usher"}, "USHER_PUBLIC_URL has a path"},
		"roles from nowhere":       {map[string]string{"USHER_TENANT": ""}, "USHER_SIGN_IN=entra needs USHER_TENANT"},
		"nobody to sign in as":     {map[string]string{"USHER_IDENTITY": ""}, "USHER_IDENTITY is not set"},
		"a secret for its name":    {map[string]string{"USHER_APP_SECRET": "a secret"}, "USHER_APP_SECRET can't be a secret's name; put there the name"},
		"a port":                   {map[string]string{"FUNCTIONS_CUSTOMHANDLER_PORT": "x"}, "FUNCTIONS_CUSTOMHANDLER_PORT=x is no port"},
		"a certificate from nowhere": {
			map[string]string{"USHER_APP_CREDENTIAL": "certificate"}, "USHER_APP_CREDENTIAL=certificate needs USHER_APP_SECRET",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := wholeEnvironment()
			maps.Copy(env, c.set)
			_, err := readConfig(func(name string) string { return env[name] }, serving)
			require.ErrorContains(t, err, c.says)
		})
	}
}

func TestAKeyInASettingIsNotRepeated(t *testing.T) {
	t.Parallel()
	for name, value := range map[string]string{
		"USHER_TABLES":                 "https://usher.table.core.windows.net/?sig=canary-6f1d",
		"USHER_VAULT":                  "https://usher:canary-6f1d@usher.vault.azure.net",
		"USHER_APP_SECRET":             "my~8Q~canary-6f1d",
		"USHER_SHAREPOINT_CERTIFICATE": "canary-6f1d==",
		"USHER_APP_CREDENTIAL":         "my~8Q~canary-6f1d",
	} {
		env := wholeEnvironment()
		env[name] = value
		_, err := readConfig(func(name string) string { return env[name] }, serving)
		require.ErrorContains(t, err, name)
		require.NotContains(t, err.Error(), "canary-6f1d")
	}
}

func TestAllProblemsAreNamedAtOnce(t *testing.T) {
	t.Parallel()
	env := wholeEnvironment()
	delete(env, "USHER_VAULT")
	env["USHER_SIGN_IN"] = "x"
	_, err := readConfig(func(name string) string { return env[name] }, serving)
	require.ErrorContains(t, err, "USHER_VAULT")
	require.ErrorContains(t, err, "USHER_SIGN_IN")
}
