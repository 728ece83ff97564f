using System.Collections.Concurrent;
using ProcedureEngine.Host.Composition;
using ProcedureEngine.Host.Telemetry;

namespace ProcedureEngine.Host.Loops;

/// <summary>
/// Fires what is due, the earliest cases first and each in the order of its instants, then sleeps until the next instant of all or until a commit arms a
/// timer. Cases on versions that this host does not run are left to others. An instance that cannot be fired is left alone for a while and does not hold up
/// the rest.
/// </summary>
internal sealed partial class TimerLoop(DurableStore store, WorkflowRunner runner, Signals signals, EngineHostOptions options, IClock clock, ILogger<TimerLoop> logger) : SteadyLoop(signals.Timers, options.RetryAfter)
{
    private const int Batch = 200;

    /// <summary>Cases fired at the same time: SQLite puts them into one commit, PostgreSQL into as many transactions.</summary>
    private static readonly ParallelOptions AtOnce = new() { MaxDegreeOfParallelism = 8 };

    private readonly ConcurrentDictionary<string, Instant> skippedUntil = new(StringComparer.Ordinal);

    /// <summary>What this loop has found, no other call finds for a while: who moves the clock waits until it has been fired.</summary>
    private readonly SemaphoreSlim firing = new(1);

    /// <summary>Fires everything due now; also called when the sandbox's clock moves. When it returns, nothing that was due is still being fired here.</summary>
    /// <returns>How many instances were fired.</returns>
    public async Task<int> FireDueAsync(CancellationToken cancellation)
    {
        await firing.WaitAsync(cancellation);
        try
        {
            return await FireAllAsync(cancellation);
        }
        finally
        {
            firing.Release();
        }
    }

    public override void Dispose()
    {
        firing.Dispose();
        base.Dispose();
    }

    protected override async Task TurnAsync(CancellationToken stopping)
    {
        await FireDueAsync(stopping);
        await WaitAsync(await UntilNextAsync(stopping), stopping);
    }

    private async Task<int> FireAllAsync(CancellationToken cancellation)
    {
        var fired = 0;
        while (true)
        {
            var now = clock.GetCurrentInstant();
            var due = (await store.FindDueAsync(Batch + skippedUntil.Count, cancellation)).Where(d => !skippedUntil.TryGetValue(d.InstanceId, out var until) || until <= now).ToList();
            if (due.Count == 0)
                return fired;
            // A case is fired by one burst, which takes its timers in their order.
            await Parallel.ForEachAsync(due, AtOnce, async (instance, _) => await FireAsync(instance.InstanceId, now, cancellation));
            fired += due.Count;
        }
    }

    private async Task FireAsync(string instanceId, Instant now, CancellationToken cancellation)
    {
        using var span = Traces.Fire(instanceId);
        try
        {
            await runner.RunAsync(new FireTimers(instanceId, Actor.Timer), cancellation);
            skippedUntil.TryRemove(instanceId, out _);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Also what nobody foresaw, such as a state that a newer program wrote: one case does not hold up the others.
            skippedUntil[instanceId] = now + options.SkipFor;
            span.Fail(exception.GetType().Name);
            LogSkipped(exception, instanceId);
        }
    }

    private async Task<TimeSpan> UntilNextAsync(CancellationToken cancellation)
    {
        if (await store.NextDueAsync(cancellation) is not { } next)
            return options.TimerSleep;
        var wait = (next - await store.NowAsync(cancellation)).ToTimeSpan();
        var least = TimeSpan.FromMilliseconds(skippedUntil.Count > 0 ? 1000 : 1);
        return wait < least ? least : wait > options.TimerSleep ? options.TimerSleep : wait;
    }

    [LoggerMessage(LogLevel.Error, "The timer loop failed; it goes on after a pause")]
    protected override partial void LogFailure(Exception exception);

    [LoggerMessage(LogLevel.Warning, "Timers of {Instance} could not be fired; it is left alone for a while")]
    private partial void LogSkipped(Exception exception, string instance);
}
