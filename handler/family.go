package main

import (
	"context"
	"fmt"
	"strings"
)

// runFamily carries out one of several commands that share their first word.
func runFamily(ctx context.Context, c console, family []command, args []string) error {
	first, _, _ := strings.Cut(family[0].name, " ")
	if len(args) == 0 {
		return misuse("%s what? There are %s", first, strings.Join(seconds(family), ", "))
	}
	if strings.HasPrefix(args[0], "-") {
		_, err := parse(flagSet(first), args, 0)
		for _, one := range family {
			fmt.Fprintf(c.out, "%s\n    %s\n", one.usage, one.says)
		}
		return err
	}
	for _, one := range family {
		if one.name != first+" "+args[0] {
			continue
		}
		if code := outcome(c, one, one.run(ctx, c, args[1:])); code != 0 {
			return exitCode(code)
		}
		return nil
	}
	return misuse("there is no %q; there are %s", args[0], strings.Join(seconds(family), ", "))
}

// seconds are the second words of a family's commands.
func seconds(family []command) []string {
	var words []string
	for _, one := range family {
		_, second, _ := strings.Cut(one.name, " ")
		words = append(words, second)
	}
	return words
}
