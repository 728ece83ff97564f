using NodaTime.Text;
using ProcedureEngine.Deadlines;
using ProcedureEngine.Host.Deadlines;

namespace ProcedureEngine.Host.Sandbox;

/// <summary>Exactly one of the three is given.</summary>
internal sealed record MoveClock
{
    /// <summary>An instant, ISO 8601 with an offset.</summary>
    public string? Now { get; init; }

    /// <summary>A period, ISO 8601, counted on the calendar of Asia/Ho_Chi_Minh.</summary>
    public string? Advance { get; init; }

    /// <summary>Working days of the national calendar as it is now, at the same time of day.</summary>
    public int? WorkingDays { get; init; }
}

/// <summary>The instant that a move asks for; not past the last day of the working-day calendar.</summary>
internal sealed class ClockTarget(CalendarBook book, DateTimeZone zone)
{
    /// <exception cref="RejectedException">Not exactly one way is given, or it cannot be read, or it leads out of the calendar.</exception>
    public Instant Of(MoveClock request, Instant now) => request switch
    {
        { Now: { } text, Advance: null, WorkingDays: null } => Within("now", DeadlineEndpoints.ReadInstant("now", text)),
        { Now: null, Advance: { } text, WorkingDays: null } => Advance(text, now),
        { Now: null, Advance: null, WorkingDays: > 0 and var days } => Work(days, now),
        _ => throw RejectedException.Invalid("now", "one-of", "Chọn một trong now, advance, workingDays (từ 1).", "Give exactly one of now, advance, workingDays (1 or more)."),
    };

    private Instant Advance(string text, Instant now)
    {
        if (PeriodPattern.NormalizingIso.Parse(text) is not { Success: true } period)
            throw RejectedException.Invalid("advance", "period", "Khoảng thời gian theo ISO 8601.", "Write a period as ISO 8601, as in P1D or PT2H.");
        try
        {
            return Within("advance", now.InZone(zone).LocalDateTime.Plus(period.Value).InZoneLeniently(zone).ToInstant());
        }
        catch (Exception exception) when (exception is OverflowException or ArgumentOutOfRangeException)
        {
            throw OutOfRange("advance");
        }
    }

    private Instant Work(int days, Instant now)
    {
        var today = now.InZone(zone);
        if (days > Period.DaysBetween(today.Date, WorkingCalendar.Last))
            throw OutOfRange("workingDays");
        try
        {
            return book.Current().AddWorkingDays(today.Date, days).At(today.TimeOfDay).InZoneLeniently(zone).ToInstant();
        }
        catch (DeadlineException)
        {
            throw OutOfRange("workingDays");
        }
    }

    private Instant Within(string field, Instant instant) => instant.InZone(zone).Date <= WorkingCalendar.Last ? instant : throw OutOfRange(field);

    private static RejectedException OutOfRange(string field) =>
        RejectedException.Invalid(field, "date-range", $"Lịch chỉ có đến hết năm {WorkingCalendar.Last.Year}.", $"The calendar ends with {WorkingCalendar.Last.Year}.");
}
