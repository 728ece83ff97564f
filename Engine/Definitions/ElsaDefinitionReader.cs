using System.Collections.Immutable;
using System.Text.Json.Nodes;
using ProcedureEngine.Engine.BuiltIn;

namespace ProcedureEngine.Engine.Definitions;

/// <summary>Reads Elsa 3's workflow-definition JSON. What is wrong is named with its place; what the engine does not know is kept.</summary>
internal sealed class ElsaDefinitionReader
{
    private static readonly string[] DefinitionMembers =
        ["id", "definitionId", "name", "description", "version", "variables", "root", "isSystem", "toolVersion", "isLatest", "isPublished", "isReadonly", "customProperties"];

    private static readonly string[] OwnMembers = ["nameEn", "descriptionEn", "start", "reopenAt"];

    /// <summary>Members of an activity that can be no input.</summary>
    private static readonly string[] NodeMembers = ["id", "nodeId", "name", "type", "version", "metadata", "customProperties"];

    private readonly string id;

    private ElsaDefinitionReader(string id) => this.id = id;

    public static bool IsNodeMember(string name) => NodeMembers.Contains(name, StringComparer.Ordinal);

    /// <exception cref="DefinitionException">A member that the engine needs is missing or has another type.</exception>
    public static WorkflowDefinition Read(JsonObject json)
    {
        var id = "?";
        try
        {
            id = new ElsaDefinitionReader(id).Text(json, "definitionId", string.Empty);
            return new ElsaDefinitionReader(id).ReadDefinition(json);
        }
        catch (ArgumentException exception)
        {
            // A JsonObject finds a name that comes twice only when it is looked into.
            throw new DefinitionException(id, $"cannot be read: {exception.Message.TrimEnd('.')}");
        }
    }

    private WorkflowDefinition ReadDefinition(JsonObject json)
    {
        var own = Find<JsonObject>(Find<JsonObject>(json, "customProperties", string.Empty), ElsaDefinitionJson.EngineMember, "customProperties") ?? [];
        var root = Object(json, "root", string.Empty);
        if (Text(root, "type", "root") is var type && type != ElsaDefinitionJson.RootType)
            throw Wrong($"has a root of type '{type}'; only {ElsaDefinitionJson.RootType} is run");
        var name = Text(json, "name", string.Empty);
        var activities = Items(root, "activities", "root", ReadNode);
        if (activities.CountBy(node => node.Id, StringComparer.Ordinal).FirstOrDefault(count => count.Value > 1) is { Key: { } twice })
            throw Wrong($"has two steps '{twice}'");
        return new WorkflowDefinition(
            id, Version(json), new LocalizedText(name, FindText(own, "nameEn", "") ?? name),
            new LocalizedText(FindText(json, "description", string.Empty) ?? string.Empty, FindText(own, "descriptionEn", "") ?? string.Empty),
            FindText(own, "start", "") ?? StartOf(activities), FindText(own, "reopenAt", ""), activities,
            root.ContainsKey("connections") ? Items(root, "connections", "root", ReadConnection) : [],
            json["variables"] is null ? [] : Items(json, "variables", string.Empty, ReadVariable))
        {
            IsSystem = json["isSystem"] is not null && Value<bool>(json, "isSystem", string.Empty),
            Extra = ExtraOf(json, root),
        };
    }

    private int Version(JsonObject json) =>
        Value<int>(json, "version", string.Empty) is var version and > 0 ? version : throw Wrong("has a version below 1");

    private string StartOf(ImmutableArray<ActivityNode> activities) =>
        activities.FirstOrDefault(node => node.Type == StructuralTypes.Start)?.Id ?? throw Wrong($"has no activity of type {StructuralTypes.Start}");

    /// <summary>Unknown members, those of the root and of the custom properties included.</summary>
    private static JsonObject ExtraOf(JsonObject json, JsonObject root)
    {
        var extra = Without(json, DefinitionMembers);
        extra["root"] = Without(root, ["activities", "connections"]);
        if (json["customProperties"] is JsonObject custom)
        {
            var rest = Without(custom, [ElsaDefinitionJson.EngineMember]);
            if (custom[ElsaDefinitionJson.EngineMember] is JsonObject own && Without(own, OwnMembers) is { Count: > 0 } unknown)
                rest[ElsaDefinitionJson.EngineMember] = unknown;
            extra["customProperties"] = rest;
        }

        return extra;
    }

    private ActivityNode ReadNode(JsonObject json, string place)
    {
        var inputs = json.Where(member => !IsNodeMember(member.Key) && member.Value is JsonObject value && value["expression"] is JsonObject)
            .ToImmutableSortedDictionary(member => member.Key, member => ReadInput(member.Value!["expression"]!.AsObject(), $"{place}.{member.Key}"), StringComparer.Ordinal);
        var nodeId = Text(json, "id", place);
        var metadata = Find<JsonObject>(json, "metadata", place);
        var vi = FindText(metadata, "displayText", place) ?? FindText(json, "name", place) ?? nodeId;
        var extra = Without(json, ["id", "nodeId", "type", "version"]);
        foreach (var name in inputs.Keys)
        {
            var expression = extra[name]!["expression"]!.AsObject();
            expression.Remove("type");
            expression.Remove("value");
        }

        return new ActivityNode(
            nodeId, Text(json, "type", place), json["version"] is null ? 1 : Value<int>(json, "version", place),
            new LocalizedText(vi, FindText(metadata, "displayTextEn", place) ?? vi), inputs)
        {
            Extra = extra,
        };
    }

    private InputExpression ReadInput(JsonObject expression, string place) =>
        new(FindText(expression, "type", $"{place}.expression") ?? InputExpression.Literal, expression["value"]?.DeepClone());

    private Connection ReadConnection(JsonObject json, string place)
    {
        var (source, target) = (Object(json, "source", place), Object(json, "target", place));
        var extra = Without(json, ["source", "target"]);
        extra["source"] = Without(source, ["activity", "port"]);
        extra["target"] = Without(target, ["activity"]);
        return new Connection(
            Text(source, "activity", $"{place}.source"), FindText(source, "port", $"{place}.source") ?? StructuralTypes.DonePort, Text(target, "activity", $"{place}.target"))
        {
            Extra = extra,
        };
    }

    private VariableDefinition ReadVariable(JsonObject json, string place) =>
        new(Text(json, "name", place), Text(json, "typeName", place)) { Extra = Without(json, ["name", "typeName"]) };

    private ImmutableArray<T> Items<T>(JsonObject json, string name, string place, Func<JsonObject, string, T> read)
    {
        var items = Find<JsonArray>(json, name, place) ?? throw Missing(name, place);
        return [.. items.Select((item, index) => item is JsonObject members
            ? read(members, $"{At(name, place)}[{index}]")
            : throw Wrong($"has no object at {At(name, place)}[{index}]"))];
    }

    private JsonObject Object(JsonObject json, string name, string place) => Find<JsonObject>(json, name, place) ?? throw Missing(name, place);

    private string Text(JsonObject json, string name, string place) => FindText(json, name, place) is { Length: > 0 } text ? text : throw Missing(name, place);

    private string? FindText(JsonObject? json, string name, string place) => json?[name] is null ? null : Value<string>(json, name, place);

    private T Value<T>(JsonObject json, string name, string place)
    {
        if (json[name] is not { } node)
            throw Missing(name, place);
        return node is JsonValue value && value.TryGetValue<T>(out var found) ? found : throw Mistyped(name, place, typeof(T).Name);
    }

    private T? Find<T>(JsonObject? json, string name, string place) where T : JsonNode => json?[name] switch
    {
        null => null,
        T found => found,
        _ => throw Mistyped(name, place, typeof(T) == typeof(JsonArray) ? "array" : "object"),
    };

    private static string At(string name, string place) => place.Length == 0 ? name : $"{place}.{name}";

    private DefinitionException Missing(string name, string place) => Wrong($"has no '{At(name, place)}'");

    private DefinitionException Mistyped(string name, string place, string expected) => Wrong($"has a '{At(name, place)}' that is no {expected}");

    private DefinitionException Wrong(string problem) => new(id, problem);

    private static JsonObject Without(JsonObject json, IEnumerable<string> names)
    {
        var rest = (JsonObject)json.DeepClone();
        foreach (var name in names)
            rest.Remove(name);
        return rest;
    }
}
