package customer

import (
	_ "embed"
	"strings"
	"time"

	// Zones must be known on Windows and in bare containers too, and a
	// document must mean the same time on every machine.
	_ "time/tzdata"
)

//go:embed zones.txt
var zoneNames string

// zone reads an IANA time zone, such as Europe/London.
func (v value) zone() *time.Location {
	text := v.text()
	if !strings.Contains(text, "/") && text != "UTC" {
		v.wrong(meantZone(text), "%q is no time zone", shown(text))
		return nil
	}
	zone, err := time.LoadLocation(text)
	if err != nil {
		v.wrong(meantZone(text), "%q is no time zone", shown(text))
		return nil
	}
	return zone
}

// meantZone guesses the zone that was meant; people often write only the city.
func meantZone(text string) string {
	names := strings.Fields(zoneNames)
	if near := nearest(text, names); near != "" {
		return "did you mean " + near + "?"
	}
	cities := make([]string, len(names))
	full := map[string]string{}
	for i, name := range names {
		cities[i] = name[strings.LastIndex(name, "/")+1:]
		full[cities[i]] = name
	}
	if near := nearest(text, cities); near != "" {
		return "did you mean " + full[near] + "?"
	}
	return "write it as Europe/London or America/Chicago"
}
