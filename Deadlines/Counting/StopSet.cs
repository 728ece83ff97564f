namespace ProcedureEngine.Deadlines;

/// <summary>
/// Stops as sorted ranges of days that do not overlap: days in more than one stop count once, and their order does not matter. A stop without an end
/// comes last and swallows what begins after it.
/// </summary>
internal sealed class StopSet
{
    public const int ForGood = int.MaxValue;

    public static readonly StopSet None = new([]);

    private readonly (int From, int To)[] ranges;

    private StopSet((int From, int To)[] ranges) => this.ranges = ranges;

    public bool IsEmpty => ranges.Length == 0;

    /// <summary>First and last day of each stop; <see cref="ForGood"/> while it is still stopped.</summary>
    public ReadOnlySpan<(int From, int To)> Ranges => ranges;

    /// <summary>First day of the stop that has no end, or null.</summary>
    public int? StoppedForGoodFrom => ranges.Length > 0 && ranges[^1].To == ForGood ? ranges[^1].From : null;

    public static StopSet Of(ImmutableArray<Stop> stops)
    {
        if (stops.IsEmpty)
            return None;
        var sorted = new (int From, int To)[stops.Length];
        for (var i = 0; i < sorted.Length; i++)
            sorted[i] = (Day(stops[i].From), stops[i].To is { } to ? Day(to) : ForGood);
        Array.Sort(sorted);
        return new StopSet(Merge(sorted));
    }

    /// <summary>The last day of the stop that holds this day, or null; <see cref="ForGood"/> while it is still stopped.</summary>
    public int? EndOfStopAt(int day)
    {
        foreach (var (from, to) in ranges)
        {
            if (day < from)
                return null;
            if (day <= to)
                return to;
        }

        return null;
    }

    public bool Holds(int day) => EndOfStopAt(day) is not null;

    /// <summary>Each range begins after the one before has ended; the one without an end keeps its own first day.</summary>
    private static (int From, int To)[] Merge((int From, int To)[] sorted)
    {
        var merged = new List<(int From, int To)>(sorted.Length);
        foreach (var (from, to) in sorted)
        {
            if (merged.Count > 0 && merged[^1].To == ForGood)
                break;
            if (merged.Count > 0 && from <= merged[^1].To)
            {
                var earlier = merged[^1];
                merged.RemoveAt(merged.Count - 1);
                if (to != ForGood)
                    merged.Add((earlier.From, Math.Max(earlier.To, to)));
                else if (earlier.From < from)
                    merged.Add((earlier.From, from - 1));
                if (to == ForGood)
                    merged.Add((from, ForGood));
            }
            else
            {
                merged.Add((from, to));
            }
        }

        return [.. merged];
    }

    private static int Day(LocalDate date) => WorkingCalendar.Offset(date, "suspensions");
}
