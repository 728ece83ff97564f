namespace ProcedureEngine.Deadlines;

/// <summary>Stops as sorted ranges that do not touch: days in more than one stop count once, and their order does not matter.</summary>
internal sealed class StopSet
{
    public static readonly StopSet None = new([]);

    private readonly ImmutableArray<(int From, int To)> ranges;

    private StopSet(ImmutableArray<(int From, int To)> ranges) => this.ranges = ranges;

    public bool IsEmpty => ranges.IsEmpty;

    /// <summary>First day of the stop that has no end, or null.</summary>
    public int? StoppedForGoodFrom => !ranges.IsEmpty && ranges[^1].To == int.MaxValue ? ranges[^1].From : null;

    public static StopSet Of(ImmutableArray<Stop> stops)
    {
        if (stops.IsEmpty)
            return None;
        var merged = new List<(int From, int To)>(stops.Length);
        foreach (var (from, to) in stops.Select(Range).Order())
        {
            if (merged.Count > 0 && (merged[^1].To == int.MaxValue || from <= merged[^1].To + 1))
                merged[^1] = (merged[^1].From, Math.Max(merged[^1].To, to));
            else
                merged.Add((from, to));
        }

        return new StopSet([.. merged]);
    }

    /// <summary>The same stops as if the one without an end had not begun.</summary>
    public StopSet Closed() => StoppedForGoodFrom is null ? this : new StopSet(ranges[..^1]);

    /// <summary>The last day of the stop that holds this day, or null; <see cref="int.MaxValue"/> while it is still stopped.</summary>
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

    private static (int From, int To) Range(Stop stop) =>
        (WorkingCalendar.Offset(stop.From, "suspensions"), stop.To is { } to ? WorkingCalendar.Offset(to, "suspensions") : int.MaxValue);
}
