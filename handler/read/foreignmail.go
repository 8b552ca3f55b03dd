package read

import "regexp"

var (
	// foreignClosing ends a mail, with the name behind it as closing has it.
	foreignClosing = regexp.MustCompile(`(?i)^\W*(?:(?:mit |die )?(?:freundliche[nm]?|beste[nm]?|viele[nm]?|liebe[nm]?|herzliche[nm]?|schöne[nm]?) (?:grüße?n?|grüsse?n?|gruß|gruss|dank)(?: aus \p{L}+)?|(?:vielen |herzlichen |besten )?danke?(?: (?:euch|ihnen|im voraus|vorab|schon mal|und (?:viele|liebe|beste|freundliche|schöne) grüße|sehr|und (?:gruß|gruss|lg|vg)))?,?(?: lg| vg| mfg)?|lg|vg|bg|gruß|gruss|grüße|grüsse|schönen (?:tag|abend)(?: noch)?|danke im voraus` +
		`|(?:bien )?(?:cordialement|amicalement|sincèrement)(?: vôtre)?|bien à (?:vous|toi)|(?:avec )?(?:mes |nos )?(?:meilleures |sincères |cordiales )?salutations(?: distinguées)?|(?:un grand |grand )?merci(?: (?:beaucoup|d'avance|à vous|bien|encore|par avance|et bonne journée|pour votre (?:aide|retour)))?|bonne (?:journée|fin de journée|soirée|réception)|belle journée|à (?:bientôt|demain)` +
		`|(?:un )?(?:cordial )?(?:saludos?|abrazo)(?: (?:cordial(?:es)?|y gracias|a todos))?|(?:muchas |mil |desde ya,? )?gracias(?: (?:de antemano|por todo|por (?:la|su|vuestra) (?:ayuda|atención)|y (?:un )?saludos?|y saludos|anticipadas))?|atentamente|atte|quedo (?:atent[oa]|a la espera)|cordialmente` +
		`|(?:met )?(?:vriendelijke|hartelijke|beste|warme) groet(?:en|jes)?|groet(?:en|jes)?|(?:alvast )?(?:bedankt|merci|dank(?: je| u)?(?: wel)?)(?: alvast)?(?: en groet(?:en|jes)?| voor (?:de|jullie) (?:hulp|moeite))?|hartelijk dank|mvg|gr|hoogachtend|fijne dag)` +
		`(?:[,!.]+ *-? *(?-i:(\p{Lu}[\p{L}'.-]*(?: \p{Lu}[\p{L}'.-]*){0,2}))|(?: -+|,)? (?-i:(\p{Lu}[\p{L}'.-]+(?: \p{Lu}[\p{L}'.-]*){0,2})))?[\s,!.:)]*$`)
	foreignGreeting = regexp.MustCompile(`^(?i:grüß gott|grüss gott|grüezi|servus|moin(?: moin)?|mahlzeit|hallo|guten (?:tag|morgen|abend)|sehr geehrte[rs]?|liebe[rs]?|bonjour|bonsoir|salut|cher|chère|buen[oa]s(?: (?:días|tardes|noches))?|estimad[oa]s?|hola|dag|goede(?:morgen|middag|navond|dag)|goeie(?:morgen|middag|dag)|beste|geachte|hoi)` +
		`(?:[ ,]+(?:(?i:zusammen|ihr lieben|ihr|lieben|damen|und|herren|kollegen|kolleginnen|frau|herr|herrn|team|it-team|it|support|service|à|tous|toutes|l'équipe|équipe|madame|monsieur|mesdames|messieurs|et|le|la|a|todos|todas|equipo|compañeros|señor|señora|señores|allemaal|collega's|collega|team|heer|mevrouw|de|helpdesk|servicedesk|miteinander|liebes)|\p{Lu}[\p{L}'.-]*)){0,5}(?:\s*[,!.:-]+\s*|$)`)
)
