package read

import "usher/steps/step"

const moves = `(?:moving|moves|changing|changes|transferring|transfers|switching|relocating|stepping up|will move|will transfer|(?:has|have|had|been|be) (?:moved|transferred)|to (?:move|transfer))`

// movers are phrases about the person who changes job or place.
var movers = []sign{
	{step.Transfer, 5, when("mover", `\bmovers?(?::| -)+ {people}`)},
	{step.Transfer, 5, when("mov|transfer|switch|relocat|chang|going|stepping", `{people}`+be+` (?:`+moves+`|going)(?: [\w{}]+){0,2}? from [^.;]{2,60}? (?:to|into|over to)\b`)},
	{step.Transfer, 5, when("mov|transfer|switch|relocat|stepping", `{people}`+be+` `+moves+`(?: over| across| up| internally)*(?: {d})? (?:to|into|from) (?:an? |the |our |another )?(?:[^\s.;]+ ){0,5}?`+unit+`\b`)},
	{step.Transfer, 5, when("join", `{people}`+be+` (?:joining|joins|join) (?:the |our )?[^.;]{2,40}? `+unit+` from `)},
	{step.Transfer, 6, when("permanent", `{people}`+be+` (?:accepted|offered|given|taking)(?: up)? (?:an?|the) permanent (?:role|position|contract|job)\b`)},
	{step.Transfer, 3, when("mov|transfer|relocat", `{people}`+be+` `+moves+`(?: over| across| internally)* (?:to|into|from) `)},
	{step.Transfer, 5, when("will move|will transfer|will be moving", `{people} [^.;]{3,80}? and will (?:move|transfer|be moving|be transferring) (?:from|to)\b`)},
	{step.Transfer, 5, when("move|transfer|reassign", `\b(?:move|transfer|reassign) {people}(?:'s account)?(?: over)?(?: from [^.;]{2,40}?)? (?:to|into) (?:the |our |an? )?(?:[^\s.;]+ ){0,5}?`+unit+`\b`)},
	{step.Transfer, 5, when("promot|changing|taking on|taking up", `{people}`+be+` (?:promoted|changing (?:roles?|jobs?|departments?|teams?|positions?|titles?)|taking (?:on|up) (?:a|the) (?:new )?(?:role|position))`)},
	{step.Transfer, 6, when("permanent", `{people}`+be+` (?:becomes?|becoming|made|converted to|converting to|turning) (?:an? )?permanent\b`)},
	{step.Transfer, 5, when("change|move|transfer|promotion", `\b(?:role|job|position|department|title|team|internal|access)[ -](?:change|move|transfer|promotion)(?: request| form)?(?: for| of|:| -)+ {people}`)},
	{step.Transfer, 6, when("change job|job change", `\b(?:change job|job change)(?::| -)+ {people}`)},
	{step.Transfer, 5, when("transfer|internal", `\b(?:transfer|transferring|internal) (?:employee|staff|user|colleague),? {people}`)},
	{step.Transfer, 5, when("transfer|promotion|relocation", `\b(?:transfer|promotion|relocation)(?: of| for|:| -)+ {people}`)},
	{step.Transfer, 4, when("new|promotion", `{people}(?:'s?)? (?:new (?:role|position|title|job|department|team|manager)|promotion)\b`)},
	{step.Transfer, 4, when("report", `{people}`+be+` (?:now )?(?:report|reports|reporting) to {p}(?: instead| effective| from| as of|,? not)`)},
	{step.Transfer, 6, when("coming over|come over|moving over", `{people}`+be+` (?:coming|come|moving) over (?:from|to)`)},
	{step.Transfer, 4, when("update|change", `\b(?:update|change|amend) (?:the |his |her |their )?(?:job )?(?:title|department|manager|role|position|office location)s?(?: for| of) {people}`)},
}

// moving are phrases about a mover who is named elsewhere.
var moving = []sign{
	{step.Transfer, 3, when("update|change", `\b(?:update|change|amend) (?:his|her|their) (?:job )?(?:title|department|manager|role|position)\b`)},
	{step.Transfer, 4, when("change|move|transfer", `\b(?:role|job|position|department|title|manager) (?:change|move|transfer)\b`)},
	{step.Transfer, 4, when("change of", `\bchange of (?:department|role|position|team|job|title|manager|function|duties)\b`)},
	{step.Transfer, 6, when("existing|since|internal|already|currently", `\bexisting (?:employee|staff|colleague|member of staff)\b|\b(?:employee|with us|in the company|working here) since\b|\binternal (?:hire|candidate|applicant|appointment)\b|\b(?:who )?(?:already|currently) (?:works?|working|employed)\b|\b(?:he|she|they|who)(?:'s| is| are| has)? (?:already )?(?:been )?(?:in|on|with|at) (?:the |our )?[\w ]{3,20} for (?:{span}|(?:the )?(?:last|past)|years)`)},
	{step.Transfer, 5, when("perm", `\btemp(?:orary)? to perm(?:anent)?\b`)},
	{step.Transfer, 4, when("change in access|internal", `\bchange in access\b|\binternal (?:transfer|move|promotion)\b`)},
	{step.Transfer, 3, when("transfer", `\btransferr?(?:ing|red)? (?:to|from|into) (?:our|the|another|a different|new) (?:[^\s.;]+ ){0,4}?`+unit+`\b|\btransfer employee\b`)},
	{step.Transfer, 9, when("permanent", `\b(?:accounts?|credentials|status|contracts?)\b[^.]{0,30}\b(?:to|into) (?:a )?permanent\b`)},
	{step.Transfer, 6, when("permanent", `\b(?:to|into|becomes?|becoming) (?:an? )?permanent (?:status|employee|role|position|staff)`)},
	{step.Transfer, 3, when("promot", `\bpromot(?:ed|ion)\b`)},
	{step.Transfer, 4, when("another department|different department|coming over from", `\bfrom (?:another|a different) department\b|\bcoming over from\b`)},
}
