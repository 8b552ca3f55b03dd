package azure_test

import (
	"encoding/json"
	"testing"

	"github.com/Azure/azure-sdk-for-go/sdk/messaging/azservicebus"

	"usher/handler/flow"
)

func decoded(t *testing.T, m *azservicebus.ReceivedMessage) flow.Message {
	t.Helper()
	var message flow.Message
	if err := json.Unmarshal(m.Body, &message); err != nil {
		t.Errorf("message %q: %v", m.Body, err)
	}
	return message
}
