using System.Text.Json.Nodes;
using NodaTime;
using ProcedureEngine.Engine.Store;

namespace ProcedureEngine.Activities.TimeLimits;

public enum TimeLimitState
{
    Running,
    Suspended,
    Met,
    Missed,
    MetLate,
    Cancelled,
}

/// <summary>One running or ended time limit of a case.</summary>
/// <param name="LimitId">Id in the catalogue (<c>draft-decision</c>).</param>
/// <param name="Occurrence">From 1; a limit that starts anew (each proposal, each wait) is a new occurrence.</param>
/// <param name="ActivityId">The step that it presses, for the board.</param>
/// <param name="StartedAt">The act that it runs from.</param>
/// <param name="DueDate">Last day, Asia/Ho_Chi_Minh; null while suspended.</param>
/// <param name="DueAt">Exclusive end: 00:00 of the day after <paramref name="DueDate"/>, or an hour set by the office; null while suspended.</param>
/// <param name="WarnAt">Start of the last working day; null when the limit gives no warning.</param>
/// <param name="EndedAt">When it was met or cancelled.</param>
/// <param name="Kind"><c>law</c>, <c>local</c> or <c>internal</c>.</param>
/// <param name="Bearer">Whose time it is: <c>authority</c>, <c>citizen</c>, <c>financeBody</c>, <c>both</c>.</param>
/// <param name="Calculation">Inputs and versions from which the explanation is rebuilt.</param>
public sealed record TimeLimit(
    string Id, string InstanceId, string Procedure, string Office, string LimitId, int Occurrence, string? ActivityId, TimeLimitState State,
    Instant StartedAt, LocalDate? DueDate, Instant? DueAt, Instant? WarnAt, Instant? MissedAt, Instant? EndedAt, string Kind, string Bearer, string LegalBasis,
    JsonObject Calculation) : CaseRecord
{
    public override string Id { get; } = Id;

    public bool IsOpen => State is TimeLimitState.Running or TimeLimitState.Suspended or TimeLimitState.Missed;
}
