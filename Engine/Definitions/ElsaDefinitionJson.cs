using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using ProcedureEngine.Engine.BuiltIn;

namespace ProcedureEngine.Engine.Definitions;

/// <summary>
/// Elsa 3's workflow-definition JSON: what is stored, what Studio reads and sends. Reading and writing back yields the same graph
/// and frozen hash; members that the engine does not know are kept as they were.
/// </summary>
public static class ElsaDefinitionJson
{
    private const string RootId = "Flowchart1";
    private const string RootNodeId = "Workflow1:Flowchart1";
    private const string EngineMember = "procedureEngine";

    private static readonly string[] NodeMembers = ["id", "nodeId", "name", "type", "version", "metadata", "customProperties"];
    private static readonly string[] DefinitionMembers =
        ["id", "definitionId", "name", "description", "version", "variables", "root", "isSystem", "toolVersion", "isLatest", "isPublished", "isReadonly", "customProperties"];

    /// <summary>The id under which Studio addresses an activity of the flowchart.</summary>
    public static string NodeId(string activityId) => $"{RootNodeId}:{activityId}";

    public static JsonObject Write(WorkflowDefinition definition, bool isLatest = true)
    {
        var json = (JsonObject)definition.Extra.DeepClone();
        json["id"] = definition.VersionId;
        json["definitionId"] = definition.DefinitionId;
        json["name"] = definition.Name.Vi;
        json["description"] = definition.Description.Vi;
        json["version"] = definition.Version;
        json["toolVersion"] = "3.8.2.0";
        json["isLatest"] = isLatest;
        json["isPublished"] = true;
        json["isReadonly"] = true;
        json["isSystem"] = definition.IsSystem;
        json["variables"] = new JsonArray([.. definition.Variables.Select(WriteVariable)]);
        json["customProperties"] = Merge(json["customProperties"], EngineMember, new JsonObject
        {
            ["nameEn"] = definition.Name.En,
            ["descriptionEn"] = definition.Description.En,
            ["start"] = definition.StartActivityId,
            ["reopenAt"] = definition.ReopenActivityId,
        });
        json["root"] = WriteRoot(definition, json["root"] as JsonObject);
        foreach (var name in new[] { "inputs", "outputs", "outcomes" })
            json[name] ??= new JsonArray();
        json["options"] ??= new JsonObject { ["usableAsActivity"] = false, ["autoUpdateConsumingWorkflows"] = false };
        json["materializerName"] ??= "Json";
        json["providerName"] ??= string.Empty;
        return json;
    }

    /// <exception cref="DefinitionException">A member that the engine needs is missing or has another type.</exception>
    public static WorkflowDefinition Read(JsonObject json)
    {
        var id = (string?)json["definitionId"] ?? throw new DefinitionException("?", "has no definitionId");
        try
        {
            return ReadDefinition(id, json);
        }
        catch (Exception exception) when (exception is InvalidOperationException or NullReferenceException or FormatException or JsonException)
        {
            throw new DefinitionException(id, $"cannot be read: {exception.Message}");
        }
    }

    private static WorkflowDefinition ReadDefinition(string id, JsonObject json)
    {
        var own = json["customProperties"]?[EngineMember] as JsonObject ?? [];
        var root = json["root"]!.AsObject();
        var activities = root["activities"]!.AsArray().Select(node => ReadNode(node!.AsObject())).ToImmutableArray();
        return new WorkflowDefinition(
            id, (int)json["version"]!, new LocalizedText((string)json["name"]!, (string?)own["nameEn"] ?? (string)json["name"]!),
            new LocalizedText((string?)json["description"] ?? string.Empty, (string?)own["descriptionEn"] ?? string.Empty),
            (string?)own["start"] ?? activities.First(node => node.Type == StructuralTypes.Start).Id, (string?)own["reopenAt"], activities,
            [.. (root["connections"] as JsonArray ?? []).Select(c => ReadConnection(c!.AsObject()))],
            [.. (json["variables"] as JsonArray ?? []).Select(v => new VariableDefinition((string)v!["name"]!, (string)v["typeName"]!))])
        {
            IsSystem = (bool?)json["isSystem"] ?? false,
            Extra = ExtraOf(json),
        };
    }

    /// <summary>Unknown members, those of the root and of the variables included.</summary>
    private static JsonObject ExtraOf(JsonObject json)
    {
        var extra = Without(json, DefinitionMembers);
        var root = Without(json["root"]!.AsObject(), ["activities", "connections"]);
        extra["root"] = root;
        if (json["customProperties"] is JsonObject custom)
            extra["customProperties"] = Without(custom, [EngineMember]);
        return extra;
    }

    private static JsonObject WriteRoot(WorkflowDefinition definition, JsonObject? extra)
    {
        var root = extra is null ? [] : (JsonObject)extra.DeepClone();
        root["type"] = "Elsa.Flowchart";
        root["version"] ??= 1;
        root["id"] = RootId;
        root["nodeId"] = RootNodeId;
        root["name"] ??= RootId;
        root["metadata"] ??= new JsonObject();
        root["customProperties"] ??= new JsonObject();
        root["variables"] ??= new JsonArray();
        root["activities"] = new JsonArray([.. definition.Activities.Select((node, index) => (JsonNode)WriteNode(node, index))]);
        root["connections"] = new JsonArray([.. definition.Connections.Select(c => (JsonNode)WriteConnection(c))]);
        return root;
    }

    private static JsonObject WriteNode(ActivityNode node, int index)
    {
        var json = (JsonObject)node.Extra.DeepClone();
        json["id"] = node.Id;
        json["nodeId"] = NodeId(node.Id);
        json["name"] = node.Id;
        json["type"] = node.Type;
        json["version"] = node.Version;
        json["customProperties"] ??= new JsonObject { ["canStartWorkflow"] = node.Type == StructuralTypes.Start, ["runAsynchronously"] = false };
        var metadata = json["metadata"] as JsonObject ?? [];
        metadata["displayText"] = node.Label.Vi;
        metadata["displayTextEn"] = node.Label.En;
        metadata["designer"] ??= new JsonObject
        {
            ["position"] = new JsonObject { ["x"] = 60 + (index % 4 * 300), ["y"] = 60 + (index / 4 * 140) },
            ["size"] = new JsonObject { ["width"] = 220, ["height"] = 60 },
        };
        json["metadata"] = metadata.Parent is null ? metadata : metadata.DeepClone();
        foreach (var (name, input) in node.Inputs)
            json[name] = WriteInput(node, name, input, json[name] as JsonObject);
        return json;
    }

    private static JsonObject WriteInput(ActivityNode node, string name, InputExpression input, JsonObject? extra)
    {
        var json = extra is null ? [] : (JsonObject)extra.DeepClone();
        json["typeName"] ??= input.Value is JsonValue ? "String" : "Object";
        json["expression"] = new JsonObject { ["type"] = input.Type, ["value"] = input.Value?.DeepClone() };
        json["memoryReference"] ??= new JsonObject { ["id"] = $"{node.Id}:input-{name}" };
        return json;
    }

    private static ActivityNode ReadNode(JsonObject json)
    {
        var inputs = json.Where(member => member.Value is JsonObject value && value["expression"] is JsonObject && !NodeMembers.Contains(member.Key, StringComparer.Ordinal))
            .ToImmutableSortedDictionary(member => member.Key, member => ReadInput(member.Value!["expression"]!.AsObject()), StringComparer.Ordinal);
        var vi = (string?)json["metadata"]?["displayText"] ?? (string?)json["name"] ?? (string)json["id"]!;
        var extra = Without(json, ["id", "nodeId", "name", "type", "version"]);
        foreach (var name in inputs.Keys)
            (extra[name] as JsonObject)?.Remove("expression");
        return new ActivityNode(
            (string)json["id"]!, (string)json["type"]!, (int?)json["version"] ?? 1, new LocalizedText(vi, (string?)json["metadata"]?["displayTextEn"] ?? vi), inputs)
        {
            Extra = extra,
        };
    }

    private static InputExpression ReadInput(JsonObject expression) =>
        new((string?)expression["type"] ?? InputExpression.Literal, expression["value"]?.DeepClone());

    private static JsonObject WriteConnection(Connection connection)
    {
        var json = (JsonObject)connection.Extra.DeepClone();
        json["source"] = new JsonObject { ["activity"] = connection.SourceId, ["port"] = connection.Port };
        json["target"] = new JsonObject { ["activity"] = connection.TargetId, ["port"] = "In" };
        json["vertices"] ??= new JsonArray();
        return json;
    }

    private static Connection ReadConnection(JsonObject json) => new(
        (string)json["source"]!["activity"]!, (string?)json["source"]!["port"] ?? StructuralTypes.DonePort, (string)json["target"]!["activity"]!)
    {
        Extra = Without(json, ["source", "target"]),
    };

    private static JsonNode WriteVariable(VariableDefinition variable) => new JsonObject
    {
        ["id"] = variable.Name,
        ["name"] = variable.Name,
        ["typeName"] = variable.TypeName,
        ["isArray"] = false,
    };

    private static JsonObject Merge(JsonNode? existing, string member, JsonObject value)
    {
        var json = existing is JsonObject members ? (JsonObject)members.DeepClone() : [];
        json[member] = value;
        return json;
    }

    private static JsonObject Without(JsonObject json, IEnumerable<string> names)
    {
        var rest = (JsonObject)json.DeepClone();
        foreach (var name in names)
            rest.Remove(name);
        return rest;
    }
}
