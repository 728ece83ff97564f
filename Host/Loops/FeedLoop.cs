namespace ProcedureEngine.Host.Loops;

/// <summary>Places new events in the feed, in one order for all readers.</summary>
internal sealed partial class FeedLoop(DurableStore store, Signals signals, ILogger<FeedLoop> logger) : BackgroundService
{
    private const int Batch = 500;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await store.Outbox.SequenceEventsAsync(Batch, stoppingToken) == Batch)
                {
                    // As long as batches are full there is more.
                }

                await signals.Events.WaitAsync(TimeSpan.FromSeconds(5), stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (StoreException exception)
            {
                LogFailure(exception);
                await signals.Events.WaitAsync(TimeSpan.FromSeconds(5), stoppingToken);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "The feed of events failed; it goes on in five seconds")]
    private partial void LogFailure(Exception exception);
}
