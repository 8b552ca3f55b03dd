package approve_test

import (
	"time"

	"usher/handler/flow"
	"usher/steps/step"
)

// The people and the plan that the tests show pages about.

func london() *time.Location {
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		panic(err)
	}
	return zone
}

func sampleNow() time.Time { return time.Date(2025, 11, 24, 14, 1, 30, 0, time.UTC) }

func leaver() flow.Asked {
	return flow.Asked{
		Run:      "r-7f3ac2",
		Customer: "Contoso Ltd",
		Zone:     london(),
		Approver: "Arlene Cho",
		Purpose:  flow.ForPlan,
		Hash:     "h-plan",
		Ticket: step.Ticket{
			ID:      "T-1042",
			Subject: "Leaver: Priya Nair",
			Body: "Priya Nair's last day is today. Please close her account right away, turn her mailbox into " +
				"a shared one and give it to her manager. She has a company laptop and our mail on her phone.\r\n\r\nThanks, Dana",
			ReceivedAt: sampleNow().Add(-2 * time.Minute),
			Requester:  step.Requester{Name: "Dana Reyes", Email: "dana.reyes@contoso.example"},
		},
		Action:  step.Offboard,
		Person:  step.Person{ID: "u-priya", UPN: "priya.nair@contoso.example", Name: "Priya Nair"},
		Lines:   leaverLines(),
		Expires: sampleNow().Add(72 * time.Hour),
		Proof:   "by link, identity not proven",
		State:   flow.RoundOpen,
		Questions: []flow.Remark{{
			Key: "onedrive", Says: "Who gets Priya Nair’s OneDrive files?", Default: "they stay where they are for 30 days",
		}},
		Warnings: []flow.Remark{{
			Key: "dynamic", Says: "Everyone-London follows a rule that reads whether the account is enabled: Priya Nair leaves it by itself.",
		}},
	}
}

func leaverLines() []flow.PlanLine {
	priya := step.Object{Type: "user", ID: "u-priya", Name: "Priya Nair"}
	mailbox := step.Object{Type: "mailbox", ID: "priya.nair@contoso.example", Name: "Priya Nair"}
	return []flow.PlanLine{
		line(step.CutAccess, "block-sign-in", priya, "Block sign-in", "can sign in", "blocked"),
		line(step.CutAccess, "reset-password", priya, "Reset the password", "", "random, forgotten"),
		line(step.CutAccess, "revoke-sessions", priya, "End all sessions", "signed in on 3 devices", "signed out everywhere"),
		hard(line(step.Devices, "wipe-phone-account", step.Object{Type: "device", ID: "d-1", Name: "Galaxy S23"},
			"Wipe company mail from the phone Galaxy S23", "company mail", "gone"),
			"What was only on the phone is lost. Private data stays."),
		line(step.MailboxPart, "set-auto-reply", mailbox, "Reply automatically, inside and outside", "off",
			"“Priya has left Contoso. Please write to Arlene Cho.”"),
		line(step.MailboxPart, "grant-full-access", mailbox,
			"Give Arlene Cho (arlene.cho@contoso.example) the mailbox", "nobody else", "full access"),
		line(step.MailboxPart, "convert-to-shared", mailbox, "Make the mailbox a shared one", "user mailbox, 4.1 GB", "shared mailbox"),
		state(line(step.MailboxPart, "hide-from-address-list", mailbox, "Hide from the address list", "hidden", "hidden"), flow.Done),
		line(step.LicencesAndTeams, "leave-group", step.Object{Type: "group", ID: "g-1", Name: "Sales-UK"},
			"Leave the group Sales-UK", "member", "not a member"),
		line(step.LicencesAndTeams, "leave-group", step.Object{Type: "group", ID: "g-2", Name: "Deal Desk"},
			"Leave the group Deal Desk", "owner and member", "not a member"),
		byHand(line(step.LicencesAndTeams, "leave-group", step.Object{Type: "group", ID: "g-3", Name: "Finance-OnPrem"},
			"Take Priya Nair out of Finance-OnPrem", "member", "not a member"),
			"The group comes from your own Active Directory; only there can its members be changed."),
		hard(line(step.LicencesAndTeams, "remove-licences", priya, "Remove Microsoft 365 Business Premium",
			"1 of 25 seats", "none"), "Data of apps that only this licence covers is deleted after 30 days."),
		line(step.Records, "deactivate-contact", step.Object{Type: "contact", ID: "c-9", Name: "Priya Nair"},
			"Close the contact at the service desk", "active", "inactive"),
		line(step.Records, "update-ticket", step.Object{Type: "ticket", ID: "T-1042", Name: "T-1042"},
			"Write the outcome on ticket T-1042", "open", "note and status"),
	}
}

func line(part step.Part, name string, object step.Object, says, now, then string) flow.PlanLine {
	return flow.PlanLine{Part: part, Step: name, Object: object, Says: says, Now: now, Then: then, State: flow.Waiting}
}

func hard(l flow.PlanLine, why string) flow.PlanLine {
	l.Irreversible = why
	return l
}

func byHand(l flow.PlanLine, why string) flow.PlanLine {
	l.State, l.Reason = flow.ByHand, why
	return l
}

func state(l flow.PlanLine, s flow.LineState) flow.PlanLine {
	l.State = s
	return l
}

// amendment is the leaver's run after it began: one line differs from what
// was approved.
func amendment() flow.Asked {
	asked := leaver()
	asked.Purpose, asked.Hash = flow.ForAmendment, "h-amendment"
	asked.Questions, asked.Warnings = nil, nil
	for i := range asked.Lines {
		if asked.Lines[i].State == flow.Waiting {
			asked.Lines[i].State = flow.Ready
		}
		if i < 3 {
			asked.Lines[i].State = flow.Done
		}
	}
	held := &asked.Lines[5]
	held.State, held.Now = flow.Held, "Tom Baird has full access"
	held.Reason = "When it was approved, nobody else had access to the mailbox."
	return asked
}

// second is the leaver's run before what can't be undone.
func second() flow.Asked {
	asked := amendment()
	asked.Purpose, asked.Hash = flow.ForSecond, "h-second"
	for i := range asked.Lines {
		switch {
		case asked.Lines[i].Irreversible != "":
			asked.Lines[i].State = flow.Held
		case asked.Lines[i].State != flow.ByHand:
			asked.Lines[i].State = flow.Done
		}
	}
	return asked
}

// starter is somebody who joins on a later day.
func starter() flow.Asked {
	asked := leaver()
	asked.Action, asked.Run = step.Onboard, "r-51b0aa"
	asked.Person = step.Person{UPN: "m.okafor@contoso.example", Name: "Michael Okafor"}
	asked.Due = time.Date(2025, 12, 5, 9, 0, 0, 0, london())
	asked.Ticket.Subject, asked.Ticket.Body = "New starter", "Michael Okafor joins Sales on 10 December."
	asked.Lines = []flow.PlanLine{
		line(step.Account, "create-account", step.Object{Type: "user", Name: "Michael Okafor"},
			"Create the account m.okafor@contoso.example", "nobody has the name", "account in Sales, London"),
		line(step.LicencesAndTeams, "assign-licences", step.Object{Type: "user", Name: "Michael Okafor"},
			"Assign Microsoft 365 Business Premium", "2 of 25 seats free", "assigned"),
	}
	asked.Questions, asked.Warnings = nil, nil
	asked.Sisters = []flow.Sister{
		{Run: "r-51b0ab", Action: step.Onboard, Person: "Sofia Lind", State: flow.Approving},
		{Run: "r-51b0ac", Action: step.Offboard, Person: "Priya Nair", State: flow.Running},
	}
	return asked
}

// contractor is a starter for whom the customer's document says more.
func contractor() flow.Asked {
	asked := starter()
	asked.Sisters = nil
	asked.Warnings = []flow.Remark{{Key: "approval", Says: "Bo Lindqvist must be among those who approve: a rule of the document says so."}}
	asked.Terms = flow.Terms{
		Version: 4, Profile: "contractor", Gives: []string{"no licence", "groups Contractors"},
		Rules: []flow.TakenRule{{
			Name: "finance", Says: []string{"Finance contractors need Bo's word."},
			Gives: []string{"asks for the approval of Bo Lindqvist"}, Asks: []string{"Is the contract signed?"}, Approvers: []string{"Bo Lindqvist"},
		}},
		Advice: []string{"Mr Kern prefers to be called."},
	}
	return asked
}

// decidedBy adds decisions to a question.
func decidedBy(asked flow.Asked, s flow.RoundState, decisions ...flow.DecisionView) flow.Asked {
	asked.State, asked.Decisions = s, decisions
	return asked
}

func arlene(verdict flow.Verdict, comment string) flow.DecisionView {
	return flow.DecisionView{Approver: "Arlene Cho", Verdict: verdict, At: sampleNow().Add(41 * time.Second), Comment: comment}
}
