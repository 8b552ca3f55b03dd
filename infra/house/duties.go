package house

import (
	"fmt"
	"regexp"
	"strings"
)

var (
	// settingName is a setting of the function app, as bindings name it.
	settingName = regexp.MustCompile(`^%[A-Za-z][A-Za-z0-9_]*%$`)
	// bindingName is narrower than what the host documents: a timer whose
	// binding was named with a hyphen never ran.
	bindingName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9]*$`)
	// plainRoute begins with a segment that is no parameter.
	plainRoute = regexp.MustCompile(`^[a-z][a-z-]*(/|$)`)
)

// duty is something that a door must keep.
type duty struct {
	kept      bool
	wrong, do string // if it isn't
}

// bound holds the bindings of a door to what each kind must say.
func (d door) bound() []Breach {
	var found []Breach
	for _, one := range d.bindings {
		for _, duty := range d.duties(one) {
			if !duty.kept {
				found = append(found, Breach{At: d.json(), Wrong: duty.wrong, Do: duty.do})
			}
		}
	}
	return found
}

func (d door) duties(one binding) []duty {
	direction := "in"
	var own []duty
	switch one.Type {
	case "httpTrigger":
		own = d.http(one)
	case "http":
		direction = "out"
	case "serviceBusTrigger":
		own = queueDuties(one)
	case "timerTrigger":
		own = timerDuties(one)
	default:
		own = []duty{{
			wrong: fmt.Sprintf("binding type %q is none that our doors use", one.Type),
			do:    "use httpTrigger with http, serviceBusTrigger or timerTrigger",
		}}
	}
	return append([]duty{
		{
			kept:  bindingName.MatchString(one.Name),
			wrong: fmt.Sprintf("binding %q has a name that the host may never run", one.Name),
			do:    "use letters and digits only",
		},
		{
			kept:  one.Direction == direction,
			wrong: fmt.Sprintf("the direction of binding %q isn't %s", one.Name, direction),
			do:    fmt.Sprintf(`set "direction": %q`, direction),
		},
	}, own...)
}

func (d door) http(one binding) []duty {
	// The host passes a request through only where one httpTrigger meets one
	// http output and nothing else.
	proxied := len(d.bindings) == 2 && (d.bindings[0].Type == "http" || d.bindings[1].Type == "http")
	return []duty{
		{
			kept:  proxied,
			wrong: "the host doesn't proxy it",
			do:    "give it one httpTrigger and one http output, and nothing else",
		},
		{
			kept:  one.AuthLevel == "anonymous",
			wrong: "its authLevel isn't anonymous",
			do:    "set it: our doors check who calls, and a key in the URL isn't who",
		},
		{
			kept:  len(one.Methods) > 0,
			wrong: "it names no methods",
			do:    `add "methods", so that the host refuses the others`,
		},
		{
			kept:  plainRoute.MatchString(one.Route) && !strings.HasPrefix(one.Route, "api/"),
			wrong: fmt.Sprintf("route %q isn't one that %s can register", one.Route, doorsFile),
			do:    "start it with a name of its own; the host puts /api/ in front",
		},
	}
}

func queueDuties(one binding) []duty {
	return []duty{
		{
			kept:  one.DataType == "binary",
			wrong: "its dataType isn't binary, so that a sender can overwrite MessageId and DeliveryCount",
			do:    `set "dataType": "binary"`,
		},
		{
			kept:  settingName.MatchString(one.QueueName),
			wrong: fmt.Sprintf("queueName %q isn't a setting", one.QueueName),
			do:    "write it as %SETTING%, so that the deployment names the queue",
		},
		{
			kept:  one.Connection != "",
			wrong: "it names no connection",
			do:    `add "connection" with the setting's prefix`,
		},
	}
}

func timerDuties(one binding) []duty {
	return []duty{{
		kept:  settingName.MatchString(one.Schedule) || len(strings.Fields(one.Schedule)) == 6,
		wrong: fmt.Sprintf("schedule %q isn't one of the host's", one.Schedule),
		do:    "write six fields, seconds first, or %SETTING%",
	}}
}
