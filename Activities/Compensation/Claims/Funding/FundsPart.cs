namespace ProcedureEngine.Activities.Compensation.Claims.Funding;

/// <summary>A request for funds to the finance body.</summary>
/// <param name="Sum">What is asked for, whole đồng.</param>
internal sealed record FundsRequest(long Sum, string Text, string By, Instant At);

/// <summary>What the finance body granted; always the whole of what was asked for.</summary>
internal sealed record FundsGrant(long Sum, string Document, string By, Instant At);

/// <param name="Receipt">Number of the receipt or transfer.</param>
internal sealed record SumPaid(long Sum, LocalDate On, string Receipt, string By, Instant At);

/// <summary>What is paid to the claimant: the decision's sum less the advance, never negative (invariant 1); whole đồng.</summary>
/// <param name="Decided">Sum of the decision.</param>
/// <param name="Advance">Advance that was paid.</param>
public sealed record Reckoning(long Decided, long Advance)
{
    public long ToPay => Math.Max(0, Decided - Advance);

    /// <summary>Paid too much by the advance; another procedure recovers it.</summary>
    public long Excess => Math.Max(0, Advance - Decided);
}

/// <summary>Step 9.</summary>
internal sealed record FundingPart(Reckoning Reckoning)
{
    public FundsRequest? Request { get; init; }

    /// <summary>How often the file was sent.</summary>
    public int Requests { get; init; }

    public FundsGrant? Grant { get; init; }

    public SumPaid? Payment { get; init; }
}
