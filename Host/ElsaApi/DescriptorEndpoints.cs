using ProcedureEngine.Engine.Definitions;

namespace ProcedureEngine.Host.ElsaApi;

/// <summary>What the engine has to offer, in Elsa's lists. Where Elsa lets one choose and the engine has one way, that way is listed.</summary>
internal static class DescriptorEndpoints
{
    public static void MapDescriptors(this IEndpointRouteBuilder group)
    {
        group.MapGet("/features/installed", () => ElsaEndpoints.List(Features)).WithSummary("What Studio may rely on");
        group.MapGet("/package/version", () => Body.Json(new { packageVersion = "3.8.2" })).WithSummary("The version of Elsa's API that is spoken here");
        var descriptors = group.MapGroup("/descriptors");
        descriptors.MapGet("/activities", ActivitiesAsync).WithSummary("Descriptors of every activity type and version ever stored");
        descriptors.MapGet("/expression-descriptors", () => ElsaEndpoints.List(Expressions)).WithSummary("Expressions that are evaluated");
        descriptors.MapGet("/workflow-activation-strategies", () => ElsaEndpoints.List(Activation)).WithSummary("When a start is let in");
        descriptors.MapGet("/incident-strategies", () => ElsaEndpoints.List(Incidents)).WithSummary("What a defect does to an instance");
        descriptors.MapGet("/log-persistence-strategies", () => ElsaEndpoints.List(Logs)).WithSummary("What is kept of a run");
        descriptors.MapGet("/commit-strategies/workflows", () => ElsaEndpoints.List(Commits)).WithSummary("When an instance is committed");
        descriptors.MapGet("/commit-strategies/activities", () => ElsaEndpoints.List(Array.Empty<object>())).WithSummary("An activity alone is never committed");
        descriptors.MapGet("/storage-drivers", () => Body.Json(new { items = Drivers })).WithSummary("Where variables lie");
        descriptors.MapGet("/variables", Variables).WithSummary("Types of variables");
        descriptors.MapGet("/output-converters", () => ElsaEndpoints.List(Array.Empty<object>())).WithSummary("Activities have no outputs to convert");
    }

    private static readonly object[] Features =
    [
        new { name = "RealTimeWorkflowUpdates", @namespace = "Elsa", fullName = "Elsa.RealTimeWorkflowUpdates", displayName = "Live updates", description = "Changes of an instance reach its viewers after each commit" },
    ];

    private static readonly object[] Expressions =
    [
        Expression(InputExpression.Literal, "Giá trị", new { }),
        Expression(InputExpression.Variable, "Biến", new { }),
        // Studio's editor of scripts stops on an empty list of languages. Here is none; nothing can be saved with it.
        Expression("None", "Không có ngôn ngữ kịch bản", new { MonacoLanguage = "plaintext" }),
    ];

    private static readonly object[] Activation = [Strategy("ProcedureEngine.EveryStart", "Mỗi yêu cầu một hồ sơ", "Every start opens an instance; the same key opens it once")];
    private static readonly object[] Incidents = [Strategy("ProcedureEngine.UndoAndWait", "Hoàn lại và chờ xử lý", "The burst is undone, the incident waits for an operator, the other cases go on")];
    private static readonly object[] Logs = [Strategy("ProcedureEngine.Journal", "Ghi tất cả", "Every step enters the journal with its burst")];
    private static readonly object[] Commits = [new { name = "Burst", displayName = "Mỗi lượt một lần", description = "One commit a burst" }];
    private static readonly object[] Drivers = [new { typeName = "ProcedureEngine.InstanceState", displayName = "Trạng thái hồ sơ", priority = 0, deprecated = false }];

    /// <summary>Asked for again and again by every screen; it changes only with the definitions.</summary>
    private static async Task<IResult> ActivitiesAsync(DefinitionCatalogue definitions, HttpContext http)
    {
        var catalogue = await definitions.ReadAsync(http.RequestAborted);
        return await EntityTags.AnswerAsync(
            http, catalogue.DescriptorsTag, () => Task.FromResult(Results.Content(catalogue.Descriptors, "application/json", System.Text.Encoding.UTF8)));
    }

    private static IResult Variables(ActivityRegistry activities, DefinitionRegistry definitions)
    {
        var names = activities.Descriptors.SelectMany(descriptor => descriptor.Inputs.Select(input => input.TypeName))
            .Concat(definitions.All.SelectMany(definition => definition.Variables.Select(variable => variable.TypeName))).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        return Body.Json(new { items = names.Select(name => new { typeName = name, displayName = name, category = "Primitives", description = name }) });
    }

    private static object Expression(string type, string name, object properties) => new { type, displayName = name, isSerializable = true, isBrowsable = true, properties };

    private static object Strategy(string typeName, string name, string description) => new { typeName, displayName = name, description };
}
