package read

import "usher/steps/step"

// ticketSigns speak of the ticket as a whole, where the person is he or she
// or stands elsewhere.
var ticketSigns = []sign{
	{step.Offboard, 3, when("disable|deactivate|suspend|close|shut|cut|inactivate|block|lock|revoke|remove|terminate|rescind|kill|pull", `(?:disable|deactivate|suspend|close|shut (?:off|down)|cut off|cut|inactivate|block|lock|revoke|remove|terminate|rescind|kill|pull)(?:d|ed)?(?: off| down)? (?:all |his |her |their |the |this |these |of |user |employee |ad )*(?:[\w-]+(?:'s)? ){0,2}(?:accounts?|access|log-?ins?|sign-?ins?|profile|e-?mails?|(?:e-?)?mail ids?|user ids?)\b`)},
	{step.Offboard, 3, when("him|her|them|user", `\b(?:block|disable|lock out|deactivate|suspend|off-?board|terminate) (?:him|her|them|(?:the )?user)\b`)},
	{step.Offboard, 2, when("remove|delete", `\b(?:remove|delete) {people}(?:[.,!]|$)`)},
	{step.Offboard, 3, when("account|access", `(?:accounts?|access|log-?ins?) (?:is|are|be|to be|should be|must be|needs to be|need to be|gets?|get) (?:terminated|disabled|deactivated|closed|cut|shut|removed|revoked|blocked|locked|suspended)`)},
	{step.Offboard, 2, when("access", `access to .{2,80} (?:is|are|be) (?:rescinded|revoked|removed|terminated)`)},
	{step.Offboard, 3, when("let go|letting go|let him go|let her go|let them go|letting", `(?:let|letting) (?:him|her|them) go|letting go of|being let go`)},
	{step.Offboard, 2, when("offboard|off-board", `\boff-?board(?:ing|ed)?\b`)},
	{step.Offboard, 2, when("leaver", `\bleavers?\b`)},
	{step.Offboard, 2, when("terminat", `\b(?:employee|user|staff|account|immediate)? ?terminat(?:ion|e|ed|ing)\b`)},
	{step.Offboard, 2, when("term", `^term(?:ination)?\b`)},
	{step.Offboard, 2, when("last|final", `\b(?:last|final)(?: working| contracted)? day (?:is|was|will be|of work|of employment|with us|with the|{d})`)},
	{step.Offboard, 3, when("leaving|leaves", `\b(?:leaving|leaves) (?:us|the (?:company|firm|business|practice|organi[sz]ation|clinic))\b`)},
	{step.Offboard, 2, when("resign", `\b(?:has|have|had)? ?resign(?:ed|s|ing|ation)\b`)},
	{step.Offboard, 2, when("sessions|locked out|sign", `\b(?:revoke (?:all )?sessions|locked out by|sign (?:him|her|them) out)`)},
	{step.Offboard, 3, when("left in", `\bbelow left (?:in|on)\b|\bleft (?:in|on) .{0,30}(?:still|accounts?)`)},
	{step.Offboard, 2, when("closure", `\baccount closure\b`)},
	{step.Offboard, 2, when("separation|departure", `\b(?:employee|staff|user) (?:separation|departure|exit)\b`)},
	{step.Offboard, 3, when("disable", `please disable\b`)},
	{step.Offboard, 4, when("following", `\b(?:off-?board|terminate|disable|deactivate|remove|close)(?: the)?(?: accounts? (?:of|for))?(?: the)? following\b`)},
	{step.Offboard, 3, when("he |she |they |he's|she's", `\b(?:he|she|they)(?: is| are| will be| has| have| was| were| might be| may be|'s|'re)*(?: been)? (?:leaving|resigned|resigning|retiring|let go|terminated|laid off|dismissed|fired)\b`)},
	{step.Offboard, 3, when("done as of", `\bdone as of {d}`)},
	{step.Offboard, 3, when("accounts to", `\baccounts? to (?:be )?(?:disabled?|closed?|deactivated?|terminated?|removed?)\b`)},

	{step.Onboard, 2, when("new", `\bnew (?:hire|starter|joiner|employee|user|colleague|team member|staff member|member of staff|recruit|staff|people|intern|contractor|guy|girl)s?\b`)},
	{step.Onboard, 2, when("onboard|on-board", `\bon-?board(?:ing|ed)?\b`)},
	{step.Onboard, 2, when("starters|joiners", `\b(?:starters|joiners)\b`)},
	{step.Onboard, 3, when("rehire|re-hire", `\bre-?hir(?:e|ed|ing)\b`)},
	{step.Onboard, 1, when("hiring|hire", `\bhir(?:e|es|ing)\b`)},
	{step.Onboard, 2, when("start|join|begin", `\b(?:starts?|starting|joins?|joining|begins?|beginning) (?:work )?(?:with us )?(?:on )?(?:the )?{d}`)},
	{step.Onboard, 2, when("first day|start date", `\b(?:first day|start date)\b`)},
	{step.Onboard, 2, when("bringing on|bring on|taking on", `\b(?:bringing|bring|taking) on (?:an?|another|two|three|four|some) `)},
	{step.Onboard, 2, when("work experience|trainee|seasonal|temp", `\b(?:work experience|trainees?|seasonal)\b`)},
	{step.Onboard, 2, when("set up|setup|create", `\b(?:set up|setup|create) (?:an? |the |his |her |their |new )*(?:account|user|mailbox|login)s?\b`)},
	{step.Onboard, 2, when("set", `\bset (?:him|her|them) up\b|\bget (?:him|her|them) (?:set up|going)\b`)},
	{step.Onboard, 2, when("need", `\bneeds? (?:only )?(?:an? )[^.]{0,30}\b(?:licen[sc]e|login|account|mailbox)\b`)},
	{step.Onboard, 3, when("enable|activate|restore|reinstate", `\b(?:re-?enable|re-?activate|restore|reinstate)\b[^.]{0,50}\baccounts?\b`)},
	{step.Onboard, 3, when("new", `\bnew [\w-]+(?: [\w-]+)? (?:starting|starts|joining|joins|coming in) (?:on )?{d}`)},
	{step.Onboard, 2, when("set up", `\b(?:pls|please) set up\b`)},
	{step.Onboard, 3, when("offer letter", `\boffer letter (?:is |was )?(?:signed|accepted)`)},
	{step.Onboard, 3, when("need new|needs new", `\bneeds? (?:a )?new .{0,20}(?:email addresses|accounts?|logins?) for new\b`)},

	{step.Onboard, 4, when("re-join|rejoin", `\bre-?join(?:s|ing|ed)?\b`)},

	{step.Transfer, 4, when("update|change", `\b(?:update|change|amend) (?:the |his |her |their )?(?:job )?(?:title|department|manager|role|position|office location)s?(?: for| of)? {people}`)},
	{step.Transfer, 3, when("update|change", `\b(?:update|change|amend) (?:his|her|their) (?:job )?(?:title|department|manager|role|position)\b`)},
	{step.Transfer, 4, when("change|move|transfer", `\b(?:role|job|position|department|title) (?:change|move|transfer)\b`)},
	{step.Transfer, 4, when("change in access|internal", `\bchange in access\b|\binternal (?:transfer|move|promotion)\b`)},
	{step.Transfer, 3, when("transfer", `\btransferr?(?:ing|red)? (?:to|from|into) (?:our|the|another|a different|new)\b|\btransfer employee\b`)},
	{step.Transfer, 9, when("permanent", `\b(?:accounts?|credentials|status|contracts?)\b[^.]{0,30}\b(?:to|into) (?:a )?permanent\b`)},
	{step.Transfer, 6, when("permanent", `\b(?:to|into|becomes?|becoming) (?:an? )?permanent (?:status|employee|role|position|staff)`)},
	{step.Transfer, 3, when("promot", `\bpromot(?:ed|ion)\b`)},
	{step.Transfer, 4, when("another department|different department|coming over from", `\bfrom (?:another|a different) department\b|\bcoming over from\b`)},
}

// pastTicketSigns are pastSigns without a name.
var pastTicketSigns = []sign{
	{step.Offboard, 3, when("left", `\bleft (?:us|the (?:company|firm|business|practice|organi[sz]ation|clinic))\b`)},
	{step.Offboard, 2, when("no longer", `\bno longer (?:with (?:us|the)|employed|works? (?:for|at|here)|working (?:for|at|here))`)},
}

// noneSigns speak of something that only sounds like a person's coming and
// going. The weight is set against the best action's.
var noneSigns = []sign{
	{step.None, 9, when("leave", `\b(?:maternity|paternity|parental|adoption|medical|sick|sabbatical|unpaid|family|military|compassionate)[ -](?:leave|leaver)`)},
	{step.None, 9, when("leave of absence|fmla|on leave|sabbatical", `\bleave of absence\b|\bfmla\b|\bon (?:annual )?leave\b|\bsabbatical\b`)},
	{step.None, 9, when("return", `\breturn(?:s|ing)? from (?:\w+ )?leave\b`)},
	{step.None, 6, when("leaving early|left early|leaves early|for the day|back monday|back tomorrow", `\b(?:leaving|left|leaves) early\b|\bleaving for the day\b`)},
	{step.None, 9, when("completed|complete", `\b(?:request|ticket|offboarding|onboarding|task)[^.]{0,60}? (?:has been|is|was|-) completed?\b|\bcompleted$`)},
	{step.None, 9, when("demo|webinar|free trial|newsletter", `\bbook a demo\b|\bwebinar\b|\bfree trial\b|\bnewsletter\b`)},
	{step.None, 6, when("unsubscribe", `\bunsubscribe\b`)},
	{step.None, 9, when("invit", `\byou (?:have been|are|were) invited\b|^invitation\b|\bcalendar invit`)},
	{step.None, 9, when("vendor|supplier|client|customer", `\b(?:vendor|supplier|client|customer) (?:onboarding|offboarding|set-?up)\b|\bas a new (?:vendor|supplier|client|customer)\b|\bonboard .{2,40} as a (?:new )?(?:vendor|supplier|client)`)},
	{step.None, 8, when("name", `\b(?:legal )?name change\b|\bnew (?:legal|last|married) name\b|\bchange (?:his|her|my|their) (?:last |sur)?name\b|\bgot married\b`)},
	{step.None, 4, when("return|drop|pick|hand|collect|intake", `\b(?:return|returned|drop(?:ped|ping)?(?: \w+)? off|drop|pick(?:ed)? up|hand(?:ed)? in|collect|intake)\b[^.]{0,60}\b(?:laptop|equipment|computer|badge|access card|door card|monitor|keys|charger)\b`)},
	{step.None, 5, when("laptop|equipment|computer|badge|door card", `\b(?:laptop|equipment|computer|badge|door card)\b[^.]{0,30}\b(?:needs? to be|to be|be) (?:returned|collected|picked up)`)},
	{step.None, 6, when("transfer", `\btransfer\b[^.]{0,40}\blicen[sc]e`)},
	{step.None, 6, when("left the|leaves the|leaving the", `\b(?:left|leaves|leaving) the (?:project|meeting|room|call|building|office early|group chat)`)},
	{step.None, 6, when("onedrive|files|data|contents|documents", `\b(?:move|keep|copy|recover|restore|retrieve|preserve)\b[^.]{0,60}\b(?:onedrive|files|contents|data|documents)\b`)},
	{step.None, 5, when("added to|add", `\bneeds? to be added to\b`)},
	{step.None, 8, when("can't|cannot|unable|isn't|not working|error|broken|stuck", `\b(?:can't|cannot|can not|unable to) (?:log|sign|access|print|connect|open|get into|receive|send)\b|\b(?:isn't|is not|not|stopped) working\b|\bis broken\b`)},
	{step.None, 6, when("already|submitted", `\b(?:already|previously) (?:been )?(?:offboarded|disabled|submitted|filed|processed|terminated in)\b|\bsubmitted an? \w+ (?:last|yesterday|on)\b`)},
	{step.None, 5, when("password|locked out", `\b(?:forgot|forgotten|reset) my password\b|\bpassword reset (?:for|request)|\breset the password (?:for|of)\b|\blocked out of\b`)},
	{step.None, 9, when("i am|i'm", `\bi(?:'m| am) (?:currently |now )?(?:out of (?:the )?office|no longer with)\b`)},
	{step.None, 4, when("card|badge", `\b(?:door|access|key) cards?\b|\bbadge\b`)},
	{step.None, 5, when("cancel", `\bcancel\b[^.]{0,30}\bmeetings?\b`)},
	{step.None, 8, when("join|starts the|start the", `\bjoin (?:the|our|a|this|us (?:for|in)) (?:\w+ )?(?:meeting|call|session|webinar|channel)|\bstarts? the (?:project|meeting|call|kickoff|session)`)},
	{step.None, 6, when("vm|server|virtual machine|service account|svc", `\b(?:vm|server|virtual machine|service account|website|domain)\b[^.]{0,40}\b(?:terminat|disabl|shut|decommission|remov)|\b(?:terminate|disable|shut down|decommission|remove) (?:the )?(?:vm|server|virtual machine|service account|website|domain)\b`)},
	{step.None, 8, when("svc|srv|service", `\b(?:svc|srv|service)[_.-]\w+|\bservice accounts?\b`)},
	{step.None, 6, when("process|system|tool|application|service", `\b(?:process|system|tool|application|service|website)s? (?:is|are|will be) (?:transferr|mov|migrat)`)},
	{step.None, 5, when("borrow|loaner|timesheet|reminder:", `\bborrow\b|\bloaners?\b|\btimesheets?\b|^reminder:`)},
	{step.None, 5, when("access to|get into|gain access", `\b(?:could|can|may) (?:i|we|you give me|you give us|you grant me) (?:get |have |gain )?(?:access|into)\b[^.]{0,60}\b(?:mailbox|inbox|e-?mails?|onedrive|files|calendar)`)},
	{step.None, 5, when("mailbox|calendar|list|channel|group", `\badd {people} to (?:the )?[^.]{0,40}?(?:mailbox|calendar|distribution list|channel|shared)\b`)},
	{step.None, 4, when("adobe|acrobat|visio|autocad|bluebeam|quickbooks", `\b(?:adobe|acrobat|visio|autocad|bluebeam|quickbooks)\b[^.]{0,20}\blicen[sc]e`)},
	{step.None, 6, when("checklist|template|documentation|policy|guide|training", `\b(?:onboarding|offboarding|new hire|leavers?|joiners?)\b[^.]{0,20}\b(?:checklist|template|policy|documentation|guide|training)\b`)},
	{step.None, 9, when("close the ticket|close this ticket|that worked|resolved", `\b(?:can|may|please) close (?:the|this) (?:ticket|case)\b|\bthat worked\b|\bissue (?:is |has been )?resolved\b`)},
	{step.None, 5, when("paycheck|payroll|paystub|salary|invoice|pto", `\b(?:final )?pay ?(?:check|stub|slip)s?\b|\binvoices?\b|\bpto balance\b`)},
	{step.None, 5, when("license", `\b(?:need|requesting|request)\b[^.]{0,30}\b(?:visio|project|adobe|acrobat|power bi) licen[sc]e`)},
}

// doubtSigns ask for a person: what is asked for isn't decided, or isn't
// about a person.
var doubtSigns = anyOf{
	when("may|might|could", `\b(?:may|might|could) be (?:terminat|let|leav|los|go|bring|hir|start|join|mov|transfer|promot|retir|resign)\w*`),
	when("possib|probably|potential", `\b(?:possible|possibly|probably|potential) (?:going to|be|term|termination|leav\w*|hire|new|be making)`),
	when("not sure|decided|considering|thinking|potentially|hypothetic|if he|if she|if they|would you need", `\bnot sure yet\b|\b(?:not|n't) (?:yet )?decided\b|\bconsidering\b|\bthinking (?:about|of)\b|\bpotentially\b|\bhypothetical|\bif (?:he|she|they) (?:leaves?|accepts?|signs?|starts?|quits?)\b|\bwhat would you need\b`),
	when("standby|stand by|hold off", `\bstand-?by\b|\bhold off\b`),
	when("do anything|do nothing", `\b(?:do not|don't) do anything\b`),
	when("official|confirmed|finalized", `\b(?:not|n't) (?:yet )?(?:been )?(?:made (?:the|an) official|confirmed|finali[sz]ed)\b`),
	when("name", `\b(?:do not|don't) (?:yet )?have (?:a|the|their|his|her) name`),
	when("details", `\b(?:will|i'll) send (?:the )?(?:details|more)\b|\bdetails to follow\b`),
	when("how much notice", `\bhow much notice\b`),
}

// genericSigns ask for an account that belongs to nobody.
var genericSigns = anyOf{
	when("generic|shared", `\b(?:generic|shared|group) (?:account|login|user)\b`),
	when("turns", `\btak(?:e|ing) turns\b`),
	when("login|account|user", `\b(?:login|account|user)(?: called| named)? "[^"]{2,30}"`),
}

// reuseSigns leave open whether an old account is to be used again.
var reuseSigns = when("restore|reuse|re-use|re-enable|reenable|old account|previous account", `\b(?:restore|re-?use|re-?enable|keep|old account|previous account)\b[^.]{0,80}\b(?:or (?:set up|create|make|give|a)|new (?:account|one))`)

// takeBacks cancel or move what was asked for before: there may be nothing
// in this ticket but that.
var takeBacks = anyOf{
	when("cancel", `\bcancel(?:led|ed)?\b[^.]{0,40}\b(?:onboarding|new hire|request|offboarding|termination|account|set-?up|start)`),
	when("offer", `\boffer (?:was |has been |is )?(?:rescinded|withdrawn|declined)`),
	when("longer|not be|won't|isn't", `\b(?:no longer|won't be|will not be|isn't|is not|not) (?:be )?(?:joining|starting|leaving|coming)\b`),
	when("extend|extension|postpone|pushed back|delay", `\b(?:has been|is|was|been|be|to) (?:extended|postponed|pushed back|delayed)\b|\bcontract extension\b`),
	when("stay|staying", `\b(?:decided to|will|is going to) stay\b`),
}

// withdrawn takes a request back, for the person whom it captures if any.
var withdrawn = when("withdr|declin|backed out|turned down|changed|rescinded", `(?:{person}[^.;]{0,20}? |\b)(?:withdr[ae]wn?|withdrew|declined|backed out|turned down|changed (?:his|her|their) mind)\b`)

// attached says that the details aren't in the text.
var attached = anyOf{
	when("attach", `\b(?:form|details|list|spreadsheet|information|document|paperwork|letter|schedule)\b[^.]{0,30} (?:is |are )?attached\b|\battached (?:is|are|you|the|form|please|find)|\bsee (?:the )?attach|\bplease find attached|^\[?attachment`),
	when(".pdf|.docx|.xlsx|.doc", `\battachment[^.]{0,60}\.(?:pdf|docx?|xlsx?)`),
}
