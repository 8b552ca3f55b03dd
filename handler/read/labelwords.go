package read

import "regexp"

// wordLabels find labels that no form shares with another by the one or two
// words that matter. They are asked last, and only of short labels; the first
// entry that fits wins.
var wordLabels = partsOf([]partLabel{
	{givenName, "emp first"}, {surname, "emp last"}, {licence, "lic"}, {groupList, "dl"}, {mirror, "model after"}, {mirror, "staff copy"}, {lastDate, "relieved"}, {startDate, "return date"}, {startDate, "restart*"}, {startDate, "rehire date"}, {startDate, "period"}, {startDate, "duration"}, {startDate, "contract dates"}, {startDate, "assignment dates"},
	{before, "previous* department"}, {before, "previous* role"}, {before, "previous* title"}, {before, "previous* position"}, {before, "previous* manager"}, {before, "previous* team"}, {before, "former department"}, {before, "former role"}, {ignored, "previous*"}, {ignored, "former"}, {before, "old department"}, {before, "old role"}, {before, "current department"}, {before, "current role"}, {before, "current title"}, {before, "current position"}, {before, "moving from"},
	{privateMail, "personal *mail"}, {privateMail, "private *mail"}, {privateMail, "home *mail"}, {privateMail, "personal address"}, {privateMail, "own company"},
	{aboutRequester, "request* by"}, {aboutRequester, "requested"}, {aboutRequester, "submit*"}, {aboutRequester, "opened"}, {aboutRequester, "raised"}, {aboutRequester, "completed by"}, {aboutRequester, "filled"}, {aboutRequester, "logged by"}, {aboutRequester, "hr contact"}, {aboutRequester, "reported by"},
	{ignored, "authori*"}, {ignored, "sign* off"}, {ignored, "cost*"}, {ignored, "invoice"}, {ignored, "laptop"}, {ignored, "equipment"}, {ignored, "hardware"}, {ignored, "monitor*"}, {ignored, "desk"}, {ignored, "parking"}, {ignored, "uniform"}, {ignored, "payroll"}, {ignored, "birth*"}, {ignored, "emergency"}, {ignored, "shipping"}, {ignored, "id"}, {ignored, "number of"}, {ignored, "no of"}, {ignored, "employee no"}, {ignored, "employee number"}, {ignored, "emp no"}, {ignored, "staff no"}, {ignored, "staff number"}, {ignored, "budget"}, {ignored, "zone"}, {ignored, "language"}, {ignored, "notice"}, {ignored, "probation"}, {ignored, "hours"},
	{otherThing, "card"}, {otherThing, "badge"}, {otherThing, "door*"}, {otherThing, "fob"},
	{revision, "new end date"}, {revision, "extended to"}, {revision, "extended until"}, {revision, "extension to"}, {leaveForm, "absence"}, {leaveForm, "returns"}, {leaveForm, "expected return"}, {leaveForm, "back on"}, {leaveForm, "return work"}, {leaveForm, "leave start*"}, {leaveForm, "leave end*"}, {leaveForm, "leave type"}, {leaveForm, "type leave"},
	{otherSystem, "resource"}, {otherSystem, "snapshot*"}, {otherSystem, "service"}, {otherSystem, "circuit"}, {otherSystem, "vendor"}, {otherSystem, "supplier"}, {otherSystem, "provider"}, {otherSystem, "account number"}, {otherSystem, "contract number"},
	{before, "currently"}, {before, "now"},
	{fullName, "last first"}, {fullName, "surname first"}, {hold, "hold"}, {wipe, "wipe*"}, {wipe, "erase"},
	{autoReply, "ooo"}, {autoReply, "oof"}, {autoReply, "auto* reply"}, {autoReply, "auto* response"}, {autoReply, "reply text"}, {autoReply, "absence message"}, {autoReply, "away message"},
	{forward, "forward*"}, {forward, "redirect*"}, {forward, "divert*"}, {forward, "new mail"}, {forward, "future *mail*"}, {forward, "incoming *mail*"}, {forward, "mail to"},
	{convert, "shared yes"}, {sharedBoxes, "shared mail*"}, {sharedBoxes, "shared inbox*"}, {sharedBoxes, "shared address*"}, {sharedBoxes, "mailboxes"},
	{delegate, "mailbox to"}, {delegate, "mailbox for"}, {delegate, "mailbox who*"}, {delegate, "mailbox owner"}, {delegate, "mailbox access"}, {delegate, "mailbox given"}, {delegate, "mailbox goes"}, {delegate, "inbox to"}, {delegate, "takes over mail*"}, {delegate, "access *mail*"}, {delegate, "read *mail*"}, {convert, "mailbox"},
	{files, "onedrive"}, {files, "one drive"}, {files, "files"}, {files, "documents"},
	{groupsAway, "remove* from"}, {groupsAway, "groups remov*"}, {groupsAway, "groups lose"}, {groupsAway, "lists leave"}, {groupsAway, "take* out"}, {groupsAway, "take* off"}, {groupsAway, "access remove*"}, {groupsAway, "no longer needs"},
	{mirror, "copy"}, {mirror, "mirror*"}, {mirror, "same as"}, {mirror, "clone"}, {mirror, "replicat*"}, {mirror, "like"}, {mirror, "modelled"}, {mirror, "modeled"}, {mirror, "template user"}, {mirror, "permissions as"}, {mirror, "rights as"}, {mirror, "access as"}, {mirror, "based on"},
	{licence, "licen*"}, {licence, "subscription"}, {licence, "sku"}, {licence, "m365"}, {licence, "365"},
	{groupList, "group*"}, {groupList, "list*"}, {groupList, "distribution"}, {groupList, "membership*"}, {groupList, "channel*"}, {groupList, "dls"},
	{endDate, "contract end*"}, {endDate, "end* date"}, {endDate, "end of contract"}, {endDate, "until"}, {endDate, "expir*"}, {endDate, "finish*"}, {endDate, "assignment end*"},
	{clockTime, "time cut"}, {clockTime, "time access"}, {clockTime, "time disable"}, {clockTime, "what time"}, {clockTime, "access time"},
	{lastDate, "last day"}, {lastDate, "last date"}, {lastDate, "last worked"}, {lastDate, "term eff*"}, {lastDate, "term dt"}, {startDate, "hire dt"}, {startDate, "start dt"}, {boss, "supv"}, {boss, "mgr"}, {place, "loc"}, {lastDate, "final day"}, {lastDate, "leav* date"}, {lastDate, "date leav*"}, {lastDate, "terminat* date"}, {lastDate, "separat* date"}, {lastDate, "exit date"}, {lastDate, "departure date"}, {lastDate, "date departure"}, {lastDate, "disable on"}, {lastDate, "relieving"}, {lastDate, "employment ends"}, {lastDate, "leaves on"},
	{startDate, "start*"}, {startDate, "join*"}, {startDate, "hire date"}, {startDate, "hired on"}, {startDate, "first day"}, {startDate, "day one"}, {startDate, "arriv*"}, {startDate, "commenc*"}, {startDate, "begin*"},
	{effective, "effective"}, {effective, "conversion date"}, {login, "existing account"}, {effective, "from date"}, {effective, "date change"}, {effective, "date of change"}, {effective, "date of move"}, {effective, "takes effect"},
	{newTitle, "new title"}, {newTitle, "new role"}, {newTitle, "new job"}, {newTitle, "new position"},
	{boss, "manager"}, {boss, "manages"}, {boss, "supervis*"}, {boss, "report* to"}, {boss, "sponsor"}, {boss, "team lead*"}, {boss, "line lead"}, {boss, "boss"}, {boss, "head of department"},
	{jobTitle, "title"}, {jobTitle, "role"}, {jobTitle, "position"}, {jobTitle, "job"}, {jobTitle, "post"},
	{dept, "department"}, {dept, "dept"}, {dept, "division"}, {dept, "team"}, {dept, "business unit"}, {dept, "directorate"},
	{place, "location"}, {place, "office"}, {place, "site"}, {place, "branch"}, {place, "building"}, {place, "based"}, {place, "depot"}, {place, "campus"},
	{kindOfEmployee, "employment type"}, {kindOfEmployee, "contract type"}, {kindOfEmployee, "type of contract"}, {kindOfEmployee, "type employment"}, {kindOfEmployee, "employee type"}, {kindOfEmployee, "permanent contractor"}, {kindOfEmployee, "worker"},
	{kindOfRequest, "type request"}, {kindOfRequest, "kind"}, {kindOfRequest, "change type"}, {kindOfRequest, "type of change"}, {kindOfRequest, "form type"}, {kindOfRequest, "action"}, {kindOfRequest, "event"}, {kindOfRequest, "transaction"},
	{phone, "phone"}, {phone, "mobile"}, {phone, "cell"}, {phone, "extension"}, {phone, "telephone"},
	{preferredName, "preferred"}, {preferredName, "known as"}, {preferredName, "goes by"},
	{login, "email"}, {login, "e mail"}, {login, "upn"}, {login, "username"}, {login, "login"}, {login, "sign in name"},
	{company, "company"}, {company, "agency"}, {company, "employer"},
	{notes, "comment*"}, {notes, "notes"}, {notes, "remarks"}, {notes, "anything else"}, {notes, "instructions"}, {notes, "special"}, {notes, "additional"}, {notes, "other information"},
	{surname, "surname"}, {surname, "last name"}, {surname, "family name"}, {givenName, "first name"}, {givenName, "given name"}, {givenName, "forename"},
	{fullName, "full name"}, {fullName, "legal name"}, {fullName, "name person"}, {fullName, "employee name"}, {fullName, "user name"}, {fullName, "name"},
})

// longestLabel is how many words a label has that is found by its words.
const longestLabel = 5

// speech are words of sentences, which labels don't have.
var speech = regexp.MustCompile(`(?i)\b(?:we|i|they|is|are|has|have|will|following|our|us|today|tomorrow|tonight|hi|hello)\b|\d`)

// personWords say that a label asks for a person, whatever else it says.
var personWords = setOf("who person employee starter leaver joiner user colleague contractor hire staff member candidate consultant intern temp worker newcomer individual teammate recruit apprentice trainee")

// asksForPerson tells whether a label of no known kind asks for the person
// whom a form is about.
func asksForPerson(label string) bool {
	for _, w := range labelWords(label) {
		if personWords[w] {
			return true
		}
	}
	return false
}
