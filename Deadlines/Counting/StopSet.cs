namespace ProcedureEngine.Deadlines;

/// <summary>Stops as sorted ranges that do not touch: days in more than one stop count once, and their order does not matter.</summary>
internal sealed class StopSet
{
    public static readonly StopSet None = new([], null);

    private readonly ImmutableArray<(int From, int To)> closed;

    private StopSet(ImmutableArray<(int From, int To)> closed, int? stoppedForGoodFrom)
    {
        this.closed = closed;
        StoppedForGoodFrom = stoppedForGoodFrom;
    }

    public bool IsEmpty => closed.IsEmpty && StoppedForGoodFrom is null;

    /// <summary>First day of the stop that has no end, or null.</summary>
    public int? StoppedForGoodFrom { get; }

    public static StopSet Of(ImmutableArray<Stop> stops)
    {
        if (stops.IsEmpty)
            return None;
        var merged = new List<(int From, int To)>(stops.Length);
        foreach (var (from, to) in stops.Where(stop => stop.To is not null).Select(stop => (Day(stop.From), Day(stop.To!.Value))).Order())
        {
            if (merged.Count > 0 && from <= merged[^1].To + 1)
                merged[^1] = (merged[^1].From, Math.Max(merged[^1].To, to));
            else
                merged.Add((from, to));
        }

        return new StopSet([.. merged], stops.Where(stop => stop.To is null).Min(stop => (int?)Day(stop.From)));
    }

    /// <summary>The last day of the stop that holds this day, or null; <see cref="int.MaxValue"/> while it is still stopped.</summary>
    public int? EndOfStopAt(int day)
    {
        if (day >= StoppedForGoodFrom)
            return int.MaxValue;
        foreach (var (from, to) in closed)
        {
            if (day < from)
                return null;
            if (day <= to)
                return to;
        }

        return null;
    }

    public bool Holds(int day) => EndOfStopAt(day) is not null;

    private static int Day(LocalDate date) => WorkingCalendar.Offset(date, "suspensions");
}
