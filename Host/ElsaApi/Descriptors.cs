using ProcedureEngine.Engine.BuiltIn;

namespace ProcedureEngine.Host.ElsaApi;

/// <summary>Descriptors of activities as Elsa writes them. Studio shows an empty canvas when one that a flow uses is missing, so there is one for every type and version ever stored.</summary>
internal static class Descriptors
{
    /// <summary>What this program runs, what only stored definitions or contracts still name, and the containers; each type and version once.</summary>
    public static IReadOnlyList<JsonObject> All(ActivityRegistry activities, IReadOnlyCollection<ElsaDefinition> definitions, IEnumerable<string> contracts)
    {
        var known = activities.Descriptors.ToDictionary(descriptor => (descriptor.Type, descriptor.Version));
        var named = definitions.SelectMany(definition => definition.Nodes.Select(node => (node.Type, node.Version))).Concat(contracts.Select(Contract)).Distinct()
            .Where(key => !known.ContainsKey(key)).OrderBy(key => key);
        return [.. known.Values.OrderBy(descriptor => descriptor.Type, StringComparer.Ordinal).ThenBy(descriptor => descriptor.Version).Select(Known), .. named.Select(key => Gone(key.Type, key.Version, definitions)), .. Containers()];
    }

    /// <summary>An input's name as descriptors write it: the JSON's <c>answerLimit</c> is <c>AnswerLimit</c>.</summary>
    public static string NameOf(string input) => char.ToUpperInvariant(input[0]) + input[1..];

    private static JsonObject Known(ActivityDescriptor descriptor)
    {
        var json = Bare(descriptor.Type, descriptor.Version, descriptor.Category, descriptor.Label.Vi, descriptor.Label.En);
        json["kind"] = descriptor.Outcomes.Any(outcome => outcome.Data is not null) ? "Task" : "Action";
        json["isStart"] = descriptor.Type == StructuralTypes.Start;
        json["isTerminal"] = descriptor.Outcomes.IsEmpty;
        json["ports"] = new JsonArray([.. descriptor.Outcomes.Select(outcome => (JsonNode)Port(outcome.Name, outcome.Label.Vi))]);
        json["inputs"] = new JsonArray([.. descriptor.Inputs.Select((input, order) => (JsonNode)Input(input.Name, input.TypeName, input.Label, order))]);
        return json;
    }

    /// <summary>A type or version that this program has no code for any more: its ports are those that arrows leave by.</summary>
    private static JsonObject Gone(string type, int version, IEnumerable<ElsaDefinition> definitions)
    {
        var users = definitions.SelectMany(definition => definition.Nodes.Where(node => node.Type == type && node.Version == version).Select(node => (definition, node))).ToList();
        var ports = users.SelectMany(user => Leaving(user.definition, user.node.Id)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        var inputs = users.SelectMany(user => user.node.Json.Where(member => member.Value is JsonObject value && value["expression"] is not null).Select(member => member.Key)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        var json = Bare(type, version, "Procedure", $"{type} (không còn)", "This program has no code for it any more.");
        json["isBrowsable"] = false;
        json["ports"] = new JsonArray([.. ports.Select(port => (JsonNode)Port(port, port))]);
        json["inputs"] = new JsonArray([.. inputs.Select((input, order) => (JsonNode)Input(input, "Object", new LocalizedText(input, input), order))]);
        return json;
    }

    private static IEnumerable<string> Leaving(ElsaDefinition definition, string activityId) => (definition.Json["root"]?["connections"] as JsonArray ?? []).OfType<JsonObject>()
        .Where(arrow => (string?)arrow["source"]?["activity"] == activityId).Select(arrow => (string?)arrow["source"]?["port"] ?? StructuralTypes.DonePort);

    private static IEnumerable<JsonObject> Containers() => new[] { "Elsa.Flowchart", "Elsa.Workflow" }.Select(type =>
    {
        var json = Bare(type, 1, "Flow", type["Elsa.".Length..], type);
        json["isBrowsable"] = false;
        json["isContainer"] = true;
        return json;
    });

    private static JsonObject Bare(string type, int version, string category, string name, string description)
    {
        var dot = type.LastIndexOf('.');
        return new JsonObject
        {
            ["typeName"] = type,
            ["namespace"] = dot < 0 ? string.Empty : type[..dot],
            ["name"] = type[(dot + 1)..],
            ["version"] = version,
            ["category"] = category,
            ["displayName"] = name,
            ["description"] = description,
            ["kind"] = "Action",
            ["isBrowsable"] = true,
            ["isStart"] = false,
            ["isTerminal"] = false,
            ["isContainer"] = false,
            ["ports"] = new JsonArray(),
            ["inputs"] = new JsonArray(),
            ["outputs"] = new JsonArray(),
            ["customProperties"] = new JsonObject(),
            ["constructionProperties"] = new JsonObject(),
        };
    }

    private static JsonObject Port(string name, string label) => new() { ["name"] = name, ["displayName"] = label, ["type"] = "Flow", ["isBrowsable"] = true };

    private static JsonObject Input(string name, string typeName, LocalizedText label, int order) => new()
    {
        ["name"] = NameOf(name),
        ["typeName"] = typeName,
        ["displayName"] = label.Vi,
        ["description"] = label.En,
        ["order"] = order,
        ["isBrowsable"] = true,
        ["isSynthetic"] = false,
        ["isWrapped"] = true,
        ["uiHint"] = name == StructuralTypes.BranchesInput ? "dynamic-outcomes" : "singleline",
        ["defaultSyntax"] = "Literal",
        ["isReadOnly"] = false,
        ["isSensitive"] = false,
    };

    private static (string Type, int Version) Contract(string id)
    {
        var slash = id.LastIndexOf('/');
        return (id[..slash], int.Parse(id[(slash + 1)..], System.Globalization.CultureInfo.InvariantCulture));
    }
}
