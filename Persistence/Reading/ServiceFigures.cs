using ProcedureEngine.Persistence.Sql;

namespace ProcedureEngine.Persistence;

/// <summary>How the whole service stands, over all offices; for dashboards of operators. No personal data, no ids.</summary>
/// <param name="OldestPending">Age of the oldest message that has not left; zero when none waits.</param>
/// <param name="TimerLateness">How late the earliest unfired timer is; zero when none is due.</param>
public sealed record ServiceFigures(long OpenTasks, long LateTasks, long MissedLimits, long OpenIncidents, long Pending, long Failed, Duration OldestPending, Duration TimerLateness, long Repairs)
{
    /// <summary>One round trip over indexes of what is open.</summary>
    public static Task<ServiceFigures> ReadAsync(DurableStore store, CancellationToken cancellation) => store.ReadAsync(
        async sql =>
        {
            var now = await store.NowMicrosAsync(sql);
            var row = (await sql.QueryAsync(new Statement(
                """
                SELECT (SELECT COUNT(*) FROM tasks WHERE is_open = 1), (SELECT COUNT(*) FROM tasks WHERE is_open = 1 AND due_at <= @now),
                    (SELECT COUNT(*) FROM time_limits WHERE state = 'missed'), (SELECT COUNT(*) FROM incidents WHERE is_open = 1),
                    (SELECT COUNT(*) FROM outbox WHERE state = 'pending'), (SELECT COUNT(*) FROM outbox WHERE state = 'failed'),
                    (SELECT MIN(created_at) FROM outbox WHERE state = 'pending'), (SELECT MIN(due_at) FROM timers), (SELECT COUNT(*) FROM limit_repairs)
                """,
                ("@now", now))))[0];
            return new ServiceFigures((long)row[0]!, (long)row[1]!, (long)row[2]!, (long)row[3]!, (long)row[4]!, (long)row[5]!, Since(row[6], now), Since(row[7], now), (long)row[8]!);
        },
        cancellation);

    private static Duration Since(object? micros, long now) => micros is long at && at < now ? Micros.ToInstant(now) - Micros.ToInstant(at) : Duration.Zero;
}
