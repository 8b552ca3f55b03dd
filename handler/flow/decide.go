package flow

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"usher/steps/step"
)

// The ways in which a decision's author is known.
const (
	bySignIn = "signed in"
	byLink   = "by link, identity not proven"
)

// asking is a question to one approver, as a link leads to it.
type asking struct {
	ref      ref
	claim    claim
	run      kept[Run]
	round    kept[Round]
	latest   bool
	customer step.Customer
	proof    string
}

// Ask returns what an approver sees behind a link. With ErrLinkUsed,
// ErrLinkOld and ErrLinkExpired it is returned too, to say what became of it.
func (f *Flow) Ask(ctx context.Context, run, token string, signed *Principal) (Asked, error) {
	ctx = step.WithTags(ctx, step.Tags{Run: run})
	a, err := f.follow(ctx, run, token, signed)
	if err != nil {
		return Asked{}, err
	}
	ctx = about(ctx, a.run.V, "")
	asked, err := f.asked(ctx, a)
	return asked, errors.Join(err, f.standing(a))
}

// follow leads from a link to its question.
func (f *Flow) follow(ctx context.Context, run, token string, signed *Principal) (asking, error) {
	c, err := f.openToken(ctx, run, token)
	if err != nil {
		return asking{}, err
	}
	a := asking{claim: c}
	if a.ref, err = parseRef(run); err != nil {
		return asking{}, ErrLinkUnknown
	}
	if a.run, err = get[Run](ctx, f.Store, a.ref.partition, a.ref.runKey()); err != nil {
		return asking{}, linkError(err)
	}
	if a.round, err = get[Round](ctx, f.Store, a.ref.partition, a.ref.roundKey(c.round)); err != nil {
		return asking{}, linkError(err)
	}
	a.latest = c.round == a.run.V.Rounds
	if a.round.V.Purpose != c.purpose || c.approver >= len(a.round.V.Approvers) {
		return asking{}, ErrLinkUnknown
	}
	if a.customer, err = f.customer(ctx, a.run.V.Customer); err != nil {
		return asking{}, err
	}
	approver := a.round.V.Approvers[c.approver]
	if !slices.ContainsFunc(a.customer.Approval.Approvers, func(x step.Approver) bool {
		return x.TenantID == approver.TenantID && x.ObjectID == approver.ObjectID
	}) {
		return asking{}, ErrWrongPerson // no approver any more
	}
	if a.run.V.bars(approver) {
		return asking{}, ErrWrongPerson // has asked for it since
	}
	a.proof, err = proofOf(approver, a.customer, signed)
	return a, err
}

func linkError(err error) error {
	if errors.Is(err, ErrNoRow) {
		return ErrLinkUnknown
	}
	return err
}

// proofOf tells how we know that it is the approver. By link alone only where
// the customer's document says so.
func proofOf(approver step.Approver, c step.Customer, signed *Principal) (string, error) {
	switch {
	case signed != nil && signed.TenantID == approver.TenantID && signed.ObjectID == approver.ObjectID:
		return bySignIn, nil
	case signed == nil && c.Approval.ByLink:
		return byLink, nil
	}
	return "", ErrWrongPerson
}

// standing tells whether the question is still open for this approver.
func (f *Flow) standing(a asking) error {
	round := a.round.V
	decided := slices.ContainsFunc(round.Decisions, func(d Decision) bool { return d.Approver == a.claim.approver })
	switch {
	case round.State == RoundReplaced, round.State == RoundOpen && !a.latest:
		return ErrLinkOld
	case round.State == RoundExpired, round.State == RoundOpen && !f.Clock.Now().Before(a.claim.expires):
		return ErrLinkExpired
	case round.State != RoundOpen, decided:
		return ErrLinkUsed
	case a.run.V.State != Approving && !(a.run.V.State == Scheduled && round.Purpose != ForPlan):
		return ErrLinkOld
	}
	return nil
}

// Decide takes an approver's decision. Of two at the same moment one is
// taken, and the other one is told.
func (f *Flow) Decide(ctx context.Context, run, token string, answer Answer) (Asked, error) {
	ctx = step.WithTags(ctx, step.Tags{Run: run})
	var asked Asked
	err := again(ctx, func() error {
		a, err := f.follow(ctx, run, token, answer.Signed)
		if err != nil {
			return err
		}
		ctx := about(ctx, a.run.V, "")
		if err := f.standing(a); err != nil {
			asked, _ = f.asked(ctx, a)
			return err
		}
		if answer.Hash != a.round.V.Hash {
			asked, _ = f.asked(ctx, a)
			return ErrLinkOld
		}
		if err := f.takeDecision(ctx, &a, answer); err != nil {
			return err
		}
		asked, err = f.asked(ctx, a)
		return err
	})
	return asked, err
}

func (f *Flow) takeDecision(ctx context.Context, a *asking, answer Answer) error {
	round, run := &a.round.V, &a.run.V
	name := round.Approvers[a.claim.approver].Name
	d := f.draft(a.ref.partition)
	round.Decisions = append(round.Decisions, Decision{
		Approver: a.claim.approver, Verdict: answer.Verdict, At: f.Clock.Now().UTC(), Hash: answer.Hash,
		Comment: answer.Comment, From: answer.From, Proof: a.proof,
	})
	round.State = round.outcome()
	says := fmt.Sprintf("%s by %s, %s, from %s, for %s.", past(answer.Verdict), name, a.proof, answer.From, answer.Hash)
	if answer.Comment != "" {
		says += " Comment: " + strings.TrimSpace(answer.Comment)
	}
	d.note(run, pastKind(answer.Verdict), says)
	run.N++
	d.send(AdvanceQueue, Message{Run: run.ID, N: run.N}, f.Clock.Now())
	save(d, &a.round)
	save(d, &a.run)
	return d.commit(ctx)
}

// outcome settles a round: one no is a no, and enough approvals are a yes.
func (r Round) outcome() RoundState {
	approvals, asked := 0, 0
	for _, d := range r.Decisions {
		switch d.Verdict {
		case Reject:
			return RoundRejected
		case SendBack:
			return RoundChanged
		case Approve:
			approvals++
		}
	}
	for _, a := range r.Approvers {
		if a.Name != "" {
			asked++
		}
	}
	need := r.Need
	if need <= 0 || need > asked {
		need = asked
	}
	if approvals >= need && r.allMust() {
		return RoundApproved
	}
	return RoundOpen
}

func past(v Verdict) string {
	return map[Verdict]string{Approve: "Approved", Reject: "Rejected", SendBack: "Sent back"}[v]
}

func pastKind(v Verdict) string {
	return map[Verdict]string{Approve: "approved", Reject: "rejected", SendBack: "sent-back"}[v]
}
