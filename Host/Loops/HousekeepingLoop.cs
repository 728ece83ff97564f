using ProcedureEngine.Host.Composition;

namespace ProcedureEngine.Host.Loops;

/// <summary>Now and then: forgets keys that have had their 30 days, and bytes that nothing refers to.</summary>
internal sealed partial class HousekeepingLoop(DurableStore store, EngineHostOptions options, ILogger<HousekeepingLoop> logger) : PeriodicLoop(options.HousekeepingEvery)
{
    /// <summary>Removes what is old now.</summary>
    /// <returns>How many keys and blobs.</returns>
    public async Task<(int Keys, int Blobs)> CleanAsync(CancellationToken cancellation)
    {
        var now = await store.NowAsync(cancellation);
        var keys = await store.PurgeKeysAsync(now - options.KeyLife, cancellation);
        var (blobs, batch) = (0, 0);
        do
            blobs += batch = await store.Blobs.CollectUnreferencedAsync(now - options.OrphanLife, cancellation);
        while (batch > 0);
        return (keys, blobs);
    }

    protected override async Task TurnAsync(CancellationToken stopping)
    {
        var (keys, blobs) = await CleanAsync(stopping);
        LogDone(keys, blobs);
    }

    [LoggerMessage(LogLevel.Information, "Housekeeping removed {Keys} old keys and {Blobs} unreferenced blobs")]
    private partial void LogDone(int keys, int blobs);

    [LoggerMessage(LogLevel.Error, "Housekeeping failed; it is tried again at its next turn")]
    protected override partial void LogFailure(Exception exception);
}
