namespace ProcedureEngine.Deadlines;

/// <summary>
/// A case's limit, counted. <see cref="DueDate"/> is the day by which lateness is judged; where the citizen's local time is shorter than the
/// law's, that is the law's day, and the local one only reminds.
/// </summary>
/// <param name="DueDate">Last day; null while the clock is stopped.</param>
/// <param name="DueAt">Exclusive end of that day, Asia/Ho_Chi_Minh; null while stopped.</param>
/// <param name="WarnAt">Start of the last working day; null for same-day limits and while stopped.</param>
/// <param name="Remaining">What is left while the clock is stopped; working days for limits in working days, else days.</param>
/// <param name="BaseDueDate">End before extensions; null while the clock is stopped before it.</param>
public sealed record LimitCount(LocalDate DayZero, LocalDate? DueDate, Instant? DueAt, Instant? WarnAt, int? Remaining, LocalDate? BaseDueDate)
{
    /// <summary>Last day of the office's own figure; null when the entry is the law's or while stopped.</summary>
    public LocalDate? LocalDueDate { get; init; }

    /// <summary>Last day of the law's own figure beside a local one; null when there is no other or while stopped.</summary>
    public LocalDate? LawDueDate { get; init; }

    /// <summary>When the citizen is reminded that his local time has passed: its exclusive end. Null when nothing reminds.</summary>
    public Instant? RemindAt { get; init; }
}

/// <summary>Counts the limits of cases from their inputs.</summary>
public sealed class LimitCounter(CalendarBook book, DateTimeZone zone)
{
    public CalendarBook Book => book;

    public DateTimeZone Zone => zone;

    /// <summary>The inputs of a limit that starts now, on the calendar in force at the office.</summary>
    public LimitInputs Begin(LimitRule entry, Instant start, string? office, StartingAct? act = null) =>
        new(entry, start.InZone(zone).LocalDateTime, book.Current(office).Version) { Act = act };

    /// <exception cref="DeadlineException">An input breaks a rule; nothing was counted.</exception>
    /// <exception cref="CalendarVersionException">The calendar version is unknown.</exception>
    public LimitCount Count(LimitInputs inputs) => Count(inputs, book.Find(inputs.CalendarVersion));

    /// <summary>The same on another calendar than the inputs name.</summary>
    public LimitCount Count(LimitInputs inputs, WorkingCalendar calendar)
    {
        LimitInputRules.Check(inputs);
        var (calculator, governing) = (new DeadlineCalculator(calendar, zone), Governing(inputs));
        var dates = calculator.Unchecked(Request(inputs, governing));
        var count = new LimitCount(
            dates.DayZero, dates.DueDate, dates.DueDate is { } due ? calculator.EndOf(due) : null, dates.DueDate is { } last && governing is not SameWorkingDay ? calculator.WarnAt(last) : null,
            dates.Remaining, dates.BaseDueDate);
        if (inputs.Entry.LawOf(inputs.Variant) is not { } law)
            return count;
        var local = calculator.Unchecked(Request(inputs, inputs.Entry.AmountOf(inputs.Variant))).DueDate;
        return count with
        {
            LocalDueDate = local,
            LawDueDate = calculator.Unchecked(Request(inputs, law.Amount)).DueDate,
            RemindAt = local is { } end && RemindsOnly(inputs) && local < dates.DueDate ? calculator.EndOf(end) : null,
        };
    }

    /// <summary>
    /// What is asked of who stops a clock: a stop wholly outside the limit is a mistake. One that a later calendar version left behind the end stays,
    /// and is not in the count.
    /// </summary>
    /// <param name="added">The stops that are asked for; the others are on record.</param>
    /// <exception cref="DeadlineException">A stop lies outside; names it.</exception>
    public void RequireWithin(LimitInputs inputs, ImmutableArray<StoppedTime> added)
    {
        var dates = new DeadlineCalculator(book.Find(inputs.CalendarVersion), zone).Unchecked(Request(inputs, Governing(inputs)));
        RequestRules.CheckStopsWithin((inputs with { Stops = added }).Request(Governing(inputs)), dates.DayZero, dates.DueDate);
    }

    /// <summary>The count that lateness is judged by, with every day that was not counted or moved and the other readings.</summary>
    /// <exception cref="DeadlineException">An input breaks a rule; nothing was counted.</exception>
    public DeadlineResult Explain(LimitInputs inputs)
    {
        LimitInputRules.Check(inputs);
        return new DeadlineCalculator(book.Find(inputs.CalendarVersion), zone).Explain(Request(inputs, Governing(inputs)));
    }

    /// <summary>The amount that lateness is judged by: the law's where the citizen's local time is shorter, else the entry's.</summary>
    public static LimitAmount Governing(LimitInputs inputs) =>
        RemindsOnly(inputs) ? inputs.Entry.LawOf(inputs.Variant)!.Amount : inputs.Entry.AmountOf(inputs.Variant);

    /// <summary>True when the entry's own figure shortens the citizen's time and so only reminds.</summary>
    public static bool RemindsOnly(LimitInputs inputs) =>
        inputs.Entry is { Bearer: LimitBearer.Citizen, Kind: LimitKind.Local } && inputs.Entry.LawOf(inputs.Variant) is { } law && law.Amount != inputs.Entry.AmountOf(inputs.Variant);

    private DeadlineRequest Request(LimitInputs inputs, LimitAmount amount) => inputs.Request(amount) with { Earlier = [.. inputs.EarlierCalendars.Select(book.Find)] };
}
