using System.Text.Json;
using ProcedureEngine.Contracts.V1;

namespace ProcedureEngine.Kill.Tests.TwoHosts;

/// <summary>An event as somebody was told of it: in the feed, on the bus, at a webhook.</summary>
/// <param name="Text">All of it, as the contract's record writes it: the same for the same event whoever tells it.</param>
internal sealed record Sighting(string Id, string CaseId, long Sequence, long Position, string Type, string Text)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static Sighting Of(JsonNode item)
    {
        var read = CaseEvents.Read(item);
        return new Sighting(read.Id, read.CaseId, read.Sequence, read.Position, read.Type, TextOf(read));
    }

    public static string TextOf(CaseEvent read) => JsonSerializer.Serialize(read, read.GetType(), Json);

    public CaseEvent Read() => CaseEvents.Read(JsonNode.Parse(Text)!);
}

/// <summary>A listener's own ledger: every sighting in the order in which it came, on disk, and how many different events there were.</summary>
internal sealed class SightingLog(string file) : IDisposable
{
    private readonly Ledger ledger = new(file);
    private readonly ConcurrentDictionary<string, bool> seen = new(StringComparer.Ordinal);

    /// <summary>Different events.</summary>
    public int Distinct => seen.Count;

    public void Write(Sighting sighting)
    {
        ledger.Write(new LedgerLine("event", sighting.Id, sighting.Text));
        seen[sighting.Id] = true;
    }

    public ImmutableArray<Sighting> Read() => [.. Ledger.Read(file).Select(line => Sighting.Of(JsonNode.Parse(line.Value)!))];

    public void Dispose() => ledger.Dispose();
}
