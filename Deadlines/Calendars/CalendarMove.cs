namespace ProcedureEngine.Deadlines;

/// <summary>A limit that a new calendar version may move: what runs, with the day that it has now.</summary>
/// <param name="Id">The limit's id at its case.</param>
/// <param name="DueDate">Its last day now; null while its clock is stopped.</param>
public sealed record RunningLimit(string Id, LimitInputs Inputs, LocalDate? DueDate);

/// <summary>
/// What a calendar version does to a running limit. The new count holds, with two exceptions that keep the day it has: the citizen's time never
/// becomes shorter, and no limit moves to a day that is over. A version that only adds days off never ends anything earlier.
/// </summary>
/// <param name="Counted">The last day by the new calendar alone.</param>
/// <param name="To">The last day that the limit has from now on; null while its clock is stopped.</param>
/// <param name="Inputs">The inputs to store in the same act.</param>
public sealed record CalendarMove(string Id, LocalDate? From, LocalDate? Counted, LocalDate? To, LimitInputs Inputs)
{
    public bool IsMoved => From != To;

    /// <summary>The day was kept although the new calendar counts to an earlier one.</summary>
    public bool IsKept => To != Counted;

    /// <summary>The move of one limit.</summary>
    /// <param name="appliedOn">The local day on which the version comes into force.</param>
    public static CalendarMove Of(RunningLimit limit, LimitCounter counter, WorkingCalendar calendar, LocalDate appliedOn)
    {
        var inputs = limit.Inputs with { CalendarVersion = calendar.Version };
        var counted = counter.Count(inputs, calendar).DueDate;
        if (limit.DueDate is not { } had || counted is not { } due || due >= had)
            return new CalendarMove(limit.Id, limit.DueDate, counted, counted, inputs);
        var floor = limit.Inputs.Entry.Bearer == LimitBearer.Citizen ? had : due < appliedOn ? LocalDate.Min(had, appliedOn) : due;
        if (floor == due)
            return new CalendarMove(limit.Id, had, due, due, inputs);
        var kept = inputs with { NotBefore = floor };
        return new CalendarMove(limit.Id, had, due, counter.Count(kept, calendar).DueDate, kept);
    }
}
