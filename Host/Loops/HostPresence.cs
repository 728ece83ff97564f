using ProcedureEngine.Engine.Definitions;
using ProcedureEngine.Host.Composition;
using ProcedureEngine.Persistence.Hosts;
using ProcedureEngine.Persistence.Schema;

namespace ProcedureEngine.Host.Loops;

/// <summary>
/// Tells the other hosts on a shared store that this one is there and what it runs, from before its first request until after its last. Ends this
/// one when the store was changed under it by a step that it does not bear (it was out of reach for longer than a host counts as running).
/// </summary>
internal sealed partial class HostPresence(
    DurableStore store, HostSeat seat, DefinitionRegistry definitions, Signals signals, Ending ending, ILogger<HostPresence> logger)
    : SteadyLoop(signals.Presence, HostRegister.Every), IHostedLifecycleService
{
    private readonly Lock gate = new();
    private Task? leaving;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>What it runs is known only now.</summary>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        signals.Presence.Set();
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// Every loop and request has ended: a one-way step need not wait for this host any more. A host may be stopped from two sides at once (its own
    /// end and who started it); each waits for the one leaving, so that neither takes the store away under the other.
    /// </summary>
    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        try
        {
            await LeaveOnceAsync().WaitAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is StoreException or OperationCanceledException)
        {
            LogNotLeft(exception.Message, HostRegister.AliveFor.TotalSeconds);
        }
    }

    protected override async Task TurnAsync(CancellationToken stopping)
    {
        if (store.IsShared)
        {
            if (await store.CheckAsync(stopping) == StoreCondition.Newer)
                ending.Because(new DatabaseNewerException("A newer program has changed the store's schema under this one by a one-way step; see docs/operation.md."));
            await store.Hosts.SeenAsync(seat, [.. definitions.Running.Select(version => $"{version.Id}/{version.Version}")], stopping);
        }

        await WaitAsync(HostRegister.Every, stopping);
    }

    private Task LeaveOnceAsync()
    {
        lock (gate)
            return leaving ??= store.IsShared ? store.Hosts.LeaveAsync(seat, CancellationToken.None) : Task.CompletedTask;
    }

    [LoggerMessage(LogLevel.Error, "The other hosts could not be told that this one is there; tried again in ten seconds")]
    protected override partial void LogFailure(Exception exception);

    [LoggerMessage(LogLevel.Warning, "The store could not be told that this host ends ({Reason}); it counts as running for {Seconds} seconds more")]
    private partial void LogNotLeft(string reason, double seconds);
}
