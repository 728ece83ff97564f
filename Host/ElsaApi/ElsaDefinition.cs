using System.Text.Json;
using ProcedureEngine.Engine.BuiltIn;
using ProcedureEngine.Engine.Definitions;

namespace ProcedureEngine.Host.ElsaApi;

/// <summary>One stored version of a definition, as Studio reads it.</summary>
internal sealed class ElsaDefinition
{
    private static readonly string[] SummaryMembers =
        ["id", "definitionId", "name", "description", "version", "toolVersion", "isLatest", "isPublished", "providerName", "materializerName", "isReadonly", "createdAt"];

    private readonly Dictionary<string, ElsaNode> nodes;

    private ElsaDefinition(StoredDefinition stored, JsonObject json, bool isLatest)
    {
        (DefinitionId, Version, CreatedAt, IsLatest) = (stored.DefinitionId, stored.Version, stored.CreatedAt, isLatest);
        json["id"] = VersionId;
        json["definitionId"] = DefinitionId;
        json["version"] = Version;
        json["isLatest"] = isLatest;
        json["isPublished"] = isLatest;
        // Code alone makes versions of what is declared in code: no link leads to a change.
        json["isReadonly"] = true;
        json["createdAt"] = EngineJson.ToNode(CreatedAt);
        json["links"] = new JsonArray(new JsonObject { ["href"] = $"/workflow-definitions/{DefinitionId}", ["rel"] = "self", ["method"] = "GET" });
        Json = json;
        nodes = Activities(json).ToDictionary(node => node.Id, StringComparer.Ordinal);
        StartActivityId = (string?)json["customProperties"]?["procedureEngine"]?["start"] ?? nodes.Values.FirstOrDefault(node => node.Type == StructuralTypes.Start)?.Id ?? string.Empty;
    }

    public string DefinitionId { get; }

    public int Version { get; }

    public Instant CreatedAt { get; }

    public bool IsLatest { get; }

    /// <summary>The whole definition; not to be changed.</summary>
    public JsonObject Json { get; }

    /// <summary>The activity that stands for the case itself.</summary>
    public string StartActivityId { get; }

    public string VersionId => IdOf(DefinitionId, Version);

    public string Name => (string?)Json["name"] ?? DefinitionId;

    public string Description => (string?)Json["description"] ?? string.Empty;

    public bool IsSystem => (bool?)Json["isSystem"] ?? false;

    public IEnumerable<ElsaNode> Nodes => nodes.Values;

    public static string IdOf(string definitionId, int version) => $"{definitionId}-v{version}";

    /// <summary>What this program cannot run is shown all the same, and what it cannot even read by its name: instances still point to it.</summary>
    public static ElsaDefinition Of(StoredDefinition stored, bool isLatest)
    {
        try
        {
            var json = (JsonObject)JsonNode.Parse(stored.Json)!;
            FlowLayout.Arrange(json = Known(json, isLatest) ?? json);
            return new ElsaDefinition(stored, json, isLatest);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or InvalidCastException or ArgumentException)
        {
            return new ElsaDefinition(stored, Unreadable(stored), isLatest);
        }
    }

    public ElsaNode? Find(string? activityId) => activityId is null ? null : nodes.GetValueOrDefault(activityId);

    public JsonObject Summary()
    {
        var summary = new JsonObject { ["isMaterializerAvailable"] = true, ["links"] = Json["links"]!.DeepClone() };
        foreach (var name in SummaryMembers)
            summary[name] = Json[name]?.DeepClone();
        return summary;
    }

    private static JsonObject? Known(JsonObject json, bool isLatest)
    {
        try
        {
            return ElsaDefinitionJson.Write(ElsaDefinitionJson.Read(json), isLatest);
        }
        catch (DefinitionException)
        {
            return null;
        }
    }

    private static JsonObject Unreadable(StoredDefinition stored) => new()
    {
        ["definitionId"] = stored.DefinitionId,
        ["version"] = stored.Version,
        ["name"] = $"{stored.DefinitionId} (không đọc được)",
        ["toolVersion"] = "3.8.2.0",
        ["root"] = new JsonObject
        {
            ["type"] = "Elsa.Flowchart", ["version"] = 1, ["id"] = "Flowchart1", ["nodeId"] = NodeIds.Flowchart, ["metadata"] = new JsonObject(), ["activities"] = new JsonArray(), ["connections"] = new JsonArray(),
        },
    };

    private static IEnumerable<ElsaNode> Activities(JsonObject json) => json["root"]?["activities"] is JsonArray activities
        ? activities.OfType<JsonObject>().Where(node => node["id"] is not null && node["type"] is not null)
            .Select(node => new ElsaNode((string)node["id"]!, (string)node["type"]!, (int?)node["version"] ?? 1, (string?)node["metadata"]?["displayText"] ?? (string)node["id"]!, node))
        : [];
}

/// <summary>An activity of a stored definition.</summary>
internal sealed record ElsaNode(string Id, string Type, int Version, string Label, JsonObject Json)
{
    public string NodeId => ElsaDefinitionJson.NodeId(Id);

    /// <summary>Its inputs under the names of their descriptors: the value itself, or the variable that holds it.</summary>
    public JsonObject Inputs()
    {
        var inputs = new JsonObject();
        foreach (var (name, member) in Json)
        {
            if (member is JsonObject input && input["expression"] is JsonObject expression)
                inputs[Descriptors.NameOf(name)] = (string?)expression["type"] == InputExpression.Variable ? $"${expression["value"]}" : expression["value"]?.DeepClone();
        }

        return inputs;
    }
}
