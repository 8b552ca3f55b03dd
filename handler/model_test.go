package main

import (
	"log/slog"
	"maps"
	"testing"

	"github.com/stretchr/testify/require"

	"usher/handler/read"
)

func TestModelSettings(t *testing.T) {
	t.Parallel()
	env := wholeEnvironment()
	read1 := func() (config, error) { return readConfig(func(name string) string { return env[name] }, serving) }
	c, err := read1()
	require.NoError(t, err)
	reader, err := c.reader(nil, slog.New(slog.DiscardHandler))
	require.NoError(t, err)
	require.Equal(t, read.Rules{}, reader, "the rules alone, where no model is named")

	env["USHER_MODEL_ENDPOINT"], env["USHER_MODEL_DEPLOYMENT"] = "https://contoso.openai.azure.com/", "reader"
	c, err = read1()
	require.NoError(t, err)
	require.Equal(t, modelConfig{endpoint: "https://contoso.openai.azure.com", deployment: "reader", version: "2024-10-21"}, c.model)
	reader, err = c.reader(nil, slog.New(slog.DiscardHandler))
	require.NoError(t, err)
	require.IsType(t, read.Both{}, reader)
}

func TestWrongModelSettings(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		set  map[string]string
		says string
	}{
		"a deployment of nothing": {map[string]string{"USHER_MODEL_DEPLOYMENT": "reader"}, "USHER_MODEL_ENDPOINT is not set"},
		"no deployment":           {map[string]string{"USHER_MODEL_ENDPOINT": "https://x.openai.azure.com"}, "USHER_MODEL_ENDPOINT needs USHER_MODEL_DEPLOYMENT"},
		"http":                    {map[string]string{"USHER_MODEL_ENDPOINT": "http://models.example/v1", "USHER_MODEL_DEPLOYMENT": "m"}, "is http, not https"},
		"http on loopback":        {map[string]string{"USHER_MODEL_ENDPOINT": "http://127.0.0.1:11434/v1", "USHER_MODEL_DEPLOYMENT": "m"}, "has to be https"},
		"a version":               {map[string]string{"USHER_MODEL_API_VERSION": "latest"}, "USHER_MODEL_API_VERSION=latest is no API version"},
		"a key, not its name":     {map[string]string{"USHER_MODEL_KEY": "sk_canary_1"}, "can't be a secret's name"},
		"a key in the URL":        {map[string]string{"USHER_MODEL_ENDPOINT": "https://x.openai.azure.com/?api-key=canary"}, "is no plain https URL"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := wholeEnvironment()
			maps.Copy(env, c.set)
			_, err := readConfig(func(name string) string { return env[name] }, serving)
			require.ErrorContains(t, err, c.says)
			require.NotContains(t, err.Error(), "canary")
		})
	}
}

// TestAModelOnThisMachine is for local mode alone.
func TestAModelOnThisMachine(t *testing.T) {
	t.Parallel()
	env := map[string]string{"USHER_MODEL_ENDPOINT": "http://127.0.0.1:11434/v1", "USHER_MODEL_DEPLOYMENT": "small", "USHER_MODEL_API_VERSION": "none"}
	c, err := readConfig(func(name string) string { return env[name] }, anything)
	require.NoError(t, err)
	reader, err := c.reader(nil, slog.New(slog.DiscardHandler))
	require.NoError(t, err)
	require.IsType(t, read.Both{}, reader)
}
