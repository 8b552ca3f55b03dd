package read

import "usher/steps/step"

// leavers are phrases about the person who leaves.
var leavers = []sign{
	{step.Offboard, 4, when("last|final|lwd", `{people}(?:'s?)?(?: -|,|:)? (?:(?:very )?(?:last|final)(?: \w+)? day|lwd)\b`)},
	{step.Offboard, 4, when("last|final", `(?:last|final)(?: \w+)? day (?:for|of)(?: \w+){0,3} {people}`)},
	{step.Offboard, 4, when("last day|final day", `{people} (?:has|had|will have) (?:his|her|their) (?:last|final)(?: \w+)? day`)},
	{step.Offboard, 4, when("resign|retiring|depart|quit|separat|stepping down|notice", `{people}`+be+` (?:departing|resigned|resigning|retiring|quitting|quit|separating|separated|stepping down|gave (?:\w+ )?(?:weeks? )?notice|given notice|giving notice|(?:handed|turned|put) in (?:\w+ ){0,3}(?:notice|resignation)|submitted (?:his|her|their) resignation)\b`)},
	{step.Offboard, 4, when("leaving|leaves|leave", `{people}`+be+` (?:leaving|leaves|leave)(?:[.,!]|$| and| us| our| the (?:company|firm|business|practice|organi[sz]ation|clinic|school|agency)| {p}| on {d}| {d}| effective| as of| at the end| at end| by| in \w+| next| this| soon| today| (?-i:[A-Z]\w+)(?: on| at|[.,]|$))`)},
	{step.Offboard, 4, when("employment", `{people}(?:'s?)? employment`+be+` (?:ends|end|ended|ending|terminated|terminates|over|ceases?)\b`)},
	{step.Offboard, 4, when("term", `^(?:immediate )?term(?:ination)?(?: request| notice)?(?: for|:| -)+ {people}`)},
	{step.Offboard, 4, when("off-board|offboard|terminat|deprovision|lock out|letting|parting", `(?:off-?board|terminate|deprovision|lock out|let(?:ting)? go(?: of)?|part(?:ing)? ways with)(?:ing)?(?: (?:the |our )?(?:user|employee|following user|staff member|colleague))?:? {people}`)},
	{step.Offboard, 4, when("disable|deactivate|suspend|close|shut|cut|inactivate|block|lock|revoke|cancel|switch off", `\b(?:disable|deactivate|suspend|close|close out|close down|shut (?:off|down)|cut off|inactivate|block|lock|revoke|cancel|switch off)(?:ing)?(?: (?:the |all )?(?:(?:user|employee|ad|azure ad|entra|office 365|o365|m365|windows|network|domain|email) )*(?:accounts?|access|log-?ins?|sign-?in|users?)?)?(?: (?:of|for|from))?:? {people}(?:'s?)?(?:(?: \w+){0,3} (?:accounts?|access|log-?in|sign-?in)|[.,!;]|$| on| as| at| by|,? {d}| effective| immediately| asap| now| per| today| right| straight| from| before| and)`)},
	{step.Offboard, 3, when("remove|delete|kill|pull", `(?:remove|delete|kill|pull) (?:all |the )?(?:user |ad |email )*(?:accounts?|access|log-?in|user)(?: access)?(?: of| for| from)? {people}`)},
	{step.Offboard, 3, when("account|access|login|sign-in", `{people}(?:'s?)? (?:\w+ ){0,2}(?:accounts?|access|log-?ins?|sign-?in)\b.{0,40}\b(?:disabled|deactivated|closed|terminated|removed|revoked|shut|cut|blocked|suspended|disable|deactivate)`)},
	{step.Offboard, 3, when("disable|remove|delete|shut|close|revoke|cut|deactivate", `(?:disable|remove|delete|shut (?:off|down)|close|revoke|cut|deactivate) {people}(?:'s?)? (?:\w+ ){0,3}(?:accounts?|access|log-?in|sign-?in|user|ad)\b`)},
	{step.Offboard, 4, when("go", `let(?:ting)? {people}(?: \([^)]*\))?(?: \w+){0,2}? go\b`)},
	{step.Offboard, 4, when("terminat|departure|resignation|separation|leaver|offboarding|off-boarding|retirement|exit|leaving", `(?:termination|staff leaving|employee leaving|departure|resignation|separation|retirement|offboarding|off-boarding|exit|leaver(?:'s)?(?: form)?)(?: \w+){0,2}?(?: of| for|[:-]| -)+ {people}`)},
	{step.Offboard, 4, when("terminat|departure|resignation|leaving|separation|leaver|offboard|off-board|retirement|exit", `{people}(?:'s?)?(?: -+| is a|:|,)? (?:departure|resignation|termination|retirement|separation|leaver|offboarding|off-boarding|exit)\b`)},
	{step.Offboard, 3, when("done", `{people}`+be+` done (?:as of|on|with us|here|at)`)},
	{step.Offboard, 3, when("contract|assignment|engagement|internship|placement", `{people}(?:'s?)? (?:contract|assignment|engagement|internship|placement)(?: with us)?`+be+` (?:end|ends|ended|ending|expire|expires|expired|finish|finishes|over|up)\b`)},
	{step.Offboard, 3, when("contract", `contract (?:of|for|with) {people}`+be+` (?:end|ends|ended|ending|expire|expires|over)\b`)},
	{step.Offboard, 3, when("end", `(?:(?:contract|assignment|engagement|placement)(?: due to)? end(?:s|ed|ing)?|end of (?:contract|assignment|engagement))(?: for| of|:| -)+ {people}`)},
	{step.Offboard, 3, when("locked out", `{people} locked out by`)},
	{step.Offboard, 3, when("locked out", `\bhave {people} locked out\b`)},
	{step.Offboard, 4, when("user|account|login", `\b(?:terminate|disable|deactivate|off-?board|block|suspend|close) (?:the )?(?:user|login|account) [a-z][a-z0-9._-]{3,20}\b`)},
}

// leaving are phrases about a leaver who is named elsewhere.
var leaving = []sign{
	{step.Offboard, 3, when("disable|deactivate|suspend|close|shut|cut|inactivate|block|lock|revoke|remove|terminate|rescind|kill|pull|delete|switch off", `\b(?:disable|deactivate|suspend|close|shut (?:off|down)|cut off|cut|inactivate|block|lock|revoke|remove|delete|terminate|rescind|kill|pull|switch off)(?:d|ed)?(?: off| down)? (?:all |his |her |their |the |this |these |of |user |employee |ad )*(?:[\w-]+(?:'s)? ){0,2}(?:accounts?|access(?:es)?|log-?ins?|sign-?ins?|profile|e-?mails?|(?:e-?)?mail ids?|user ids?)\b`)},
	{step.Offboard, 3, when("disable|deactivate|cut", `\b(?:disable|deactivate|cut)(?: his| her| their)? (?:ad|active directory|vpn|office 365|m365)\b`)},
	{step.Offboard, 4, when("cut", `\bcut (?:him|her|them) off\b`)},
	{step.Offboard, 3, when("licen", `\b(?:remove|reclaim|pull|free up|release|harvest) (?:his|her|their) licen[sc]es?\b`)},
	{step.Offboard, 3, when("mailbox", `\bconvert (?:his|her|their) mailbox\b`)},
	{step.Offboard, 4, when("terminat|boarding|separation|leaver|departure|exit", `^(?:employee |user |staff |account )?(?:termination|offboarding|off-boarding|separation|leaver|departure|exit)s?(?: request| form| notification| notice|:| -|$)`)},
	{step.Offboard, 3, when("him|her|them|user|both", `\b(?:block|disable|lock out|deactivate|suspend|off-?board|terminate) (?:him|her|them|both|(?:the )?user)\b`)},
	{step.Offboard, 2, when("remove|delete", `\b(?:remove|delete) {people}(?:[.,!]|$)`)},
	{step.Offboard, 3, when("account|access", `(?:accounts?|access|log-?ins?) (?:can be|is|are|be|to be|should be|must be|needs to be|need to be|gets?|get) (?:switched off|terminated|disabled|deactivated|closed|cut|shut|removed|revoked|blocked|suspended)`)},
	{step.Offboard, 2, when("access", `access to .{2,80} (?:is|are|be) (?:rescinded|revoked|removed|terminated)`)},
	{step.Offboard, 3, when("access off", `\baccess off\b`)},
	{step.Offboard, 3, when("let go|letting go|let him go|let her go|let them go|letting", `(?:let|letting) (?:him|her|them) go|letting go of|being let go`)},
	{step.Offboard, 4, when("offboard|off-board", `^off-?board(?:ing)?\b`)},
	{step.Offboard, 2, when("offboard|off-board", `\boff-?board(?:ing|ed)?\b`)},
	{step.Offboard, 2, when("leaver", `\bleavers?\b`)},
	{step.Offboard, 2, when("terminat", `\bterminat(?:ion|e|ed|ing)\b`)},
	{step.Offboard, 2, when("term", `^term(?:ination)?\b`)},
	{step.Offboard, 2, when("last|final", `\b(?:last|final)(?: working| contracted)? day (?:is|was|will be|of work|of employment|with us|with the|{d})`)},
	{step.Offboard, 3, when("leaving|leaves", `\b(?:leaving|leaves) (?:us|the (?:company|firm|business|practice|organi[sz]ation|clinic))\b`)},
	{step.Offboard, 2, when("resign", `\b(?:has|have|had)? ?resign(?:ed|s|ing|ation)\b`)},
	{step.Offboard, 2, when("sessions|locked out|sign", `\b(?:revoke (?:all )?sessions|locked out by|sign (?:him|her|them) out)`)},
	{step.Offboard, 3, when("left in", `\bbelow left (?:in|on)\b|\bleft (?:in|on) .{0,30}(?:still|accounts?)`)},
	{step.Offboard, 2, when("closure", `\baccount closure\b`)},
	{step.Offboard, 2, when("separation|departure|exit", `\b(?:employee|staff|user) (?:separation|departure|exit)\b`)},
	{step.Offboard, 3, when("disable", `please disable,? (?:all|{d}|the following|following|{p})`)},
	{step.Offboard, 4, when("following", `\b(?:off-?board|terminate|disable|deactivate|remove|close)(?: the)?(?: accounts? (?:of|for))?(?: the)? following\b`)},
	{step.Offboard, 3, when("he |she |they |he's|she's", `\b(?:he|she|they)(?: is| are| will be| has| have| was| were| might be| may be|'s|'re)*(?: been)? (?:leaving(?:[.,]|$| us| the company| on| soon| {d})|resigned|resigning|retiring|let go|terminated|laid off|dismissed|fired)`)},
	{step.Offboard, 3, when("done as of", `\bdone as of {d}`)},
	{step.Offboard, 3, when("accounts to|can go", `\b(?:accounts?|log-?ins?|access) can (?:all )?go\b|\baccounts? to (?:be )?(?:disabled?|closed?|deactivated?|terminated?|removed?)\b`)},
}

// gone say that somebody has left already. Alone they ask for nothing: such
// tickets are mostly about a mailbox, a laptop or a door card.
var gone = []sign{
	{step.Offboard, 3, when("finish", `{people}`+be+` (?:finished|finishes|finishing)(?: up)?(?: with us| on| work| here|,)* {d}`)},
	{step.Offboard, 3, when("retired", `{people}`+be+` retired\b`)},
	{step.Offboard, 4, when("terminated|let go|laid off|dismissed|fired|redundant|parted ways|relieved", `{people}`+be+` (?:terminated|let go|laid off|dismissed|fired|made redundant|parted ways|relieved)\b`)},
	{step.Offboard, 3, when("left", `{people}(?: has| have| just| both| all| also)* left(?:,|$|\.| us| the (?:company|firm|business|practice|organi[sz]ation|clinic|school|agency|team)| our| without| as of| effective| on| {d}| last \w+| in| at| back in| and)`)},
	{step.Offboard, 3, when("no longer", `{people}(?: is| are| will|'s)? no longer (?:be )?(?:with|works?|working|employed|an employee|part of|at|here)`)},
	{step.Offboard, 4, when("fired|let go|terminated|dismissed|laid off", `(?:fired|let go of|terminated|dismissed|laid off)(?: this morning| {d})?:? {people}`)},
	{step.Offboard, 3, when("left", `\bleft (?:us|the (?:company|firm|business|practice|organi[sz]ation|clinic))\b`)},
	{step.Offboard, 2, when("no longer", `\bno longer (?:with (?:us|the)|employed|works? (?:for|at|here)|working (?:for|at|here))`)},
}
