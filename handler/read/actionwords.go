package read

import "usher/steps/step"

// sign is a phrase that speaks for an action, or against all of them. Where
// it captures people, it speaks of them.
type sign struct {
	action step.Action
	weight int
	pattern
}

// be stands between a person and what happens to him.
const be = `(?:,[^,.;]{2,40},)?(?: \([^)]{1,40}\))?,?(?: who)?(?: is| are| was| will| has| have| had| been| be| no| might| may|'s|'ll| she| he| also| now| just| already| recently| officially| currently| to| going| due| both| all| and)*`

// personSigns speak of the person whom they capture.
var personSigns = []sign{
	// Leaving.
	{step.Offboard, 4, when("last|final", `{people}(?:'s?)?,? (?:very )?(?:last|final)(?: \w+)? day`)},
	{step.Offboard, 4, when("last|final", `(?:last|final)(?: \w+)? day (?:for|of)(?: \w+){0,3} {people}`)},
	{step.Offboard, 4, when("leaving|resign|retiring|depart|quit|separat|stepping down|notice|leaves", `{people}`+be+` (?:leaving|leaves|departing|resigned|resigning|retiring|quitting|quit|separating|separated|stepping down|gave (?:\w+ )?(?:weeks? )?notice|given notice|giving notice|handed in (?:\w+ )?(?:notice|resignation)|put in (?:\w+ )notice)\b`)},
	{step.Offboard, 4, when("last day|final day", `{people} (?:has|had|will have) (?:his|her|their) (?:last|final)(?: \w+)? day`)},
	{step.Offboard, 4, when("term", `^(?:immediate )?term(?:ination)?(?: request| notice)?(?: for|:| -)+ {people}`)},
	{step.Offboard, 4, when("off-board|offboard|terminat|deprovision|lock out|letting|parting", `(?:off-?board|terminate|deprovision|lock out|let(?:ting)? go(?: of)?|part(?:ing)? ways with)(?:ing|ed)?(?: (?:the |our )?(?:user|employee|following user|staff member|colleague))?:? {people}`)},
	{step.Offboard, 4, when("disable|deactivate|suspend|close|shut|cut|inactivate|block|lock|revoke", `(?:disable|deactivate|suspend|close|close out|close down|shut (?:off|down)|cut off|inactivate|block|lock|revoke)(?:ing)?(?: (?:the |all )?(?:(?:user|employee|ad|azure ad|entra|office 365|o365|m365|windows|network|domain|email) )*(?:accounts?|access|log-?ins?|sign-?in|users?)?)?(?: (?:of|for|from))? {people}(?:'s?)?(?: \w+){0,3}(?: (?:accounts?|access|log-?in|sign-?in)|[.,!;]|$| on| as| at| by| {d}|,? {d}| effective| immediately| asap| now| from| before| and)`)},
	{step.Offboard, 3, when("remove|delete|kill|pull", `(?:remove|delete|kill|pull) (?:all |the )?(?:user |ad |email )*(?:accounts?|access|log-?in|user)(?: access)?(?: of| for| from)? {people}`)},
	{step.Offboard, 3, when("account|access|login|sign-in", `{people}(?:'s?)? (?:\w+ ){0,2}(?:accounts?|access|log-?ins?|sign-?in)\b.{0,40}\b(?:disabled|deactivated|closed|terminated|removed|revoked|shut|cut|blocked|locked|suspended|disable|deactivate)`)},
	{step.Offboard, 3, when("disable|remove|delete|shut|close|revoke|cut|deactivate", `(?:disable|remove|delete|shut (?:off|down)|close|revoke|cut|deactivate) {people}(?:'s?)? (?:\w+ ){0,3}(?:accounts?|access|log-?in|sign-?in|user|ad)\b`)},
	{step.Offboard, 4, when("go", `let(?:ting)? {people}(?: \([^)]*\))?(?: \w+){0,2}? go\b`)},
	{step.Offboard, 4, when("terminat|departure|resignation|separation|leaver|offboarding|off-boarding|retirement|exit", `(?:termination|departure|resignation|separation|offboarding|off-boarding|exit|leaver(?:'s)?(?: form)?)(?: \w+){0,2}?(?: of| for|[:-]| -)+ {people}`)},
	{step.Offboard, 4, when("terminat|departure|resignation|leaving|separation|leaver|offboard|off-board|retirement|exit", `{people}(?:'s?)?(?: -+| is a|:|,)? (?:departure|resignation|termination|retirement|separation|leaver|offboarding|off-boarding|exit|leaving)\b`)},
	{step.Offboard, 3, when("done", `{people}`+be+` done (?:as of|on|with us|here|at)`)},
	{step.Offboard, 3, when("contract|assignment|engagement|internship|placement", `{people}(?:'s?)? (?:contract|assignment|engagement|internship|placement)(?: with us)?`+be+` (?:end|ends|ended|ending|expire|expires|expired|finish|finishes|over|up)\b`)},
	{step.Offboard, 3, when("contract", `contract (?:of|for|with) {people}`+be+` (?:end|ends|ended|ending|expire|expires|over)\b`)},
	{step.Offboard, 3, when("contract due to end|end of contract", `(?:contract due to end|end of contract)(?: for| of|:| -)+ {people}`)},
	{step.Offboard, 3, when("locked out", `{people} locked out`)},
	{step.Offboard, 4, when("user|account|login", `\b(?:terminate|disable|deactivate|off-?board|block|suspend|close) (?:the )?(?:user|login|account) [a-z][a-z0-9._-]{3,20}\b`)},

	// Joining.
	{step.Onboard, 4, when("start|join", `\b(?:interns?|trainees?|temps?|hires?|starters?|employees|people|colleagues|students)(?: who)?(?: are| will be| will)? (?:start|starting|join|joining)(?: with us| us)?(?: on)? {d}[:,]? ?{people}`)},
	{step.Onboard, 5, when("start|join|begin|commenc|on board|onboarding", `{people}`+be+` (?:starting|starts|start|joining|joins|join|beginning|begins|begin|commences|commencing|coming on ?board|rejoining|rejoins|onboarding)\b[^.;]{0,60}?{d}`)},
	{step.Onboard, 3, when("start|join|begin|commenc|on board|onboarding", `{people}`+be+` (?:starting|starts|start|joining|joins|join|beginning|begins|begin|commences|commencing|coming on ?board|rejoining|rejoins|onboarding)\b`)},
	{step.Onboard, 4, when("start|join", `{people} (?:will|is|has)\b[^.;]{3,60}? and (?:will )?(?:starts?|joins?)\b`)},
	{step.Onboard, 4, when("new", `\bnew [\w/ -]{2,60}?(?: is| named| called| name is| {d}|,|:| -|;)+ {people}`)},
	{step.Onboard, 4, when("new", `\bnew (?:hire|starter|joiner|employee|user|colleague|team member|staff member|member of staff|recruit|guy|girl|person|intern|contractor|temp|staff|account|login)s?:? {people}`)},
	{step.Onboard, 4, when("onboard|on-board|set up|setup|hire", `(?:onboard|on-board|set up|setup)(?: (?:our|the|a)? ?new (?:\w+ ){1,3})?:? {people}`)},
	{step.Onboard, 4, when("onboarding|on-boarding|new hire|new starter|new joiner|new employee|new user|hire:|hire for", `(?:onboarding|on-boarding|hire|starter|joiner|new employee|new user|new account)(?: request| form| notification)?(?: for|:| -)+ {people}`)},
	{step.Onboard, 3, when("create|set up|setup|make|need|provision|prepare", `(?:create|set up|setup|make|provision|prepare)\b[^.]{0,60}?\b(?:for|named|called) (?:our \w+ \w+,? |our \w+,? )?{people}`)},
	{step.Onboard, 4, when("rehire|re-hire|welcome back|rehiring", `(?:re-?hire|re-?hiring|welcome back)[^.]{0,12}? {people}`)},
	{step.Onboard, 4, when("back", `{people}`+be+` (?:coming back|returning|back) (?:to us|to work (?:for|with)|as (?:a|an|our)|on {d}|{d}|with us|to the (?:company|team|firm))`)},
	{step.Onboard, 4, when("replacement", `replacement(?: is| will be|,|:| -)+ {people}`)},
	{step.Onboard, 3, when("replac|take over|taking over|taking the place", `{people}`+be+` (?:replacing|replace|replaces|take over|taking over|taking the place of)\b`)},
	{step.Onboard, 4, when("hired|welcom|bringing on|hiring", `(?:hired|hiring|welcome|welcoming|bringing on|bring on) {people}`)},
	{step.Onboard, 4, when("accepted", `{people}`+be+` (?:accepted|signed)(?: \w+){0,2} (?:offer|position|contract|letter)`)},
	{step.Onboard, 4, when("our new", `{people},?(?: is| as|,)? (?:our|the|a) new\b`)},
	{step.Onboard, 3, when("first day|start date", `{people}(?:'s?)? (?:first day|start date)`)},
	{step.Onboard, 3, when("first day|start date", `(?:first day|start date) (?:for|of) {people}`)},

	// Moving.
	{step.Transfer, 5, when("mover", `\bmovers?(?::| -)+ {people}`)},
	{step.Transfer, 6, when("permanent", `{people}`+be+` (?:becomes?|becoming|made|converted to|converting to|turning) (?:an? )?permanent\b`)},
	{step.Transfer, 5, when("mov|transfer|switch|relocat|chang|going|stepping up", `{people}`+be+` (?:moving|moves|changing|changes|transferring|transfers|switching|relocating|going|stepping up|will move|will transfer|(?:has|have|had|been|be) (?:moved|transferred)|to (?:move|transfer))(?: (?:over|across|up|internally))*(?: {d})? (?:to|from|into|departments?|teams?|roles?|positions?|offices?|desks?)\b`)},
	{step.Transfer, 5, when("promot|changing|taking on|taking up", `{people}`+be+` (?:promoted|changing (?:roles?|jobs?|departments?|teams?|positions?|titles?)|taking (?:on|up) (?:a|the) (?:new )?(?:role|position))`)},
	{step.Transfer, 5, when("change|move|transfer|promotion", `\b(?:role|job|position|department|title|team|internal|access)[ -](?:change|move|transfer|promotion)(?: request| form)?(?: for| of|:| -)+ {people}`)},
	{step.Transfer, 5, when("transfer|promotion|move|relocation", `(?:transfer|transferring|internal|moving) (?:employee|staff|user|colleague),? {people}`)},
	{step.Transfer, 5, when("transfer|promotion|move|relocation", `(?:transfer|promotion|move|relocation)(?: of| for|:| -)+ {people}`)},
	{step.Transfer, 4, when("new|promotion|transfer", `{people}(?:'s?)? (?:new (?:role|position|title|job|department|team|manager)|promotion|transfer|move)\b`)},
	{step.Transfer, 6, when("coming over|come over|moving over", `{people}`+be+` (?:coming|come|moving) over (?:from|to)`)},
}

// pastSigns say that somebody has gone already. Alone they ask for nothing:
// such tickets are mostly about a mailbox, a laptop or a door card.
var pastSigns = []sign{
	{step.Offboard, 3, when("finish", `{people}`+be+` (?:finished|finishes|finishing)(?: up)?(?: with us| on| work| here|,)* {d}`)},
	{step.Offboard, 3, when("retired", `{people}`+be+` retired\b`)},
	{step.Offboard, 4, when("terminated|let go|laid off|dismissed|fired|redundant|parted ways|relieved|separated", `{people}`+be+` (?:terminated|let go|laid off|dismissed|fired|made redundant|parted ways|relieved)\b`)},
	{step.Offboard, 3, when("left", `{people}(?: has| have| just| both| all| also)* left(?:,|$|\.| us| the (?:company|firm|business|practice|organi[sz]ation|clinic|school|agency|team)| our| without| as of| effective| on| {d}| last \w+| in| at| back in| and)`)},
	{step.Offboard, 3, when("no longer", `{people}(?: is| are| will|'s)? no longer (?:be )?(?:with|works?|working|employed|an employee|part of|at|here)`)},
	{step.Offboard, 4, when("fired|let go|terminated|dismissed|laid off", `(?:fired|let go of|terminated|dismissed|laid off) {people}`)},
}
