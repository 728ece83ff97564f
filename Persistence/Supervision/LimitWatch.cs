using ProcedureEngine.Activities.TimeLimits;
using ProcedureEngine.Persistence.Sql;

namespace ProcedureEngine.Persistence.Supervision;

/// <summary>A case whose limits and timers seem to differ: a hint, read again under the case's lock.</summary>
/// <param name="Subject">Id of the limit, or of a timer without one.</param>
public sealed record LimitSuspect(string InstanceId, string Office, string Subject, LimitDifference Difference);

/// <summary>Where a page of suspects begins: behind a limit and a timer, each in the order of its instants.</summary>
public sealed record SuspectPlace(long LimitDue, string LimitId, long TimerDue, string TimerId)
{
    public static SuspectPlace Start { get; } = new(long.MinValue, string.Empty, long.MinValue, string.Empty);
}

/// <param name="Next">Null after the last page.</param>
public sealed record SuspectPage(IReadOnlyList<LimitSuspect> Items, SuspectPlace? Next);

/// <summary>A limit that cannot be armed: red on the board until it can.</summary>
/// <param name="Reason">What keeps it from being armed.</param>
public sealed record LimitAlarm(string Subject, string InstanceId, string Office, LimitDifference Difference, Instant Since, string Reason);

/// <summary>What the reconciliation of limits with timers finds, and what it cannot put right.</summary>
public sealed class LimitWatch
{
    private readonly DurableStore store;

    internal LimitWatch(DurableStore store) => this.store = store;

    /// <summary>Running limits without their timer or with one at another instant, and timers that no limit waits for: two anti-joins, a page of each.</summary>
    public Task<SuspectPage> SuspectsAsync(SuspectPlace from, int limit, CancellationToken cancellation) => store.ReadAsync(
        async sql =>
        {
            var sets = await sql.QueryAsync(
            [
                new Statement(
                    """
                    SELECT l.instance_id, l.office, l.id, 'noTimer', l.due_at FROM time_limits l
                    WHERE l.state = 'running' AND l.due_at < @never AND (l.due_at > @due OR (l.due_at = @due AND l.id > @id))
                        AND NOT EXISTS (SELECT 1 FROM timers t WHERE t.id = l.instance_id || '/time-limit/due/' || l.id AND t.due_at = l.due_at)
                    ORDER BY l.due_at, l.id LIMIT @limit
                    """,
                    ("@never", long.MaxValue), ("@due", from.LimitDue), ("@id", from.LimitId), ("@limit", (long)limit)),
                new Statement(
                    """
                    SELECT t.instance_id, i.office, t.id, 'noLimit', t.due_at FROM timers t JOIN instances i ON i.id = t.instance_id
                    WHERE t.limit_id IS NOT NULL AND (t.due_at > @due OR (t.due_at = @due AND t.id > @id))
                        AND NOT EXISTS (SELECT 1 FROM time_limits l WHERE l.id = t.limit_id AND l.state = 'running')
                    ORDER BY t.due_at, t.id LIMIT @limit
                    """,
                    ("@due", from.TimerDue), ("@id", from.TimerId), ("@limit", (long)limit)),
            ]);
            var (limitDue, limitId) = After(sets[0], (from.LimitDue, from.LimitId));
            var (timerDue, timerId) = After(sets[1], (from.TimerDue, from.TimerId));
            return new SuspectPage(
                [.. sets.SelectMany(rows => rows).Select(row => new LimitSuspect((string)row[0]!, (string)row[1]!, (string)row[2]!, Enum.Parse<LimitDifference>((string)row[3]!, ignoreCase: true)))],
                sets.Any(rows => rows.Count == limit) ? new SuspectPlace(limitDue, limitId, timerDue, timerId) : null);
        },
        cancellation);

    /// <summary>Puts a limit on the list of those that cannot be armed; one that is on it keeps its instant.</summary>
    public Task RaiseAsync(LimitSuspect suspect, string reason, CancellationToken cancellation) => store.WriteAsync(
        async sql => await sql.ExecuteAsync(new Statement(
            """
            INSERT INTO limit_alarms (id, instance_id, office, difference, since, reason) VALUES (@id, @instance, @office, @difference, @now, @reason)
            ON CONFLICT (id) DO UPDATE SET difference = excluded.difference, reason = excluded.reason
            """,
            ("@id", suspect.Subject), ("@instance", suspect.InstanceId), ("@office", suspect.Office), ("@difference", Maps.Slug(suspect.Difference)),
            ("@now", await store.NowMicrosAsync(sql)), ("@reason", reason))),
        isBackground: true, cancellation);

    /// <summary>Takes off the list what is no suspect any more.</summary>
    public async Task ClearAsync(IReadOnlyCollection<string> stillSuspect, CancellationToken cancellation)
    {
        foreach (var gone in (await AlarmsAsync(null, int.MaxValue, cancellation)).Select(alarm => alarm.Subject).Except(stillSuspect, StringComparer.Ordinal).ToList())
            await store.WriteAsync(async sql => await sql.ExecuteAsync(new Statement("DELETE FROM limit_alarms WHERE id = @id", ("@id", gone))), isBackground: true, cancellation);
    }

    /// <summary>Limits that cannot be armed, the oldest first; null for every office.</summary>
    public Task<IReadOnlyList<LimitAlarm>> AlarmsAsync(IReadOnlyCollection<string>? offices, int limit, CancellationToken cancellation) => store.ReadAsync<IReadOnlyList<LimitAlarm>>(
        async sql =>
        [
            .. (await sql.QueryAsync(new Filter().AndIn("office", offices).Select("id, instance_id, office, difference, since, reason", "limit_alarms", "since, id", limit)))
                .Select(AlarmOf),
        ],
        cancellation);

    internal static LimitAlarm AlarmOf(IReadOnlyList<object?> row) => new(
        (string)row[0]!, (string)row[1]!, (string)row[2]!, Enum.Parse<LimitDifference>((string)row[3]!, ignoreCase: true), Micros.ToInstant((long)row[4]!), (string)row[5]!);

    public Task<long> CountAlarmsAsync(CancellationToken cancellation) => store.ReadAsync(async sql => (long)(await sql.ScalarAsync(new Statement("SELECT COUNT(*) FROM limit_alarms")))!, cancellation);

    /// <summary>The newest repairs.</summary>
    public Task<IReadOnlyList<LimitRepair>> RepairsAsync(IReadOnlyCollection<string>? offices, int limit, CancellationToken cancellation) => store.ReadAsync<IReadOnlyList<LimitRepair>>(
        async sql => [.. (await sql.QueryAsync(new Filter().AndIn("office", offices).Select("body", "limit_repairs", "at DESC, id DESC", limit))).Select(row => RowMap<LimitRepair>.Read((string)row[0]!))],
        cancellation);

    /// <summary>How many differences of each sort were put right.</summary>
    public Task<IReadOnlyDictionary<LimitDifference, long>> RepairCountsAsync(IReadOnlyCollection<string>? offices, CancellationToken cancellation) => store.ReadAsync<IReadOnlyDictionary<LimitDifference, long>>(
        async sql => (await sql.QueryAsync(new Filter().AndIn("office", offices).CountBy("difference", "limit_repairs"))).ToDictionary(row => Enum.Parse<LimitDifference>((string)row[0]!, ignoreCase: true), row => (long)row[1]!),
        cancellation);

    private static (long Due, string Id) After(IReadOnlyList<object?[]> rows, (long Due, string Id) before) => rows.Count == 0 ? before : ((long)rows[^1][4]!, (string)rows[^1][2]!);
}
