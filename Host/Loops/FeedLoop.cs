using ProcedureEngine.Host.Composition;

namespace ProcedureEngine.Host.Loops;

/// <summary>Places new events in the feed, in one order for all readers.</summary>
internal sealed partial class FeedLoop(DurableStore store, Signals signals, EngineHostOptions options, ILogger<FeedLoop> logger) : BackgroundService
{
    private const int Batch = 500;

    /// <summary>Events that other hosts wrote wake nobody here.</summary>
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var placed = Batch;
                while (placed == Batch)
                {
                    placed = await store.Outbox.SequenceEventsAsync(Batch, stoppingToken);
                    if (placed > 0)
                        signals.Placed();
                }

                await signals.Events.WaitAsync(Poll, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                LogFailure(exception);
                await signals.Events.WaitAsync(options.RetryAfter, stoppingToken);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "The feed of events failed; it goes on after a pause")]
    private partial void LogFailure(Exception exception);
}
