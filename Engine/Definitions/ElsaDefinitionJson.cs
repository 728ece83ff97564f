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
    private const string InPort = "In";

    /// <summary>The custom property that holds what Elsa has no member for.</summary>
    internal const string EngineMember = "procedureEngine";

    internal const string RootType = "Elsa.Flowchart";

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

    /// <exception cref="DefinitionException">A member that the engine needs is missing or has another type; its place is named.</exception>
    public static WorkflowDefinition Read(JsonObject json) => ElsaDefinitionReader.Read(json);

    private static JsonObject WriteRoot(WorkflowDefinition definition, JsonObject? extra)
    {
        var root = extra is null ? [] : (JsonObject)extra.DeepClone();
        root["type"] = RootType;
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
        json["name"] ??= node.Id;
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
        json["typeName"] ??= TypeName(input.Value);
        var expression = Member(json, "expression");
        expression["type"] = input.Type;
        expression["value"] = input.Value?.DeepClone();
        json["memoryReference"] ??= new JsonObject { ["id"] = $"{node.Id}:input-{name}" };
        return json;
    }

    /// <summary>Elsa's name of a literal's type.</summary>
    private static string TypeName(JsonNode? value) => value?.GetValueKind() switch
    {
        JsonValueKind.True or JsonValueKind.False => "Boolean",
        JsonValueKind.Number => "Int32",
        JsonValueKind.Array or JsonValueKind.Object => "Object",
        _ => "String",
    };

    private static JsonObject WriteConnection(Connection connection)
    {
        var json = (JsonObject)connection.Extra.DeepClone();
        var source = Member(json, "source");
        source["activity"] = connection.SourceId;
        source["port"] = connection.Port;
        var target = Member(json, "target");
        target["activity"] = connection.TargetId;
        target["port"] ??= InPort;
        json["vertices"] ??= new JsonArray();
        return json;
    }

    private static JsonNode WriteVariable(VariableDefinition variable)
    {
        var json = (JsonObject)variable.Extra.DeepClone();
        json["id"] ??= variable.Name;
        json["name"] = variable.Name;
        json["typeName"] = variable.TypeName;
        json["isArray"] ??= false;
        return json;
    }

    /// <summary>An object member, made when it is not there.</summary>
    private static JsonObject Member(JsonObject json, string name)
    {
        if (json[name] is not JsonObject member)
            json[name] = member = [];
        return member;
    }

    /// <summary>Adds the engine's own members beside those that others left there.</summary>
    private static JsonObject Merge(JsonNode? existing, string member, JsonObject value)
    {
        var json = existing is JsonObject members ? (JsonObject)members.DeepClone() : [];
        var own = Member(json, member);
        foreach (var (name, item) in value)
            own[name] = item?.DeepClone();
        return json;
    }
}
