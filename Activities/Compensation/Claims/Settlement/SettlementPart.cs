using ProcedureEngine.Activities.Compensation.Claims.Negotiation;

namespace ProcedureEngine.Activities.Compensation.Claims.Settlement;

/// <summary>The decision was handed over: in the session, or taken later. From then on it stands, and the claim cannot be withdrawn.</summary>
/// <param name="On">Day, Asia/Ho_Chi_Minh.</param>
internal sealed record HandOverRecord(LocalDate On, string ReceivedBy, string Minutes, string By, Instant At);

/// <summary>The claimant did not take the decision.</summary>
/// <param name="At">When the minutes were made: what the 30 days run from.</param>
internal sealed record RefusalToTake(string Minutes, ImmutableArray<ParticipantSignature> Participants, string By, Instant At)
{
    /// <summary>Who made the minutes, by name: another may send them.</summary>
    public string? OfficerName { get; init; }
}
