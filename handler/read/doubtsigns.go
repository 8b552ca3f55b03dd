package read

// doubts ask for a person: what is asked for isn't decided yet.
var doubts = anyOf{
	when("may|might|could", `\b(?:may|might|could) be (?:terminat|let|leav|los|go|bring|hir|start|join|mov|transfer|promot|retir|resign)\w*`),
	when("possib|probably|potential", `\b(?:possible|possibly|probably|potential) (?:going to|be|term|termination|leav\w*|hire|new|be making)`),
	when("not sure|decided|considering|thinking|potentially|hypothetic|if he|if she|if they|would you need", `\bnot sure yet\b|\b(?:not|n't) (?:yet )?decided\b|\bconsidering\b|\bthinking (?:about|of)\b|\bpotentially\b|\bhypothetical|\bif (?:he|she|they) (?:leaves?|accepts?|signs?|starts?|quits?)\b|\bwhat would you need\b`),
	when("official|confirmed|finalized", `\b(?:not|n't) (?:yet )?(?:been )?(?:made (?:the|an) official|confirmed|finali[sz]ed)\b`),
	when("name", `\b(?:do not|don't) (?:yet )?have (?:a|the|their|his|her) name`),
	when("details", `\b(?:will|i'll) send (?:the )?(?:details|more)\b|\bdetails to follow\b`),
	when("how much notice", `\bhow much notice\b`),
}

// waits puts off what is asked for; with a time, that is a wish about when.
var waits = anyOf{
	when("standby|stand by|hold off", `\bstand-?by\b|\bhold off\b`),
	when("do anything|do nothing", `\b(?:do not|don't) do anything\b`),
}

// openEnd is a time that nobody knows yet.
var openEnd = anyOf{when("until|till", `\b(?:until|till) (?:further notice|i|we|you|she|he|they|told|confirmed)\b`)}

// pressure is how somebody asks who has no right to.
var pressure = anyOf{
	when("no need to|without", `\bno need to (?:go through|involve|call|check|contact|ask|verify|inform|confirm)\b|\bwithout (?:going through|involving|asking|telling) (?:hr|the office|anyone|anybody|it|management)\b`),
	when("verify|check with|call", `\b(?:do not|don't|don’t) (?:verify|check (?:this )?with|ask (?:hr|anyone))\b`),
	when("consequences|skip", `\bdelay\w* will have consequences\b|\bskip (?:the )?(?:approval|hr|usual)\b`),
}

// generic asks for an account that belongs to nobody.
var generic = anyOf{
	when("generic|shared", `\b(?:generic|shared|group) (?:account|login|user)\b`),
	when("turns", `\btak(?:e|ing) turns\b`),
	when("login|account|user", `\b(?:login|account|user)(?: called| named)? "[^"]{2,30}"`),
}

// reuse leaves open whether an old account is to be used again.
var reuse = anyOf{
	when("restore|reuse|re-use|re-enable|reenable|old account|previous account", `\b(?:restore|re-?use|re-?enable|keep|old account|previous account)\b[^.]{0,80}\b(?:or (?:set up|create|make|give|a)|new (?:account|one))`),
}

// takeBacks cancel or move what was asked for before: there may be nothing
// else in the ticket.
var takeBacks = anyOf{
	when("cancel", `\bcancel(?:led|ed)?\b[^.]{0,40}\b(?:onboarding|new hire|request|offboarding|termination|new account|account (?:creation|set-?up|request)|set-?up|start)`),
	when("offer", `\boffer (?:was |has been |is )?(?:rescinded|withdrawn|declined)`),
	when("longer|not|won't|isn't", `\b(?:no longer|won't be|will not be|isn't|is not|not) (?:be )?(?:joining|starting|leaving|coming)\b`),
	when("extend|extension|postpone|pushed back|delay", `\b(?:has been|is|was|been|be|to) (?:extended|postponed|pushed back|delayed)\b|\bcontract extension\b`),
	when("renew|prolong|extend", `\b(?:contract|assignment|engagement|placement|secondment|internship|tenure)\b[^.]{0,40}\b(?:renewed|prolonged|extended)\b|\b(?:renewed|prolonged|extended) (?:\w+ ){0,2}(?:contract|assignment|engagement|placement|secondment|internship)\b`),
	when("stop|scrap|bin|drop|disregard|ignore|forget|undo|reverse|cancel|halt", `\b(?:stop|scrap|bin|drop|undo|reverse|cancel|halt) (?:the|this|that|my|it|everything|yesterday's|all of)\b[^.]{0,40}\b(?:request|ticket|termination|offboarding|onboarding|below|deactivation|leaver|joiner|starter|form)\b|\b(?:scrap|bin|disregard|ignore|forget) (?:the|this|that|my|yesterday's)\b[^.]{0,30}\b(?:request|ticket|e-?mail|mail|message|below|form)\b`),
	when("false alarm|called off|call it off|stand down|mistake|in error|wrong person|needed any more|needed anymore|no longer needed|not needed", `\bfalse alarm\b|\bcall(?:ed)? (?:it |this )?off\b|\bstand down\b|\b(?:sent|raised|submitted|logged) (?:\w+ ){0,3}(?:by mistake|in error)\b|\bwrong person\b|\b(?:is|are|no longer) (?:not )?needed any ?more\b|\b(?:request|ticket|account) (?:is )?(?:no longer|not) needed\b`),
	when("stay|staying", `\b(?:decided to|will|is going to) stay\b`),
}

// denials say what is not to be done, or doesn't happen.
var denials = anyOf{
	when("not|n't|never", `\b(?:do not|don't|not to|never|need not|needn't) (?:offboard|terminate|onboard|deprovision)\b`),
	when("not|n't|never", `\b(?:do not|don't|not to|never) (?:close|disable|deactivate|block|lock|suspend|remove|create|set up) (?:{people}(?:'s)?|the|his|her|their|an?) ?(?:user |old |new )?(?:account|access|login|sign-in)`),
	when("nothing|stays|keeps|no change", `\bnothing (?:gets|should be|is to be|needs to be|is) (?:switched off|disabled|closed|removed|changed)\b|\b(?:account|login|mailbox) (?:stays|remains) (?:active|on|open|as is)\b|\bstays? on the (?:books|payroll)\b`),
	when("not|n't", `\b(?:does not|doesn't|did not|didn't) (?:leave|quit|resign|join|start)\b`),
	when("not|n't", `\b(?:do not|don't|does not|doesn't) want {people} to (?:leave|go|join|start)\b`),
}

// conditions make of a denial a wish about the time.
var conditions = anyOf{when("until|till|before|yet", `\b(?:until|till|before|yet)\b`)}

// withdrawn takes a request back, for the person whom it captures if any.
var withdrawn = when("withdr|declin|backed out|turned down|changed", `(?:{person}[^.;]{0,20}? |\b)(?:withdr[ae]wn?|withdrew|declined|backed out|turned down|changed (?:his|her|their) mind)\b`)

// attached says that the details aren't in the text.
var attached = anyOf{
	when("attach", `\b(?:form|details|list|spreadsheet|information|document|paperwork|letter|schedule)\b[^.]{0,30} (?:is |are )?attached\b|\battached (?:is|are|you|the|form|please|find)|\bsee (?:the )?attach|\bplease find attached|^\[?attachment`),
	when(".pdf|.docx|.xlsx|.doc", `\battachment[^.]{0,60}\.(?:pdf|docx?|xlsx?)`),
}
