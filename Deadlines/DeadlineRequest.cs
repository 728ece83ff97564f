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

/// <param name="From">First stopped day, inclusive.</param>
/// <param name="To">Last stopped day, inclusive; null while it is still stopped.</param>
public sealed record Stop(LocalDate From, LocalDate? To);

/// <summary>What a deadline is counted from: all of it, so that the same request gives the same answer for ever.</summary>
/// <param name="Start">Local time in Asia/Ho_Chi_Minh of the act that the limit runs from; a date alone is its noon.</param>
/// <param name="Extension">Runs from the rolled end of the base limit; calendar or working days.</param>
public sealed record DeadlineRequest(
    LocalDateTime Start, LimitAmount Amount, ReceiptPolicy Policy = ReceiptPolicy.S, ImmutableArray<Stop> Stops = default, LimitAmount? Extension = null);

/// <summary>Why a day counts as it does.</summary>
public enum DayReason
{
    Start,
    DayOff,
    Stopped,
    RolledOver,
    Due,
}

/// <summary>A line of the explanation: a day that was not counted or moved, or the start or end.</summary>
public sealed record ExplanationLine(LocalDate Date, DayReason Reason, string Vi, string En, string LegalBasis);

/// <summary>Another lawful reading and where it would end.</summary>
public sealed record OtherReading(string Reading, LocalDate DueDate);

/// <param name="DueDate">Last day; null while the clock is stopped.</param>
/// <param name="DueAt">Exclusive end: 00:00 of the next day, Asia/Ho_Chi_Minh.</param>
/// <param name="WarnAt">00:00 of the last working day; null for same-day limits and while stopped.</param>
/// <param name="Remaining">What is left while the clock is stopped, in the limit's unit (days).</param>
public sealed record DeadlineResult(
    LocalDate DayZero, LocalDate? DueDate, Instant? DueAt, Instant? WarnAt, bool Certified, int? Remaining, string CalendarVersion,
    ImmutableArray<ExplanationLine> Explanation, ImmutableArray<OtherReading> Alternatives);
