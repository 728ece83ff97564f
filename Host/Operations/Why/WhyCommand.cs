using ProcedureEngine.Engine.Authoring;
using ProcedureEngine.Engine.Definitions;
using ProcedureEngine.Host.Composition;

namespace ProcedureEngine.Host.Operations.Why;

/// <summary>
/// <c>ProcedureEngine.Host why CASE</c>: looks into the store beside a running host, changing nothing, and tells why a case does not move. The case is
/// named by its id, number or reference code.
/// </summary>
internal static class WhyCommand
{
    public const string Name = "why";

    private const string Usage = """
        why CASE [--lang vi|en] [--Setting:Name value]
          CASE  id, number or reference code of a case
        0: it waits as it should, or has ended, 1: it is stuck, 2: called wrongly, no such case, or the store cannot be read
        """;

    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter errors)
    {
        try
        {
            if (arguments is not [{ Length: > 0 } named, .. var rest] || named.StartsWith('-') || rest.Length % 2 != 0)
                throw new FormatException("Name one case.");
            var isVietnamese = Language(ref rest) == "vi";
            await using var services = CommandServices.Build(rest);
            await using var store = await CommandServices.OpenReadOnlyAsync(services);
            return await TellAsync(store, services.GetRequiredService<ActivityRegistry>(), named, isVietnamese, output);
        }
        catch (Exception exception) when (exception is StoreException or FormatException or InvalidOperationException or IOException)
        {
            await errors.WriteLineAsync($"{exception.Message}\n{Usage}");
            return 2;
        }
    }

    private static async Task<int> TellAsync(DurableStore store, ActivityRegistry activities, string named, bool isVietnamese, TextWriter output)
    {
        var ids = await store.Waits.FindAsync(named, CancellationToken.None);
        if (ids.Count == 0)
            throw new FormatException($"There is no case '{named}'.");
        var isStuck = false;
        foreach (var id in ids)
        {
            WorkflowDefinition? definition = null;
            var facts = await WaitFacts.ReadAsync(
                store, id,
                async (definitionId, version) =>
                {
                    (definition, var fault) = await FrozenAsync(store, activities, definitionId, version);
                    return fault;
                },
                CancellationToken.None);
            var report = WaitReport.Of(facts!, definition);
            await output.WriteAsync(report.ToText(isVietnamese));
            isStuck |= report.IsStuck;
        }

        return isStuck ? 1 : 0;
    }

    /// <summary>What a start of this program would make of a stored version: it runs, or it is quarantined.</summary>
    private static async Task<(WorkflowDefinition? Definition, string? Fault)> FrozenAsync(DurableStore store, ActivityRegistry activities, string id, int version)
    {
        var stored = (await store.Definitions.AllAsync(CancellationToken.None)).FirstOrDefault(one => one.DefinitionId == id && one.Version == version);
        if (stored is null)
            return (null, "this version is not in the store");
        try
        {
            var definition = ElsaDefinitionJson.Read((JsonObject)JsonNode.Parse(stored.Json)!);
            DefinitionChecks.Check(definition, activities);
            if (EngineSetup.FindCode(id, version) is { } code && DefinitionHash.Of(code) is var own && own != stored.Hash)
                return (definition, DefinitionHash.Difference(stored.Hash, own));
            var contracts = await store.Definitions.ContractsAsync(CancellationToken.None);
            var changed = activities.Descriptors.FirstOrDefault(descriptor => contracts.TryGetValue($"{descriptor.Type}/{descriptor.Version}", out var hash) && hash != descriptor.ContractHash
                && definition.Activities.Any(node => node.Type == descriptor.Type && node.Version == descriptor.Version));
            return (definition, changed is null ? null : DefinitionHash.ContractDifference(changed, contracts[$"{changed.Type}/{changed.Version}"]));
        }
        catch (Exception exception) when (exception is DefinitionException or System.Text.Json.JsonException)
        {
            return (null, exception.Message);
        }
    }

    private static string Language(ref string[] arguments)
    {
        var at = Array.IndexOf(arguments, "--lang");
        if (at < 0)
            return "vi";
        var language = arguments[at + 1];
        arguments = [.. arguments[..at], .. arguments[(at + 2)..]];
        return language is "vi" or "en" ? language : throw new FormatException("--lang is vi or en.");
    }
}
