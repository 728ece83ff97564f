using System.Runtime.InteropServices;

namespace ProcedureEngine.Deadlines;

/// <summary>How receipt outside office hours is dated.</summary>
public enum ReceiptPolicy
{
    /// <summary>The literal date of the instant: the statute's default.</summary>
    S,

    /// <summary>At or after 17:00 or on a day off: received the next working day.</summary>
    OH,

    /// <summary>As <see cref="OH"/> with 15:00.</summary>
    C15,
}

/// <summary>A stopped clock. Days in more than one stop are cut out once.</summary>
/// <param name="From">First stopped day, inclusive.</param>
/// <param name="To">Last stopped day, inclusive; null while it is still stopped.</param>
public sealed record Stop(LocalDate From, LocalDate? To);

/// <summary>What a deadline is counted from: all of it, so that the same request gives the same answer for ever.</summary>
/// <param name="Start">Local time in Asia/Ho_Chi_Minh of the act that the limit runs from; a date alone is its noon.</param>
/// <param name="Stops">In any order; they may overlap.</param>
/// <param name="Extensions">Agreed extensions; they add up and run from the rolled end of the base limit. All of one unit.</param>
/// <param name="ExtensionCap">The most that the extensions may be together; null when no cap is known.</param>
public sealed record DeadlineRequest(
    LocalDateTime Start, LimitAmount Amount, ReceiptPolicy Policy = ReceiptPolicy.S, ImmutableArray<Stop> Stops = default,
    ImmutableArray<LimitAmount> Extensions = default, LimitAmount? ExtensionCap = null)
{
    public ImmutableArray<Stop> Stops { get; init; } = Stops.IsDefault ? [] : Stops;

    public ImmutableArray<LimitAmount> Extensions { get; init; } = Extensions.IsDefault ? [] : Extensions;

    /// <summary>A running limit keeps this day when a later calendar version would end it earlier; null for every other limit.</summary>
    public LocalDate? NotBefore { get; init; }

    /// <summary>Calendars by which the limit was counted before, oldest first: it never ends earlier than by them, whatever is stopped or extended.</summary>
    internal ImmutableArray<WorkingCalendar> Earlier { get; init; } = [];
}

/// <summary>Why a day counts as it does. Every day after the start up to the end has exactly one of the middle five.</summary>
public enum DayReason
{
    /// <summary>The day of the event, or of its deemed receipt; not counted.</summary>
    Start,

    Counted,
    DayOff,
    Stopped,

    /// <summary>The last day was a day off, so the end moved on (Civil Code art. 148(5)).</summary>
    RolledOver,

    /// <summary>Kept because a calendar version that came while the limit ran would have ended it earlier.</summary>
    Kept,

    Due,

    /// <summary>Received outside office hours: deemed received later.</summary>
    ReceivedLater,
}

/// <summary>A line of the explanation: a day that was not counted or moved, or the start or end.</summary>
public sealed record ExplanationLine(LocalDate Date, DayReason Reason, string Vi, string En, string LegalBasis);

/// <summary>Another lawful reading and where it would end.</summary>
public sealed record OtherReading(string Reading, LocalDate DueDate);

/// <summary>What a count outside the notices took for granted; the alternatives are among the readings.</summary>
public sealed record Assumption(int Year, string Vi, string En);

/// <summary>The dates of a limit without their explanation.</summary>
/// <param name="DayZero">The day that is not counted.</param>
/// <param name="BaseDueDate">End before extensions; null while the clock is stopped before it.</param>
/// <param name="DueDate">Last day; null while the clock is stopped.</param>
/// <param name="Remaining">What is left while the clock is stopped: working days for limits in working days, else days.</param>
/// <param name="CountedDueDate">End by the count alone, where a limit keeps a later day; else <paramref name="DueDate"/>.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct LimitDates(LocalDate DayZero, LocalDate? BaseDueDate, LocalDate? DueDate, int? Remaining, LocalDate? CountedDueDate);

/// <param name="DueDate">Last day; null while the clock is stopped.</param>
/// <param name="DueAt">Exclusive end: 00:00 of the next day, Asia/Ho_Chi_Minh.</param>
/// <param name="WarnAt">00:00 of the last working day; null for same-day limits and while stopped.</param>
/// <param name="Certified">True when the notices of every year touched are known.</param>
/// <param name="Remaining">What is left while the clock is stopped, in the limit's unit (days for months and years).</param>
public sealed record DeadlineResult(
    LocalDate DayZero, LocalDate? DueDate, Instant? DueAt, Instant? WarnAt, bool Certified, int? Remaining, string CalendarVersion,
    ImmutableArray<ExplanationLine> Explanation, ImmutableArray<OtherReading> Alternatives)
{
    /// <summary>End before extensions.</summary>
    public LocalDate? BaseDueDate { get; init; }

    public ImmutableArray<Assumption> Assumptions { get; init; } = [];
}
