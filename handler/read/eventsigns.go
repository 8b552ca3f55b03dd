package read

import "usher/steps/step"

// A person, a word of coming or going, and a day in one sentence say what a
// ticket is about, whatever stands between them.
const (
	some   = `[^.;:?]{0,70}?`
	few    = `[^.;:?]{0,45}?`
	comes  = `(?:start(?:s|ing)?|join(?:s|ing)?|begin(?:s|ning)?|commenc(?:es?|ing)|com(?:es?|ing) (?:in|on board|aboard|to us|on as)|arriv(?:es?|ing)|first day|day one|start date|will attend|cover(?:s|ing)|(?:will be )?with us from|on board from|takes up)`
	goes   = `(?:leav(?:es|ing)|finish(?:es|ing)|go(?:es|ing)(?: on)?|last (?:working )?day|final day|depart(?:s|ing)|separat(?:es|ing)|retir(?:es|ing)|resign(?:s|ed|ing)|(?:be |is |been )?relieved|part(?:s|ing)? ways|let go|will be gone|out of here|moving on|gave notice|handed in|contract ends?|steps down|exits?)`
	change = `(?:mov(?:es|ing)(?: (?:up|over|across|down|into|to))?|transfer(?:s|ring)|switch(?:es|ing)|(?:is |been |be |gets )?promoted|chang(?:es|ing) (?:job|role|team|department|desk|position|to)|swap(?:s|ping)|relocat(?:es|ing)|step(?:s|ping) up|tak(?:es|ing) over as|becom(?:es|ing)|goes? (?:from|over(?: to| from)?)|will be (?:the |our )?(?:new )?(?:head|manager|lead|supervisor))`
)

var events = []sign{
	{step.Onboard, 4, when("filled|fills|filling", `\b(?:filled|fills|filling)\b`+few+`\b(?:job|role|position|vacancy|post|spot)\b`)},
	{step.Onboard, 4, when("starter|joiner|new hire|new user|new starter", `\b(?:another|got an?(?: new)?|(?:need|have) an?(?: new)?|one more|new) (?:starter|joiner|hire|user)\b(?: for you| from| on| needed| by)?`)},
	{step.Onboard, 4, when("account|login|log-in", `\b(?:account|log-?in|e-?mail|mailbox)\b`+few+`\b(?:ready|available|working|set up|in place) (?:for|on|by|when)\b`)},
	{step.Offboard, 4, when("leav|finish|go|day|depart|separat|retir|resign|reliev|part|let go|out of here|moving on|notice|contract|step|exit", `{people}`+some+`\b`+goes+`\b`+few+`{d}`)},
	{step.Offboard, 4, when("last", `{people}`+some+`{d}(?:'s| is| was| will be) (?:his|her|their) last(?: (?:working )?day)?(?:[.,;!]|$| here| with us| at work)`)},
	{step.Offboard, 4, when("off for good", `{people} (?:is|are) off for good\b`)},
	{step.Offboard, 4, when("ran out|run out|runs out", `{people}`+few+`\b(?:contract|placement|assignment)\b`+few+`\b(?:ran|runs?|has run) out\b`)},
	{step.Offboard, 4, when("done with us|done here|done as of|finished with us", `\b(?:done|finished) (?:with us|here|working)? ?(?:as of|on|from) {d}[^.;:?]{0,60}: {people}`)},
	{step.Offboard, 4, when("goodbye|farewell|good-bye|parting ways|part ways|letting|let go", `\b(?:good-?bye|farewell) to {people}|\bpart(?:ing|ed)? (?:ways|company) with {people}|\b(?:let|letting) (?:go of )?{people}(?: go)?\b`)},
	{step.Offboard, 4, when("fired|sacked|canned|let go|laid off|walked out|quit|dismissed|redundant|boot|gone|done", `{people}`+some+`\b(?:fired|sacked|canned|let go|laid off|walked out|quit|dismissed|made redundant|got the (?:boot|sack)|is gone|is done)\b|\b(?:fired|sacked|canned|laid off|dismissed|got rid of|parted with) {people}`)},
	{step.Offboard, 4, when("these|following|below", `\b(?:these|following|below)\b[^.;?]{0,50}\b(?:leav(?:e|es|ing)|finish(?:es|ing)?|last day|going on {d}|gone|left|disabled|closed)\b`)},
	{step.Onboard, 3, when("need", `\bneeds? (?:an? |her |his |their |some )(?:\w+ )?(?:e-?mail|log-?in|account|mailbox)(?: address)?(?: for| set ?up|[.,;]|$)`)},
	{step.Offboard, 3, when("kill|lock|block|cut|pull|revoke|shut|stop|wipe", `\b(?:kill|lock|block|cut|pull|revoke|shut)\b`+few+`\b(?:access|e-?mail|log-?in|account|everything)\b|\bwipe (?:his|her|their) (?:phone|laptop|device|ipad|iphone|computer)\b`)},
	{step.Offboard, 3, when("leav|finish|depart|with us|last shift", `\b(?:leav(?:es?|ing)|finish(?:es|ing)?|depart(?:s|ing)?)(?: us| work| here| up)?(?: on| this| next| as of| at| from| by)* {d}|\b(?:won't|will not|not) be (?:with us|working (?:here|for us)|here) (?:any ?more|after|from|past)\b|\blast shift\b`)},
	{step.Transfer, existing, when("permanent|full-time|full time|employee", `\b(?:stay(?:s|ing)? on|tak(?:en|ing)(?: \w+)? on|kept on|keeping|offered|goes|going|becom(?:es|ing|e)|made|convert\w*|switch\w*|mov\w+)\b`+few+`\b(?:permanent(?:ly)?|full[- ]time (?:employee|staff|role|job|position|contract)|(?:proper|regular|real) employee)\b|\b(?:internship|intern|apprentice|trainee|contractor|temp)\b`+few+`\b(?:to|into|->|becomes?|made|now|goes) `+few+`\b(?:permanent|full[- ]time|employee|staff)\b`)},
	{step.Onboard, 4, when("these|following|below", `\b(?:these|following|below)\b[^.;?]{0,50}\b(?:start(?:s|ing)?|join(?:s|ing)?|begin(?:s|ning)?|set up|onboard(?:ed|ing)?)\b`)},
	{step.Offboard, 6, when("died|passed away|death of|deceased", `{people}`+few+`\b(?:died|has died|passed away|deceased)\b|\b(?:death|passing) of (?:our colleague )?{people}`)},
	{step.Offboard, 3, when("him|her|them", `\b(?:shut|lock|kick|cut|switch|turn|close|take|sign|block|kill) (?:him|her|them)(?: all| both)? (?:off|out|down|at|from|right)\b`)},
	{step.Offboard, 3, when("close|shut|block|kill|disable|lock|cancel", `\b(?:close|shut|block|kill|disable|lock|cancel|pull) (?:his|her|their|the) (?:account|login|access|log-in|user|e-?mail|stuff|everything)\b`)},
	{step.Transfer, 4, when("mov|transfer|switch|promot|chang|swap|relocat|step|taking over|takes over|becom|goes|will be", `{people}`+some+`\b`+change+`\b`+few+`{d}`)},
	{step.Transfer, existing, when("permanent", `\b(?:finish|complet|end)\w* (?:his|her|their|the) (?:internship|apprenticeship|placement|traineeship|training|temp(?:orary)? contract)\b`+some+`\bpermanent\b`)},
	{step.Transfer, 4, when("mov|transfer|switch|promot|chang|swap|relocat|step|taking over|takes over|becom|goes", `{d}`+few+`{people}`+few+`\b`+change+`\b`)},
	{step.Transfer, 6, when("no longer in|no longer with the|out of", `{people} (?:is|will be)(?: \w+)? no longer (?:in|on|part of|at|with) [^.]{2,70}\b(?:joins?|moves?|is now|will be|goes)\b`)},
	{step.Transfer, 5, when("new to us|already|existing|one of ours|internally|internal", `\bnew to us\b|\bone of (?:ours|our own)\b|\b(?:already )?has (?:an? )?(?:log-?in|account|mailbox|e-?mail)(?: \w+){0,3} (?:already|and must not|so (?:no|don't))|\b(?:must not|doesn't|does not|won't|no) (?:get|need) a (?:second|new) (?:one|account|login|mailbox)\b|\binternal (?:move|hire|candidate|transfer|promotion)\b|\b(?:is|are) staying (?:with us )?(?:on )?(?:as|permanently)\b`)},
}

// arrivals don't count in a sentence that speaks of leaving: whoever leaves
// came once, too.
var arrivals = []sign{
	{step.Onboard, 4, when("start|join|begin|commenc|com|arriv|day|attend|cover|board|takes up|with us", `{people}`+some+`\b`+comes+`\b`+few+`{d}`)},
	{step.Onboard, 4, when("new", `^(?:our |a |the )?new (?:[\p{L}&/-]+ ){0,3}?`+jobWord+`,? ?(?:on|from|starting|starts|as of)? ?{d},? ?-? ?(?:called |named |it's )?{people}`)},
	{step.Onboard, 4, when("new", `\bnew (?:[\p{L}&/-]+ ){0,3}?`+jobWord+`\b[^.;:?{}]{0,30}\b(?:start|join|begin)(?:s|ing)?`+few+`{d}[^.;:?]{0,30}?{people}`)},
	{step.Onboard, 2, when("here from|with us from|in from|there from", `{people}`+be+` (?:here|with us|in|there) from (?:the )?{d}`)},
	{step.Onboard, 4, when("start|join|begin|commenc|arriv|board|cover", `\b(?:new|temp|contractor|intern|trainee|apprentice|starter|joiner|hire|recruit|placement|locum)\b`+some+`(?:{d}|from {d})[,:]? ?-?(?: it's| its| name is| called)? ?{people}`)},
	{step.Onboard, 4, when("got|have|getting|taking on|bringing|found|filled", `\b(?:got|have|getting|taking on|bringing (?:in|on)|found|hired)\b`+few+`\b(?:temp|contractor|intern|trainee|apprentice|starter|joiner|hire|recruit|replacement|cover)\b[^.;?]{0,70}?{people}`)},
	{step.Onboard, 4, when("back|return|again|rejoin", `{people}`+some+`\b(?:is back|comes back|coming back|returns?|returning|back with us|rejoins?|again)\b`+few+`{d}`)},
}

// weak signs say what is wanted for an account, which is mostly a new one.
var weak = []sign{
	{action: step.Onboard, weight: 2, pattern: when("same", `\bsame (?:\w+ )?(?:as|like|that|setup|access|stuff|things)\b`)},
	{action: step.Onboard, weight: 2, pattern: when("set up|setup", `\bset(?:ting)? (?:up|him up|her up|them up)\b`)},
	{action: step.Onboard, weight: 1, pattern: when("report|answers to|boss", `\b(?:reports?|reporting|answers?) to\b|\b(?:his|her|their) boss\b`)},
	{action: step.Onboard, weight: 1, pattern: when("licen|e3|e1|f3|business", `\b(?:licen[sc]e|E[135]|F[13]|business (?:basic|standard|premium))\b`)},
}
