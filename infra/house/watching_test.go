package house_test

import "testing"

func TestWatching(t *testing.T) {
	t.Parallel()
	const flow = "package flow\n\nfunc tell() { log(\"run finished\") }\n\nfunc log(string) {}\n"
	const missing = `it looks for "run ended", which no code of ours writes; look for what is written, or write it`
	run(t, []broken{
		{
			name:   "an alert on nothing",
			change: files{"handler/flow/end.go": flow, "infra/alerts.tf": "locals {\n  query = <<-KQL\n    | where msg == \"run ended\"\n  KQL\n}\n"},
			says:   "infra/alerts.tf:3: " + missing,
		},
		{
			name:   "a workbook on nothing",
			change: files{"infra/workbook.json": "{\"query\": \"traces | where msg == \\\"run ended\\\"\"}\n"},
			says:   "infra/workbook.json:1: " + missing,
		},
		{
			name:   "a function that there isn't",
			change: files{"infra/alerts.tf": "# requests | where name == \"swept\"\n"},
			says:   `infra/alerts.tf:1: it looks for "swept", which no code of ours writes; look for what is written, or write it`,
		},
		{
			name: "written by a test only",
			change: files{
				"handler/flow/end_test.go": "package flow_test\n\nconst said = \"run ended\"\n",
				"infra/alerts.tf":          "# | where msg == \"run ended\"\n",
			},
			says: "infra/alerts.tf:1: " + missing,
		},
	})
	fine(t, []files{
		{"handler/flow/end.go": flow, "infra/alerts.tf": "# | where msg == \"run finished\" and level == \"ERROR\"\n", "infra/workbook.json": "{\"query\": \"| where msg == \\\"run finished\\\"\"}\n"},
		{"infra/alerts.tf": "# requests | where name == \"sweep\"\n"},
		{"infra/tests/alerts.tftest.hcl": "# msg == \"run ended\"\n"},
	})
}
