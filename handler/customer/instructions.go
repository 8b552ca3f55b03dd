package customer

import (
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"usher/steps/step"
)

// howToSettle is what to do with a sentence that nobody has settled.
const howToSettle = "write it as says: with rule: and the rule that covers it, or with advice: on; what is neither has no place here"

// instructions are the customer's own words. A sentence that nobody has
// settled stops the document: a run never asks about the document's own text.
func instructions(c *step.Customer) many {
	f := listOf(&c.Instructions, func(i *step.Instruction) keys { return instruction(c, i) }, func(item value, i step.Instruction) {
		if (i.Rule == "") == !i.Advice && resolved(item.node).Kind == yaml.MappingNode {
			item.unsettled(i.Says)
		}
	})
	sentences := f.take
	f.take = func(v value) {
		if !v.freeText() {
			sentences(v)
		}
	}
	return f
}

func (v value) unsettled(sentence string) {
	v.wrong(howToSettle, "isn't settled: %q", shown(sentence))
}

// freeText reports every sentence of a text that nobody has taken apart; it is
// false where there is none.
func (v value) freeText() bool {
	texts := v.items()
	if resolved(v.node).Kind == yaml.ScalarNode {
		texts = []value{v}
	}
	found := false
	for _, text := range texts {
		if node := resolved(text.node); node.Kind == yaml.ScalarNode {
			found = true
			for _, sentence := range sentencesOf(node.Value) {
				text.unsettled(sentence)
			}
		}
	}
	return found
}

var sentenceEnd = regexp.MustCompile(`[.!?]\s+|\n\s*\n`)

func sentencesOf(text string) []string {
	marked := sentenceEnd.ReplaceAllStringFunc(text, func(end string) string { return end + "\x00" })
	var all []string
	for _, sentence := range strings.Split(marked, "\x00") {
		if sentence = strings.Join(strings.Fields(sentence), " "); sentence != "" {
			all = append(all, sentence)
		}
	}
	return all
}

func instruction(c *step.Customer, i *step.Instruction) keys {
	return keys{
		{name: "says", says: "one sentence", form: text(&i.Says), need: "the sentence"},
		{name: "rule", says: "the rule that covers it", form: single{
			func(v value) { i.Rule = v.ruleName(c) }, "the name of a rule", schema{"type": "string"},
		}},
		{name: "advice", says: "shown to approvers and given to the model; decides nothing", form: toggle(&i.Advice), preset: "off"},
	}
}

func (v value) ruleName(c *step.Customer) string {
	name := v.text()
	var known []string
	for _, r := range c.Rules {
		known = append(known, r.Name)
	}
	if name != "" && !slices.Contains(known, name) {
		hint := "write the rule first"
		if len(known) > 0 {
			hint = meant(name, known)
		}
		v.wrong(hint, "%q is no rule of this document", shown(name))
	}
	return name
}
