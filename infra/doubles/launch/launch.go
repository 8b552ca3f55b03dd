// Package launch starts the doubles that need Node: Azurite's table service
// and the Service Bus double. They listen on loopback only, keep nothing on
// disk, and end when whoever started them does, however that ends.
package launch

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

// The variables of the environment that say where these doubles are.
const (
	// TablesVariable is the table service's URL, account included, such as
	// http://127.0.0.1:10002/devstoreaccount1.
	TablesVariable = "USHER_TEST_TABLES"
	// ServiceBusVariable is host:port, plain AMQP.
	ServiceBusVariable = "USHER_TEST_SERVICEBUS"
)

// ErrNoNode is what Start returns where Node or npm isn't installed.
var ErrNoNode = errors.New("node and npm aren't here: install Node 18 or newer, from nodejs.org or the system's packages")

// Options say how doubles are started.
type Options struct {
	Root string    // the repository
	Out  io.Writer // where npm says what it does
	// Getenv and LookPath are those of os and os/exec where they are nil.
	Getenv   func(name string) string
	LookPath func(program string) (string, error)
}

// Doubles are doubles that run, or that somebody else runs.
type Doubles struct {
	env      []string
	says     []string
	children []*child
}

// double is one program to start.
type double struct {
	variable string
	name     string
	script   string // below the repository
	address  func(hostPort string) string
}

func doubles() []double {
	return []double{
		{
			variable: TablesVariable,
			name:     "Azurite " + azuriteVersion,
			script:   "infra/doubles/tables/main.js",
			address:  func(hostPort string) string { return "http://" + hostPort + "/devstoreaccount1" },
		},
		{
			variable: ServiceBusVariable,
			name:     "Service Bus double",
			script:   "infra/doubles/servicebus/main.js",
			address:  func(hostPort string) string { return hostPort },
		},
	}
}

// Start starts the doubles on free ports, after installing what they need into
// .build/npm if it isn't there, and returns when they answer. One whose
// variable the environment holds already is used as it is. Where there is no
// Node, Start returns ErrNoNode. The doubles end with the context, or Close.
func Start(ctx context.Context, options Options) (*Doubles, error) {
	if options.Getenv == nil {
		options.Getenv = os.Getenv
	}
	if options.LookPath == nil {
		options.LookPath = exec.LookPath
	}
	d := &Doubles{}
	var missing []double
	for _, one := range doubles() {
		address := options.Getenv(one.variable)
		if address == "" {
			missing = append(missing, one)
			continue
		}
		d.says = append(d.says, fmt.Sprintf("%s is set to %s", one.variable, address))
	}
	if err := d.start(ctx, options, missing); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	return d, nil
}

func (d *Doubles) start(ctx context.Context, options Options, missing []double) error {
	if len(missing) == 0 {
		return nil
	}
	node, noNode := options.LookPath("node")
	npm, noNPM := options.LookPath("npm")
	if noNode != nil || noNPM != nil {
		return ErrNoNode
	}
	root, err := filepath.Abs(options.Root) // the doubles run in another folder
	if err != nil {
		return fmt.Errorf("find the repository: %w", err)
	}
	folder := filepath.Join(root, ".build", "npm")
	if err := install(ctx, npm, folder, options.Out); err != nil {
		return err
	}
	for _, one := range missing {
		started, err := run(ctx, node, filepath.Join(root, filepath.FromSlash(one.script)), folder)
		if err != nil {
			return fmt.Errorf("start %s: %w", one.name, err)
		}
		d.children = append(d.children, started)
	}
	for i, one := range missing {
		hostPort, err := d.children[i].ready(ctx)
		if err != nil {
			return fmt.Errorf("start %s: %w", one.name, err)
		}
		address := one.address(hostPort)
		d.env = append(d.env, one.variable+"="+address)
		d.says = append(d.says, one.name+" at "+address)
	}
	return nil
}

// Env returns NAME=value for each double that was started, for the
// environment of tests.
func (d *Doubles) Env() []string { return d.env }

// String says in one line what runs where.
func (d *Doubles) String() string { return strings.Join(d.says, ", ") }

// Wait returns when the context ends, or with an error when a double does.
func (d *Doubles) Wait(ctx context.Context) error {
	ended := make(chan error, len(d.children))
	for _, one := range d.children {
		go func() {
			<-one.ended
			ended <- fmt.Errorf("%s ended: %s", filepath.Dir(one.script), one.heard)
		}()
	}
	select {
	case <-ctx.Done():
		return nil
	case err := <-ended:
		return err
	}
}

// Close ends the doubles that were started and returns when they are gone.
func (d *Doubles) Close() error {
	var failed []error
	for _, one := range d.children {
		failed = append(failed, one.close())
	}
	d.children = nil
	return errors.Join(failed...)
}
