package offboard_test

// People of contoso whose leaving is not like Priya Nair's.
const (
	blocked  = "noel.ferris@contoso.example" // has no mailbox either
	synced   = "oskar.holt@contoso.example"
	admin    = "ada.minton@contoso.example"
	guest    = "lena.brook_partner.example#EXT#@contoso.onmicrosoft.example"
	large    = "greta.voss@contoso.example"   // a mailbox of 57 GB
	onHold   = "hugh.penrose@contoso.example" // a mailbox on hold
	inherits = "colin.abara@contoso.example"  // a licence with a mailbox, from a group
)

// What other lines, or people, have changed in contoso.
const (
	mailboxShared = `{"mailboxes":[{"upn":"priya.nair@contoso.example","type":"shared"}]}`
	archive       = `{"mailboxes":[{"upn":"hugh.penrose@contoso.example","archive":true}]}`
)
