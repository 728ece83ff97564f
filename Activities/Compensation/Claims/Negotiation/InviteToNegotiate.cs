using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Enforcement;
using ProcedureEngine.Activities.Linting;

namespace ProcedureEngine.Activities.Compensation.Claims.Negotiation;

public enum Invitation
{
    [Outcome("Mời thương lượng", "Invited", typeof(NegotiationInvitation))] Invited,
}

/// <param name="At">When the session begins.</param>
public sealed record NegotiationInvitation(
    [property: Field("Thời điểm", "When")] Instant At,
    [property: Field("Địa điểm", "Place", MaxLength = 300)] string Place,
    [property: Field("Cơ quan tham gia thương lượng", "Bodies taking part")] ImmutableArray<Participant> Participants) : IValidated
{
    public IEnumerable<FieldError> Validate()
    {
        foreach (var error in Required.Text("place", Place))
            yield return error;
        if (Participants.IsDefaultOrEmpty)
            yield return new FieldError("participants", "required", new LocalizedText("Nêu đại diện các cơ quan tham gia.", "Name the bodies that take part."));
    }
}

/// <summary>7 (seed 004): the settlement officer invites to a session; also to the next, and after the claimant was absent.</summary>
[Activity("Claims.InviteToNegotiate", 1, "Mời thương lượng", "Invite to negotiate", Category = "Claims")]
[WritesLetter("claim-invitation", "at", "place", "participants")]
public sealed class InviteToNegotiate(CaseServices services) : ExtendableTask<Invitation>(services)
{
    protected override string ExtendableLimit => NegotiationPart.CompleteLimit;

    protected override IEnumerable<Effect> Enter(ActivityContext context)
    {
        if (context.Variable<Verification.VerificationPart>(ClaimVars.Verification)?.Report is null)
            throw new InvariantException("report-required", "The negotiation rests on the verification report; there is none.");
        return base.Enter(context);
    }

    protected override ActivityResult Decide(ActivityContext context, TaskCompleted completed, Invitation outcome)
    {
        var invitation = (NegotiationInvitation)completed.Data!;
        if (invitation.At < context.Now)
            throw RejectedException.Invalid("data.at", "in-the-past", "Thời điểm thương lượng phải ở tương lai.", "Invite to a session that is still to come.");
        var part = NegotiationPart.Of(context);
        var slots = new JsonObject { ["at"] = EngineJson.ToNode(invitation.At), ["place"] = invitation.Place, ["participants"] = EngineJson.ToNode(invitation.Participants) };
        return Leave(
            outcome,
            [
                SetVariable.To(ClaimVars.Negotiation, part with { Invitations = part.Invitations.Add(new InvitationRecord(invitation.At, invitation.Place, invitation.Participants, context.Now)) }),
                .. Services.Letters.Write(context, "claim-invitation", slots),
            ]);
    }
}
