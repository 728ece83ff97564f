using ProcedureEngine.Engine.Definitions;
using ProcedureEngine.Persistence.Hosts;
using ProcedureEngine.Persistence.Schema;
using ProcedureEngine.Persistence.Sql;
using ProcedureEngine.Persistence.Supervision;

namespace ProcedureEngine.Persistence;

/// <summary>How the store stands, for readiness.</summary>
public enum StoreCondition
{
    Ready,

    /// <summary>Another host is changing the schema just now.</summary>
    Migrating,

    /// <summary>A newer program has changed the schema since this one opened it, by a step that this one does not bear: this one must stop.</summary>
    Newer,

    Unreachable,

    /// <summary>Steps of the schema are missing or doubled: the database was changed or half restored under the host.</summary>
    HalfApplied,
}

/// <summary>What both stores share: bursts, definitions, outbox, blobs and readings over one small set of SQL. Subclasses give the transactions.</summary>
public abstract class DurableStore : IWorkflowStore, IAsyncDisposable
{
    /// <summary>
    /// How long an instance found due is left to the host that found it. A host that dies in between delays its timers by no
    /// more, and one that cannot fire them (a quarantined procedure) does not find the same ones at once again.
    /// </summary>
    private static readonly Duration TimerLease = Duration.FromSeconds(10);

    protected DurableStore()
    {
        Definitions = new DefinitionStore(this);
        Outbox = new OutboxStore(this);
        Blobs = new BlobStore(this);
        Queries = new CaseQueries(this);
        Instances = new InstanceQueries(this);
        Accounts = new AccountStore(this);
        Figures = new LimitFigures(this);
        Watch = new LimitWatch(this);
        Leases = new LeaseStore(this);
        Calendars = new CalendarStore(this);
        Feed = new FeedReaders(this);
        Webhooks = new WebhookStore(this);
        Waits = new WaitQueries(this);
        ProtectionKeys = new ProtectionKeyStore(this);
        Hosts = new HostRegister(this);
    }

    public DefinitionStore Definitions { get; }

    public OutboxStore Outbox { get; }

    public BlobStore Blobs { get; }

    public CaseQueries Queries { get; }

    public InstanceQueries Instances { get; }

    public AccountStore Accounts { get; }

    public LimitFigures Figures { get; }

    public LimitWatch Watch { get; }

    public LeaseStore Leases { get; }

    public CalendarStore Calendars { get; }

    public FeedReaders Feed { get; }

    public WebhookStore Webhooks { get; }

    public WaitQueries Waits { get; }

    public ProtectionKeyStore ProtectionKeys { get; }

    public HostRegister Hosts { get; }

    /// <summary>
    /// What this host runs: it claims timers and messages of no other versions, and leaves those to hosts that have them. Null where nothing is to
    /// be left to others (tools, tests).
    /// </summary>
    public DefinitionRegistry? Serves { get; set; }

    /// <summary>True when other hosts may use the same store.</summary>
    public virtual bool IsShared => false;

    /// <inheritdoc/>
    /// <remarks>On PostgreSQL <paramref name="decide"/> is called again when a deadlock undid the first attempt.</remarks>
    public Task<BurstAnswer> RunAsync(Stimulus stimulus, BurstDecision decide, CancellationToken cancellation) => WriteAsync(
        async sql => await new BurstSession(sql, ClockNow()).RunAsync(stimulus, decide), stimulus is FireTimers, cancellation);

    /// <summary>
    /// Instances with due timers that no host has found in the last ten seconds, earliest first. The hosts share them in this way; what
    /// is found is still a hint, read again under the instance's lock.
    /// </summary>
    public Task<IReadOnlyList<DueInstance>> FindDueAsync(int limit, CancellationToken cancellation) => WriteAsync<IReadOnlyList<DueInstance>>(
        async sql =>
        {
            var (now, served) = (await NowMicrosAsync(sql), ServedVersions.Running(Serves, "timers"));
            var rows = await sql.QueryAsync(new Statement(
                $"""
                WITH found AS (SELECT id FROM timers WHERE due_at <= @now AND leased_until <= @now{served.Condition} ORDER BY due_at, id LIMIT @limit{sql.ClaimLock})
                UPDATE timers SET leased_until = @until WHERE id IN (SELECT id FROM found) RETURNING instance_id, due_at
                """,
                [("@now", now), ("@until", now + Micros.Of(TimerLease)), ("@limit", (long)limit), .. served.Parameters]));
            return
            [
                .. rows.GroupBy(row => (string)row[0]!, row => (long)row[1]!, StringComparer.Ordinal)
                    .Select(timers => new DueInstance(timers.Key, Micros.ToInstant(timers.Min())))
                    .OrderBy(due => due.Due).ThenBy(due => due.InstanceId, StringComparer.Ordinal),
            ];
        },
        isBackground: true, cancellation);

    /// <summary>
    /// The instant of the next timer that no host is at, or null. A loop that sleeps until it must wake now and then all the same,
    /// for timers that other hosts armed or left behind.
    /// </summary>
    public Task<Instant?> NextDueAsync(CancellationToken cancellation) => ReadAsync<Instant?>(
        async sql =>
        {
            var served = ServedVersions.Running(Serves, "timers");
            var next = await sql.ScalarAsync(new Statement(
                $"SELECT due_at FROM timers WHERE leased_until <= @now{served.Condition} ORDER BY due_at LIMIT 1", [("@now", await NowMicrosAsync(sql)), .. served.Parameters]));
            return next is long due ? Micros.ToInstant(due) : null;
        },
        cancellation);

    public Task<Instant> NowAsync(CancellationToken cancellation) => ReadAsync(async sql => Micros.ToInstant(await NowMicrosAsync(sql)), cancellation);

    /// <summary>Moves the sandbox's clock so that now becomes <paramref name="target"/>. The offset only grows; time ticks on.</summary>
    /// <returns>False when the target lies in the past.</returns>
    public Task<bool> AdvanceClockAsync(Instant target, CancellationToken cancellation) => WriteAsync(
        async sql =>
        {
            var offset = Micros.Of(target) - (await ClockAsync(sql)).Clock;
            return await sql.ExecuteAsync(new Statement("UPDATE sandbox_clock SET offset_micros = @offset WHERE offset_micros <= @offset", ("@offset", offset))) == 1;
        },
        isBackground: false, cancellation);

    /// <summary>What the first bearer of a key left, or null. A hint: only a burst takes a key, and a twin may be at it just now.</summary>
    public Task<KnownKey?> FindKeyAsync(string scope, string name, CancellationToken cancellation) => ReadAsync<KnownKey?>(
        async sql => await sql.QueryAsync(KeyTable.Find(scope, name)) is [var row] ? new KnownKey((string)row[0]!, RowJson.Read<BurstAnswer>((string)row[1]!)) : null, cancellation);

    /// <summary>Remembers the answer to what no burst was run for (a refusal), unless a twin has left its own meanwhile.</summary>
    /// <returns>What is remembered; null while a twin is at it.</returns>
    public Task<KnownKey?> RememberAsync(StimulusKey key, BurstAnswer answer, CancellationToken cancellation) => WriteAsync<KnownKey?>(
        async sql =>
        {
            await sql.ExecuteAsync(KeyTable.Leave(key, answer, await NowMicrosAsync(sql)));
            return await sql.QueryAsync(KeyTable.Find(key.Scope, key.Key)) is [var row] ? new KnownKey((string)row[0]!, RowJson.Read<BurstAnswer>((string)row[1]!)) : null;
        },
        isBackground: false, cancellation);

    /// <summary>Forgets keys that have had their 30 days; those of messages are kept for ever.</summary>
    /// <returns>How many.</returns>
    public Task<int> PurgeKeysAsync(Instant olderThan, CancellationToken cancellation) => WriteAsync(
        async sql => await sql.ExecuteAsync(
            new Statement("DELETE FROM stimulus_keys WHERE is_permanent = 0 AND created_at < @at", ("@at", Micros.Of(olderThan)))),
        isBackground: true, cancellation);

    /// <summary>Asks the database how it stands; never throws but for cancellation.</summary>
    public async Task<StoreCondition> CheckAsync(CancellationToken cancellation)
    {
        try
        {
            if (await IsMigratingAsync(cancellation))
                return StoreCondition.Migrating;
            var state = await SchemaAsync(cancellation);
            if (state.NotBorne is not null)
                return StoreCondition.Newer;
            return state.Applied < Migrations.All.Count || state.Gap is not null ? StoreCondition.HalfApplied : StoreCondition.Ready;
        }
        catch (StoreException)
        {
            return StoreCondition.Unreachable;
        }
    }

    /// <summary>Names of the steps that newer programs have applied and this one bears.</summary>
    public async Task<IReadOnlyList<string>> NewerStepsAsync(CancellationToken cancellation) => [.. (await SchemaAsync(cancellation)).Unknown.Select(step => step.Name ?? string.Empty)];

    public abstract ValueTask DisposeAsync();

    /// <summary>Runs work in one transaction, which commits when it returns and rolls back when it throws. PostgreSQL may run it again after a deadlock.</summary>
    /// <param name="isBackground">SQLite's writer takes it after what people wait for.</param>
    internal abstract Task<T> WriteAsync<T>(Func<ISqlExecutor, Task<T>> work, bool isBackground, CancellationToken cancellation);

    /// <summary>Runs reads, each statement on what is committed when it begins.</summary>
    internal abstract Task<T> ReadAsync<T>(Func<ISqlExecutor, Task<T>> read, CancellationToken cancellation);

    internal async ValueTask<long> NowMicrosAsync(ISqlExecutor sql)
    {
        var (clock, offset) = await ClockAsync(sql);
        return clock + offset;
    }

    /// <summary>Without the sandbox's offset.</summary>
    internal async ValueTask<long> ClockMicrosAsync(ISqlExecutor sql) => (await ClockAsync(sql)).Clock;

    internal Task<SchemaState> SchemaAsync(CancellationToken cancellation) => ReadAsync(sql => SchemaState.ReadAsync(sql, Migrations.All), cancellation);

    /// <summary>The process's clock, or null where the database's clock counts.</summary>
    protected abstract Instant? ClockNow();

    protected virtual Task<bool> IsMigratingAsync(CancellationToken cancellation) => Task.FromResult(false);

    private async ValueTask<(long Clock, long Offset)> ClockAsync(ISqlExecutor sql)
    {
        var row = (await sql.QueryAsync(sql.Clock))[0];
        return (ClockNow() is { } now ? Micros.Of(now) : (long)row[0]!, (long)row[1]!);
    }
}
