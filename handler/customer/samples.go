package customer

import (
	_ "embed"
)

// Sample is the document of a customer of the simulated world, which is also
// what newcomers copy.
type Sample struct {
	Key  string
	YAML []byte
}

//go:embed samples/contoso.yaml
var contoso []byte

//go:embed samples/fabrikam.yaml
var fabrikam []byte

// Samples returns the documents of the simulated world's customers. Each
// parses under the name of its key with .yaml.
func Samples() []Sample {
	return []Sample{{Key: "contoso", YAML: contoso}, {Key: "fabrikam", YAML: fabrikam}}
}
