package house

import (
	"fmt"
	"maps"
	"slices"
)

// The places that name settings.
const (
	readPlace     = "handler/config.go"          // what the program reads
	samplePlace   = "local.settings.sample.json" // what a developer's host sets
	deployedPlace = "infra/*.tf"                 // what Terraform deploys
)

// oddSetting is a setting that doesn't stand in all three places, and why.
type oddSetting struct {
	name string
	in   []string
	why  string
}

func oddSettings() []oddSetting {
	deployed, sample := []string{deployedPlace}, []string{samplePlace}
	const host = "the Functions host's own connection, which the program doesn't read"
	return []oddSetting{
		{"FUNCTIONS_CUSTOMHANDLER_PORT", []string{readPlace}, "the Functions host gives it to the program that it starts"},
		{"USHER_DEV", []string{readPlace, samplePlace}, "a deployed Usher has nothing make-believe"},
		{"USHER_SIM", []string{readPlace, samplePlace}, "a deployed Usher has nothing make-believe"},
		{"FUNCTIONS_WORKER_RUNTIME", sample, "for Core Tools; on Flex Consumption the resource names its runtime"},
		{"AzureWebJobsStorage", sample, "the storage emulator; deployed, the host's storage is reached by identity"},
		{"AzureWebJobsStorage__accountName", deployed, host},
		{"AzureWebJobsStorage__credential", deployed, host},
		{"AzureWebJobsStorage__clientId", deployed, host},
		{"ServiceBusConnection__credential", deployed, host},
		{"ServiceBusConnection__clientId", deployed, host},
		{"APPLICATIONINSIGHTS_AUTHENTICATION_STRING", deployed, "for the host's telemetry; the program has USHER_IDENTITY"},
		{"OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID", deployed, "for the platform's sign-in, which stands in front of the host"},
	}
}

// expected returns where a setting must stand, and why not everywhere.
func expected(name string) (places []string, why string) {
	for _, odd := range oddSettings() {
		if odd.name == name {
			return odd.in, odd.why
		}
	}
	return []string{readPlace, samplePlace, deployedPlace}, ""
}

// Settings holds the places that name settings to the same names: what the
// program reads, what the sample for a developer's machine sets, what Terraform
// deploys. What a function.json refers to must stand in all of them.
func Settings(tree *Tree) []Breach {
	found, unread := settingNames(tree)
	bound := settingsBound(tree)
	all := maps.Clone(bound)
	for _, place := range []string{deployedPlace, samplePlace, readPlace} {
		maps.Copy(all, found[place])
	}
	breaches := unread
	for _, name := range slices.Sorted(maps.Keys(all)) {
		breaches = append(breaches, misplacedSetting(name, all[name], found)...)
	}
	return breaches
}

// misplacedSetting compares where a setting stands with where it must; known
// is one place where it does.
func misplacedSetting(name, known string, found map[string]map[string]string) []Breach {
	var breaches []Breach
	wanted, why := expected(name)
	for _, place := range []string{readPlace, samplePlace, deployedPlace} {
		at, there := found[place][name]
		switch {
		case found[place] == nil: // said already
		case there && !slices.Contains(wanted, place):
			breaches = append(breaches, Breach{At: at, Wrong: fmt.Sprintf("the setting %s doesn't belong here: %s", name, why), Do: "take it away"})
		case !there && slices.Contains(wanted, place):
			breaches = append(breaches, Breach{
				At:    place,
				Wrong: fmt.Sprintf("it lacks the setting %s, which %s names", name, known),
				Do:    "add it, take it away there, or say in infra/house/settings.go why it stands in one place only",
			})
		}
	}
	return breaches
}
