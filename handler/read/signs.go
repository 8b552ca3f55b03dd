package read

import "usher/steps/step"

// sign is a phrase that speaks for an action, or against all of them. Where
// it captures people, it speaks of them.
type sign struct {
	action step.Action
	weight int
	pattern
}

const (
	// be stands between a person and what happens to him or her.
	be = `(?:,[^,.;]{2,40},)?(?: \([^)]{1,40}\))?(?: (?:from|in|at|of) [\w ]{2,30}?)?,?(?: who)?(?: is| are| was| will| has| have| had| been| be| no| might| may|'s|'ll| she| he| also| now| just| already| recently| officially| currently| to| due| both| all| and)*`
	// unit ends the name of a part of the company.
	unit = `(?:departments?|dept|divisions?|teams?|roles?|positions?|offices?|branch|units?|groups?|sections?|locations?|sites?|company|firm|practice|clinic|school|partnership)`
	// startTail stands between starting and the date: nothing else than work
	// itself, or somebody would start a project or a shift.
	startTail = `(?: work(?:ing)?| with us| us| with the \w+| here| again| back| on| the| from| this| next|,| -|:| for [\w ]{2,20}?| (?:in|at|with|as|under) [\w&/., \x{E000}-\x{E3FF}-]{2,60}?| (?:the|our) [\w&/ -]{2,40}? ` + unit + `)*,? ?`
)
