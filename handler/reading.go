package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"usher/handler/read"
	"usher/steps/step"
)

func readCommand() command {
	return command{
		name:    "read",
		usage:   "read < TICKETS > READINGS",
		says:    "Reads tickets: JSON lines in, one reading a line out, in order.",
		example: `echo '{"id":"1","subject":"Leaver","body":"Priya Nair leaves today","received_at":"2026-11-23T09:00:00Z"}' | handler read`,
		run:     runRead,
	}
}

func runRead(ctx context.Context, c console, args []string) error {
	if _, err := parse(flagSet("read"), args, 0); err != nil {
		return err
	}
	in, out := bufio.NewReader(c.in), bufio.NewWriter(c.out)
	rules := read.Rules{}
	for n := 1; ; n++ {
		line, err := in.ReadBytes('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return fmt.Errorf("read standard input: %w", err)
		}
		if len(bytes.TrimSpace(line)) > 0 {
			if err := readOne(ctx, rules, n, line, out); err != nil {
				return errors.Join(err, out.Flush())
			}
		}
		if err != nil {
			return out.Flush()
		}
	}
}

func readOne(ctx context.Context, rules read.Rules, n int, line []byte, out io.Writer) error {
	var t step.Ticket
	if err := json.Unmarshal(line, &t); err != nil {
		return fmt.Errorf("line %d: not a ticket: %w", n, err)
	}
	reading, err := rules.Read(ctx, t)
	if err != nil {
		return fmt.Errorf("line %d: %w", n, err)
	}
	reading.Users, reading.Missing = list(reading.Users), list(reading.Missing)
	if reading.Evidence == nil {
		reading.Evidence = map[string]string{}
	}
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	return e.Encode(reading)
}
