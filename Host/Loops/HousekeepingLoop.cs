namespace ProcedureEngine.Host.Loops;

/// <summary>Once an hour: forgets keys that have had their 30 days, and bytes that nothing refers to.</summary>
internal sealed partial class HousekeepingLoop(DurableStore store, ILogger<HousekeepingLoop> logger) : BackgroundService
{
    private static readonly Duration KeyLife = Duration.FromDays(30);
    private static readonly Duration OrphanLife = Duration.FromDays(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromHours(1));
        while (await WaitAsync(timer, stoppingToken))
        {
            try
            {
                var now = await store.NowAsync(stoppingToken);
                LogDone(await store.PurgeKeysAsync(now - KeyLife, stoppingToken), await store.Blobs.CollectUnreferencedAsync(now - OrphanLife, stoppingToken));
            }
            catch (StoreException exception)
            {
                LogFailure(exception);
            }
        }
    }

    private static async Task<bool> WaitAsync(PeriodicTimer timer, CancellationToken cancellation)
    {
        try
        {
            return await timer.WaitForNextTickAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    [LoggerMessage(LogLevel.Information, "Housekeeping removed {Keys} old keys and {Blobs} unreferenced blobs")]
    private partial void LogDone(int keys, int blobs);

    [LoggerMessage(LogLevel.Error, "Housekeeping failed; it is tried again in an hour")]
    private partial void LogFailure(Exception exception);
}
