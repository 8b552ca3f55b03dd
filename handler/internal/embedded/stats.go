package embedded

import "sync/atomic"

// Stats count what a store has done since it was opened.
type Stats struct {
	Commits      int64 // made
	Refused      int64 // for a conflict
	Changes      int64 // rows changed
	Transactions int64 // each of them one sync of the log
	Checkpoints  int64 // each of them one sync of the log and one of the database
}

type stats struct {
	commits, refused, changes, transactions, checkpoints atomic.Int64
}

func (s *stats) count(verdicts []error, changes int) {
	for _, verdict := range verdicts {
		if verdict != nil {
			s.refused.Add(1)
		} else {
			s.commits.Add(1)
		}
	}
	if changes > 0 {
		s.changes.Add(int64(changes))
		s.transactions.Add(1)
	}
}

// Stats returns what the store has done since it was opened.
func (s *Store) Stats() Stats {
	counted := &s.writer.pen.stats
	return Stats{
		Commits:      counted.commits.Load(),
		Refused:      counted.refused.Load(),
		Changes:      counted.changes.Load(),
		Transactions: counted.transactions.Load(),
		Checkpoints:  counted.checkpoints.Load(),
	}
}
