package sim

import (
	"embed"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/google/uuid"
)

//go:embed seed/*.json
var seeds embed.FS

// seedSpace makes the ids of what the seeds don't number, always the same.
var seedSpace = uuid.MustParse("51a00000-0000-4000-8000-000000000000")

// seededStore is the world as it begins: one tenant for each file of seed/,
// in the form of /_sim/state, but for the product list and the PSA.
func seededStore() (*store, error) {
	s := newStore()
	files, err := seeds.ReadDir("seed")
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		of := strings.TrimSuffix(file.Name(), ".json")
		if of == "products" || of == "connectwise" {
			continue
		}
		var value object
		if err := readSeed(of, &value); err != nil {
			return nil, err
		}
		numbered := func(sort kind, name string) string {
			return uuid.NewSHA1(seedSpace, []byte(of+"/"+string(sort)+"/"+name)).String()
		}
		if err := takeTenant(of, s, newDraft(s), numbered, value); err != nil {
			return nil, fmt.Errorf("%s: %w", file.Name(), err)
		}
	}
	return s, seedPSA(s)
}

func readSeed(name string, into any) error {
	raw, err := seeds.ReadFile("seed/" + name + ".json")
	if err != nil {
		return err
	}
	if err := json.Unmarshal(raw, into); err != nil {
		return fmt.Errorf("seed %s: %w", name, err)
	}
	return nil
}

// products are the SKUs that Microsoft sells and the world knows, with their
// service plans.
// Source: learn.microsoft.com/entra/identity/users/licensing-service-plan-reference
func products() ([]object, error) {
	var all []object
	return all, readSeed("products", &all)
}
