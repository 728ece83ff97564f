using System.Collections.Concurrent;
using ProcedureEngine.Engine.Execution;

namespace ProcedureEngine.Engine.Definitions;

/// <summary>
/// The definitions this program runs. A version whose code differs from what is stored under it, or whose activity types are
/// missing or changed their contract, is quarantined: no starts and no bursts, named by readiness, while the others run on.
/// </summary>
public sealed class DefinitionRegistry
{
    private readonly ConcurrentDictionary<(string Id, int Version), WorkflowDefinition> definitions = new();
    private readonly ConcurrentDictionary<(string Id, int Version), string> quarantined = new();

    private const string QuarantinedRule = "procedure-quarantined";
    private const string UnknownRule = "version-unknown";

    /// <summary>True when only this host refuses, since it may not run the version or does not have it: another host may do the same.</summary>
    public static bool IsOfThisHost(RejectedException refusal) => refusal.Rule is QuarantinedRule or UnknownRule;

    public IEnumerable<WorkflowDefinition> All => definitions.Values;

    /// <summary>Quarantined versions with the reason.</summary>
    public IReadOnlyDictionary<(string Id, int Version), string> Quarantined => quarantined;

    public void Add(WorkflowDefinition definition) => definitions[(definition.DefinitionId, definition.Version)] = definition;

    public void Quarantine(string definitionId, int version, string reason) => quarantined[(definitionId, version)] = reason;

    /// <summary>The newest version of a definition, or null.</summary>
    public WorkflowDefinition? FindLatest(string definitionId) =>
        definitions.Values.Where(d => d.DefinitionId == definitionId).MaxBy(d => d.Version);

    public WorkflowDefinition? Find(string definitionId, int version) => definitions.GetValueOrDefault((definitionId, version));

    /// <summary>Why no burst runs on a version here, or null when it does.</summary>
    public string? FaultOf(string definitionId, int version) => quarantined.TryGetValue((definitionId, version), out var reason)
        ? reason
        : definitions.ContainsKey((definitionId, version)) ? null : "this host has no such version";

    /// <summary>The version on which a new instance starts.</summary>
    /// <exception cref="RejectedException">No such procedure, or its newest version is quarantined.</exception>
    internal WorkflowDefinition ForStart(string definitionId)
    {
        var latest = FindLatest(definitionId) ?? throw RejectedException.NotFound("thủ tục (procedure)", definitionId);
        return ForBurst(latest.DefinitionId, latest.Version);
    }

    /// <exception cref="RejectedException">The version is unknown here or quarantined.</exception>
    internal WorkflowDefinition ForBurst(string definitionId, int version)
    {
        if (quarantined.TryGetValue((definitionId, version), out var reason))
            throw RejectedException.Conflict(QuarantinedRule, $"Thủ tục đang tạm dừng: {reason}", $"This procedure is quarantined: {reason}");
        return Find(definitionId, version)
            ?? throw RejectedException.Conflict(
                UnknownRule, "Máy chủ này không có phiên bản thủ tục của hồ sơ.", $"This host has no version {version} of '{definitionId}'.");
    }
}
