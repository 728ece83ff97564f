namespace ProcedureEngine.Deadlines;

/// <summary>
/// Counts time limits by the Civil Code (91/2015/QH13, arts. 144-148): the first day is not counted, working days and days never
/// convert, a limit ends at 24:00 of its last day, stopped days are cut out, extensions run from the end of the base limit.
/// </summary>
public sealed class DeadlineCalculator(WorkingCalendar calendar, DateTimeZone zone)
{
    private readonly DayCounter counter = new(calendar);

    public WorkingCalendar Calendar => calendar;

    /// <summary>The dates with their explanation and the other readings.</summary>
    /// <exception cref="DeadlineException">A field breaks a rule; nothing was counted.</exception>
    public DeadlineResult Calculate(DeadlineRequest request) => Explain(request, Count(request));

    /// <summary>The same of a limit that was counted once: a later calendar version may have left stops of it behind its end.</summary>
    /// <exception cref="DeadlineException">A field breaks a rule; nothing was counted.</exception>
    internal DeadlineResult Explain(DeadlineRequest request) => Explain(request, Unchecked(request));

    private DeadlineResult Explain(DeadlineRequest request, LimitDates dates)
    {
        var last = dates.DueDate ?? request.Stops.Where(stop => stop.To is null).Min(stop => stop.From);
        var years = Enumerable.Range(dates.DayZero.Year, Math.Max(last.Year - dates.DayZero.Year, 0) + 1).ToList();
        var warns = dates.DueDate is not null && request.Amount is not SameWorkingDay;
        return new DeadlineResult(
            dates.DayZero, dates.DueDate, dates.DueDate is { } due ? EndOf(due) : null, warns ? WarnAt(dates.DueDate!.Value) : null, years.TrueForAll(calendar.IsCertified), dates.Remaining,
            calendar.Version, new DayWalk(calendar, request, dates).Lines(), new ReadingFinder(this, request, dates).Find())
        {
            BaseDueDate = dates.BaseDueDate,
            Assumptions = [.. years.SelectMany(year => Assumptions.Of(calendar, year))],
        };
    }

    /// <summary>The dates alone: what a step needs when it starts a limit.</summary>
    /// <exception cref="DeadlineException">A field breaks a rule; nothing was counted.</exception>
    public LimitDates Count(DeadlineRequest request)
    {
        var dates = Unchecked(request);
        RequestRules.CheckStopsWithin(request, dates.DayZero, dates.DueDate);
        return dates;
    }

    /// <summary>The dates of an amount beside another one, or of a limit that runs: stops that lie outside it are simply not in it.</summary>
    /// <exception cref="DeadlineException">A field breaks a rule; nothing was counted.</exception>
    internal LimitDates Unchecked(DeadlineRequest request)
    {
        RequestRules.Check(request);
        return Count(DayZero(request.Start, request.Policy), request);
    }

    /// <summary>The due date of a limit without stops and extensions.</summary>
    public LocalDate DueDate(LocalDateTime start, LimitAmount amount, ReceiptPolicy policy) =>
        WorkingCalendar.At(counter.End(WorkingCalendar.Offset(DayZero(start, policy)), amount, StopSet.None)!.Value);

    /// <summary>The exclusive instant at which a day ends.</summary>
    public Instant EndOf(LocalDate date) => date.PlusDays(1).AtStartOfDayInZone(zone).ToInstant();

    /// <summary>Start of the last working day of a limit that ends on <paramref name="due"/>.</summary>
    public Instant WarnAt(LocalDate due) => due.AtStartOfDayInZone(zone).ToInstant();

    /// <summary>The day that is not counted: the day of the event, or of its deemed receipt.</summary>
    internal LocalDate DayZero(LocalDateTime start, ReceiptPolicy policy) => policy switch
    {
        ReceiptPolicy.S => start.Date,
        _ when !calendar.IsWorking(start.Date) || start.TimeOfDay >= (policy == ReceiptPolicy.OH ? new LocalTime(17, 0) : new LocalTime(15, 0)) =>
            calendar.AddWorkingDays(start.Date, 1),
        _ => start.Date,
    };

    internal DeadlineCalculator On(WorkingCalendar other) => new(other, zone);

    /// <summary>Counts without judging where the stops lie.</summary>
    internal LimitDates Count(LocalDate dayZero, DeadlineRequest request)
    {
        var stops = StopSet.Of(request.Stops);
        var zero = WorkingCalendar.Offset(dayZero);
        var baseEnd = counter.End(zero, request.Amount, stops);
        var extension = request.Extensions.IsEmpty ? null : RequestRules.Sum(request.Extensions, request.ExtensionCap);
        var end = baseEnd is { } from && extension is not null ? counter.End(from, extension, stops) : baseEnd;
        var before = Before(request);
        if (end is null)
            return new LimitDates(dayZero, Date(baseEnd), null, Math.Max(Remaining(zero, baseEnd, request.Amount, extension, stops), before?.Remaining ?? 0), null);
        if (before is { DueDate: null } stopped)
            return new LimitDates(dayZero, Date(baseEnd), null, stopped.Remaining, Date(end));
        var floor = Later(request.NotBefore, before?.DueDate);
        var kept = floor is { } day && WorkingCalendar.Offset(day) > end ? counter.Roll(WorkingCalendar.Offset(day), stops) : end;
        return new LimitDates(dayZero, Date(baseEnd), Date(kept), kept is null ? 0 : null, Date(end));
    }

    /// <summary>The dates by the calendars that the limit was counted on before, the last of them on top; null when there are none.</summary>
    private LimitDates? Before(DeadlineRequest request)
    {
        if (request.Earlier.IsEmpty)
            return null;
        var on = On(request.Earlier[^1]);
        return on.Count(on.DayZero(request.Start, request.Policy), request with { Earlier = request.Earlier[..^1] });
    }

    private static LocalDate? Later(LocalDate? one, LocalDate? other) => one is null || other > one ? other : one;

    /// <summary>What is left of the base limit with the extensions behind it; of different units, of the base limit alone.</summary>
    private int Remaining(int zero, int? baseEnd, LimitAmount amount, LimitAmount? extension, StopSet stops)
    {
        if (baseEnd is { } from && extension is not null)
            return counter.Remaining(from, extension, stops);
        var left = counter.Remaining(zero, amount, stops);
        return extension is not null && extension.CountsWorkingDays == amount.CountsWorkingDays ? left + DayCounter.Length(zero, extension) : left;
    }

    private static LocalDate? Date(int? day) => day is { } offset ? WorkingCalendar.At(offset) : null;
}
