package runs_test

import (
	"time"

	"usher/handler/flow"
	"usher/steps/step"
)

func at(seconds int) time.Time {
	return time.Date(2025, 11, 24, 14, 2, 11, 0, time.UTC).Add(time.Duration(seconds) * time.Second)
}

// running is a leaver's run half-way: access is cut, one line has stopped.
func running() flow.RunView {
	due := at(-11)
	decided := at(0)
	return flow.RunView{
		RunHead: flow.RunHead{ID: "r-7f3ac2", Customer: "contoso", Ticket: "T-1042", Action: step.Offboard, State: flow.Running, Due: &due},
		Person:  "Priya Nair",
		Plan: flow.PlanView{
			Hash: "7f3ac2d9e0", Action: step.Offboard, Person: "Priya Nair", Due: &due,
			Lines: []flow.PlanLine{
				{ID: "1", Part: step.CutAccess, Step: "block-sign-in", Says: "Block sign-in", Now: "can sign in", Then: "blocked", State: flow.Done},
				{ID: "2", Part: step.CutAccess, Step: "reset-password", Says: "Reset the password", Then: "random, forgotten", State: flow.Done},
				{ID: "7", Part: step.MailboxPart, Step: "convert-to-shared", Says: "Make the mailbox a shared one", Now: "user, 4.1 GB", Then: "shared", State: flow.Doing},
				{ID: "9", Part: step.LicencesAndTeams, Step: "leave-group", Says: "Leave Sales-UK", Now: "member", Then: "not a member", State: flow.Stopped},
				{ID: "12", Part: step.LicencesAndTeams, Step: "remove-licences", Says: "Remove Business Premium", Now: "1 of 25 seats", Then: "none", Irreversible: "Data is deleted after 30 days.", State: flow.Waiting},
			},
			Warnings: []flow.Remark{{Key: "w", Says: "Everyone-London follows a rule."}},
		},
		Lines: []flow.LineView{
			{ID: "1", Step: "block-sign-in", State: flow.Done, Attempts: 1, Found: "Sign-in is on.", ReadBack: "Sign-in is blocked.", Seconds: 0.24},
			{ID: "2", Step: "reset-password", State: flow.Done, Attempts: 1, ReadBack: "The password changed at 14:02:11.", Seconds: 0.2},
			{ID: "7", Step: "convert-to-shared", State: flow.Doing, Attempts: 1, Waits: 2, Waiting: "Exchange still says user, next look in 5 s"},
			{ID: "9", Step: "leave-group", State: flow.Stopped, Attempts: 2, Reason: "The app may not change Sales-UK. Nothing was changed. Grant GroupMember.ReadWrite.All, then press Retry on line 9."},
			{ID: "12", Step: "remove-licences", State: flow.Waiting},
		},
		Approvals: []flow.ApprovalView{{
			Stage: 1, Purpose: flow.ForPlan, State: flow.RoundApproved, Approver: "Arlene Cho", Decision: "approve", At: &decided,
			Hash: "7f3ac2d9e0", Expires: at(3600), Proof: "by link, identity not proven",
		}},
		Events: []flow.Event{
			{At: at(-40), Kind: "received", Says: "Event e-1 of ticket T-1042.", Hash: "a1"},
			{At: at(0), Kind: "approved", Says: "Approved by Arlene Cho.", Hash: "a2"},
			{At: at(1), Kind: "done", Line: "1", Says: "Read back: blocked.", Hash: "b1"},
			{At: at(2), Kind: "stopped", Line: "9", Says: "The app may not change Sales-UK.", Hash: "c1"},
		},
	}
}

// finished is the same run at its end.
func finished() flow.RunView {
	run := running()
	status := flow.StatusFollowUp
	run.State, run.Status = flow.Finished, &status
	for i := range run.Lines {
		run.Lines[i].State = flow.Done
	}
	run.Report = &flow.Report{
		Status:  status,
		Summary: "Priya Nair's access was cut 0.7 s after approval.\nThe laptop is still to be handed in.",
		FollowUps: []flow.FollowUp{
			{Line: "9", Says: "Collect the laptop ABC123."},
			{Line: "2", Says: "Tell payroll.", Closed: true},
		},
		Seal: "5ea1",
	}
	return run
}
