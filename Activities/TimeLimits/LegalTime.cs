using ProcedureEngine.Deadlines;

namespace ProcedureEngine.Activities.TimeLimits;

/// <summary>Legal time for cases: the catalogue's entry of the day, counted on the office's working-day calendar.</summary>
public sealed class LegalTime(LimitCatalogue catalogue, LimitCounter counter, DateTimeZone zone)
{
    /// <summary>Rule of a refusal: a limit is counted on a calendar version that this host has not read yet.</summary>
    public const string Unread = "calendar-version-unread";

    /// <summary>On a calendar that never changes: for tests and tools.</summary>
    public LegalTime(LimitCatalogue catalogue, WorkingCalendar calendar, DateTimeZone zone) : this(catalogue, new LimitCounter(new CalendarBook(calendar), zone), zone)
    {
    }

    /// <summary>The entry that a start at the office takes on the day of its start; the case keeps it.</summary>
    /// <exception cref="DefectException">The catalogue has no such limit on that day.</exception>
    public LimitRule Entry(string procedure, string limitId, string office, Instant start)
    {
        return Find(procedure, limitId, office, start) ?? throw new DefectException($"The catalogue has no limit '{limitId}' of '{procedure}' in force on {start.InZone(zone).Date}.");
    }

    /// <summary>The same, or null when the catalogue has none.</summary>
    public LimitRule? Find(string procedure, string limitId, string office, Instant start) => catalogue.Find(procedure, limitId, office, start.InZone(zone).Date);

    /// <summary>What a limit is counted from when it starts: the entry of its day, on the calendar in force at the office.</summary>
    public LimitInputs Begin(LimitRule entry, Instant start, string office, StartingAct? act = null, string? variant = null) =>
        counter.Begin(entry, start, office, act) with { Variant = variant };

    /// <exception cref="DeadlineException">An input breaks a rule; nothing was counted.</exception>
    /// <exception cref="RejectedException">Its calendar version has not been read here yet (<see cref="Unread"/>).</exception>
    public LimitCount Count(LimitInputs inputs) => Known(() => counter.Count(inputs));

    /// <summary>The explanation from stored inputs; the same for ever.</summary>
    /// <exception cref="RejectedException">Its calendar version has not been read here yet (<see cref="Unread"/>).</exception>
    public DeadlineResult Explain(LimitInputs inputs) => Known(() => counter.Explain(inputs));

    /// <summary>The explanation as a document that stands alone.</summary>
    /// <exception cref="RejectedException">Its calendar version has not been read here yet (<see cref="Unread"/>).</exception>
    public JsonObject Sheet(LimitInputs inputs) => Known(() => DeadlineSheet.Build(inputs, counter));

    /// <summary>
    /// When a step's timer comes that counts another entry from the same start with the same stops (a reminder). Null while the clock is stopped
    /// before it. Extensions do not move it: they begin where the limit's own time ends.
    /// </summary>
    public Instant? Beside(LimitInputs inputs, LimitRule other)
    {
        var like = inputs with { Entry = other with { Suspension = inputs.Entry.Suspension }, Variant = null, Extensions = [], NotBefore = null };
        return Count(like).DueAt;
    }

    /// <summary>Refuses a stop that lies wholly outside its limit.</summary>
    /// <exception cref="DeadlineException">Names the stop and the rule.</exception>
    public void RequireWithin(LimitInputs inputs, ImmutableArray<StoppedTime> added) => Known(() =>
    {
        counter.RequireWithin(inputs, added);
        return true;
    });

    /// <summary>
    /// What the calendar in force at the office makes of a limit that runs or stands still; null when there is nothing to do. A limit on a version that this
    /// host has not read yet is on a newer one, and is never moved back.
    /// </summary>
    /// <param name="now">The limit does not move to a day that is over by now.</param>
    public CalendarMove? Move(TimeLimit limit, string office, Instant now)
    {
        // In this order: a version that is known is older than what is in force after it, or the same.
        if (limit.Inputs() is not { } inputs || !counter.Book.Knows(inputs.CalendarVersion))
            return null;
        var calendar = counter.Book.Current(office);
        return inputs.CalendarVersion == calendar.Version ? null : Known(() => CalendarMove.Of(new RunningLimit(limit.Id, inputs, limit.DueDate), counter, calendar, Day(now)));
    }

    /// <summary>Last day of a limit that begins with a day rather than with an instant.</summary>
    /// <exception cref="DefectException">The catalogue has no such limit on that day.</exception>
    public LocalDate DueDate(string procedure, string limitId, string office, LocalDate start, string? variant = null)
    {
        var noon = start.At(LocalTime.Noon).InZoneLeniently(zone).ToInstant();
        return counter.Count(Begin(Entry(procedure, limitId, office, noon), noon, office, null, variant)).DueDate!.Value;
    }

    public bool IsWorkingDay(string office, LocalDate date) => counter.Book.Current(office).IsWorking(date);

    /// <summary>The n-th working day after a date at an office; n from 1.</summary>
    public LocalDate WorkingDaysAfter(string office, LocalDate date, int n) => counter.Book.Current(office).AddWorkingDays(date, n);

    /// <summary>The calendar day of an instant, Asia/Ho_Chi_Minh.</summary>
    public LocalDate Day(Instant instant) => instant.InZone(zone).Date;

    /// <summary>The exclusive instant at which a day ends.</summary>
    public Instant EndOf(LocalDate date) => date.PlusDays(1).AtStartOfDayInZone(zone).ToInstant();

    /// <summary>Another host put a version in force some moments ago: transient, and no incident (rule 10).</summary>
    private static T Known<T>(Func<T> count)
    {
        try
        {
            return count();
        }
        catch (CalendarVersionException unread)
        {
            throw RejectedException.Unavailable(
                Unread, "Phiên bản lịch làm việc của thời hạn này chưa được đọc ở máy chủ này; hãy thử lại.", $"Calendar version '{unread.CalendarVersion}' has not been read by this host yet; try again.");
        }
    }
}
