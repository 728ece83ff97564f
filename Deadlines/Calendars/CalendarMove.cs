namespace ProcedureEngine.Deadlines;

/// <summary>A limit that a new calendar version may move: what runs, with the day that it has now.</summary>
/// <param name="Id">The limit's id at its case.</param>
/// <param name="DueDate">Its last day now; null while its clock is stopped.</param>
public sealed record RunningLimit(string Id, LimitInputs Inputs, LocalDate? DueDate);

/// <summary>
/// What a calendar version does to a running limit. The new count holds, with two exceptions: a citizen's time never becomes shorter than by the calendars
/// before, also when it is stopped or extended later, and no limit moves to a day that is over. A version that only adds days off never ends anything earlier.
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
    /// <param name="calendar">The calendar in force from now on; the book need not have it yet.</param>
    /// <param name="appliedOn">The local day on which the version comes into force.</param>
    /// <exception cref="CalendarVersionException">The book does not know what the limit is counted on.</exception>
    public static CalendarMove Of(RunningLimit limit, LimitCounter counter, WorkingCalendar calendar, LocalDate appliedOn)
    {
        var counted = counter.Count(limit.Inputs with { CalendarVersion = calendar.Version, EarlierCalendars = [], NotBefore = null }, calendar).DueDate;
        var inputs = limit.Inputs with { CalendarVersion = calendar.Version, EarlierCalendars = Earlier(limit.Inputs, counter.Book, calendar) };
        var to = counter.Count(inputs, calendar).DueDate;
        if (to < appliedOn && !(to >= limit.DueDate))
        {
            inputs = inputs with { NotBefore = limit.DueDate is { } had ? LocalDate.Min(had, appliedOn) : appliedOn };
            to = counter.Count(inputs, calendar).DueDate;
        }

        return new CalendarMove(limit.Id, limit.DueDate, counted, to, inputs);
    }

    /// <summary>The calendars before, without the last ones that the new one only adds days off to: they never end anything later.</summary>
    private static ImmutableArray<string> Earlier(LimitInputs inputs, CalendarBook book, WorkingCalendar calendar)
    {
        if (inputs.Entry.Bearer != LimitBearer.Citizen)
            return [];
        var earlier = inputs.EarlierCalendars.Add(inputs.CalendarVersion);
        while (!earlier.IsEmpty && calendar.OnlyAddsDaysOffTo(book.Find(earlier[^1]), inputs.Start.Date))
            earlier = earlier.RemoveAt(earlier.Length - 1);
        return earlier;
    }
}
