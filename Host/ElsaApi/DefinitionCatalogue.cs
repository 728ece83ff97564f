namespace ProcedureEngine.Host.ElsaApi;

/// <summary>Every version of every definition in the store, whether this program can run it or not, and the descriptors of all that they use. Read again when the store has others.</summary>
internal sealed class DefinitionCatalogue(DurableStore store, ActivityRegistry activities)
{
    private volatile Catalogue? current;

    public async Task<Catalogue> ReadAsync(CancellationToken cancellation)
    {
        var stamp = await store.Definitions.StampAsync(cancellation);
        if (current is { } known && known.Stamp == stamp)
            return known;
        var stored = await store.Definitions.AllAsync(cancellation);
        var contracts = await store.Definitions.ContractsAsync(cancellation);
        var latest = stored.GroupBy(definition => definition.DefinitionId, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Max(definition => definition.Version), StringComparer.Ordinal);
        var definitions = stored.Select(definition => ElsaDefinition.Of(definition, latest[definition.DefinitionId] == definition.Version)).ToImmutableArray();
        var items = Descriptors.All(activities, definitions, contracts.Keys);
        var descriptors = Body.Write(new { items, count = items.Count });
        return current = new Catalogue(stamp, definitions, descriptors, CanonicalJson.Sha256(descriptors)[..32]);
    }
}

/// <param name="Descriptors">The answer that lists the descriptors of activities, as JSON text.</param>
/// <param name="DescriptorsTag">Its entity tag, without quotes.</param>
internal sealed record Catalogue(string Stamp, ImmutableArray<ElsaDefinition> Definitions, string Descriptors, string DescriptorsTag)
{
    public IEnumerable<string> SystemIds => Definitions.Where(definition => definition.IsSystem).Select(definition => definition.DefinitionId).Distinct(StringComparer.Ordinal);

    public ElsaDefinition? Find(string definitionId, int version) => Definitions.FirstOrDefault(definition => definition.DefinitionId == definitionId && definition.Version == version);

    public ElsaDefinition? FindLatest(string definitionId) => Definitions.FirstOrDefault(definition => definition.DefinitionId == definitionId && definition.IsLatest);
}
