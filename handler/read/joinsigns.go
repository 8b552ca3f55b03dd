package read

import "usher/steps/step"

// joiners are phrases about the person who joins.
var joiners = []sign{
	{step.Onboard, 4, when("start|join", `\b(?:interns?|trainees?|temps?|hires?|starters?|employees|people|colleagues|students)(?: who)?(?: are| will be| will)? (?:start|starting|join|joining)(?: with us| us)?(?: on)? {d}[:,]? ?{people}`)},
	{step.Onboard, 5, when("start|join|begin|commenc|board", `{people}`+be+` (?:starting|starts|start|joining|joins|join|beginning|begins|begin|commences|commencing|coming on ?board|rejoining|rejoins|onboarding)`+startTail+`{d}`)},
	{step.Onboard, 4, when("start|join|begin|board", `{people}`+be+` (?:starting|starts|start|joining|joins|join|beginning|begins|coming on ?board|rejoining)(?: with us| us\b| our `+unit+`| the (?:[\w&-]+ ){0,3}`+unit+`| as (?:an?|our|the|new)\b| soon)`)},
	{step.Onboard, 4, when("start|join", `{people} (?:will|is|has)\b[^.;]{3,60}? and (?:will )?(?:starts?|joins?)`+startTail+`{d}`)},
	{step.Onboard, 4, when("onboard|on-board|set up|setup", `\b(?:onboard|on-board|set up|setup)(?:ing)?(?: (?:our|the|a)? ?new (?:\w+ ){1,3})?:? {people}(?:[.,!;:]|$| as| on| at| and| with| from| by| who| for| in|,? {d})`)},
	{step.Onboard, 4, when("create", `\b(?:please|pls|kindly|to) create {people}(?:[.,;:!]|$| as| in| on| for| from| starting)`)},
	{step.Onboard, 4, when("set up|setup", `\b(?:get|have|need) {people} (?:all )?set ?up\b`)},
	{step.Onboard, 4, when("onboarding|on-boarding|new hire|new starter|new joiner|new employee|new user|hire:|hire for|starter|joiner", `\b(?:onboarding|on-boarding|hire|starter|joiner|new employee|new user|new account)(?: request| form| notification)?(?: for|:| -)+ {people}`)},
	{step.Onboard, 3, when("create|set up|setup|make|provision|prepare", `\b(?:create|set up|setup|make|provision|prepare)\b[^.]{0,40}?\b(?:accounts?|user|login|mailbox|e-?mail|computer|everything|laptop|access|profile)\b[^.]{0,20}?\b(?:for|named|called) {people}`)},
	{step.Onboard, 4, when("rehire|re-hire|welcome back|rehiring", `(?:re-?hire|re-?hiring|welcome back)[^.]{0,12}? {people}`)},
	{step.Onboard, 4, when("back", `{people}`+be+` (?:coming back|returning|back) (?:to us|to work (?:for|with)|as (?:a|an|our)|on {d}|{d}|with us|to the (?:company|team|firm))`)},
	{step.Onboard, 4, when("replacement", `replacement(?: is| will be|,|:| -)+ {people}`)},
	{step.Onboard, 3, when("replac|take over|taking over|taking the place", `{people}`+be+` (?:replacing|replace|replaces|take over|taking over|taking the place of)\b`)},
	{step.Onboard, 4, when("accepted|signed", `{people}`+be+` (?:accepted|signed)(?: \w+){0,2} (?:offer|contract|letter)`)},
	{step.Onboard, 3, when("first day|start date", `{people}(?:'s?)? (?:first day|start date)`)},
	{step.Onboard, 3, when("first day|start date", `(?:first day|start date) (?:for|of) {people}`)},
}

// joining are phrases about a joiner who is named elsewhere.
var joining = []sign{
	{step.Onboard, 3, when("new|onboarding|on-boarding", `^(?:new (?:hire|user|starter|employee|joiner)|on-?boarding)(?: request| form| set-?up| notification|:| -|$)`)},
	{step.Onboard, 3, when("rehire|re-hire", `\bre-?hir(?:e|ed|ing)\b`)},
	{step.Onboard, 4, when("returner|back|returning|re-engage|reengage|re-employ", `\breturn(?:ing)? (?:employee|starter|staff|colleague|contractor)\b|\breturner\b|\b(?:is|are|'s|'re|will be) (?:coming )?back (?:with us|to us|on {d}|from {d}|{d})|\bre-?engag(?:e|ed|ement|ing)\b|\bre-?employ`)},
	{step.Onboard, 4, when("re-join|rejoin", `\bre-?join(?:s|ing|ed)?\b`)},
	{step.Onboard, 2, when("start|join|begin", `\b(?:starts?|starting|joins?|joining|begins?|beginning) (?:work )?(?:with us )?(?:on )?(?:the )?{d}`)},
	{step.Onboard, 3, when("new", `\bnew [\w-]+(?: [\w-]+)? (?:starting|starts|joining|joins|coming in) (?:on )?{d}`)},
	{step.Onboard, 2, when("set up|setup|create", `\b(?:set up|setup|create) (?:an? |the |his |her |their |new )*(?:account|user|mailbox|login|e-?mail|(?:e-?)?mail id)s?\b`)},
	{step.Onboard, 2, when("set", `\bset (?:him|her|them) up\b|\bget (?:him|her|them) (?:set up|going)\b`)},
	{step.Onboard, 2, when("set up", `\b(?:pls|please) set up\b`)},
	{step.Onboard, 2, when("need", `\bneeds? (?:only )?(?:an? )[^.]{0,30}\b(?:licen[sc]e|login|account|mailbox)\b`)},
	{step.Onboard, 3, when("enable|activate|restore|reinstate", `\b(?:re-?enable|re-?activate|restore|reinstate)\b[^.]{0,50}\baccounts?\b`)},
	{step.Onboard, 3, when("offer letter", `\boffer letter (?:is |was )?(?:signed|accepted)`)},
	{step.Onboard, 3, when("need new|needs new", `\bneeds? (?:a )?new .{0,20}(?:email addresses|accounts?|logins?) for new\b`)},
	{step.Onboard, 2, when("onboard|on-board", `\bon-?boarding (?:\w+ )?(?:new|{p})|\bon-?boarding (?:two|three|four|five|six|seven|eight|\d+) `)},
}

// newcomers say that somebody is new. Alone they ask for nothing: new people
// have trouble with printers like everybody else.
var newcomers = []sign{
	{step.Onboard, 4, when("new", `\bnew [\w/ -]{2,60}?(?: is| named| called| name is| {d}|,|:| -|;)+ {people}`)},
	{step.Onboard, 4, when("new", `\bnew (?:hire|starter|joiner|employee|user|colleague|team member|staff member|member of staff|recruit|guy|girl|person|intern|contractor|temp|staff|account|login)s?:? {people}`)},
	{step.Onboard, 4, when("new", `{people} ?[,:-]+ (?:an? |our )?new (?:hire|starter|joiner|employee|contractor|temp|intern|trainee|apprentice|colleague|user|(?:[\w&/-]+ ){0,3}`+jobWord+`)\b`)},
	{step.Onboard, 3, when("new", `\b(?:our|a|the) new [\w/ -]{3,30} {people}`)},
	{step.Onboard, 4, when("our new|the new", `{people},?(?: is| as|,)? (?:our|the|a) new\b`)},
	{step.Onboard, 4, when("hired|welcom|bringing on|hiring", `(?:hired|hiring|welcome|welcoming|bringing on|bring on) {people}`)},
	{step.Onboard, 2, when("new", `\bnew (?:hire|starter|joiner|employee|user|colleague|team member|staff member|member of staff|recruit|staff|people|intern|contractor|guy|girl)s?\b`)},
	{step.Onboard, 2, when("onboard|on-board", `\bon-?board(?:ing|ed)?\b`)},
	{step.Onboard, 2, when("starters|joiners", `\b(?:starters|joiners)\b`)},
	{step.Onboard, 1, when("hiring|hire", `\bhir(?:e|es|ing)\b`)},
	{step.Onboard, 2, when("first day|start date", `\b(?:first day|start date)\b`)},
	{step.Onboard, 2, when("bringing on|bring on|taking on", `\b(?:bringing|bring|taking) on (?:an?|another|two|three|four|some) `)},
	{step.Onboard, 2, when("work experience|trainee|seasonal|temp", `\b(?:work experience|trainees?|seasonal)\b`)},
}
