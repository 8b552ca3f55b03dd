package check

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// terraform holds infra/*.tf to their form, to the provider's schema and to
// their tests, with OpenTofu or Terraform, whichever is there. It calls no
// account. Without a tool or the provider, which isn't to be had everywhere, it
// says what is left out.
func terraform(ctx context.Context, root string, out Output) error {
	tool, err := terraformTool(root)
	if err != nil {
		leftOut(out, err)
		return nil
	}
	if err := tool(ctx, out.Detail, "fmt", "-check", "-diff", "-recursive"); err != nil {
		return fmt.Errorf("%w; run it without -check", err)
	}
	if !overridden() {
		if err := tool(ctx, out.Detail, "init", "-backend=false", "-input=false"); err != nil {
			leftOut(out, fmt.Errorf("the provider can't be fetched: %w (infra/README.md says how to check it all the same)", err))
			return nil
		}
	}
	for _, args := range [][]string{{"validate"}, {"test"}} {
		if err := tool(ctx, out.Detail, args...); err != nil {
			return fmt.Errorf("%w; mend what it names", err)
		}
	}
	return nil
}

func leftOut(out Output, why error) {
	fmt.Fprintf(out.Always, "left out: the deployment in infra/*.tf, since %v\n", why)
}

// overridden tells whether the CLI's configuration names a provider that
// somebody has built, for which init has no use and fails.
func overridden() bool {
	config, err := os.ReadFile(os.Getenv("TF_CLI_CONFIG_FILE"))
	return err == nil && strings.Contains(string(config), "dev_overrides")
}

// terraformTool returns what calls OpenTofu or Terraform in infra, with their
// own files kept in .build.
func terraformTool(root string) (func(ctx context.Context, out io.Writer, args ...string) error, error) {
	for _, name := range []string{"tofu", "terraform"} {
		path, err := exec.LookPath(name)
		if err != nil {
			continue
		}
		return func(ctx context.Context, out io.Writer, args ...string) error {
			program := exec.CommandContext(ctx, path, append(args, "-no-color")...)
			program.Dir = filepath.Join(root, "infra")
			program.Env = append(os.Environ(), "TF_IN_AUTOMATION=1", "TF_DATA_DIR="+filepath.Join(root, ".build", "terraform"))
			program.Stdout, program.Stderr = out, out
			if err := program.Run(); err != nil {
				return fmt.Errorf("%s %s in infra: %w", name, strings.Join(args, " "), err)
			}
			return nil
		}, nil
	}
	return nil, errors.New("neither tofu nor terraform is here: opentofu.org/docs/intro/install")
}
