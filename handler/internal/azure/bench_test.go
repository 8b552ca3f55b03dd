package azure_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/handler/flow"
	"usher/handler/internal/azure"
	"usher/infra/doubles"
)

// BenchmarkCommit is the time of one commit after the other against the
// emulator, which says what this engine adds, and little of Azure.
func BenchmarkCommit(b *testing.B) {
	for _, rows := range []int{1, 5, 20} {
		b.Run(fmt.Sprint(rows, " rows"), func(b *testing.B) {
			store := open(b, azure.Options{Tables: doubles.Tables(b)}).Store
			data := []byte(`{"text":"` + strings.Repeat("a", 2000) + `"}`)
			n := 0
			for b.Loop() {
				n++
				changes := make([]flow.Change, rows)
				for i := range changes {
					changes[i] = flow.Change{Do: flow.Insert, Key: fmt.Sprintf("k|%d|%d", n, i), Data: data}
				}
				require.NoError(b, store.Commit(b.Context(), "p", changes...))
			}
		})
	}
}

// BenchmarkGet reads one row after the other.
func BenchmarkGet(b *testing.B) {
	store := open(b, azure.Options{Tables: doubles.Tables(b)}).Store
	require.NoError(b, store.Commit(b.Context(), "p", insert("a", strings.Repeat("a", 2000))))
	for b.Loop() {
		_, err := store.Get(b.Context(), "p", "a")
		require.NoError(b, err)
	}
}

// BenchmarkSend sends one message after the other.
func BenchmarkSend(b *testing.B) {
	engine := open(b, azure.Options{ServiceBus: doubles.ServiceBus(b), Queues: ownQueues()})
	n := 0
	for b.Loop() {
		n++
		require.NoError(b, engine.Queue.Send(b.Context(), flow.ExecuteQueue, flow.Message{Run: "r-1", N: n}, time.Time{}))
	}
}
