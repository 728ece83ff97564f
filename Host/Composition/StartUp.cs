using System.Text.Json;
using ProcedureEngine.Engine.Authoring;
using ProcedureEngine.Engine.Definitions;

namespace ProcedureEngine.Host.Composition;

/// <summary>
/// Before the first request: opens the store, freezes the definitions or quarantines those whose code differs from what is stored under
/// their version (rule 7), and in Development seeds people and key.
/// </summary>
internal sealed partial class StartUp(
    DurableStore store, DefinitionRegistry definitions, ActivityRegistry activities, OfficeDirectory offices, EngineHostOptions options, IClock clock, ILogger<StartUp> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var stored = await store.Definitions.AllAsync(cancellationToken);
        foreach (var definition in stored)
            Restore(definition);
        foreach (var definition in EngineSetup.Code)
            await FreezeAsync(definition, stored, cancellationToken);
        // Afterwards, so that who uses a contract is known also while several hosts start on a new store.
        await CheckContractsAsync(cancellationToken);
        if (options.IsDevelopment)
            await SeedAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// Versions that only the store still knows run as they were frozen. One that this program cannot build is, on a shared store, another
    /// program's (most often a newer one during an upgrade) and left to its host.
    /// </summary>
    private void Restore(StoredDefinition stored)
    {
        WorkflowDefinition? definition = null;
        try
        {
            definition = ElsaDefinitionJson.Read((JsonObject)JsonNode.Parse(stored.Json)!);
            DefinitionChecks.Check(definition, activities);
            definitions.Restore(definition);
        }
        catch (Exception exception) when (exception is DefinitionException or JsonException)
        {
            if (store.IsShared)
            {
                definitions.Lack(stored.DefinitionId, stored.Version, exception.Message);
                LogLacking(stored.DefinitionId, stored.Version, exception.Message);
                return;
            }

            if (definition is not null)
                definitions.Restore(definition);
            Quarantine(stored.DefinitionId, stored.Version, exception.Message);
        }
    }

    private async Task FreezeAsync(WorkflowDefinition definition, IReadOnlyList<StoredDefinition> stored, CancellationToken cancellation)
    {
        var hash = DefinitionHash.Of(definition);
        var known = stored.FirstOrDefault(s => s.DefinitionId == definition.DefinitionId && s.Version == definition.Version)?.Hash;
        var row = new StoredDefinition(definition.DefinitionId, definition.Version, hash, CanonicalJson.Write(ElsaDefinitionJson.Write(definition)), clock.GetCurrentInstant());
        known ??= await store.Definitions.AddAsync(row, cancellation);
        if (known != hash && !(options.IsDevelopment && await ReplaceAsync(row, cancellation)))
            Quarantine(definition.DefinitionId, definition.Version, DefinitionHash.Difference(known, hash));
        definitions.Add(definition);
    }

    private async Task<bool> ReplaceAsync(StoredDefinition row, CancellationToken cancellation)
    {
        var replaced = await store.Definitions.TryReplaceAsync(row, cancellation);
        if (replaced)
            LogReplaced(row.DefinitionId, row.Version);
        return replaced;
    }

    /// <summary>An activity whose outcomes, inputs or forms changed under the same version would run old cases by new rules.</summary>
    private async Task CheckContractsAsync(CancellationToken cancellation)
    {
        var contracts = await store.Definitions.ContractsAsync(cancellation);
        foreach (var descriptor in activities.Descriptors)
        {
            if (!contracts.TryGetValue($"{descriptor.Type}/{descriptor.Version}", out var stands))
                stands = await store.Definitions.AddContractAsync(descriptor.Type, descriptor.Version, descriptor.ContractHash, cancellation);
            if (stands != descriptor.ContractHash)
                await ChangedAsync(descriptor, stands, cancellation);
        }
    }

    private async Task ChangedAsync(ActivityDescriptor descriptor, string stands, CancellationToken cancellation)
    {
        var users = (await store.Definitions.AllAsync(cancellation)).Where(s => definitions.Find(s.DefinitionId, s.Version)?.Activities.Any(node => node.Type == descriptor.Type && node.Version == descriptor.Version) ?? false).ToList();
        var inUse = false;
        foreach (var user in users)
        {
            if (await store.Queries.CountInstancesAsync(user.DefinitionId, user.Version, cancellation) == 0 && options.IsDevelopment)
                continue;
            inUse = true;
            Quarantine(user.DefinitionId, user.Version, DefinitionHash.ContractDifference(descriptor, stands));
        }

        // What uses a version that this program lacks is unknown here; its own hosts keep their contract.
        if (!inUse && definitions.Lacking.Count == 0)
            await store.Definitions.SetContractAsync(descriptor.Type, descriptor.Version, descriptor.ContractHash, cancellation);
    }

    private void Quarantine(string id, int version, string reason)
    {
        definitions.Quarantine(id, version, reason);
        LogQuarantined(id, version, reason);
    }

    private async Task SeedAsync(CancellationToken cancellation)
    {
        await store.Accounts.PutAsync(DevelopmentSeed.Key(offices.All), cancellation);
        await store.Accounts.PutAsync(DevelopmentSeed.PortalKey(offices.All), cancellation);
        var known = (await store.Accounts.AllAsync(cancellation)).Select(account => account.Id).ToHashSet(StringComparer.Ordinal);
        await Task.WhenAll(DevelopmentSeed.Accounts(offices.All, [.. EngineSetup.Procedures.Select(p => p.Profile)]).Where(account => !known.Contains(account.Id)).Select(account => store.Accounts.PutAsync(account, cancellation)));
    }

    [LoggerMessage(LogLevel.Error, "Definition {Id} version {Version} is quarantined: {Reason}")]
    private partial void LogQuarantined(string id, int version, string reason);

    [LoggerMessage(LogLevel.Warning, "Definition {Id} version {Version} cannot be built here and is left to hosts that have it: {Reason}")]
    private partial void LogLacking(string id, int version, string reason);

    [LoggerMessage(LogLevel.Warning, "Definition {Id} version {Version} had no instances and was replaced by today's code (Development)")]
    private partial void LogReplaced(string id, int version);
}
