using ProcedureEngine.Activities.Cases;
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

/// <summary>The signatures of the bodies that took part (seed 004: minutes carry them; art. 47).</summary>
internal static class ParticipantSignatures
{
    /// <summary>Where none of them signed, or none is named, there are no signed minutes; one who refuses to sign is noted beside those who signed.</summary>
    public static IEnumerable<FieldError> Validate(ImmutableArray<ParticipantSignature> participants)
    {
        if (participants.IsDefaultOrEmpty)
            yield return new FieldError("participants", "required", new LocalizedText("Biên bản phải có chữ ký của đại diện các cơ quan tham gia.", "The minutes carry the signatures of the bodies that took part (seed 004)."));
        else if (!participants.Any(participant => participant.Signed))
            yield return new FieldError("participants", "minutes-signed", new LocalizedText("Biên bản phải có ít nhất một đại diện cơ quan tham gia ký.", "At least one of the bodies that took part signs the minutes (seed 004)."));
    }

    /// <summary>Every body of the last invitation is named, and nobody else; who represents it may have changed since.</summary>
    /// <exception cref="RejectedException">One is missing, or one was not invited; names them.</exception>
    public static void RequireInvited(NegotiationPart part, ImmutableArray<ParticipantSignature> participants)
    {
        ImmutableArray<Participant> invited = part.Invitations is [.., var last] ? last.Participants : [];
        var missing = invited.Where(body => !participants.Any(signature => IsOf(signature, body))).Select(body => body.Agency).Distinct(StringComparer.Ordinal).ToList();
        if (missing.Count > 0)
        {
            throw RejectedException.Invalid(
                "data.participants", "participants-missing", $"Biên bản phải nêu mọi cơ quan đã mời, kể cả cơ quan không ký; còn thiếu: {string.Join("; ", missing)}.",
                $"The minutes name every body that was invited, also one that does not sign; missing: {string.Join("; ", missing)}.");
        }

        var strangers = participants.Where(signature => !invited.Any(body => IsOf(signature, body))).Select(signature => signature.Agency).ToList();
        if (strangers.Count > 0)
        {
            throw RejectedException.Invalid(
                "data.participants", "not-invited", $"Cơ quan không được mời tham gia thương lượng: {string.Join("; ", strangers)}.",
                $"Not invited to the negotiation: {string.Join("; ", strangers)}. Only bodies that take part sign.");
        }
    }

    private static bool IsOf(ParticipantSignature signature, Participant body) => VietnameseText.SameValue(signature.Agency, body.Agency);
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
/// <param name="At">When the session was held: what the limit <c>decide</c> runs from, however late the minutes are entered.</param>
internal sealed record AgreementRecord(long Sum, string PaymentManner, bool ClaimantSigned, bool OfficerSigned, ImmutableArray<ParticipantSignature> Participants, Instant At)
{
    public bool IsSigned => ClaimantSigned && OfficerSigned && !Participants.IsDefaultOrEmpty && Participants.Any(participant => participant.Signed);
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

    /// <summary>The time to complete that runs or was missed since the negotiation began or, after a suspension, went on; null while no session was held in it.</summary>
    public static TimeLimits.TimeLimit? Completing(CaseServices services, ActivityContext context)
    {
        var since = Of(context).Suspensions is [.., var last] ? last.Signature.SignedAt : Instant.MinValue;
        return services.Limits.Open(context, CompleteLimit).FirstOrDefault(limit => limit.StartedAt >= since);
    }

    public static NegotiationPart Of(ActivityContext context) => context.Variable<NegotiationPart>(ClaimVars.Negotiation) ?? Empty;

    /// <exception cref="InvariantException">There are no minutes of agreement that claimant and officer signed, with a sum of whole đồng.</exception>
    public static AgreementRecord RequireAgreement(ActivityContext context) => Of(context).Agreement is { IsSigned: true, Sum: > 0 and <= Dong.Max } agreement
        ? agreement
        : throw new InvariantException("minutes-of-agreement-required", "Nothing is decided without signed minutes of agreement (art. 47(1)).");
}
