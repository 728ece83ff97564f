namespace ProcedureEngine.Activities.Compensation.Claims.Completeness;

/// <param name="Papers">What lies in the file, as reception found it last.</param>
/// <param name="LastPaperAt">When the last paper that made a difference came; what the limit <c>accept</c> runs from.</param>
/// <param name="Requests">The requests for a supplement, oldest first.</param>
internal sealed record CompletenessPart(ImmutableArray<SubmittedPaper> Papers, Instant? LastPaperAt, ImmutableArray<SupplementRequestRecord> Requests)
{
    public static CompletenessPart Empty { get; } = new([], null, []);
}

/// <summary>One request for a supplement.</summary>
/// <param name="Papers">Kinds of papers that were missing.</param>
/// <param name="Others">What else was asked for, in words.</param>
/// <param name="RepeatReason">Why something is asked for again; null when nothing is.</param>
/// <param name="GotAt">When the claimant got it; null until that is known.</param>
internal sealed record SupplementRequestRecord(ImmutableArray<PaperKind> Papers, ImmutableArray<string> Others, string? RepeatReason, Instant At, string By, Instant? GotAt);
