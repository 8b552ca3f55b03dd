package step

import "time"

// Ticket is what somebody wrote to the desk. It is data, never an
// instruction. The JSON form is the ticket's form everywhere.
type Ticket struct {
	ID         string    `json:"id"`
	Event      string    `json:"event,omitempty"`
	Type       string    `json:"type,omitempty"`
	Subtype    string    `json:"subtype,omitempty"`
	Board      string    `json:"board,omitempty"`
	Status     string    `json:"status,omitempty"`
	Subject    string    `json:"subject"`
	Body       string    `json:"body"`
	ReceivedAt time.Time `json:"received_at"`
	Requester  Requester `json:"requester"`
}

// Requester is who wrote the ticket, as the desk knows them.
type Requester struct {
	Name  string `json:"name"`
	Email string `json:"email"`
}

// Reading is what a reader understood of a ticket. A key that the ticket
// doesn't state is absent; values are the ticket's own words, except dates.
type Reading struct {
	ID       string            `json:"id"`
	Action   Action            `json:"action"`
	Users    []Subject         `json:"users"`
	Missing  []string          `json:"missing"`
	Evidence map[string]string `json:"evidence"`
	// Doubts are what several readers of the ticket don't agree on.
	Doubts []Doubt `json:"doubts,omitempty"`
	// Notes are sentences about the reading itself, such as that one of its
	// readers couldn't be reached.
	Notes []string `json:"notes,omitempty"`
}

// Subject is one person whom a ticket is about.
type Subject struct {
	Action          Action          `json:"action,omitempty"`
	FirstName       string          `json:"first_name,omitempty"`
	LastName        string          `json:"last_name,omitempty"`
	DisplayName     string          `json:"display_name,omitempty"`
	UPNOrEmail      string          `json:"upn_or_email,omitempty"`
	PersonalEmail   string          `json:"personal_email,omitempty"`
	Department      string          `json:"department,omitempty"`
	JobTitle        string          `json:"job_title,omitempty"`
	Manager         string          `json:"manager,omitempty"`
	StartOrLastDate string          `json:"start_or_last_date,omitempty"` // ISO; with a time only if the ticket states one
	EndDate         string          `json:"end_date,omitempty"`
	Licenses        []string        `json:"licenses,omitempty"`
	Groups          []string        `json:"groups,omitempty"`
	GroupsRemove    []string        `json:"groups_remove,omitempty"`
	GroupsRemoveOn  string          `json:"groups_remove_on,omitempty"`
	SharedMailboxes []string        `json:"shared_mailboxes,omitempty"`
	MirrorUser      string          `json:"mirror_user,omitempty"`
	Phone           string          `json:"phone,omitempty"`
	Location        string          `json:"location,omitempty"`
	Mailbox         *MailboxReading `json:"mailbox,omitempty"`
	Devices         *DeviceReading  `json:"devices,omitempty"`
	OneDriveTo      string          `json:"onedrive_to,omitempty"`
	Urgent          bool            `json:"urgent,omitempty"`
	Rehire          bool            `json:"rehire,omitempty"`
	EmployeeType    string          `json:"employee_type,omitempty"`
	Company         string          `json:"company,omitempty"`
	Aliases         []string        `json:"aliases,omitempty"`
	PasswordTo      string          `json:"password_to,omitempty"`
	NotBefore       string          `json:"not_before,omitempty"`
	Confidential    bool            `json:"confidential,omitempty"`
}

// MailboxReading is what a ticket says about a mailbox. AutoReply is the text
// of the reply, or true if one is asked for without a text.
type MailboxReading struct {
	ConvertShared *bool    `json:"convert_shared,omitempty"`
	ForwardTo     string   `json:"forward_to,omitempty"`
	ForwardDays   int      `json:"forward_days,omitempty"`
	Delegates     []string `json:"delegates,omitempty"`
	SendAs        []string `json:"send_as,omitempty"`
	AutoReply     any      `json:"auto_reply,omitempty"`
	Hold          bool     `json:"hold,omitempty"`
}

// DeviceReading is what a ticket says about devices.
type DeviceReading struct {
	Wipe *bool `json:"wipe,omitempty"`
}
