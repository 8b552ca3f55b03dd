// Package doubles has stand-ins for the Azure services that Usher stands on,
// for tests: they speak the services' own protocols, so that the real clients
// talk to them over loopback.
//
// Tables is Azurite, Microsoft's own emulator. ServiceBus is ours, in
// JavaScript, because rhea (an AMQP 1.0 library that can be the server) is:
// what it has and hasn't stands at the top of servicebus/main.js. KeyVault is
// ours, in Go. None of them is the service: what they get wrong, tests
// against them can't see.
//
// KeyVault runs inside the test. The other two need Node and are started by
// go run ./infra/dev check, or by hand:
//
//	go run ./infra/dev doubles
package doubles

import (
	"os"
	"testing"

	"usher/infra/doubles/keyvault"
	"usher/infra/doubles/launch"
)

// Tables returns the URL of the table service's double. Its only account is
// the well-known one of Microsoft's emulators, devstoreaccount1. A test takes
// a table of its own: others run beside it. Without a double, Tables skips the
// test and says how to start one.
func Tables(tb testing.TB) string {
	tb.Helper()
	return address(tb, launch.TablesVariable)
}

// ServiceBus returns host:port of the Service Bus double, which speaks AMQP
// without TLS. It makes a queue on first use where the queue's name begins
// with advance, cut or execute, and knows no other; a test takes names of its
// own, such as execute-3f9c, because others run beside it. Without a double, ServiceBus skips the test and
// says how to start one.
func ServiceBus(tb testing.TB) string {
	tb.Helper()
	return address(tb, launch.ServiceBusVariable)
}

// KeyVault starts a Key Vault double that ends with the test: soft delete, no
// purge protection, deleting and purging that take a moment. For another one
// see keyvault.Start.
func KeyVault(tb testing.TB) *keyvault.Server {
	tb.Helper()
	server := keyvault.Start(keyvault.Options{})
	tb.Cleanup(server.Close)
	return server
}

func address(tb testing.TB, variable string) string {
	tb.Helper()
	value := os.Getenv(variable)
	if value == "" {
		tb.Skipf("%s is unset: start the doubles with go run ./infra/dev doubles and take the lines that it prints, or run go run ./infra/dev check test", variable)
	}
	return value
}
