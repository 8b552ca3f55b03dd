package read

import "usher/steps/step"

// frenchSigns are phrases of French tickets.
var frenchSigns = signsIn(french, []sign{
	{step.Offboard, 5, say("quitt|part|fait plus partie|démissionn|travaille plus|cesse|retraite|licenci|termine|fin de contrat", `{who}{be} (?:quitte(?:ra|nt)?|va quitter|vont quitter|démissionn\p{L}+|cesse(?:ra)?|part(?:ira|ent)? (?:le|à la|en retraite|{d}|à|vendredi)|part|termine(?:ra)?|licencié(?:e)?|s'en va)`)},
	{step.Offboard, 5, say("départ|dernier jour|désactiv|sortie|fin de contrat|démission|licenciement|offboarding|fermeture|suppression|clôture", `(?:départ|dernier jour(?: de travail)?|désactivation(?: du compte)?|sortie|fin de contrat|fin de mission|démission|licenciement|offboarding|fermeture (?:du|de) (?:compte|accès)|suppression du compte|clôture du compte)(?: définitif| anticipé| du {d}| le {d}| pour| est| salarié| collaborateur| collaboratrice| au {d}|:|,| -| –)*(?: de(?: la| l'| notre)?| d'| du| des)?[^\p{L}]{who}`)},
	{step.Offboard, 4, say("compte|accès|session", `(?:comptes?|accès|sessions?|droits)(?: informatiques?)?(?: de| d'|:)*[^\p{L}]{who}{gap}(?:désactiv|ferm|coup|bloqu|suppr|révoqu|clôtur|suspend)`)},
	{step.Offboard, 4, say("désactiv|ferm|coup|bloqu|suppr|révoqu|clôtur|suspend|retirer", `(?:désactiv\p{L}+|ferm(?:er|ez|eture)|coup(?:er|ez)|bloqu(?:er|ez)|supprim(?:er|ez)|révoqu(?:er|ez)|clôtur(?:er|ez)|suspend(?:re|ez)|retir(?:er|ez))(?: bien| définitivement| immédiatement| tous| toutes)* (?:les? |ses |son |l')?(?:comptes?|accès|sessions?|droits)(?: [\p{L}0-9]+){0,2}?(?: de| d'|:)[^\p{L}]{who}`)},
	{step.Offboard, 3, say("désactiv|ferm|coup|bloqu|suppr|révoqu|clôtur|suspend", `(?:désactiv|ferm|coup|bloqu|supprim|révoqu|clôtur|suspend)\p{L}*{gap}(?:comptes?|accès|sessions?)(?:[ .,;]|$)|(?:comptes?|accès){gap}(?:désactivé|fermé|coupé|bloqué|supprimé|clôturé|à (?:désactiver|fermer|couper|bloquer|clôturer))`)},
	{step.Offboard, 4, say("départ|ne fait plus partie|dernier jour|quitte|démission|sortie|fin de contrat", `départ d'(?:un|une)|(?:fiche|formulaire|avis|demande) de (?:départ|sortie)|dernier jour (?:de travail|est|sera|le|:|{d})|(?:nous quitte|quitte (?:la société|l'entreprise|l'agence|le cabinet|nos effectifs|notre))|a démissionné|sera? son dernier jour|est son dernier jour`)},
	{step.Onboard, 5, say("remplace|sera|attendu|renforc|occupera|rejoin|commence|arriv|intègre|débute|démarre|prend|embauch|recrut", `{who}{be} (?:rejoint|rejoindra|rejoignent|commence(?:ra)?|arrive(?:ra)?|arrivent|intègre(?:ra)?|débute(?:ra)?|démarre(?:ra)?|prend(?:ra)? (?:ses fonctions|son poste|le poste)|remplace(?:ra)?|nous rejoindra|sera (?:parmi nous|présente?|des nôtres)|est attendue?|vient renforcer|occupera|renforce(?:ra)?|embauchée?|recrutée?|va (?:rejoindre|intégrer|commencer))`)},
	{step.Onboard, 5, say("accueil|arriv|nouve|recrut|embauch|onboarding|intégration|stagiaire|remplaçant", `(?:accueill(?:ons|ir|e|erons)|embauche|recrutement|prise de poste|entrée|recrut(?:ons|é)|embauch(?:e|ons|é)|arrivée|nouve(?:au|lle|l) (?:collaborat(?:eur|rice)|employée?|salariée?|collègue|arrivante?|recrue|utilisat(?:eur|rice)|arrivée?|embauchée?|venue?)|nouvel (?:employé|arrivant|utilisateur|embauché)|onboarding|intégration)(?: le {d}| du {d}| au {d}| pour le {d}| prévue le {d}| est| s'appelle| pour|:|,| -| –|\))*(?: de(?: la| l'| notre)?| d'| du)?[^\p{L}]{who}`)},
	{step.Onboard, 4, say("créer|création|ouvrir|ouverture|préparer|crée", `(?:cré(?:er|ez|ation)|ouvr(?:ir|ez)|ouverture|prépar(?:er|ez)){gap}(?:compte|accès|session|boîte|poste|messagerie|utilisateur){gap}(?:pour|de|d'|au nom de)[^\p{L}]{who}`)},
	{step.Onboard, 3, say("nouve|arrivée|onboarding|embauche|recrue", `nouve(?:au|lle|l) (?:collaborat|employé|salarié|arriv|collègue|recrue|utilisat|embauché|stagiaire|alternant|apprenti|intérimaire)|(?:fiche|formulaire|avis|demande) d'(?:arrivée|entrée|embauche|intégration)|\bonboarding\b`)},
	{step.Offboard, 3, say("elle |il ", `(?:^|[^\p{L}])(?:elle|il) (?:part|partira|quitte|nous quitte|quittera)(?:[^\p{L}]|$)`)},
	{step.Onboard, 3, say("elle |il ", `(?:^|[^\p{L}])(?:elle|il) (?:commence(?:ra)?|arrive(?:ra)?|débute(?:ra)?|nous rejoint)(?:[^\p{L}]|$)`)},
	{step.Onboard, 3, say("créer|création|ouvrir|ouverture|créez", `(?:cré(?:er|ez|ation)|ouvr(?:ir|ez)|ouverture){gap}(?:un|son|le|d'un|du|de son|ses)? ?(?:nouveau )?(?:comptes?|accès|boîte|session)`)},
	{step.Transfer, 6, say("change|passe|mut|rejoint|promu|évolue|transfér|quitt|rejoindre", `{who}{be} (?:change(?:ra)? de|passe(?:ra)? (?:au|à la|à l'|dans|du|de)|mutée?|promue?|évolue(?:ra)? (?:vers|au)|est (?:transférée?|nommée?|affectée?)|sera (?:transférée?|nommée?|affectée?|mutée?)|quitte (?:le service|l'équipe|la comptabilité|son poste)[^.;]{0,60}(?:pour|rejoindre))`)},
	{step.Transfer, 6, say("mutation|changement|mobilité|promotion|transfert", `mutation (?:de|interne|d')|changement (?:de|d') ?(?:poste|service|fonction|équipe|affectation)|mobilité interne|promotion (?:de|interne)|transfert (?:de|interne)[^.;]{0,20}(?:service|poste|équipe)|\bfiche de mobilité`)},
	{step.Transfer, 5, say("titularis|cdi", `(?:passe|passer|passage)[^.;]{0,20} en cdi|titularis`)},
	{step.None, 4, say("ordinateur|portable|pc|téléphone|écran|matériel", `(?:ordinateur|portable|pc|téléphone|écran|matériel)[^.;]{0,60}(?:récupér\p{L}+|rend(?:u|re|s)|restitu\p{L}+|traîne|rapport\p{L}+|cassé)`)},
	{step.None, 9, say("congé|arrêt", `congé (?:de )?(?:maternité|paternité|parental|maladie|sabbatique|sans solde)|arrêt (?:de travail|maladie)|en arrêt\b`)},
	{step.None, 8, say("en congé|vacances|absent|télétravail", `(?:est|sera|serai|suis) (?:en congés?|en vacances|absente?)\b`)},
	{step.None, 8, say("arrive pas|impossible|erreur|fonctionne pas|panne|marche|mot de passe|imprim|lent", `n'arriv\p{L}+ (?:pas|plus) à|impossible de (?:se connecter|ouvrir|imprimer|accéder)|message d'erreur|ne (?:fonctionne|marche) (?:pas|plus)|en panne|mot de passe (?:oublié|expiré)|réinitialis\p{L}+[^.;]{0,20}mot de passe`)},
	{step.None, 8, say("déjà", `déjà (?:été )?(?:désactivé|fermé|coupé|bloqué|supprimé|clôturé)`)},
	{step.Transfer, 4, say("garde|conserve", `(?:garde|conserve)(?:ra)? (?:son|sa|ses) (?:adresse|compte|boîte|messagerie|accès)`)},
	{step.Transfer, 4, say("devient|deviendra", `(?:devient|deviendra) (?:notre )?(?:chef|cheffe|responsable|direct|adjoint|manager|coordinat)`)},
	{step.Onboard, 4, say("stagiaire|alternant|apprenti|intérimaire|renfort", `(?:stagiaire|alternante?|apprentie?|intérimaire|renfort)[^.;]{0,20} (?:arrive|commence|débute|démarre|rejoint)`)},
	{step.None, 6, say("rien", `(?:ne rien|rien à) (?:désactiver|fermer|couper|bloquer|changer|faire|supprimer|modifier)`)},
	{step.None, 5, say("badge|carte|clé|parking", `\bbadges?\b|carte d'accès|\bparking\b`)},
	{step.None, 9, say("je ne travaille plus|je suis|je ne fais plus|je serai", `je ne (?:travaille|fais) plus|je (?:suis|serai) (?:absente?|en congés?)`)},
	{step.None, 6, say("nom", `changement de nom|nom (?:d'épouse|marital)|s'est mariée?`)},
	{step.None, 5, say("pot de|cadeau", `pot de départ|cadeau de départ`)},
})

var (
	frenchForward = of(french, anyOf{
		say("transfér|transfert|redirig|rediriger|redirection|renvoy|fais|faire suivre", `(?:transfér(?:er|ez|és?|ées?)|transfert|redirig(?:er|ez|és?|ées?)|redirection|renvoy(?:er|ez|és?)|(?:faire|faites) suivre){gap} (?:à|vers|sur|chez) {who}`),
		say("courriel|mail|message", `(?:nouveaux|futurs|prochains|ses|les) (?:e-?mails?|mails|courriels|messages){gap} (?:à|vers|pour|chez) {who}`),
	})
	frenchDelegates = of(french, anyOf{
		say("accès", `accès(?: complet| total| à sa \p{L}+| à la \p{L}+| à son \p{L}+)*[^.;]{0,40}? (?:pour|à|accordé à|donné à) {who}`),
		say("boîte|boite|messagerie|bal", `(?:boîte|boite|messagerie)[^.;]{0,60}? (?:pour|à|confiée à|accessible (?:à|par)|déléguée à|reprise par) {who}`),
		say("accès|boîte|boite|messagerie", `{who} (?:doit|aura|devra|reprend|reprendra|a besoin|récupère|gère|gérera|pourra){few} (?:avoir )?(?:accès(?: complet)?|boîte|boite|messagerie)`),
		say("donner|donnez", `donne[rz] à {who}{few} accès`),
	})
	frenchFiles = of(french, anyOf{
		say("onedrive|fichiers|documents|données|dossiers", `(?:onedrive|fichiers|documents|données|dossiers)[^.;]{0,60}? (?:à|pour|vers|chez|:) {who}`),
		say("onedrive|fichiers|documents", `{who} (?:reprend|récupère|récupérera|reprendra|doit|aura){few} (?:onedrive|fichiers|documents|données)`),
	})
	frenchMirror = of(french, anyOf{
		say("mêmes|même|identique|comme|que ", `(?:mêmes?|identiques?|calqués?|alignés?){gap}(?:que|qu'|à|à ceux de|sur ceux de|sur) ?(?:ceux de |celui de |pour |chez )?{who}`),
		say("comme", `(?:droits|accès|groupes|autorisations|profil|compte|tout|configur\p{L}+|paramétr\p{L}+|partages|listes|exactement){gap}comme (?:ceux de |pour |chez |celui de )?{who}`),
		say("copier|copie|dupliquer|modèle|reprendre|cloner", `(?:copi(?:er|ez|e)|dupliqu(?:er|ez)|reprendre|reprenez|clon(?:er|ez)|modèle|modèle de)(?: (?:les?|ses|des|sur|est|sera|profil|droits|accès|autorisations|groupes|de|d'|du compte))*:? {who}`),
	})
	frenchBoss = of(french, anyOf{
		say("responsable|manager|supérieur|chef|n+1|rattach|sous la direction|encadr", `(?:responsable|manager|manageuse|supérieure?(?: hiérarchique)?|chef(?:fe)?(?: de service| d'équipe)?|n\+1|rattachée? à|sous la (?:direction|responsabilité) de|encadrée? par|reporte(?:ra)? à)(?: hiérarchique| direct\p{L}*| sera| est| devient|:|,)* {who}`),
		say("responsable|manager", `{who} (?:sera|est|devient) (?:sa|son|le|la) (?:nouvelle? |nouveau )?(?:responsable|manager|chef|supérieur)`),
	})
)

var frenchLabels = map[key]string{
	ignored:        `matricule|valide par|remplacant|remplaçant|motif|motif du départ|motif de départ|nom de naissance|date de naissance|matériel|ordinateur|équipement|badge|clés|clé|parking|centre de coût|temps de travail|horaires|civilité|validation|validé par|approuvé par|objet|numéro|numéro de demande|priorité|urgence|téléphone fixe alt|restitution|restitution du matériel|préavis|solde de congés`,
	aboutRequester: `demandeur|demandeuse|demandé par|saisi par|rempli par|contact rh|émetteur|auteur de la demande|transmis par|déclarant|signataire`,
	notes:          `remarque|remarques|commentaire|commentaires|observations|observation|informations complémentaires|précisions|autres|autre|divers|autres demandes|note|consignes`,
	fullName:       `nom et prénom|nom prénom|prénom nom|prénom et nom|nom complet|nom du collaborateur|nom de la collaboratrice|collaborateur|collaboratrice|collaborateur concerné|salarié|salariée|salarié e|nom du salarié|nom de l'employé|employé|employée|employé e|personne concernée|utilisateur|utilisatrice|nouvel arrivant|nouveau collaborateur|nouvelle collaboratrice|nouveau salarié|stagiaire|intérimaire|alternant|prestataire|consultant|qui|identité|personne`,
	preferredName:  `nom affiché|nom d'affichage|prénom usuel`,
	givenName:      `prénom|prenom|prénoms|prénom s`,
	surname:        `nom|nom de famille|nom d'usage|nom usuel`,
	login:          `identifiant|login|compte|nom d'utilisateur|adresse mail|adresse e mail|adresse email|adresse de messagerie|courriel|courriel professionnel|mail|mail professionnel|email professionnel|e mail professionnel|adresse professionnelle|compte actuel|compte informatique|adresse souhaitée|compte à fermer|compte à désactiver`,
	privateMail:    `courriel personnel|mail personnel|email personnel|e mail personnel|adresse personnelle|mail perso|email perso|adresse mail personnelle|courriel perso|e mail perso|adresse e mail personnelle`,
	dept:           `service|département|direction|équipe|pôle|nouveau service|nouvelle équipe|service d'accueil|unité|service d'affectation|unite|entité service|affectation|nouvelle affectation|nouveau pôle`,
	jobTitle:       `poste|fonction|intitulé du poste|intitulé de poste|titre|emploi|métier|poste occupé|qualification|intitulé`,
	newTitle:       `nouveau poste|nouvelle fonction|nouvel emploi|nouvel intitulé|futur poste`,
	boss:           `responsable|responsable hiérarchique|manager|supérieur|supérieur hiérarchique|superieur|supérieure hiérarchique|n 1|chef de service|responsable direct|responsable directe|nouveau responsable|nouvelle responsable|nouveau manager|rattaché à|rattachement|rattachement hiérarchique|chef|chef d'équipe|encadrant|tuteur|hiérarchique`,
	startDate:      `date d'arrivée|date d'entrée|date entree|date arrivee|date de début|date d'embauche|arrivée|arrivée le|entrée|entrée le|début|début de contrat|premier jour|prise de poste|date de prise de poste|prise de fonction|date de prise de fonction|date de prise de fonctions|à partir du|embauche|date de début de contrat|début de mission`,
	lastDate:       `date de départ|date de sortie|départ|départ le|dernier jour|dernier jour travaillé|dernier jour travaille|date sortie|date depart|dernier jour de travail|dernier jour de présence|date de fin d'activité|sortie le|sortie|date du départ|date de désactivation|date de fermeture du compte|désactivation le|dernier jour effectif|date de sortie effective|date de fermeture`,
	endDate:        `fin de contrat|date de fin|date de fin de contrat|fin|jusqu'au|terme du contrat|fin de mission|terme|échéance du contrat`,
	effective:      `date d'effet|effectif le|effet au|à compter du|prise d'effet|date de mutation|date du changement|date de changement|date|effectif au|date effective|à effet du`,
	clockTime:      `heure|heure de coupure|heure de fermeture|heure de désactivation|à quelle heure|heure souhaitée|coupure à|heure de départ|heure d'effet`,
	licence:        `licence|licences|licence m365|licence microsoft|licence office|licence microsoft 365|type de licence|licence 365|nouvelle licence|licence requise|licence nécessaire`,
	groupList:      `groupes|groupe|listes|listes de diffusion|liste de diffusion|groupes de sécurité|groupes teams|équipes teams|équipe teams|nouveaux groupes|groupes à ajouter|à ajouter à|membre de|ajouter aux groupes|listes de distribution|ajout aux groupes`,
	groupsAway:     `groupes à retirer|retirer des groupes|retirer du groupe|groupes à supprimer|anciens groupes|accès à retirer|à retirer de|retrait des groupes|supprimer des groupes|accès à supprimer|quitte les groupes|à retirer`,
	sharedBoxes:    `boîte partagée|boîtes partagées|boite partagée|boites partagées|boîtes aux lettres partagées|boîte aux lettres partagée|boîtes communes|boîtes génériques|boîte générique|boîte commune|accès aux boîtes|accès boîtes partagées|bal partagées|bal partagée|boîtes mail partagées|messagerie partagée`,
	mirror:         `accès identiques à|droits identiques à|mêmes droits que|mêmes accès que|copier les droits de|copier les accès de|profil identique à|modèle|utilisateur modèle|comme|droits comme|accès comme|profil de référence|compte de référence|calquer sur|même profil que|droits à copier|accès à copier de|utilisateur de référence|identique à`,
	phone:          `téléphone|tél|mobile|portable|numéro de téléphone|téléphone portable|téléphone mobile|ligne directe|téléphone fixe|fixe`,
	place:          `site|lieu|lieu de travail|bureau|agence|localisation|nouveau site|implantation|établissement|ville`,
	forward:        `redirection|redirection vers|transfert|transfert vers|transférer à|transférer vers|transfert des mails|transfert des emails|transfert des courriels|rediriger vers|rediriger à|redirection des mails|redirection des courriels|renvoi vers|courriels vers|mails à transférer à|transfert à|mails vers`,
	delegate:       `accès boîte mail|accès à la boîte|accès à la boîte mail|accès à la messagerie|accès messagerie|délégation|délégué|déléguée|accès complet|accès complet pour|boîte confiée à|boîte mail pour|boîte à|reprise de la boîte par|accès boîte pour|qui reprend la boîte|messagerie confiée à|accès à la boîte aux lettres`,
	autoReply:      `message d'absence|réponse automatique|message automatique|texte d'absence|message d'absence automatique|texte de réponse automatique|répondeur`,
	convert:        `messagerie|boîte mail|boîte aux lettres|boîte|boite mail|devenir de la boîte|convertir en boîte partagée|conversion en boîte partagée|boîte de messagerie|mail box|bal`,
	files:          `onedrive|fichiers|documents|données|fichiers onedrive|données onedrive|transfert onedrive|onedrive à|fichiers à|documents à transmettre à|onedrive confié à|fichiers confiés à`,
	wipe:           `appareils|appareil|effacement|effacer l'appareil|effacer les appareils|effacer le téléphone|réinitialiser le poste|réinitialisation|terminaux|terminal|poste à réinitialiser|effacement à distance|smartphone`,
	kindOfEmployee: `type de contrat|contrat|nature du contrat|statut`,
	company:        `société|entreprise|employeur|agence d'intérim`,
	before:         `superieur precedent|supérieur précédent|ancien service|ancien poste|ancienne fonction|ancien responsable|ancien manager|service actuel|poste actuel|fonction actuelle|ancien site|service d'origine|poste précédent|remplace|en remplacement de|remplacement de|responsable actuel|site actuel|équipe actuelle`,
	leaveForm:      `type de congé|type d'absence|date de reprise|reprise prévue|date de retour|retour prévu|absence du`,
	otherThing:     `numéro de badge|numéro de série|numéro d'inventaire|badge n`,
	kindOfRequest:  `evenement|type de demande|nature de la demande|type|type de mouvement|mouvement|nature du mouvement|demande|action|événement`,
}

var frenchParts = []partLabel{
	{before, "ancien*"}, {before, "actuel*"}, {before, "précédent*"}, {aboutRequester, "demandeu*"}, {ignored, "mail responsable"}, {ignored, "téléphone responsable"},
	{privateMail, "mail perso*"}, {privateMail, "courriel perso*"}, {privateMail, "adresse perso*"}, {autoReply, "message absence"}, {autoReply, "message d'absence"}, {autoReply, "réponse automatique"},
	{wipe, "effacer"}, {wipe, "effacement"}, {wipe, "réinitialis*"}, {lastDate, "dernier jour"}, {lastDate, "date départ"}, {lastDate, "date sortie"}, {lastDate, "désactiv* le"},
	{startDate, "date d'arrivée"}, {startDate, "date d'entrée"}, {startDate, "premier jour"}, {startDate, "prise poste"}, {endDate, "fin contrat"}, {endDate, "fin mission"},
	{sharedBoxes, "boîtes partagées"}, {sharedBoxes, "boîte partagée"}, {convert, "convertir partagée"}, {forward, "redirection"}, {forward, "transfert *mail*"}, {forward, "transfert courriel*"}, {forward, "rediriger"}, {forward, "transférer *mail*"},
	{files, "fichiers"}, {delegate, "accès boîte"}, {delegate, "accès messagerie"}, {delegate, "accès complet"}, {groupsAway, "groupes retir*"}, {groupsAway, "groupes suppr*"}, {groupsAway, "retirer groupe*"},
	{mirror, "mêmes que"}, {mirror, "identique* à"}, {mirror, "droits copier"}, {mirror, "accès copier"}, {mirror, "modèle"}, {licence, "licence*"}, {groupList, "groupe*"}, {groupList, "liste* diffusion"},
	{boss, "responsable"}, {boss, "supérieur*"}, {newTitle, "nouveau poste"}, {newTitle, "nouvelle fonction"}, {dept, "service accueil"}, {jobTitle, "intitulé"}, {jobTitle, "fonction"}, {clockTime, "heure"}, {notes, "commentaire*"}, {notes, "remarque*"},
}
