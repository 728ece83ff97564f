using System.Globalization;
using ProcedureEngine.Engine.BuiltIn;
using ProcedureEngine.Engine.Definitions;

namespace ProcedureEngine.Host.ElsaApi;

/// <summary>The part of Elsa's server API that shows definitions, from the engine's own data. Definitions declared in code carry no 'publish' link.</summary>
internal static class ElsaEndpoints
{
    private static readonly string[] SummaryMembers =
        ["links", "id", "definitionId", "name", "description", "version", "toolVersion", "isLatest", "isPublished", "providerName", "materializerName", "isReadonly", "createdAt"];

    public static void MapElsa(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/elsa/api").RequireAuthorization().WithTags("Elsa");
        group.MapGet("/workflow-definitions/by-definition-id/{definitionId}", ByDefinitionIdAsync).WithSummary("A definition in Elsa 3's JSON");
        group.MapGet("/workflow-definitions/by-id/{versionId}", ByVersionIdAsync).WithSummary("One version of a definition");
        group.MapGet("/workflow-definitions", ListAsync).WithSummary("List definitions");
        group.MapGet("/descriptors/activities", Descriptors).WithSummary("Descriptors of every activity");
    }

    private static Task<IResult> ByDefinitionIdAsync(string definitionId, string? versionOptions, DefinitionRegistry definitions, DurableStore store, HttpContext http)
    {
        var definition = int.TryParse(versionOptions, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? definitions.Find(definitionId, version) : definitions.FindLatest(definitionId);
        return ShowAsync(definition, definitionId, definitions, store, http);
    }

    private static Task<IResult> ByVersionIdAsync(string versionId, DefinitionRegistry definitions, DurableStore store, HttpContext http) =>
        ShowAsync(definitions.All.FirstOrDefault(d => d.VersionId == versionId), versionId, definitions, store, http);

    private static async Task<IResult> ShowAsync(WorkflowDefinition? definition, string id, DefinitionRegistry definitions, DurableStore store, HttpContext http) => definition is null
        ? throw RejectedException.NotFound("định nghĩa (definition)", id)
        : Body.Json(Whole(definition, definitions, await CreationAsync(store, http)));

    private static async Task<IResult> ListAsync(DefinitionRegistry definitions, DurableStore store, HttpContext http)
    {
        var created = await CreationAsync(store, http);
        var items = definitions.All.OrderBy(d => d.DefinitionId, StringComparer.Ordinal).ThenByDescending(d => d.Version).Select(d => Summary(d, definitions, created)).ToList();
        return Body.Json(new { items, totalCount = items.Count, links = Array.Empty<object>() });
    }

    private static IResult Descriptors(ActivityRegistry activities)
    {
        var items = activities.Descriptors.Select(Descriptor).Concat(Containers()).ToList();
        return Body.Json(new { items, count = items.Count });
    }

    /// <summary>When each version was frozen.</summary>
    private static async Task<Dictionary<string, Instant>> CreationAsync(DurableStore store, HttpContext http) =>
        (await store.Definitions.AllAsync(http.RequestAborted)).ToDictionary(stored => $"{stored.DefinitionId}-v{stored.Version}", stored => stored.CreatedAt, StringComparer.Ordinal);

    private static JsonObject Whole(WorkflowDefinition definition, DefinitionRegistry definitions, Dictionary<string, Instant> created)
    {
        var json = ElsaDefinitionJson.Write(definition, definitions.FindLatest(definition.DefinitionId) == definition);
        json["links"] = new JsonArray(SelfLink(definition));
        json["createdAt"] = created.TryGetValue(definition.VersionId, out var at) ? EngineJson.ToNode(at) : null;
        return json;
    }

    private static JsonObject SelfLink(WorkflowDefinition definition) =>
        new() { ["href"] = $"/workflow-definitions/{definition.DefinitionId}", ["rel"] = "self", ["method"] = "GET" };

    private static JsonObject Summary(WorkflowDefinition definition, DefinitionRegistry definitions, Dictionary<string, Instant> created)
    {
        var json = Whole(definition, definitions, created);
        var summary = new JsonObject { ["isMaterializerAvailable"] = true };
        foreach (var name in SummaryMembers)
            summary[name] = json[name]?.DeepClone();
        return summary;
    }

    private static JsonObject Descriptor(ActivityDescriptor descriptor)
    {
        var dot = descriptor.Type.LastIndexOf('.');
        return new JsonObject
        {
            ["typeName"] = descriptor.Type,
            ["namespace"] = descriptor.Type[..dot],
            ["name"] = descriptor.Type[(dot + 1)..],
            ["version"] = descriptor.Version,
            ["category"] = descriptor.Category,
            ["displayName"] = descriptor.Label.Vi,
            ["description"] = descriptor.Label.En,
            ["kind"] = "Action",
            ["isBrowsable"] = true,
            ["isStart"] = descriptor.Type == StructuralTypes.Start,
            ["isTerminal"] = descriptor.Outcomes.IsEmpty,
            ["isContainer"] = false,
            ["ports"] = new JsonArray([.. descriptor.Outcomes.Select(outcome => (JsonNode)new JsonObject
            {
                ["name"] = outcome.Name,
                ["displayName"] = outcome.Label.Vi,
                ["type"] = "Flow",
                ["isBrowsable"] = true,
            })]),
            ["inputs"] = new JsonArray([.. descriptor.Inputs.Select((input, order) => (JsonNode)Input(input, order))]),
            ["outputs"] = new JsonArray(),
            ["customProperties"] = new JsonObject(),
            ["constructionProperties"] = new JsonObject(),
        };
    }

    private static JsonObject Input(InputDescriptor input, int order) => new()
    {
        ["name"] = char.ToUpperInvariant(input.Name[0]) + input.Name[1..],
        ["typeName"] = input.TypeName,
        ["displayName"] = input.Label.Vi,
        ["description"] = input.Label.En,
        ["order"] = order,
        ["isBrowsable"] = true,
        ["isSynthetic"] = false,
        ["isWrapped"] = true,
        ["uiHint"] = "singleline",
        ["defaultSyntax"] = "Literal",
        ["isReadOnly"] = false,
        ["isSensitive"] = false,
    };

    private static IEnumerable<JsonObject> Containers() => new[] { "Flowchart", "Workflow" }.Select(name => new JsonObject
    {
        ["typeName"] = $"Elsa.{name}",
        ["namespace"] = "Elsa",
        ["name"] = name,
        ["version"] = 1,
        ["category"] = "Flow",
        ["displayName"] = name,
        ["description"] = name,
        ["kind"] = "Action",
        ["isBrowsable"] = false,
        ["isContainer"] = true,
        ["ports"] = new JsonArray(),
        ["inputs"] = new JsonArray(),
        ["outputs"] = new JsonArray(),
    });
}
