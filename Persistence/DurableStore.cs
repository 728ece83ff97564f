using System.Globalization;
using ProcedureEngine.Persistence.Sql;

namespace ProcedureEngine.Persistence;

/// <summary>What both stores share: bursts, definitions, outbox, blobs and readings over one small set of SQL. Subclasses give the transactions.</summary>
public abstract class DurableStore : IWorkflowStore, IAsyncDisposable
{
    private const string OffsetSetting = "clock-offset";

    protected DurableStore()
    {
        Definitions = new DefinitionStore(this);
        Outbox = new OutboxStore(this);
        Blobs = new BlobStore(this);
        Queries = new CaseQueries(this);
        Accounts = new AccountStore(this);
    }

    public DefinitionStore Definitions { get; }

    public OutboxStore Outbox { get; }

    public BlobStore Blobs { get; }

    public CaseQueries Queries { get; }

    public AccountStore Accounts { get; }

    public Task<BurstAnswer> RunAsync(Stimulus stimulus, BurstDecision decide, CancellationToken cancellation) => WriteAsync(
        async sql => await new BurstSession(sql, ClockNow()).RunAsync(stimulus, decide), stimulus is FireTimers, cancellation);

    public Task<IReadOnlyList<DueInstance>> FindDueAsync(int limit, CancellationToken cancellation) => ReadAsync<IReadOnlyList<DueInstance>>(
        async sql =>
        {
            var now = await NowMicrosAsync(sql);
            var rows = await sql.QueryAsync(new Statement(
                "SELECT instance_id, MIN(due_at) FROM (SELECT instance_id, due_at FROM timers WHERE due_at <= @now ORDER BY due_at LIMIT @many) due GROUP BY instance_id ORDER BY MIN(due_at), instance_id LIMIT @limit",
                ("@now", now), ("@many", limit * 4L), ("@limit", (long)limit)));
            return [.. rows.Select(row => new DueInstance((string)row[0]!, Micros.ToInstant((long)row[1]!)))];
        },
        cancellation);

    public Task<Instant?> NextDueAsync(CancellationToken cancellation) => ReadAsync<Instant?>(
        async sql => await sql.ScalarAsync(new Statement("SELECT MIN(due_at) FROM timers")) is long due ? Micros.ToInstant(due) : null, cancellation);

    public abstract Task<Instant> NowAsync(CancellationToken cancellation);

    /// <summary>Moves the sandbox's clock so that now becomes <paramref name="target"/>. The offset only grows; time ticks on.</summary>
    /// <returns>False when the target lies in the past.</returns>
    public Task<bool> AdvanceClockAsync(Instant target, CancellationToken cancellation) => WriteAsync(
        async sql =>
        {
            var step = Micros.Of(target) - await NowMicrosAsync(sql);
            if (step < 0)
                return false;
            var offset = await OffsetAsync(sql) + step;
            await sql.ExecuteAsync([new Statement(
                "INSERT INTO settings (name, value) VALUES (@name, @value) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                ("@name", OffsetSetting), ("@value", offset.ToString(CultureInfo.InvariantCulture)))]);
            return true;
        },
        isBackground: false, cancellation);

    /// <summary>Forgets keys that have had their 30 days; those of messages are kept for ever.</summary>
    public Task<int> PurgeKeysAsync(Instant olderThan, CancellationToken cancellation) => WriteAsync(
        async sql => await sql.ExecuteAsync([new Statement("DELETE FROM stimulus_keys WHERE is_permanent = 0 AND created_at < @at", ("@at", Micros.Of(olderThan)))]),
        isBackground: true, cancellation);

    public abstract ValueTask DisposeAsync();

    /// <summary>Runs work in one transaction, which commits when it returns and rolls back when it throws.</summary>
    internal abstract Task<T> WriteAsync<T>(Func<ISqlExecutor, Task<T>> work, bool isBackground, CancellationToken cancellation);

    /// <summary>Runs reads on one consistent snapshot.</summary>
    internal abstract Task<T> ReadAsync<T>(Func<ISqlExecutor, Task<T>> read, CancellationToken cancellation);

    /// <summary>The process's clock, or null where the database's clock counts.</summary>
    protected abstract Instant? ClockNow();

    internal static async ValueTask<long> OffsetAsync(ISqlExecutor sql) =>
        await sql.ScalarAsync(new Statement("SELECT value FROM settings WHERE name = @name", ("@name", OffsetSetting))) is string text
            ? long.Parse(text, CultureInfo.InvariantCulture)
            : 0;

    internal async ValueTask<long> NowMicrosAsync(ISqlExecutor sql) =>
        (ClockNow() is { } now ? Micros.Of(now) : await sql.DatabaseNowAsync()) + await OffsetAsync(sql);
}
