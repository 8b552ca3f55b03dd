// Package telemetry says outside of Usher what Usher does: in logs whose every
// line names the run that it is about, in traces, and in one event for each
// run's end. None of them holds a secret, a text of a ticket or the name of a
// person: runs, lines, customers and tickets are named by their ids.
package telemetry
