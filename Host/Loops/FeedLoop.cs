using ProcedureEngine.Host.Composition;

namespace ProcedureEngine.Host.Loops;

/// <summary>Places new events in the feed, in one order for all readers.</summary>
internal sealed partial class FeedLoop(DurableStore store, Signals signals, EngineHostOptions options, ILogger<FeedLoop> logger) : SteadyLoop(signals.Events, options.RetryAfter)
{
    private const int Batch = 500;

    /// <summary>Events that other hosts wrote wake nobody here.</summary>
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(5);

    protected override async Task TurnAsync(CancellationToken stopping)
    {
        var placed = Batch;
        while (placed == Batch)
        {
            placed = await store.Outbox.SequenceEventsAsync(Batch, stopping);
            if (placed > 0)
                signals.Placed();
        }

        await WaitAsync(Poll, stopping);
    }

    [LoggerMessage(LogLevel.Error, "The feed of events failed; it goes on after a pause")]
    protected override partial void LogFailure(Exception exception);
}
