package read

import (
	"regexp"

	"usher/steps/step"
)

var (
	offList   = regexp.MustCompile(`(?i)\b(?:get|take|pull|kick) (?:him|her|them) off (?:the )?((?-i:[A-Z])[\w-]+(?: [\w-]+)?)(?: (?:list|group|dl)\b|[.,;]|$)`)
	needless  = regexp.MustCompile(`(?i)\b(?:doesn't|does not|no longer|won't) needs? ((?-i:[A-Z])\w+-[\w-]+)`)
	isRemoved = regexp.MustCompile(`(?i)\b(?:must be|to be|be|gets|is) (?:removed|taken) (?:from|off|out of) (?:the )?((?-i:[A-Z])[\w-]*(?:(?:,| and|, and) (?-i:[A-Z])[\w-]*)*)`)
	fromGroup = regexp.MustCompile(`(?i)\b(?:move|switch|swap|change) (?:him|her|them) from "([^"\n]{2,60})" (?:to|into) "([^"\n]{2,60})"`)
	shutOut   = regexp.MustCompile(`(?i)\b(?:not|n't|no|never|without)\b[^.,;]{0,30}$`)
)

// fillGroupsAway reads what a mover leaves.
func (d *document) fillGroupsAway(draft *draft, s sentence, action step.Action) {
	if action != step.Transfer {
		return
	}
	for _, form := range []*regexp.Regexp{offList, needless, isRemoved, fromGroup} {
		if m := form.FindStringSubmatch(s.plain); m != nil {
			draft.add("groups_remove", &draft.GroupsRemove, s.plain, groupNames(m[1])...)
			if form == fromGroup {
				d.addGroups(draft, groupNames(m[2]), s.plain)
			}
		}
	}
}

// fillNamedGroups reads groups that stand behind or before that word, unless
// the sentence keeps them away.
func (d *document) fillNamedGroups(draft *draft, s sentence) {
	for _, m := range namedGroups.FindAllStringSubmatchIndex(s.plain, 6) {
		if shutOut.MatchString(s.plain[:m[0]]) {
			continue
		}
		for i := 2; i < len(m); i += 2 {
			if m[i] >= 0 {
				d.addGroups(draft, groupNames(s.plain[m[i]:m[i+1]]), s.plain)
			}
		}
	}
}
