using ProcedureEngine.Contracts.V1;
using ProcedureEngine.Persistence;

namespace ProcedureEngine.Workflows.Tests.Support;

/// <summary>What a story told other systems, read by the records that they have.</summary>
internal static class EventContract
{
    /// <summary>Every event is read by its record, and per case none is left out.</summary>
    public static async Task CheckAsync(TestOffice office)
    {
        while (await office.Store.Outbox.SequenceEventsAsync(1000, CancellationToken.None) > 0)
        {
            // Until all have their place.
        }

        var events = await office.Store.Outbox.ReadEventsAsync(0, 10_000, null, CancellationToken.None);
        Assert.Multiple(() =>
        {
            foreach (var e in events)
                Assert.That(CaseEvents.Read(Item(e)).GetType(), Is.EqualTo(CaseEvents.Records.GetValueOrDefault(e.Row.Kind, typeof(CaseChanged))), e.Row.Payload.ToJsonString());
            foreach (var own in events.GroupBy(e => e.Row.InstanceId, StringComparer.Ordinal))
                Assert.That(own.Select(e => e.Row.Sequence), Is.EqualTo(Enumerable.Range(1, own.Count()).Select(n => (long)n)), own.Key);
        });
    }

    private static JsonObject Item(FeedEvent e) => new()
    {
        ["position"] = e.Position,
        ["id"] = e.Row.Id,
        ["type"] = e.Row.Kind,
        ["caseId"] = e.Row.InstanceId,
        ["sequence"] = e.Row.Sequence,
        ["procedure"] = e.Procedure,
        ["office"] = e.Office,
        ["at"] = EngineJson.ToNode(e.Row.CreatedAt),
        ["data"] = e.Row.Payload.DeepClone(),
    };
}
