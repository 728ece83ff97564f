using ProcedureEngine.Host.Health;

namespace ProcedureEngine.Host.Messaging;

/// <summary>Is the broker there, how many events wait for it, and does anything lie in an error queue.</summary>
internal sealed class BusReadiness(DurableStore store, IEventBus bus, ErrorQueues errors) : IReadinessPart
{
    private const string Part = "messaging";

    public async Task<IReadOnlyList<DegradedPart>> CheckAsync(CancellationToken cancellation)
    {
        if (bus.Trouble is { } trouble)
        {
            var waiting = await store.Feed.LastAsync(cancellation) - await store.Feed.PositionAsync(BusLoop.Reader, cancellation);
            return [new DegradedPart(Part, $"RabbitMQ cannot be reached ({trouble}); {waiting} events wait in the outbox, requests go on")];
        }

        var lying = await errors.CountAsync(cancellation);
        return [.. lying.Where(queue => queue.Count > 0).Select(queue => new DegradedPart(Part, $"{queue.Count} commands of '{queue.System}' lie in the error queue; see /api/messaging/errors"))];
    }
}
