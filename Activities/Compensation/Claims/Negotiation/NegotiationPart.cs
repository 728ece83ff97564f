using ProcedureEngine.Activities.Enforcement;

namespace ProcedureEngine.Activities.Compensation.Claims.Negotiation;

/// <summary>A body that takes part in the negotiation, by its representative.</summary>
public sealed record Participant(
    [property: Field("Họ và tên đại diện", "Representative", MaxLength = 200)] string Name,
    [property: Field("Cơ quan", "Body", MaxLength = 200)] string Agency) : IValidated
{
    public IEnumerable<FieldError> Validate() => [.. Required.Text("name", Name), .. Required.Text("agency", Agency)];
}

/// <summary>Whether a participant signed minutes; one who refuses to sign is noted.</summary>
public sealed record ParticipantSignature(
    [property: Field("Họ và tên đại diện", "Representative", MaxLength = 200)] string Name,
    [property: Field("Cơ quan", "Body", MaxLength = 200)] string Agency,
    [property: Field("Đã ký biên bản", "Signed the minutes")] bool Signed) : IValidated
{
    [Field("Ghi chú khi không ký (lý do)", "Note, where not signed", MaxLength = 300)]
    public string? Note { get; init; }

    public IEnumerable<FieldError> Validate()
    {
        foreach (var error in (IEnumerable<FieldError>)[.. Required.Text("name", Name), .. Required.Text("agency", Agency)])
            yield return error;
        if (!Signed && string.IsNullOrWhiteSpace(Note))
            yield return new FieldError("note", "refusal-to-sign-noted", new LocalizedText("Người không ký phải được ghi rõ lý do trong biên bản.", "Who does not sign is noted in the minutes, with the reason."));
    }
}

internal sealed record InvitationRecord(Instant At, string Place, ImmutableArray<Participant> Participants, Instant SentAt);

/// <summary>How a session ended.</summary>
internal enum SessionEnd
{
    Continues,
    Agreed,
    Failed,
    ClaimantAbsent,
    Postponed,
}

/// <param name="HeldAt">When it was held; what the time to complete the negotiation runs from, at the first.</param>
internal sealed record SessionRecord(int Number, Instant HeldAt, SessionEnd End, string Minutes, Instant RecordedAt, string By);

/// <summary>Signed minutes of agreement: nothing is decided without them (invariant 3).</summary>
/// <param name="Sum">Whole đồng.</param>
internal sealed record AgreementRecord(long Sum, string PaymentManner, bool ClaimantSigned, bool OfficerSigned, ImmutableArray<ParticipantSignature> Participants, Instant At)
{
    public bool IsSigned => ClaimantSigned && OfficerSigned && !Participants.IsDefaultOrEmpty;
}

/// <summary>A decision to suspend; its 30 days run from the signature.</summary>
internal sealed record SuspensionRecord(SignatureRecord Signature);

/// <param name="Absences">Sessions that the claimant missed without a good reason since the negotiation began or went on.</param>
internal sealed record NegotiationPart(ImmutableArray<InvitationRecord> Invitations, ImmutableArray<SessionRecord> Sessions, int Absences)
{
    public const string StartLimit = "start-negotiation";
    public const string CompleteLimit = "complete-negotiation";

    public static NegotiationPart Empty { get; } = new([], [], 0);

    public AgreementRecord? Agreement { get; init; }

    /// <summary>Decisions to suspend, oldest first.</summary>
    public ImmutableArray<SuspensionRecord> Suspensions { get; init; } = [];

    public static NegotiationPart Of(ActivityContext context) => context.Variable<NegotiationPart>(ClaimVars.Negotiation) ?? Empty;

    /// <exception cref="InvariantException">There are no minutes of agreement that claimant and officer signed, with a sum of whole đồng.</exception>
    public static AgreementRecord RequireAgreement(ActivityContext context) => Of(context).Agreement is { IsSigned: true, Sum: > 0 and <= Cases.Dong.Max } agreement
        ? agreement
        : throw new InvariantException("minutes-of-agreement-required", "Nothing is decided without signed minutes of agreement (art. 47(1)).");
}
