using System.Collections.Concurrent;
using ProcedureEngine.Engine.Execution;

namespace ProcedureEngine.Engine.Definitions;

/// <summary>
/// The definitions this program runs: those that its code declares, and stored ones whose activities it has. A version whose code differs from what
/// is stored under it, or whose activities changed their contract, is quarantined: no starts and no bursts, named by readiness, while the others
/// run on. A stored version that this program cannot build is another program's, and left to it.
/// </summary>
public sealed class DefinitionRegistry
{
    private readonly ConcurrentDictionary<(string Id, int Version), WorkflowDefinition> definitions = new();
    private readonly ConcurrentDictionary<(string Id, int Version), bool> declared = new();
    private readonly ConcurrentDictionary<(string Id, int Version), string> quarantined = new();
    private readonly ConcurrentDictionary<(string Id, int Version), string> lacking = new();

    private const string QuarantinedRule = "procedure-quarantined";
    private const string UnknownRule = "version-unknown";

    /// <summary>True when only this host refuses, since it may not run the version or does not have it: another host may do the same.</summary>
    public static bool IsOfThisHost(RejectedException refusal) => refusal.Rule is QuarantinedRule or UnknownRule;

    public IEnumerable<WorkflowDefinition> All => definitions.Values;

    /// <summary>Quarantined versions with the reason.</summary>
    public IReadOnlyDictionary<(string Id, int Version), string> Quarantined => quarantined;

    /// <summary>Stored versions that this program cannot build, with what it lacks.</summary>
    public IReadOnlyDictionary<(string Id, int Version), string> Lacking => lacking;

    /// <summary>Versions that this program knows, quarantined ones among them.</summary>
    public IReadOnlyCollection<(string Id, int Version)> Known => [.. definitions.Keys];

    /// <summary>Versions on which bursts run here.</summary>
    public IReadOnlyCollection<(string Id, int Version)> Running => [.. definitions.Keys.Where(version => !quarantined.ContainsKey(version))];

    /// <summary>Declared by this program's code.</summary>
    public void Add(WorkflowDefinition definition)
    {
        var version = (definition.DefinitionId, definition.Version);
        declared[version] = true;
        lacking.TryRemove(version, out _);
        definitions[version] = definition;
    }

    /// <summary>Known by the store alone: its cases run on as it was frozen.</summary>
    public void Restore(WorkflowDefinition definition) => definitions[(definition.DefinitionId, definition.Version)] = definition;

    /// <summary>Stored by a program that has what this one lacks.</summary>
    public void Lack(string definitionId, int version, string reason) => lacking[(definitionId, version)] = reason;

    public void Quarantine(string definitionId, int version, string reason) => quarantined[(definitionId, version)] = reason;

    /// <summary>
    /// The version on which cases start: the newest that the code declares, also when a newer program has stored a newer one (during an upgrade, after
    /// going back); of a definition that no code declares the newest stored one. Null when there is none.
    /// </summary>
    public WorkflowDefinition? FindLatest(string definitionId) => definitions.Values.Where(d => d.DefinitionId == definitionId)
        .OrderByDescending(d => declared.ContainsKey((d.DefinitionId, d.Version))).ThenByDescending(d => d.Version).FirstOrDefault();

    public WorkflowDefinition? Find(string definitionId, int version) => definitions.GetValueOrDefault((definitionId, version));

    /// <summary>Why no burst runs on a version here, or null when it does.</summary>
    public string? FaultOf(string definitionId, int version) => quarantined.TryGetValue((definitionId, version), out var reason)
        ? reason
        : definitions.ContainsKey((definitionId, version)) ? null : lacking.GetValueOrDefault((definitionId, version)) ?? "this host has no such version";

    /// <summary>The version on which a new instance starts.</summary>
    /// <exception cref="RejectedException">No such procedure, or its newest version is quarantined.</exception>
    internal WorkflowDefinition ForStart(string definitionId)
    {
        var latest = FindLatest(definitionId) ?? throw RejectedException.NotFound("thủ tục (procedure)", definitionId);
        return ForBurst(latest.DefinitionId, latest.Version);
    }

    /// <exception cref="RejectedException">The version is quarantined, or another host's (<see cref="RejectionKind.Unavailable"/>).</exception>
    internal WorkflowDefinition ForBurst(string definitionId, int version)
    {
        if (quarantined.TryGetValue((definitionId, version), out var reason))
            throw RejectedException.Conflict(QuarantinedRule, $"Thủ tục đang tạm dừng: {reason}", $"This procedure is quarantined: {reason}");
        return Find(definitionId, version)
            ?? throw RejectedException.Unavailable(
                UnknownRule,
                $"Máy chủ này không có phiên bản {version} của thủ tục '{definitionId}'; máy chủ khác đang xử lý hồ sơ này (hệ thống đang nâng cấp). Chưa có gì thay đổi: hãy gửi lại sau giây lát; nếu vẫn vậy, báo bộ phận vận hành.",
                $"This host has no version {version} of '{definitionId}': a host of another program acts on this case (an upgrade is under way). Nothing was changed; send it again in a moment, with the same key. If it stays so, tell the operators.");
    }
}
