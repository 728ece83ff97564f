using ProcedureEngine.Activities.TimeLimits;
using ProcedureEngine.Persistence.Sql;

namespace ProcedureEngine.Persistence.Supervision;

/// <summary>What is counted. A state's measure is its slug; the others are of days.</summary>
public static class LimitMeasures
{
    /// <summary>Limits that began on the day.</summary>
    public const string Started = "started";

    /// <summary>Limits that were met on the last day they had (nearly missed).</summary>
    public const string MetOnLastDay = "metOnLastDay";

    /// <summary>Seconds from start to end of the limits met, in time or late, on the day.</summary>
    public const string Seconds = "seconds";
}

/// <summary>What one time limit adds to the figures: where it stands, and what happened to it on which day.</summary>
internal static class LimitFacts
{
    /// <summary>The legal day is that of Việt Nam, whatever the machine's time zone.</summary>
    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["Asia/Ho_Chi_Minh"];

    /// <summary>A day as a number: 20260302.</summary>
    public static long Number(LocalDate date) => (date.Year * 10_000L) + (date.Month * 100) + date.Day;

    public static LocalDate Date(long number) => new((int)(number / 10_000), (int)(number / 100 % 100), (int)(number % 100));

    public static long StartedDay(TimeLimit limit) => Number(Day(limit.StartedAt));

    /// <summary>The last day of a limit that was missed, also when it was met late before anybody saw; 0 for the others.</summary>
    public static long MissedDay(TimeLimit limit) => limit.MissedAt is null && limit.State != TimeLimitState.MetLate ? 0
        : Number(limit.DueDate ?? Day(limit.MissedAt ?? limit.EndedAt!.Value));

    public static long EndedDay(TimeLimit limit) => limit.EndedAt is { } at ? Number(Day(at)) : 0;

    public static bool IsLastDay(TimeLimit limit) => limit is { State: TimeLimitState.Met, EndedAt: { } at, DueDate: { } due } && Day(at) == due;

    public static long Seconds(TimeLimit limit) => limit is { State: TimeLimitState.Met or TimeLimitState.MetLate, EndedAt: { } at } ? (long)(at - limit.StartedAt).TotalSeconds : 0;

    /// <summary>The coded cause of a late limit; empty as long as none is given.</summary>
    public static string Cause(TimeLimit limit) => limit.Cause is { } cause ? Maps.Slug(cause) : string.Empty;

    /// <summary>The differences between a limit as it was and as it is, for the figures.</summary>
    public static IEnumerable<(LimitKey Key, long Change)> Changes(TimeLimit? before, TimeLimit after)
    {
        var changes = new Dictionary<LimitKey, long>();
        foreach (var (key, n) in Of(after))
            changes[key] = changes.GetValueOrDefault(key) + n;
        foreach (var (key, n) in before is null ? [] : Of(before))
            changes[key] = changes.GetValueOrDefault(key) - n;
        return changes.Where(change => change.Value != 0).Select(change => (change.Key, change.Value));
    }

    private static IEnumerable<(LimitKey Key, long Count)> Of(TimeLimit limit)
    {
        var state = Maps.Slug(limit.State);
        yield return (Key(limit, 0, state), 1);
        yield return (Key(limit, StartedDay(limit), LimitMeasures.Started), 1);
        if (MissedDay(limit) is > 0 and var missed)
            yield return (Key(limit, missed, Maps.Slug(TimeLimitState.Missed)), 1);
        if (EndedDay(limit) is > 0 and var ended)
        {
            yield return (Key(limit, ended, state), 1);
            if (Seconds(limit) is > 0 and var seconds)
                yield return (Key(limit, ended, LimitMeasures.Seconds), seconds);
            if (IsLastDay(limit))
                yield return (Key(limit, ended, LimitMeasures.MetOnLastDay), 1);
        }
    }

    private static LimitKey Key(TimeLimit limit, long day, string measure) =>
        new(day, limit.Office, limit.Procedure, limit.LimitId, limit.ActivityId ?? string.Empty, limit.Kind, limit.Bearer, Cause(limit), measure);

    /// <summary>The calendar version that it is counted on; empty when it is counted on none.</summary>
    public static string Calendar(TimeLimit limit) => limit.Calculation["entry"] is JsonObject ? (string?)limit.Calculation["calendar"] ?? string.Empty : string.Empty;

    /// <summary>The instant at which a day begins.</summary>
    public static Instant StartOf(LocalDate date) => date.AtStartOfDayInZone(Zone).ToInstant();

    private static LocalDate Day(Instant instant) => instant.InZone(Zone).Date;
}

/// <summary>The key of a figure.</summary>
/// <param name="Day">0 for what stands now.</param>
internal sealed record LimitKey(long Day, string Office, string Procedure, string Limit, string Step, string Kind, string Bearer, string Cause, string Measure)
{
    /// <summary>In a sum: whatever the value.</summary>
    public const string All = "*";

    /// <summary>The columns of a key, in the tables of figures.</summary>
    public const string Columns = "day, office, procedure_id, limit_id, activity_id, kind, bearer, cause, measure";

    public const string Values = "@day, @office, @procedure, @limit, @step, @kind, @bearer, @cause, @measure";

    public IEnumerable<(string, object?)> Parameters =>
    [
        ("@day", Day), ("@office", Office), ("@procedure", Procedure), ("@limit", Limit), ("@step", Step), ("@kind", Kind), ("@bearer", Bearer), ("@cause", Cause), ("@measure", Measure),
    ];

    /// <summary>The keys of the sums that this key is part of.</summary>
    public IEnumerable<LimitKey> Rollups => [this with { Office = All }, new LimitKey(Day, Office, All, All, All, All, All, All, Measure)];

    public static LimitKey Of(object?[] row) =>
        new((long)row[0]!, (string)row[1]!, (string)row[2]!, (string)row[3]!, (string)row[4]!, (string)row[5]!, (string)row[6]!, (string)row[7]!, (string)row[8]!);
}
