package azure_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"usher/handler/flow"
	"usher/handler/internal/azure"
)

// deployed are options as they are on Azure.
func deployed() azure.Options {
	return azure.Options{
		Tables: "https://usher.table.core.windows.net", Table: "usher",
		ServiceBus: "usher.servicebus.windows.net",
		Queues:     map[string]string{flow.AdvanceQueue: "advance", flow.CutQueue: "cut", flow.ExecuteQueue: "execute"},
		Vault:      "https://usher-settings.vault.azure.net", Handover: "https://usher-handover.vault.azure.net",
		Identity: "11111111-2222-3333-4444-555555555555",
	}
}

func TestOpenTakesWhatIsRight(t *testing.T) {
	t.Parallel()
	engine, err := azure.Open(deployed())
	require.NoError(t, err)
	require.NoError(t, engine.Close(context.Background()))
}

func TestOpenRefusesWhatCantBeRight(t *testing.T) {
	t.Parallel()
	for says, change := range map[string]func(*azure.Options){
		`tables: its address isn't`:                                         func(o *azure.Options) { o.Tables = "" },
		`usher.table.core.windows.net: its address has to begin with https`: func(o *azure.Options) { o.Tables = "http://usher.table.core.windows.net" },
		`without a key`:                     func(o *azure.Options) { o.Tables = "https://u:p@usher.table.core.windows.net" },
		`be a plain URL`:                    func(o *azure.Options) { o.Tables = "https://usher.table.core.windows.net?sig=x" },
		`only development may use`:          func(o *azure.Options) { o.Tables = "http://127.0.0.1:10002/devstoreaccount1" },
		`vault localhost:8443 lies on`:      func(o *azure.Options) { o.Vault = "https://localhost:8443" },
		`vault 127.0.0.1: its address`:      func(o *azure.Options) { o.Vault, o.Dev = "http://127.0.0.1", true },
		`handover vault x: its address`:     func(o *azure.Options) { o.Handover = "ftp://x" },
		`table "us-her"`:                    func(o *azure.Options) { o.Table = "us-her" },
		`table ""`:                          func(o *azure.Options) { o.Table = "" },
		`queue cut has no name`:             func(o *azure.Options) { delete(o.Queues, flow.CutQueue) },
		`both "cut"`:                        func(o *azure.Options) { o.Queues[flow.ExecuteQueue] = "cut" },
		`write the namespace's host name`:   func(o *azure.Options) { o.ServiceBus = "usher.servicebus.windows.net:5671" },
		`bus "127.0.0.1:5672": write the n`: func(o *azure.Options) { o.ServiceBus = "127.0.0.1:5672" },
		`bus "10.0.0.1:5672": write the n`:  func(o *azure.Options) { o.ServiceBus, o.Dev = "10.0.0.1:5672", true },
	} {
		options := deployed()
		change(&options)
		_, err := azure.Open(options)
		require.ErrorContains(t, err, says)
	}
}

// TestOpenNamesEverythingAtOnce, so that nobody mends one setting after the
// other.
func TestOpenNamesEverythingAtOnce(t *testing.T) {
	t.Parallel()
	options := deployed()
	options.Tables, options.Table, options.Handover = "", "-", "http://x"
	_, err := azure.Open(options)
	for _, says := range []string{"tables", "table", "handover vault"} {
		require.ErrorContains(t, err, says)
	}
}
