using System.Text.Json.Nodes;
using NodaTime;
using ProcedureEngine.Deadlines;
using ProcedureEngine.Engine.Store;

namespace ProcedureEngine.Activities.TimeLimits;

public enum TimeLimitState
{
    Running,

    /// <summary>Its clock is stopped: no due date, only what is left.</summary>
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
/// <param name="Calculation">
/// What it is counted from (<see cref="LimitInputs"/>): the catalogue's whole entry that it began with, stops, extensions and the calendar's version,
/// so that count and explanation are the same for ever.
/// </param>
public sealed record TimeLimit(
    string Id, string InstanceId, string Procedure, string Office, string LimitId, int Occurrence, string? ActivityId, TimeLimitState State,
    Instant StartedAt, LocalDate? DueDate, Instant? DueAt, Instant? WarnAt, Instant? MissedAt, Instant? EndedAt, string Kind, string Bearer, string LegalBasis,
    JsonObject Calculation) : CaseRecord
{
    public override string Id { get; } = Id;

    /// <summary>From 1, raised by every change; who stops or extends it names the one he saw.</summary>
    public int Revision { get; init; } = 1;

    /// <summary>The run of the step that started it.</summary>
    public string? Run { get; init; }

    /// <summary>The role that answers for it when it is missed; null when the step that started it has none.</summary>
    public string? Role { get; init; }

    /// <summary>Last day before extensions; null while suspended and for an hour set by the office.</summary>
    public LocalDate? BaseDueDate { get; init; }

    /// <summary>Last day of the office's own figure where it is shorter than the law's; null when there is none.</summary>
    public LocalDate? LocalDueDate { get; init; }

    /// <summary>Last day of the law's figure beside a local one; null when there is no other.</summary>
    public LocalDate? LawDueDate { get; init; }

    /// <summary>When a citizen whose local time is shorter than the law's is reminded: the local time's exclusive end. He is late only after the law's.</summary>
    public Instant? RemindAt { get; init; }

    /// <summary>What is left while the clock is stopped, in <see cref="RemainingUnit"/>; null while it runs.</summary>
    public int? Remaining { get; init; }

    /// <summary><c>workingDay</c> or <c>calendarDay</c>.</summary>
    public string? RemainingUnit { get; init; }

    /// <summary>Tasks that are due with it; their due instant goes and comes back with the limit's.</summary>
    public ImmutableArray<string> PressedTasks { get; init; } = [];

    /// <summary>The run of a step within it that was entered while the clock stood still: its task gets the limit's instant when the clock runs again.</summary>
    public string? EnteredStopped { get; init; }

    /// <summary>Timers of the step that waits, which move with it.</summary>
    public ImmutableArray<StepTimer> StepTimers { get; init; } = [];

    /// <summary>Why it was missed, as the office gave it; null as long as it has not.</summary>
    public LateCause? Cause { get; init; }

    /// <summary>The new date that the office promised when it apologised.</summary>
    public LocalDate? PromisedOn { get; init; }

    public bool IsOpen => State is TimeLimitState.Running or TimeLimitState.Suspended or TimeLimitState.Missed;

    /// <summary>What it is counted from; null for an hour that the office set itself.</summary>
    public LimitInputs? Inputs() => Calculation["entry"] is JsonObject ? LimitInputs.FromJson(Calculation) : null;

    /// <summary>Its name for people.</summary>
    public LocalizedText Name() => Calculation["entry"] is JsonObject entry && (string?)entry["nameVi"] is { } vi && (string?)entry["nameEn"] is { } en
        ? new LocalizedText(vi, en)
        : NameOf(LimitId);

    /// <summary>The name of a limit that no catalogue holds: the hour that the office set itself; of any other, its id.</summary>
    public static LocalizedText NameOf(string limitId) => limitId == "appointment" ? new LocalizedText("Giờ hẹn", "Appointment") : new LocalizedText(limitId, limitId);
}

/// <summary>A timer of a waiting step that goes with its limit: it moves when the limit moves and rests while the clock is stopped.</summary>
/// <param name="Name">Name of the step's timer.</param>
/// <param name="Entry">The catalogue's entry that it counts from the same start (a reminder); null for the limit's own end.</param>
public sealed record StepTimer(string Name, JsonObject? Entry = null);
