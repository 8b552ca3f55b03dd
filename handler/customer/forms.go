package customer

import (
	"fmt"
	"time"

	"usher/steps/step"
)

// The forms of single values. Each takes the value to where it points.

func text(into *string) single {
	return single{func(v value) { *into = v.text() }, "text", schema{"type": "string"}}
}

func texts(into *[]string) single {
	return listed(func(v value) { *into = v.texts() }, "a list of texts", schema{"type": "string"})
}

// listed is a list, for which a single value may stand.
func listed(take func(v value), what string, item schema) single {
	return single{take, what, anyOf(item, schema{"type": "array", "items": item})}
}

func toggle(into *bool) single {
	return single{func(v value) { *into = v.toggle() }, "on or off", schema{"enum": []any{"on", "off", "yes", "no", true, false}}}
}

func word[T ~string](into *T, words ...string) single {
	return single{func(v value) { *into = T(v.oneOf(words...)) }, either(words...), schema{"enum": words}}
}

func whole(into *int, least, most int) single {
	return single{
		func(v value) { *into = v.whole(least, most) },
		fmt.Sprintf("a number from %d to %d", least, most),
		schema{"type": "integer", "minimum": least, "maximum": most},
	}
}

func length(into *time.Duration, least, most time.Duration) single {
	return single{
		func(v value) { *into = v.duration(least, most) },
		"a length of time such as 90m, 72h or 3d",
		schema{"type": "string", "pattern": lengthPattern},
	}
}

func lengths(into *[]time.Duration, least, most time.Duration) single {
	take := func(v value) {
		for _, item := range v.list() {
			*into = append(*into, item.duration(least, most))
		}
	}
	return listed(take, "lengths of time such as 24h", schema{"type": "string", "pattern": lengthPattern})
}

func clock(hour, minute *int) single {
	return single{func(v value) { *hour, *minute = v.clock() }, `a time of day such as "18:00"`, schema{"type": "string", "pattern": clockPattern}}
}

func guid(into *string) single {
	return single{func(v value) { *into = v.id() }, "a GUID", schema{"type": "string", "pattern": guidPattern}}
}

func domains(into *[]string) single {
	take := func(v value) {
		for _, item := range v.list() {
			if name := item.domain(); name != "" {
				*into = append(*into, name)
			}
		}
		if len(*into) == 0 {
			v.wrong("write at least one, such as contoso.com", "has no domain")
		}
	}
	return listed(take, "a list of domains", schema{"type": "string", "pattern": domainPattern})
}

func mail(into *string) single {
	return single{func(v value) { *into = v.mail() }, "an e-mail address", schema{"type": "string", "pattern": mailPattern}}
}

func mails(into *[]string) single {
	take := func(v value) {
		for _, item := range v.list() {
			if address := item.mail(); address != "" {
				*into = append(*into, address)
			}
		}
	}
	return listed(take, "a list of e-mail addresses", schema{"type": "string", "pattern": mailPattern})
}

func secret(into *string) single {
	return single{func(v value) { *into = v.secret() }, "the name of a secret", schema{"type": "string", "pattern": secretPattern, "maxLength": 64}}
}

func template(into *string, names ...string) single {
	var placeholders []string
	for _, name := range names {
		placeholders = append(placeholders, "{"+name+"}")
	}
	return single{func(v value) { *into = v.template(names...) }, "text with " + either(placeholders...), schema{"type": "string"}}
}

// member is somebody of the tenant: the manager, an address, or nobody.
func member(into *string, c *step.Customer) single {
	return single{
		func(v value) { *into = v.member(c.Domains) },
		"manager, nobody or an address of the tenant",
		anyOf(schema{"enum": []string{"manager", "nobody"}}, schema{"type": "string", "pattern": mailPattern}),
	}
}
