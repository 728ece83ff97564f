using System.Runtime.InteropServices;

namespace ProcedureEngine.Deadlines;

/// <summary>Counts days on one calendar, in days since <see cref="WorkingCalendar.First"/>. Null means: stopped for good before the end.</summary>
internal sealed class DayCounter(WorkingCalendar calendar)
{
    /// <summary>The last day of an amount that runs from a day that is not counted.</summary>
    public int? End(int dayZero, LimitAmount amount, StopSet stops) => Length(dayZero, amount) switch
    {
        0 => Roll(dayZero, stops),
        var length when amount.CountsWorkingDays => Advance(dayZero, length, stops, inWorkingDays: true).End,
        var length => Advance(dayZero, length, stops, inWorkingDays: false).End is { } day ? Roll(day, stops) : null,
    };

    /// <summary>The last day of an amount in days, before it moves off a day off.</summary>
    public int? Nominal(int dayZero, LimitAmount amount, StopSet stops) => Advance(dayZero, Length(dayZero, amount), stops, inWorkingDays: false).End;

    /// <summary>What is left of an amount when its clock stops for good: its own days that were not counted before.</summary>
    public int Remaining(int dayZero, LimitAmount amount, StopSet stops)
    {
        var length = Length(dayZero, amount);
        return length == 0 ? 0 : Advance(dayZero, length, stops, amount.CountsWorkingDays).Left;
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
                if (end == StopSet.ForGood)
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

    /// <summary>Goes on by days that count, from stop to stop.</summary>
    private Advanced Advance(int day, int left, StopSet stops, bool inWorkingDays)
    {
        foreach (var (from, to) in stops.Ranges)
        {
            if (to <= day)
                continue;
            var before = Math.Max(from - 1, day);
            var here = inWorkingDays ? calendar.CountWorkingDays(day, before) : before - day;
            if (here >= left)
                break;
            left -= here;
            if (to == StopSet.ForGood)
                return new Advanced(null, left);
            day = to;
        }

        return new Advanced(inWorkingDays ? calendar.AddWorkingDays(day, left) : Within(day + left), 0);
    }

    private static int Between(int dayZero, LocalDate end) => end <= WorkingCalendar.Last ? WorkingCalendar.Offset(end) - dayZero : throw WorkingCalendar.OutOfRange("amount");

    private static LocalDate Later(LocalDate date, int years) => years <= WorkingCalendar.Last.Year - date.Year ? date.PlusYears(years) : throw WorkingCalendar.OutOfRange("amount");

    private static int Within(int day) => day <= WorkingCalendar.LastOffset ? day : throw WorkingCalendar.OutOfRange("amount");

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Advanced(int? End, int Left);
}
