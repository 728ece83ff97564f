using ProcedureEngine.Engine.BuiltIn;
using ProcedureEngine.Engine.Definitions;

namespace ProcedureEngine.Host.ElsaApi;

/// <summary>The part of Elsa's server API that shows definitions, from the engine's own data. Definitions declared in code carry no 'publish' link.</summary>
internal static class ElsaEndpoints
{
    public static void MapElsa(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/elsa/api").RequireAuthorization().WithTags("Elsa");
        group.MapGet("/workflow-definitions/by-definition-id/{definitionId}", (string definitionId, DefinitionRegistry definitions) =>
            Definition(definitions.FindLatest(definitionId), definitions, definitionId)).WithSummary("A definition in Elsa 3's JSON");
        group.MapGet("/workflow-definitions/by-id/{versionId}", (string versionId, DefinitionRegistry definitions) =>
            Definition(definitions.All.FirstOrDefault(d => d.VersionId == versionId), definitions, versionId)).WithSummary("One version of a definition");
        group.MapGet("/workflow-definitions", (DefinitionRegistry definitions) => Body.Json(new
        {
            items = definitions.All.OrderBy(d => d.DefinitionId, StringComparer.Ordinal).ThenByDescending(d => d.Version).Select(d => Summary(d, definitions)),
            totalCount = definitions.All.Count(),
            links = Array.Empty<object>(),
        })).WithSummary("List definitions");
        group.MapGet("/descriptors/activities", (ActivityRegistry activities) => Body.Json(new
        {
            items = activities.Descriptors.Select(Descriptor).Concat(Containers()).ToList(),
            count = activities.Descriptors.Count() + 2,
        })).WithSummary("Descriptors of every activity");
    }

    private static IResult Definition(WorkflowDefinition? definition, DefinitionRegistry definitions, string id)
    {
        if (definition is null)
            throw RejectedException.NotFound("định nghĩa (definition)", id);
        var json = ElsaDefinitionJson.Write(definition, definitions.FindLatest(definition.DefinitionId) == definition);
        json["links"] = new JsonArray(SelfLink(definition));
        json["createdAt"] ??= "2026-11-24T00:00:00.000Z";
        return Body.Json(json);
    }

    private static JsonObject SelfLink(WorkflowDefinition definition) =>
        new() { ["href"] = $"/workflow-definitions/{definition.DefinitionId}", ["rel"] = "self", ["method"] = "GET" };

    private static JsonObject Summary(WorkflowDefinition definition, DefinitionRegistry definitions)
    {
        var json = ElsaDefinitionJson.Write(definition, definitions.FindLatest(definition.DefinitionId) == definition);
        var names = new[] { "id", "definitionId", "name", "description", "version", "toolVersion", "isLatest", "isPublished", "providerName", "materializerName", "isReadonly" };
        var summary = new JsonObject { ["links"] = new JsonArray(SelfLink(definition)), ["isMaterializerAvailable"] = true, ["createdAt"] = json["createdAt"]?.DeepClone() };
        foreach (var name in names)
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
