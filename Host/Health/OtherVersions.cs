using ProcedureEngine.Engine.Definitions;

namespace ProcedureEngine.Host.Health;

/// <summary>During an upgrade: what of the store belongs to another program, and whether a host of it runs.</summary>
internal sealed class OtherVersions(DurableStore store, DefinitionRegistry definitions)
{
    /// <returns>Versions whose open cases nobody acts on; and what is left to other hosts, which is as it should be.</returns>
    public async Task<(IReadOnlyList<DegradedPart> Abandoned, IReadOnlyList<DegradedPart> Elsewhere)> CheckAsync(CancellationToken cancellation)
    {
        var (abandoned, elsewhere) = (new List<DegradedPart>(), new List<DegradedPart>());
        if (await store.NewerStepsAsync(cancellation) is { Count: > 0 } steps)
            elsewhere.Add(new DegradedPart("store", $"its schema is newer, by steps that this program bears: {string.Join(", ", steps)}"));
        if (!store.IsShared)
            return (abandoned, elsewhere);
        var known = definitions.Known.ToHashSet();
        var unknown = (await store.Definitions.VersionsAsync(cancellation)).Where(version => !known.Contains(version)).ToList();
        if (unknown.Count == 0)
            return (abandoned, elsewhere);
        var alive = await store.Hosts.AliveAsync(cancellation);
        foreach (var version in unknown)
        {
            if (!await store.Definitions.HasOpenAsync(version.Id, version.Version, cancellation))
                continue;
            var part = $"procedure/{version.Id}/v{version.Version}";
            if (alive.Any(host => host.Versions.Contains($"{version.Id}/{version.Version}", StringComparer.Ordinal)))
                elsewhere.Add(new DegradedPart(part, "a host of another program acts on its cases"));
            else
                abandoned.Add(new DegradedPart(part, $"no host runs it, and its open cases wait: start the program that declares it ({definitions.FaultOf(version.Id, version.Version)})"));
        }

        return (abandoned, elsewhere);
    }
}
