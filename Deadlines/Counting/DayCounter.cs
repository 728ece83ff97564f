namespace ProcedureEngine.Deadlines;

/// <summary>Counts days on one calendar, in days since <see cref="WorkingCalendar.First"/>. Null means: stopped for good before the end.</summary>
internal sealed class DayCounter(WorkingCalendar calendar)
{
    /// <summary>The last day of an amount that runs from a day that is not counted.</summary>
    public int? End(int dayZero, LimitAmount amount, StopSet stops) => amount switch
    {
        SameWorkingDay => Roll(dayZero, stops),
        LessThanWorkingDays { Count: 1 } => Roll(dayZero, stops),
        { CountsWorkingDays: true } => WorkingEnd(dayZero, Length(dayZero, amount), stops),
        _ => Nominal(dayZero, amount, stops) is { } day ? Roll(day, stops) : null,
    };

    /// <summary>The last day of an amount in days, before it moves off a day off.</summary>
    public static int? Nominal(int dayZero, LimitAmount amount, StopSet stops)
    {
        var left = Length(dayZero, amount);
        if (stops.IsEmpty)
            return Within(dayZero + left);
        var day = dayZero;
        while (left > 0)
        {
            day = Within(day + 1);
            if (stops.EndOfStopAt(day) is not { } end)
                left--;
            else if (end == int.MaxValue)
                return null;
            else
                day = end;
        }

        return day;
    }

    /// <summary>How many days an amount counts: of its own kind, months and years in days from their start.</summary>
    public static int Length(int dayZero, LimitAmount amount) => amount switch
    {
        SameWorkingDay => 0,
        LessThanWorkingDays less => less.Count - 1,
        Months months => Between(dayZero, WorkingCalendar.At(dayZero).PlusMonths(months.Count)),
        Years years => Between(dayZero, Later(WorkingCalendar.At(dayZero), years.Count)),
        _ => amount.Count,
    };

    /// <summary>The day itself when it is a working day and not stopped, else the next such day (Civil Code art. 148(5)).</summary>
    public int? Roll(int day, StopSet stops)
    {
        while (true)
        {
            if (stops.EndOfStopAt(day) is { } end)
            {
                if (end == int.MaxValue)
                    return null;
                day = Within(end + 1);
            }
            else if (calendar.IsWorking(day))
            {
                return day;
            }
            else
            {
                day = Within(day + 1);
            }
        }
    }

    /// <summary>What is left of an amount when its clock stops for good: its own days that were not counted before.</summary>
    public int Remaining(int dayZero, LimitAmount amount, StopSet stops)
    {
        var left = Length(dayZero, amount);
        for (var day = dayZero + 1; left > 0 && day < stops.StoppedForGoodFrom; day++)
        {
            if (!stops.Holds(day) && (!amount.CountsWorkingDays || calendar.IsWorking(day)))
                left--;
        }

        return left;
    }

    private int? WorkingEnd(int dayZero, int count, StopSet stops)
    {
        if (stops.IsEmpty)
            return calendar.AddWorkingDays(dayZero, count);
        var day = dayZero;
        while (count > 0)
        {
            day = calendar.AddWorkingDays(day, 1);
            if (stops.EndOfStopAt(day) is not { } end)
                count--;
            else if (end == int.MaxValue)
                return null;
            else
                day = end;
        }

        return day;
    }

    private static int Between(int dayZero, LocalDate end) => end <= WorkingCalendar.Last ? WorkingCalendar.Offset(end) - dayZero : throw WorkingCalendar.OutOfRange("amount");

    private static LocalDate Later(LocalDate date, int years) => years <= WorkingCalendar.Last.Year - date.Year ? date.PlusYears(years) : throw WorkingCalendar.OutOfRange("amount");

    private static int Within(int day) => day <= WorkingCalendar.LastOffset ? day : throw WorkingCalendar.OutOfRange("amount");
}
