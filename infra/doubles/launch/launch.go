// Package launch starts the doubles that need Node: Azurite's table service
// and the Service Bus double.
package launch

// The variables of the environment that say where these doubles are.
const (
	// TablesVariable is the table service's URL, account included, such as
	// http://127.0.0.1:10002/devstoreaccount1.
	TablesVariable = "USHER_TEST_TABLES"
	// ServiceBusVariable is host:port, plain AMQP.
	ServiceBusVariable = "USHER_TEST_SERVICEBUS"
)
