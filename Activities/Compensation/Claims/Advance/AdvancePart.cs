namespace ProcedureEngine.Activities.Compensation.Claims.Advance;

/// <summary>The damages for which an advance is paid (Law 10/2017/QH14, art. 44(1)), whole đồng.</summary>
/// <param name="Mental">44(1)a: mental damage.</param>
/// <param name="Immediate">44(1)b: other damage that can be reckoned at once without verification.</param>
internal sealed record AdvanceValue(long Mental, long Immediate)
{
    public long Total => Mental + Immediate;
}

/// <summary>The sum that the head fixed.</summary>
/// <param name="Available">What the office's budget holds for it: the whole sum, or less.</param>
internal sealed record FixedAdvance(long Sum, long Available, string By, Instant At)
{
    public long Shortfall => Sum - Available;
}

/// <summary>How the advance came to its end.</summary>
public enum AdvanceEnd
{
    Paid,

    /// <summary>There is no damage of art. 44(1).</summary>
    NoDamage,

    /// <summary>It was not paid before the decision, or before the settlement ended.</summary>
    Cancelled,
}

/// <summary>The advance beside steps 5 to 8; recorded once it is asked for and proposed.</summary>
/// <param name="Proposed">What the settlement officer proposes.</param>
/// <param name="ReceivedAt">When the head got the proposal, or the request that the finance body returned: what the authority's limits run from.</param>
/// <param name="Version">From 1; raised each time the head decides anew.</param>
internal sealed record AdvancePart(AdvanceValue Value, long Proposed, string Reckoning, string ProposedBy, Instant ReceivedAt, int Version)
{
    /// <summary>Null until the head fixed it.</summary>
    public FixedAdvance? Fixed { get; init; }

    /// <summary>Null while no funds were granted for it.</summary>
    public Funding.FundsGrant? Grant { get; init; }

    /// <summary>Null until it was paid.</summary>
    public Funding.SumPaid? Payment { get; init; }

    /// <summary>Null while it is on its way.</summary>
    public AdvanceEnd? End { get; init; }
}
