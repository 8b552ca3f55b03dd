package house_test

import (
	"strings"
	"testing"
)

func TestSettings(t *testing.T) {
	t.Parallel()
	const add = "; add it, take it away there, or say in infra/house/settings.go why it stands in one place only"
	config := func(old, fresh string) files {
		return files{"handler/config.go": strings.Replace(configGo, old, fresh, 1)}
	}
	sample := func(old, fresh string) files {
		return files{"local.settings.sample.json": strings.Replace(sampleJSON, old, fresh, 1)}
	}
	terraform := func(old, fresh string) files {
		return files{"infra/functions.tf": strings.Replace(functionsTF, old, fresh, 1)}
	}
	run(t, []broken{
		{
			name:   "read and nowhere else deployed",
			change: terraform("    USHER_ENGINE = \"azure\"\n", ""),
			says:   "infra/*.tf: it lacks the setting USHER_ENGINE, which handler/config.go:9 names" + add,
		},
		{
			name:   "read and not in the sample",
			change: sample(`"USHER_ENGINE": "azure", `, ""),
			says:   "local.settings.sample.json: it lacks the setting USHER_ENGINE, which handler/config.go:9 names" + add,
		},
		{
			name:   "set and never read",
			change: config("\t\t{\"USHER_ENGINE\", \"azure\"},\n", ""),
			says:   "handler/config.go: it lacks the setting USHER_ENGINE, which local.settings.sample.json names" + add,
		},
		{
			name:   "development in a deployment",
			change: terraform("USHER_ENGINE", "USHER_DEV = \"1\"\n    USHER_ENGINE"),
			says:   "infra/functions.tf:3: the setting USHER_DEV doesn't belong here: a deployed Usher has nothing make-believe; take it away",
		},
		{
			name:   "a connection string in a deployment",
			change: terraform("USHER_ENGINE", "AzureWebJobsStorage = \"x\"\n    USHER_ENGINE"),
			says:   "infra/functions.tf:3: the setting AzureWebJobsStorage doesn't belong here: the storage emulator; deployed, the host's storage is reached by identity; take it away",
		},
		{
			name:   "Core Tools' setting in a deployment",
			change: terraform("USHER_ENGINE", "\"FUNCTIONS_WORKER_RUNTIME\" = \"custom\"\n    USHER_ENGINE"),
			says:   "infra/functions.tf:3: the setting FUNCTIONS_WORKER_RUNTIME doesn't belong here: for Core Tools; on Flex Consumption the resource names its runtime; take it away",
		},
		{
			name:   "the host's gift in the sample",
			change: sample(`"USHER_ENGINE"`, `"FUNCTIONS_CUSTOMHANDLER_PORT": "1", "USHER_ENGINE"`),
			says:   "local.settings.sample.json: the setting FUNCTIONS_CUSTOMHANDLER_PORT doesn't belong here: the Functions host gives it to the program that it starts; take it away",
		},
		{
			name:   "a sample that isn't JSON",
			change: files{"local.settings.sample.json": "{\n"},
			says:   `local.settings.sample.json: no settings were found there, so that nothing can be compared; write {"IsEncrypted": false, "Values": {…}}`,
		},
		{
			name:   "a program without its table",
			change: files{"handler/config.go": "package main\n\nimport \"os\"\n\nfunc engine() string { return os.Getenv(\"USHER_ENGINE\") }\n"},
			says:   "handler/config.go: no settings were found there, so that nothing can be compared; list what it reads in one []setting, each with its name first",
		},
		{
			name:   "no Terraform",
			change: files{"infra/functions.tf": ""},
			says:   "infra/*.tf: no settings were found there, so that nothing can be compared; set the app's settings there, one a line",
		},
	})
}

func TestSettingsThatOnePlaceAloneHas(t *testing.T) {
	t.Parallel()
	lacking := func(name, by string, places ...string) []string {
		var lines []string
		for _, place := range places {
			lines = append(lines, place+": it lacks the setting "+name+", which "+by+
				" names; add it, take it away there, or say in infra/house/settings.go why it stands in one place only")
		}
		return lines
	}
	const read, sample, terraform = "handler/config.go", "local.settings.sample.json", "infra/*.tf"
	cut := func(old, fresh string) files {
		return files{"functions/cut/function.json": strings.Replace(cutJSON, old, fresh, 1)}
	}
	says(t, cut("QUEUE_CUT", "QUEUE_SLASH"), lacking("USHER_QUEUE_SLASH", "functions/cut/function.json", read, sample, terraform))
	says(t, cut("USHER_BUS", "OTHER"), lacking("OTHER__fullyQualifiedNamespace", "functions/cut/function.json", read, sample, terraform))
	says(t, files{"functions/sweep/function.json": strings.Replace(sweepJSON, "0 * * * * *", "%USHER_EVERY%", 1)},
		lacking("USHER_EVERY", "functions/sweep/function.json", read, sample, terraform))
	says(t, files{"infra/functions.tf": strings.Replace(functionsTF, "_AUTHENTICATION_STRING", "_AUTH", 1)},
		lacking("APPLICATIONINSIGHTS_AUTH", "infra/functions.tf:8", read, sample))
	says(t, files{"infra/functions.tf": strings.Replace(functionsTF, "application_insights_connection_string", "insights", 1)},
		lacking("APPLICATIONINSIGHTS_CONNECTION_STRING", "handler/config.go:15", terraform))
}

func TestSettingsThatAreFine(t *testing.T) {
	t.Parallel()
	fine(t, []files{
		{"infra/more.tf": "variable \"name\" {\n  default = \"USHER_OTHER = 1\"\n}\n\noutput \"x\" {\n  value = local.settings[\"USHER_ENGINE\"] == \"azure\"\n}\n"},
		{"infra/tests/more.tf": "locals {\n  USHER_OTHER = 1\n}\n"},
		{"handler/config.go": configGo + "\nfunc azure() bool { return os.Getenv(\"WEBSITE_INSTANCE_ID\") != \"\" }\n"},
	})
}
