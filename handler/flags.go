package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"strings"
)

// errHelp asks for the command's help.
var errHelp = errors.New("help wanted")

// usageError says what is wrong with a command line.
type usageError struct{ says string }

func (e *usageError) Error() string { return e.says }

func misuse(format string, args ...any) error { return &usageError{fmt.Sprintf(format, args...)} }

// parse reads flags wherever they stand and returns the other words, of which
// there may be at most so many.
func parse(flags *flag.FlagSet, args []string, most int) ([]string, error) {
	flags.SetOutput(io.Discard)
	var words []string
	for len(args) > 0 {
		if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
			return nil, errHelp
		} else if err != nil {
			return nil, misuse("%s", strings.ReplaceAll(err.Error(), " -", " --"))
		}
		args = flags.Args()
		if len(args) > 0 {
			words, args = append(words, args[0]), args[1:]
		}
	}
	if len(words) > most {
		return nil, misuse("what is %q for?", words[most])
	}
	return words, nil
}

func flagSet(name string) *flag.FlagSet { return flag.NewFlagSet(name, flag.ContinueOnError) }
