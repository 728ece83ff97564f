using NodaTime;
using ProcedureEngine.Engine.Store;

namespace ProcedureEngine.Activities.TimeLimits;

/// <summary>What was done to a time limit after it began.</summary>
public enum TimeLimitActKind
{
    Suspended,
    Resumed,
    Extended,

    /// <summary>The case turned out to be of another kind (complex): counted anew from the same start.</summary>
    Recomputed,

    /// <summary>A new version of the calendar was applied to it.</summary>
    Moved,

    /// <summary>The office apologised for a missed limit and promised a new date, or gave the cause of one met late.</summary>
    Apologised,
}

/// <summary>
/// A line of a limit's ledger: one act, with what it rested on and where the limit stood before and after. Lines are added and never changed,
/// so that old and new due dates stay side by side.
/// </summary>
/// <param name="Id">The limit's id and the revision that the act made.</param>
/// <param name="Limit">Id of the limit's row.</param>
/// <param name="Revision">The limit's revision after the act.</param>
/// <param name="ActorId">Who did it.</param>
/// <param name="Details">Ground, basis, evidence, days, amount: what the act said.</param>
/// <param name="CalculationBefore">What the limit was counted from before: the earlier explanation can be rebuilt from it.</param>
public sealed record TimeLimitAct(
    string Id, string InstanceId, string Limit, int Revision, TimeLimitActKind Kind, Instant At, string ActorId, JsonObject Details, LimitStanding Before, LimitStanding After,
    JsonObject CalculationBefore) : CaseRecord
{
    public override string Id { get; } = Id;

    public override bool LoadsWithInstance => false;
}

/// <summary>Where a limit stands.</summary>
public sealed record LimitStanding(TimeLimitState State, LocalDate? DueDate, Instant? DueAt, int? Remaining, string? RemainingUnit)
{
    public static LimitStanding Of(TimeLimit limit) => new(limit.State, limit.DueDate, limit.DueAt, limit.Remaining, limit.RemainingUnit);
}
