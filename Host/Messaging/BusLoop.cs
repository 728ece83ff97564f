using System.Diagnostics;
using ProcedureEngine.Host.Composition;
using ProcedureEngine.Host.Feed;
using ProcedureEngine.Host.Loops;
using ProcedureEngine.Host.Telemetry;

namespace ProcedureEngine.Host.Messaging;

/// <summary>
/// Publishes the feed in its order, so in order per case, and remembers how far it came: at least once, never inside a request. One host does it
/// at a time. With the broker down it waits with the event at hand, and everything behind it waits in the store.
/// </summary>
internal sealed partial class BusLoop(DurableStore store, IEventBus bus, Signals signals, EngineHostOptions options, ILogger<BusLoop> logger) : SteadyLoop(signals.Bus, options.RetryAfter)
{
    /// <summary>Its place in the feed, and its lease.</summary>
    public const string Reader = "bus";

    private const int Batch = 200;

    /// <summary>Events that other hosts placed wake nobody here.</summary>
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(5);

    /// <summary>A publish that the broker does not confirm in this time is taken for failed and done again.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>How long one host goes on before the lease is asked for anew: with one more <see cref="Patience"/> still within it.</summary>
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(3);

    /// <summary>Short, since events of a host that dies with the lease wait for its end.</summary>
    private static readonly Duration LeaseLength = Duration.FromSeconds(15);

    protected override async Task TurnAsync(CancellationToken stopping) => await WaitAsync(await PublishTurnAsync(stopping) ? TimeSpan.Zero : Poll, stopping);

    protected override void LogFailure(Exception exception) => LogWaiting(exception.Message);

    /// <returns>True when there is more to publish.</returns>
    private async Task<bool> PublishTurnAsync(CancellationToken stopping)
    {
        if (await store.Feed.LastAsync(stopping) <= await store.Feed.PositionAsync(Reader, stopping) || await store.Leases.TakeAsync(Reader, LeaseLength, stopping) is not { } lease)
            return false;
        try
        {
            return await PublishAsync(stopping);
        }
        finally
        {
            await store.Leases.GiveBackAsync(lease, CancellationToken.None);
        }
    }

    private async Task<bool> PublishAsync(CancellationToken stopping)
    {
        var started = Stopwatch.GetTimestamp();
        var position = await store.Feed.PositionAsync(Reader, stopping);
        var done = position;
        try
        {
            foreach (var e in await store.Outbox.ReadEventsAsync(position, Batch, null, stopping))
            {
                if (Stopwatch.GetElapsedTime(started) > Turn)
                    break;
                await PublishAsync(e, stopping);
                done = e.Position;
            }
        }
        finally
        {
            if (done > position)
                await store.Feed.AdvanceAsync(Reader, done, CancellationToken.None);
        }

        return done > position;
    }

    private async Task PublishAsync(FeedEvent e, CancellationToken stopping)
    {
        using var span = Traces.Publish(e.Row);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        patience.CancelAfter(Patience);
        try
        {
            await bus.PublishAsync(FeedItem.Record(e), patience.Token);
        }
        catch (OperationCanceledException late) when (!stopping.IsCancellationRequested)
        {
            span.Fail(nameof(TimeoutException));
            throw new TimeoutException($"The broker did not confirm event {e.Row.Id} within {Patience.TotalSeconds} s.", late);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Events cannot be published and wait in the outbox: {Reason}")]
    private partial void LogWaiting(string reason);
}
