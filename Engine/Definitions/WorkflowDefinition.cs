using System.Collections.Immutable;
using System.Text.Json.Nodes;
using ProcedureEngine.Engine.Text;

namespace ProcedureEngine.Engine.Definitions;

/// <summary>
/// A procedure as frozen data: activities with their inputs, and the connections between them. A definition read back from
/// its stored JSON runs exactly as the one built in code, so nothing here is a delegate.
/// </summary>
/// <param name="DefinitionId">Stable id, written by hand (<c>enforcement-request</c>).</param>
/// <param name="Version">From 1. An instance stays on the version that it began with.</param>
/// <param name="StartActivityId">The activity that receives the first token.</param>
/// <param name="ReopenActivityId">Where a closed case is taken up again, or null when this procedure cannot be reopened.</param>
public sealed record WorkflowDefinition(
    string DefinitionId,
    int Version,
    LocalizedText Name,
    LocalizedText Description,
    string StartActivityId,
    string? ReopenActivityId,
    ImmutableArray<ActivityNode> Activities,
    ImmutableArray<Connection> Connections,
    ImmutableArray<VariableDefinition> Variables)
{
    private Dictionary<string, ActivityNode>? byId;
    private ILookup<(string, string), Connection>? bySource;

    /// <summary>A changed copy has look-ups of its own: those of the original would still show its arrows.</summary>
    private WorkflowDefinition(WorkflowDefinition original)
    {
        (DefinitionId, Version, Name, Description) = (original.DefinitionId, original.Version, original.Name, original.Description);
        (StartActivityId, ReopenActivityId) = (original.StartActivityId, original.ReopenActivityId);
        (Activities, Connections, Variables) = (original.Activities, original.Connections, original.Variables);
        (Extra, IsSystem) = ((JsonObject)original.Extra.DeepClone(), original.IsSystem);
    }

    /// <summary>Members of the stored JSON that this engine does not know; kept so that a round trip loses nothing.</summary>
    public JsonObject Extra { get; init; } = [];

    /// <summary>A definition of the product itself (message triage), not a legal procedure.</summary>
    public bool IsSystem { get; init; }

    /// <summary>Unique per version; what Elsa calls the definition version id.</summary>
    public string VersionId => $"{DefinitionId}-v{Version}";

    public ActivityNode? FindActivity(string id) => (byId ??= Activities.ToDictionary(node => node.Id, StringComparer.Ordinal)).GetValueOrDefault(id);

    public ActivityNode GetActivity(string id) =>
        FindActivity(id) ?? throw new DefinitionException(DefinitionId, $"has no activity '{id}'");

    /// <summary>The connections that leave an activity by a port, in the order they were declared.</summary>
    public IEnumerable<Connection> From(string activityId, string port) =>
        (bySource ??= Connections.ToLookup(c => (c.SourceId, c.Port)))[(activityId, port)];

    public bool Equals(WorkflowDefinition? other) => other is not null && DefinitionId == other.DefinitionId && DefinitionHash.Of(this) == DefinitionHash.Of(other);

    public override int GetHashCode() => HashCode.Combine(DefinitionId, Version);
}

/// <summary>One activity of a definition: a type at a version, with its inputs.</summary>
/// <param name="Id">Unique in the definition, written by hand (<c>check-validity</c>).</param>
/// <param name="Inputs">Input name (camelCase) to its expression.</param>
public sealed record ActivityNode(string Id, string Type, int Version, LocalizedText Label, ImmutableSortedDictionary<string, InputExpression> Inputs)
{
    /// <summary>Position, size and whatever else the stored JSON carries that the engine does not read.</summary>
    public JsonObject Extra { get; init; } = [];
}

/// <summary>An input's expression: <c>Literal</c> (the value itself) or <c>Variable</c> (the name of a variable). Nothing else is evaluated.</summary>
public sealed record InputExpression(string Type, JsonNode? Value)
{
    public const string Literal = "Literal";
    public const string Variable = "Variable";

    public static InputExpression Of<T>(T value) => new(Literal, EngineJson.ToNode(value));
}

/// <summary>An arrow: leaving <paramref name="SourceId"/> by outcome <paramref name="Port"/>, entering <paramref name="TargetId"/>.</summary>
public sealed record Connection(string SourceId, string Port, string TargetId)
{
    public JsonObject Extra { get; init; } = [];
}

/// <summary>A variable of the case's state, with the Elsa type name under which Studio shows it.</summary>
public sealed record VariableDefinition(string Name, string TypeName)
{
    /// <summary>Members that the engine does not read (default value, storage).</summary>
    public JsonObject Extra { get; init; } = [];
}

/// <summary>A definition that cannot be built, read or run. A defect of the definition, never of a user's input.</summary>
public sealed class DefinitionException(string definitionId, string problem) : Exception($"Definition '{definitionId}' {problem}.")
{
    public string DefinitionId { get; } = definitionId;
}
