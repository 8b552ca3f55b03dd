package flow_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"usher/handler/flow"
	"usher/steps/step"
)

// asksForStandIn makes the document name a manager in the automatic reply, and
// the directory has none: the mailbox's line waits for an answer.
func asksForStandIn(r *rig) {
	r.doc.Offboarding.Mailbox = step.MailboxSettings{On: true, AutoReply: "Write to {manager}."}
	r.steps = slices.Insert(r.steps, 2, step.Step{
		Name: "reply", Title: "Reply", Part: step.MailboxPart, Visible: true,
		Wanted: func(q step.Request, _ step.Customer) bool { return q.Mailbox.AutoReply != "" },
		Then:   func(q step.Request, _ step.Customer) step.Values { return step.Values{"text": q.Mailbox.AutoReply} },
		Check: func(_ context.Context, w *step.World, _ step.Line) (step.Finding, error) {
			if look(of(w), func() bool {
				return slices.ContainsFunc(of(w).changes, func(c string) bool { return strings.HasPrefix(c, "reply") })
			}) {
				return step.Finding{State: step.Done, Saw: "on"}, nil
			}
			return step.Finding{State: step.Needed, Saw: "off"}, nil
		},
		Plan: func(l step.Line, _ step.Finding) step.Sentence { return step.Sentence{Says: "reply " + l.Then["text"]} },
		Do: func(_ context.Context, w *step.World, l step.Line) error {
			return of(w).change("reply "+l.Then["text"], func() {})
		},
	})
}

// askingRig is a rig that asks who takes over, in a tenant that has Bo.
func askingRig(t *testing.T, change ...func(*rig)) *rig {
	t.Helper()
	r := newRig(t, append([]func(*rig){asksForStandIn}, change...)...)
	r.Connector = withBo{r.tenant}
	return r
}

type withBo struct{ tenant *tenant }

func (b withBo) Open(context.Context, step.Customer) (*step.World, error) {
	w := b.tenant.world()
	w.Users = bo{people(b)}
	return w, nil
}

type bo struct{ people }

func (b bo) Find(ctx context.Context, words string) ([]step.User, error) {
	if strings.HasPrefix(strings.ToLower(words), "bo") {
		return []step.User{{ID: "u-bo", UPN: "bo@contoso.example", Name: "Bo Lindqvist", Enabled: true}}, nil
	}
	return b.people.Find(ctx, words)
}

// reply writes a message on the ticket that is read as nothing by itself.
func (r *rig) reply(event, body string) {
	r.t.Helper()
	reads := r.reads
	r.reads = func(ticket step.Ticket) step.Reading {
		if ticket.Event == event {
			return step.Reading{Action: step.None}
		}
		return reads(ticket)
	}
	r.send(event, func(t *step.Ticket) { t.Subject, t.Body = "", body })
}

// questionNotes are the notes that ask something.
func (r *rig) questionNotes() []string {
	var notes []string
	for _, n := range r.tenant.notes {
		if strings.Contains(n.Marker, ":questions:") {
			notes = append(notes, n.Text)
		}
	}
	return notes
}

// TestCutWaitsForNoQuestion plans, approves and carries out the cut while who
// takes over is open; the line that needs the answer comes as an amendment, and
// the closing note after it.
func TestCutWaitsForNoQuestion(t *testing.T) {
	t.Parallel()
	r := askingRig(t)
	r.approve()
	r.pump(time.Minute)
	require.False(t, r.tenant.enabled, "access is cut")
	require.Empty(t, r.tenant.groups, "and everything else is done")
	require.NotContains(t, r.states(), "reply")
	require.Equal(t, flow.Running, r.run().State)
	require.Equal(t, flow.Waiting, r.states()["close"], "the closing note waits")
	require.Len(t, r.questionNotes(), 1)
	require.Contains(t, r.questionNotes()[0], "Without an answer by 26 November 2026, 09:0", "three working days")

	r.reply("e2", "Bo Lindqvist")
	r.pump(time.Minute)
	require.Equal(t, flow.Held, r.states()["reply"], "nothing runs without its approval")
	r.decide(flow.Approve)
	r.pump(time.Minute)
	require.Equal(t, flow.StatusSuccess, r.status(), "%v", r.states())
	require.Contains(t, r.tenant.changes, "reply Write to Bo Lindqvist.")
	require.Len(t, r.questionNotes(), 1, "asked once")
	require.NoError(t, r.Verify(t.Context(), r.run().ID))
	requireOnce(t, r)
}

// TestDefaultIsTaken when the time is over, wherever the run stands then.
func TestDefaultIsTaken(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		reading  step.Reading
		approved bool
		want     flow.RunState
	}{
		"under way":           {offboard(leaver("Priya", "Nair")), true, flow.Finished},
		"before it is due":    {offboard(leaverOn("2026-12-20")), true, flow.Scheduled},
		"not approved so far": {offboard(leaver("Priya", "Nair")), false, flow.Approving},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := askingRig(t, func(r *rig) { r.doc.Approval.Expires = 30 * 24 * time.Hour })
			r.says(c.reading)
			r.send("e1")
			r.pump(time.Minute)
			if c.approved {
				r.decide(flow.Approve)
				r.pump(time.Minute)
			}
			r.waitUntil(time.Date(2026, 11, 26, 9, 2, 0, 0, time.UTC))
			require.Equal(t, c.want, r.run().State)
			if c.want == flow.Scheduled {
				require.Len(t, r.run().Plan.Questions, 1, "what comes with the run may be answered until it is due")
				return
			}
			require.Empty(t, r.run().Plan.Questions)
			require.Contains(t, r.run().Plan.Warnings[0].Says, "there is no automatic reply")
		})
	}
}

// TestOneNoteForAllRuns asks about two people in one note, and again only what
// is new.
func TestOneNoteForAllRuns(t *testing.T) {
	t.Parallel()
	r := askingRig(t)
	both := offboard(leaver("Priya", "Nair"), leaver("Nobody", "Known"))
	r.says(both)
	r.send("e1")
	r.pump(time.Minute)
	require.Len(t, r.questionNotes(), 1)
	for _, asked := range []string{"1. Who takes over from Priya Nair?", "2. Who is “Nobody Known”?", "nothing is done for Nobody Known", "each with its number"} {
		require.Contains(t, r.questionNotes()[0], asked)
	}
	r.send("e2", func(t *step.Ticket) { t.Body = "A longer message that says the same again." })
	r.pump(time.Minute)
	require.Len(t, r.questionNotes(), 1, "nothing new is asked")
	require.Len(t, r.all(), 2)
}

// TestAnswers reads messages as answers, or as none.
func TestAnswers(t *testing.T) {
	t.Parallel()
	for body, says := range map[string]string{
		"Bo Lindqvist":                                  "Bo Lindqvist",
		"bo@contoso.example":                            "Bo Lindqvist",
		"It's Bo Lindqvist, please.":                    "Bo Lindqvist",
		"1. Bo Lindqvist":                               "Bo Lindqvist",
		"Hi,\n\n1) Bo Lindqvist\n\nRegards\nDana Reyes": "Bo Lindqvist",
		"Bitte Bo Lindqvist.":                           "Bo Lindqvist",
		"Das ist Bo Lindqvist, danke":                   "Bo Lindqvist",
		"C'est Bo Lindqvist, merci !":                   "Bo Lindqvist",
		"Es Bo Lindqvist.":                              "Bo Lindqvist",
		"Dat is Bo Lindqvist, bedankt":                  "Bo Lindqvist",
		"Bo Lindqvist\n\nFrom: Usher\nSent: today\nWho takes over? Dana Reyes?": "Bo Lindqvist",
		"Bo Lindqvist\n> Dana Reyes": "Bo Lindqvist",
		"manager: Bo Lindqvist":      "Bo Lindqvist",
		"Nobody Known":               "",
		"she has a dog":              "",
		"cancelled":                  "",
	} {
		t.Run(body, func(t *testing.T) {
			t.Parallel()
			r := askingRig(t)
			r.send("e1")
			r.pump(time.Minute)
			r.reply("e2", body)
			r.pump(time.Minute)
			var lines []string
			for _, l := range r.run().Plan.Lines {
				lines = append(lines, l.Says)
			}
			if says == "" {
				require.NotContains(t, strings.Join(lines, "\n"), "reply")
				return
			}
			require.Equal(t, flow.Approving, r.run().State)
			require.Contains(t, lines, "reply Write to "+says+".")
		})
	}
}

// twoAsk has two people leave, for each of whom it is asked who takes over.
func twoAsk(t *testing.T) *rig {
	t.Helper()
	r := askingRig(t)
	r.says(offboard(leaver("Priya", "Nair"), leaver("Sam", "Okoro")))
	r.send("e1")
	r.pump(time.Minute)
	require.Len(t, r.questionNotes(), 1)
	return r
}

// open are the questions that each run still has.
func (r *rig) open() []int {
	r.t.Helper()
	var open []int
	for _, head := range r.all() {
		v, err := r.Run(r.t.Context(), head.ID)
		require.NoError(r.t, err)
		open = append(open, len(v.Plan.Questions))
	}
	return open
}

// TestWhichQuestionIsAnswered gives an answer to the one question that it fits,
// by number, by what it names, or by its place; nobody guesses.
func TestWhichQuestionIsAnswered(t *testing.T) {
	t.Parallel()
	for body, left := range map[string][]int{
		"Bo Lindqvist":                                    {1, 1},
		"2. Bo Lindqvist":                                 {1, 0},
		"#1: Bo Lindqvist":                                {0, 1},
		"Sam Okoro: Bo Lindqvist":                         {1, 0},
		"Priya: Bo Lindqvist":                             {0, 1},
		"Bo Lindqvist\nBo Lindqvist":                      {0, 0},
		"1. Bo Lindqvist 2. Bo Lindqvist":                 {0, 0},
		"1) Bo Lindqvist\n2) nobody":                      {0, 0},
		"7. Bo Lindqvist":                                 {1, 1},
		"Please find the answers below:\n2. Bo Lindqvist": {1, 0},
	} {
		t.Run(body, func(t *testing.T) {
			t.Parallel()
			r := twoAsk(t)
			r.reads = func(step.Ticket) step.Reading { return offboard(leaver("Priya", "Nair"), leaver("Sam", "Okoro")) }
			r.send("e2", func(t *step.Ticket) { t.Subject, t.Body = "", body })
			r.pump(time.Minute)
			require.Len(t, r.all(), 2, "an answer is no ticket")
			require.Equal(t, left, r.open())
		})
	}
}

// TestOnlyWhatIsNewIsAsked has a newer message bring another question: the
// first one isn't repeated, and keeps its number.
func TestOnlyWhatIsNewIsAsked(t *testing.T) {
	t.Parallel()
	r := askingRig(t)
	r.readAs(map[string]step.Reading{
		"e1": offboard(leaver("Priya", "Nair")),
		"e2": offboard(step.Subject{FirstName: "Priya", LastName: "Nair", Urgent: true, Mailbox: &step.MailboxReading{ForwardTo: "Nobody Known"}}),
	})
	r.send("e1")
	r.pump(time.Minute)
	r.send("e2")
	r.pump(time.Minute)
	require.Len(t, r.questionNotes(), 2)
	require.NotContains(t, r.questionNotes()[1], "Who takes over")
	require.Contains(t, r.questionNotes()[1], "2. Who gets the mail")
}

// TestNobodyIsAnAnswer takes the default, and asks no more.
func TestNobodyIsAnAnswer(t *testing.T) {
	t.Parallel()
	for _, body := range []string{"nobody", "Niemand.", "personne", "nadie", "niemand, bedankt", "None, thanks"} {
		r := askingRig(t)
		r.approve()
		r.pump(time.Minute)
		r.reply("e2", body)
		r.pump(time.Minute)
		require.Equal(t, flow.StatusSuccess, r.status(), body)
	}
}

// TestAnAnswerIsTakenOnce sends it twice, and ends the process in between.
func TestAnAnswerIsTakenOnce(t *testing.T) {
	t.Parallel()
	r := askingRig(t)
	r.approve()
	r.pump(time.Minute)
	for range 3 {
		r.reply("e2", "Bo Lindqvist")
	}
	r.queue.waits = nil // everything is lost
	r.wait(10 * time.Minute)
	r.decide(flow.Approve)
	r.wait(10 * time.Minute)
	require.Equal(t, flow.StatusSuccess, r.status(), "%v", r.states())
	require.Equal(t, 2, r.rounds())
	requireOnce(t, r)
}

// TestNobodyAnswersAndTheTimerIsLost leaves it to the sweep.
func TestNobodyAnswersAndTheTimerIsLost(t *testing.T) {
	t.Parallel()
	r := askingRig(t)
	r.approve()
	r.pump(time.Minute)
	for key := range r.store.rows["due"] {
		delete(r.store.rows["due"], key)
	}
	r.waitUntil(time.Date(2026, 11, 26, 9, 30, 0, 0, time.UTC))
	r.wait(5 * time.Minute)
	require.Equal(t, flow.StatusSuccess, r.status())
}

// TestWhoAnswersNeverApproves has an approver answer on the ticket.
func TestWhoAnswersNeverApproves(t *testing.T) {
	t.Parallel()
	r := askingRig(t)
	r.reads = func(ticket step.Ticket) step.Reading { return offboard(leaver("Priya", "Nair")) }
	r.send("e1")
	r.pump(time.Minute)
	r.send("e2", from("arlene@contoso.example"), func(t *step.Ticket) { t.Subject, t.Body = "", "Bo Lindqvist" })
	r.pump(time.Minute)
	for _, a := range r.run().Approvals {
		require.False(t, a.Approver == "Arlene Cho" && a.Stage == r.rounds(), "who answers has a part in what is asked for")
	}
}
