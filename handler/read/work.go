package read

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"usher/steps/step"
)

// bossPatterns name the manager.
var bossPatterns = anyOf{
	when("report", `\breport(?:s|ing)? (?:directly )?(?:in)?to (?:(?:the|our) (?:\w+ ){1,3})?{person}`),
	when("manager|supervisor|boss|sponsor|foreman|lead", `\b(?:manager|supervisor|boss|sponsor|team lead|line manager)(?: there| here)?(?: is| will be| would be|'s|:|,| -|=| \()* ?{person}`),
	when("manager|supervisor|boss", `\b(?:manager|supervisor|boss) as (?:the )?(?:rest|others|everyone)[^.;{}]{0,40} \({person}\)`),
	when("manager|supervisor|boss", `\b(?:manager|supervisor|boss) becomes {person}`),
	when("under", `\bunder {person}`),
	when("work", `\b(?:works?|working) (?:for|under) {person}`),
	when("managed by|supervised by", `\b(?:managed|supervised) by {person}`),
	when("manager|supervisor|boss", `{person} (?:is|will be|as) (?:his|her|their|the)(?: new| line| direct)* (?:manager|supervisor|boss)\b`),
	when("be with", `\b(?:will|'ll) be with {person}`),
}.and(germanBoss, frenchBoss, spanishBoss, dutchBoss)

// ownBoss says that whoever writes is the manager.
var ownBoss = when("supervisor|manager|boss", `\bi(?:'m| am| will be|'ll be)(?: also)? (?:his|her|their)(?: new)? (?:manager|supervisor|boss)\b`)

// contactPatterns name people who have nothing else to do with the request.
var contactPatterns = anyOf{
	when("contact|call|questions|ask|cc", `\b(?:contact|call|ask|questions to|speak to|talk to|cc) {people}`),
	when("approved|discuss", `\b(?:approved by|discussing this with|discussed with|per) {people}`),
	when("replac|taking over", `\b(?:replacing|replaces|taking over from) {people}`),
}

// jobNouns end a job title.
var jobNouns = setOf(`accountant adjuster administrator advisor adviser agent aide analyst apprentice architect assistant associate attorney auditor bookkeeper
	broker buyer captain cashier chef chemist chief clerk clinician coach consultant controller coordinator counsel counselor crew dentist designer developer director dispatcher
	driver editor electrician engineer estimator executive foreman generalist handler hygienist inspector instructor intern inspector investigator janitor lawyer lead leader librarian
	machinist manager mechanic nurse officer operator paralegal partner pharmacist physician planner president principal processor producer programmer receptionist recruiter registrar
	rep representative researcher salesperson scheduler scientist secretary sdr ae specialist strategist superintendent supervisor surveyor teacher technician teller tester therapist
	trainee trainer treasurer underwriter vp writer sachbearbeiter sachbearbeiterin entwickler entwicklerin inkoper verkoper medewerker adviseur comptable ingénieur assistante analista ingeniero`)

var (
	asTitle    = regexp.MustCompile(`\b(?:[Aa]s|is|be|become|becoming|becomes|promoted to)(?: an?| our| the)?(?: new)? ([A-Z][\w/&.'-]*(?: (?:of|and|&|for|[A-Z][\w/&.'-]*))*)`)
	titleIs    = regexp.MustCompile(`(?i)\b(?:title|role|position|functie|fonction|puesto|stelle)(?: is| will be| wordt| sera| será| wird|:| -)+ (?:an? |as )?([^,.;:(\n]{2,50})`)
	titleInto  = regexp.MustCompile(`\b(?:into|as|in) (?:the |a |an |our )?([A-Z][\w/&-]*(?: [A-Z][\w/&-]*){0,4}) (?:role|position)\b|\ben tant que? (\p{L}+(?: \p{L}+)?)`)
	titleTo    = regexp.MustCompile(`(?i)\b(?:title|role|position)(?: (?:for|of) [^,.;]{2,40}?)? to (?:an? )?([^,.;:(\n]{2,50})`)
	newTitleAt = regexp.MustCompile(`(?i)\bnew ([\p{L}/& -]{2,40}?) (?:starting|joining|starts|joins|named|called|coming|for the)\b`)
	fromTo     = regexp.MustCompile(`(?i)\b(?:from|van|von) (?:an? |the |de |der )?(?:abteilung |afdeling )?([^,.;]{2,50}?) (?:to|naar|into|nach|in) (?:an? |the |our |de |den |die |das )?(?:afdeling |abteilung )?([^,.;]{2,50}?)(?: on\b| under\b| effective\b| from\b| starting\b| as of\b| with\b| per\b|[,.;]|$)`)
	loose      = regexp.MustCompile(`(?: (?:of|and|&|for))+$`)
	titleEnd   = regexp.MustCompile(`(?i) (?:as of|out of|under|reporting|reports|in|at|on|with|from|starting|effective|for|who|and will|working|based)\b.*$`)
	deptIn     = regexp.MustCompile(`\b(?:in|to|into|join|joining|for|within) (?:the |our |my )?((?:[A-Z][\w&/-]*)(?: (?:and |of |& )?[A-Z][\w&/-]*)*) (?:[Dd]epartment|[Dd]ept|[Tt]eam|[Dd]ivision|[Uu]nit)\b`)
	deptBehind = regexp.MustCompile(`(?i)\b(?:our|the) (?:division|department|team) \(([^)]{2,80})\)`)
	deptWith   = regexp.MustCompile(`\bto work (?:with|in|for) (?:the )?([A-Z][\w&/-]*(?: (?:and |& )?[A-Z][\w&/-]*)*) as\b`)
	deptAfter  = regexp.MustCompile(`\bwith \p{Lu}\p{L}+(?: \p{Lu}\p{L}+)? in ([A-Z]\w+)\b`)
	deptOfFunc = regexp.MustCompile(`(?i)\b(?:abteilung|afdeling|département|service|departamento de)[: ]+"?((?-i:\p{Lu}[\p{L}&-]*(?: \p{Lu}[\p{L}&-]*)*))`)
	office     = regexp.MustCompile(`\b(?:(?:[Aa]t|[Ii]n|[Oo]ut of) (?:the |our )?)?([A-Z][\w-]+(?: [A-Z][\w-]+)?) (?:office|branch|site|campus|location)\b`)
	based      = regexp.MustCompile(`\b(?:based|located|sitting|workstation|desk|working) (?:in|at|out of) (?:the |our )?([A-Z][\w-]+\.?(?: [A-Z][\w-]+)*)`)
)

// knownDepartments may stand alone in a subject.
var knownDepartments = setOf("accounts audit claims treasury events reception stores compliance development surveying research dispatch admissions maintenance facilities logistics underwriting procurement payroll accounting finance sales marketing hr it legal operations engineering purchasing warehouse production planning support billing procurement")

// fillWork fills manager, title, department, location, kind of employee and
// company.
func (d *document) fillWork(draft *draft, action step.Action) {
	d.fillBoss(draft)
	d.fillRehire(draft, action)
	fromForm := []struct {
		key   string
		field *string
		keys  []key
	}{
		{"job_title", &draft.JobTitle, []key{newTitle, jobTitle}},
		{"department", &draft.Department, []key{dept}},
		{"location", &draft.Location, []key{place}},
		{"employee_type", &draft.EmployeeType, []key{kindOfEmployee}},
		{"company", &draft.Company, []key{company}},
	}
	for _, entry := range fromForm {
		if f, ok := draft.record.get(entry.keys...); ok {
			draft.set(entry.key, entry.field, withoutCode(f.value), f.line)
		}
	}
	for _, s := range draft.sentences {
		d.fillForeignWork(draft, s, action)
		d.fillTitle(draft, s, action)
		d.fillDepartment(draft, s, action)
		if action == step.Offboard || s.subject {
			continue
		}
		for _, form := range []*regexp.Regexp{office, based} {
			if m := form.FindStringSubmatch(s.plain); m != nil && !stopWords[strings.ToLower(m[1])] {
				draft.set("location", &draft.Location, m[1], s.plain)
			}
		}
	}
}

var rehired = regexp.MustCompile(`(?i)\bre-?hir(?:e|ed|ing)\b|\bre-?join(?:s|ing)\b|\b(?:coming|welcome) back\b|\bre-?(?:activate|enable) (?:his|her|their) (?:old |previous )?account\b`)

// fillRehire notes that a joiner has been there before.
func (d *document) fillRehire(draft *draft, action step.Action) {
	for _, s := range draft.sentences {
		if action == step.Onboard && rehired.MatchString(s.plain) {
			draft.Rehire = true
			draft.evidence["rehire"] = s.plain
			return
		}
	}
}

// reversed is a name with the surname first.
var reversed = regexp.MustCompile(`^\p{Lu}[\p{L}'-]+(?: \p{Lu}[\p{L}'-]+)?, ?\p{Lu}[\p{L}'-]+(?: \p{Lu}[\p{L}'.-]*)?\.?$`)

func (d *document) fillBoss(draft *draft) {
	if f, ok := draft.record.get(boss); ok {
		if names := d.inValue(f, draft); len(names) > 0 && !reversed.MatchString(f.value) {
			draft.set("manager", &draft.Manager, names[0], f.line)
		} else {
			draft.set("manager", &draft.Manager, personValue(f.value), f.line)
		}
	}
	if f, ok := draft.record.get(dept); ok && draft.Manager == "" {
		// "Process Development (Elena Vasquez)" is how Workday names an organisation.
		if m := inBrackets.FindString(f.value); m != "" && isName(strings.Trim(m, " ()")) {
			draft.set("manager", &draft.Manager, strings.Trim(m, " ()"), f.line)
		}
	}
	if names, s := d.first(bossPatterns, draft); len(names) > 0 {
		draft.set("manager", &draft.Manager, names[0], s.plain)
	}
	for _, s := range draft.sentences {
		if ownBoss.in(s) != nil {
			draft.set("manager", &draft.Manager, d.writer(s, ""), s.plain)
		}
	}
}

var costCode = regexp.MustCompile(`^\d{3,}\s*-\s*|\s*\((?:\d[\d-]*|\p{Lu}\p{L}+ \p{Lu}\p{L}+)\)$`)

// withoutCode drops a cost code, or the manager behind an organisation.
func withoutCode(value string) string {
	value = costCode.ReplaceAllString(value, "")
	if len([]rune(value)) > 4 && !strings.Contains(value, "/") {
		return tidyName(value)
	}
	return value
}

func (d *document) fillTitle(draft *draft, s sentence, action step.Action) {
	if action == step.Offboard {
		return
	}
	if m := titleIs.FindStringSubmatch(s.plain); m != nil {
		draft.set("job_title", &draft.JobTitle, titleEnd.ReplaceAllString(m[1], ""), s.plain)
	}
	if m := titleInto.FindStringSubmatch(s.plain); m != nil {
		draft.set("job_title", &draft.JobTitle, m[1]+m[2], s.plain)
	}
	if m := titleTo.FindStringSubmatch(s.plain); m != nil {
		m[1], _, _ = strings.Cut(titleEnd.ReplaceAllString(m[1], ""), " and ")
		draft.set("job_title", &draft.JobTitle, m[1], s.plain)
	}
	for _, form := range []*regexp.Regexp{asTitle, newTitleAt} {
		m := form.FindStringSubmatch(s.plain)
		if m == nil {
			continue
		}
		if m[1] = loose.ReplaceAllString(m[1], ""); endsInJob(m[1]) {
			draft.set("job_title", &draft.JobTitle, strings.TrimRight(m[1], "."), s.plain)
		}
	}
	if m := fromTo.FindStringSubmatch(s.plain); m != nil && action == step.Transfer && endsInJob(m[2]) {
		draft.set("job_title", &draft.JobTitle, m[2], s.plain)
	}
	if len(d.personsIn(s.tagged)) == 0 || s.subject {
		return
	}
	for _, part := range strings.FieldsFunc(s.plain, func(r rune) bool { return strings.ContainsRune(",;()", r) }) {
		for piece := range strings.SplitSeq(part, " - ") {
			title := strings.TrimSpace(titleEnd.ReplaceAllString(" "+strings.TrimSpace(piece), ""))
			if len(strings.Fields(title)) <= 5 && endsInJob(title) && !verbs.MatchString(title) {
				draft.set("job_title", &draft.JobTitle, title, s.plain)
				d.fillPlace(draft, piece, s)
			}
		}
	}
	if m := trailingPlace.FindStringSubmatch(s.plain); m != nil && s.item && draft.JobTitle != "" {
		draft.set("location", &draft.Location, m[1], s.plain)
	}
}

var (
	verbs         = regexp.MustCompile(`(?i)\b(?:is|are|was|will|has|have|had|my|our|your|his|her|their|the|a|an|same|new|this|to|please|and|as|i'm|we|call|contact|hi|dear|old|former)\b`)
	trailingPlace = regexp.MustCompile(`\((\p{Lu}[\p{L} -]{2,30})\)\s*$`)
	titlePlace    = regexp.MustCompile(` (?:in|at) (\p{Lu}\p{L}+(?: \p{Lu}\p{L}+)?)\s*$`)
)

// fillPlace reads the location in "shop foreman in Elkhart".
func (d *document) fillPlace(draft *draft, piece string, s sentence) {
	if m := titlePlace.FindStringSubmatch(piece); m != nil {
		draft.set("location", &draft.Location, m[1], s.plain)
	}
}

func endsInJob(title string) bool {
	list := strings.Fields(strings.ToLower(strings.TrimRight(title, ".")))
	if len(list) == 0 || len(list) > 6 {
		return false
	}
	last := list[len(list)-1]
	if len(last) == 1 || suffixes[last] {
		// as in "Engineering Associate C"
		list = list[:max(len(list)-1, 1)]
		last = list[len(list)-1]
	}
	return jobNouns[last]
}

// deptWord ends the name of a department that needs no such word.
var deptWord = regexp.MustCompile(`(?i) (?:department|dept|team|division)$`)

// isDepartment tells whether words can name a department: they begin with a
// capital and are no licence.
func isDepartment(words string) bool {
	first, _ := utf8.DecodeRuneInString(strings.Trim(words, `"`))
	return unicode.IsUpper(first) && !products.MatchString(words)
}

func (d *document) fillDepartment(draft *draft, s sentence, action step.Action) {
	if action == step.Offboard {
		return
	}
	if m := fromTo.FindStringSubmatch(s.plain); m != nil && action == step.Transfer && !endsInJob(m[2]) && !s.subject && isDepartment(m[2]) {
		draft.set("department", &draft.Department, deptWord.ReplaceAllString(strings.Trim(m[2], `"`), ""), s.plain)
	}
	for _, form := range []*regexp.Regexp{deptBehind, deptIn, deptWith, deptAfter, deptOfFunc} {
		if m := form.FindStringSubmatch(s.plain); m != nil {
			draft.set("department", &draft.Department, m[1], s.plain)
		}
	}
	if !s.subject {
		return
	}
	for part := range strings.SplitSeq(s.plain, " - ") {
		if knownDepartments[strings.ToLower(strings.TrimSpace(part))] {
			draft.set("department", &draft.Department, part, s.plain)
		}
	}
}
