package check

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
)

// graphModule is too large to build for the race detector in every check: it
// takes minutes and 4 GB.
const graphModule = "github.com/microsoftgraph/"

func race(ctx context.Context, root string, env []string, out Output) error {
	var list bytes.Buffer
	args := []string{"list", "-test", "-json=ImportPath,ForTest,Deps", "./..."}
	program := exec.CommandContext(ctx, "go", args...)
	program.Dir, program.Stdout, program.Stderr = root, &list, out.Detail
	if err := program.Run(); err != nil {
		return fmt.Errorf("go list: %w; the packages must build first", err)
	}
	packages, err := WithoutGraph(&list)
	if err != nil {
		return err
	}
	if len(packages) == 0 {
		return errors.New("no package has tests that don't link Graph; that can't be right")
	}
	return test(ctx, root, env, out, append([]string{"-race"}, packages...)...)
}

// WithoutGraph reads what go list -test -json says and returns the packages
// that have tests and whose tests don't link msgraph-sdk-go.
func WithoutGraph(list io.Reader) ([]string, error) {
	var packages []string
	decoder := json.NewDecoder(list)
	for {
		var one struct {
			ImportPath string
			Deps       []string
		}
		err := decoder.Decode(&one)
		if errors.Is(err, io.EOF) {
			return packages, nil
		}
		if err != nil {
			return nil, fmt.Errorf("read go list: %w", err)
		}
		tested, isTest := strings.CutSuffix(one.ImportPath, ".test")
		if isTest && !anyBegins(one.Deps, graphModule) {
			packages = append(packages, tested)
		}
	}
}

func anyBegins(list []string, prefix string) bool {
	for _, one := range list {
		if strings.HasPrefix(one, prefix) {
			return true
		}
	}
	return false
}
