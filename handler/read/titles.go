package read

import (
	"regexp"
	"strings"

	"usher/steps/step"
)

// jobWord is the last word of a job's name, inside a pattern.
const jobWord = `(?:account(?:ant|s assistant)|administrator|advis[eo]r|agent|analyst|apprentice|architect|assistant|associate|auditor|bookkeeper|buyer|chef|clerk|consultant|controller|coordinator|designer|developer|director|dispatcher|driver|engineer|estimator|executive|fitter|foreman|handler|hygienist|inspector|intern|lead|lecturer|librarian|manager|mechanic|nurse|officer|operator|paralegal|paraplanner|pharmacist|planner|pm|professor|programmer|receptionist|recruiter|rep|representative|researcher|scheduler|secretary|specialist|supervisor|surveyor|teacher|tech|technician|therapist|trainee|trainer|underwriter|vet|veterinarian|writer)`

var (
	// besideName are jobs that stand before or behind a name.
	besideName = []pattern{
		when("new", `\b(?:our|a|the|an) new ((?:[\p{L}&/-]+ ){0,4}?`+jobWord+`),? (?:is |called |named )?{p}`),
		when("new", `\bnew ((?:[\p{L}&/-]+ ){0,4}?`+jobWord+`),? ?(?:on|from|starting|starts|begins|beginning|as of|at|in|for) `),
		when("", `{p},? (?:as |is |-|:|\()? ?(?:our |the |a |an )?(?:new )?((?:[\p{L}&/-]+ ){0,4}?`+jobWord+`(?: I{1,3}\b| [A-C]\b)?)(?:,|\.|;| in | at | on | starts | from | for |\)|$)`),
		when("as|becom|is", `\b(?:as|becomes?|becoming|be|to) (?:an?|our|the)? ?(?:new |permanent |temporary |full-time |part-time )*((?:[\p{L}&/-]+ ){0,4}?`+jobWord+`(?: of (?-i:\p{Lu})\p{L}+(?: (?-i:\p{Lu})\p{L}+)?| I{1,3}\b)?)(?:,|\.|;| in | at | on | starts | from | for | under | reporting |\)|$)`),
	}
	// alone is a job, and maybe its day, on a line below the name.
	aloneTitle = regexp.MustCompile(`(?i)^((?:(?-i:\p{Lu})[\p{L}&/-]*,? ){0,4}` + jobWord + `)(?:, (?:starts|starting|from)\b.*)?$`)
	// titleDept is a department behind a job.
	titleDept = regexp.MustCompile(`(?i)\b` + jobWord + ` (?:in|for|with) (?:the |our )?((?-i:\p{Lu})[\p{L}-]*(?: (?:&|and) (?-i:\p{Lu})[\p{L}-]*)?)(?:[,.;)]|$| team| department| under| reporting| from| starting| on )`)
)

// fillTitles reads jobs that stand beside the name, and the department
// behind one.
func (d *document) fillTitles(draft *draft, action step.Action) {
	for _, s := range draft.sentences {
		if draft.Department == "" {
			d.fillDeptBehind(draft, s)
		}
		if action == step.Offboard || draft.JobTitle != "" {
			continue
		}
		for _, form := range besideName {
			if m := form.in(s); m != nil && d.isOwn(draft, s) {
				draft.set("job_title", &draft.JobTitle, ownTitle(d.tags.untag(m[1])), s.plain)
			}
		}
		if m := aloneTitle.FindStringSubmatch(s.plain); m != nil {
			draft.set("job_title", &draft.JobTitle, m[1], s.plain)
		}
	}
}

// isOwn tells whether a sentence names the draft's person, or nobody else
// than signers in front.
func (d *document) isOwn(draft *draft, s sentence) bool {
	persons := d.personsIn(s.tagged)
	return len(persons) == 0 || persons[0] == draft.person || draft.person == nil
}

// ownTitle drops words before a title that belong to the sentence.
func ownTitle(title string) string {
	list := strings.Fields(title)
	for len(list) > 1 && (stopWords[list[0]] || verbs.MatchString(list[0])) {
		list = list[1:]
	}
	return strings.Join(list, " ")
}

// knownDept is a department that is known by its name alone.
var knownDept = regexp.MustCompile(`(?:\b(?:in|into|joins|join) )(?:the )?(\p{L}+)\b(?:[.,;)]|$| as | on | from | who | is | and | at | under | effective | team| department)`)

func (d *document) fillDeptBehind(draft *draft, s sentence) {
	if !containsAny(s.lower, []string{" in ", "into ", "join", "in ", " for ", " with "}) {
		return
	}
	if m := knownDept.FindStringSubmatch(s.plain); m != nil && knownDepartments[strings.ToLower(m[1])] && d.isOwn(draft, s) {
		draft.setDepartment(m[1], s.plain)
		return
	}
	m := titleDept.FindStringSubmatch(s.plain)
	if m == nil || !(strings.Contains(m[1], "&") || strings.Contains(m[1], " and ") || knownDepartments[strings.ToLower(m[1])]) {
		return
	}
	draft.setDepartment(m[1], s.plain)
}

// setDepartment sets what may have been taken for a place.
func (d *draft) setDepartment(name, because string) {
	d.set("department", &d.Department, name, because)
	if d.Location == name {
		d.Location = ""
		delete(d.evidence, "location")
	}
}
