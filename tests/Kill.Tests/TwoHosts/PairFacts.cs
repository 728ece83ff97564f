using ProcedureEngine.Engine.Store;
using ProcedureEngine.Persistence;

namespace ProcedureEngine.Kill.Tests.TwoHosts;

/// <summary>What is found after the load: the store, the feed of record, and what the two listeners had been told.</summary>
/// <param name="Journal">Of all cases.</param>
internal sealed record PairFacts(Facts Store, ImmutableArray<Sighting> Feed, ImmutableArray<Sighting> Bus, ImmutableArray<Sighting> Webhook, ImmutableArray<JournalRow> Journal)
{
    /// <param name="data">The hosts' data folder.</param>
    public static async Task<PairFacts> ReadAsync(DurableStore store, string data, ImmutableArray<Sighting> feed, PairLedgers ledgers)
    {
        var facts = await FactsReader.ReadAsync(store, data);
        var journal = new List<JournalRow>();
        foreach (var file in facts.Cases)
            journal.AddRange(await store.Queries.JournalAsync(file.Id, default));
        return new PairFacts(facts, feed, ledgers.Bus.Read(), ledgers.Webhook.Read(), [.. journal]);
    }
}
