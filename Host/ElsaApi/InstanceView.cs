using ProcedureEngine.Engine.UserTasks;

namespace ProcedureEngine.Host.ElsaApi;

/// <summary>An instance as Elsa writes it. What the case was started with and what its variables hold is personal and stays in the case file.</summary>
internal sealed class InstanceView(InstanceRow row, ElsaDefinition definition)
{
    public string? Code { get; init; }

    public required IReadOnlyList<ActivityRun> Runs { get; init; }

    public required IReadOnlyList<Bookmark> Bookmarks { get; init; }

    public required IReadOnlyList<UserTask> Tasks { get; init; }

    /// <summary>Those that are open.</summary>
    public required IReadOnlyList<IncidentRow> Incidents { get; init; }

    /// <summary>Where in the code a defect lies concerns operators only.</summary>
    public required bool ShowsStacks { get; init; }

    /// <param name="code">The case's reference code.</param>
    /// <param name="number">The case's number, once it has one.</param>
    public static JsonObject Summary(InstanceRow row, string? code, string? number) => new()
    {
        ["id"] = row.Id,
        ["definitionId"] = row.DefinitionId,
        ["definitionVersionId"] = ElsaDefinition.IdOf(row.DefinitionId, row.DefinitionVersion),
        ["version"] = row.DefinitionVersion,
        ["status"] = row.Status,
        ["subStatus"] = row.SubStatus,
        ["correlationId"] = code,
        ["name"] = number ?? code,
        ["incidentCount"] = row.IncidentCount,
        ["createdAt"] = EngineJson.ToNode(row.CreatedAt),
        ["updatedAt"] = EngineJson.ToNode(row.UpdatedAt),
        ["finishedAt"] = EngineJson.ToNode(row.FinishedAt),
    };

    public JsonObject State() => new()
    {
        ["id"] = row.Id,
        ["definitionId"] = row.DefinitionId,
        ["definitionVersionId"] = ElsaDefinition.IdOf(row.DefinitionId, row.DefinitionVersion),
        ["definitionVersion"] = row.DefinitionVersion,
        ["correlationId"] = Code,
        ["status"] = row.Status,
        ["subStatus"] = row.SubStatus,
        ["bookmarks"] = new JsonArray([.. Bookmarks.Select(Waiting), .. Tasks.Select(Waiting)]),
        ["incidents"] = new JsonArray([.. Incidents.Select(Incident)]),
        ["completionCallbacks"] = new JsonArray(),
        ["activityExecutionContexts"] = new JsonArray([Context($"{row.Id}.{NodeIds.Workflow}", null, NodeIds.Workflow, null), .. Live()]),
        ["input"] = new JsonObject(),
        ["output"] = new JsonObject(),
        ["properties"] = new JsonObject { ["Office"] = row.Office, ["Revision"] = row.Revision },
        ["createdAt"] = EngineJson.ToNode(row.CreatedAt),
        ["updatedAt"] = EngineJson.ToNode(row.UpdatedAt),
        ["finishedAt"] = EngineJson.ToNode(row.FinishedAt),
    };

    /// <summary>The runs that stand open, under the flowchart.</summary>
    private IEnumerable<JsonObject> Live()
    {
        if (row.Status == InstanceStatus.Finished)
            yield break;
        var (workflow, flowchart) = ($"{row.Id}.{NodeIds.Workflow}", $"{row.Id}.Flowchart1");
        yield return Context(flowchart, workflow, NodeIds.Flowchart, NodeIds.Workflow);
        foreach (var run in Runs.Where(run => run is { StartedAt: not null, EndedAt: null }))
        {
            if (definition.Find(run.ActivityId) is { } node)
                yield return Context(run.Id, flowchart, node.NodeId, NodeIds.Flowchart, node.Inputs());
        }
    }

    private static JsonObject Context(string id, string? parent, string nodeId, string? owner, JsonObject? state = null) => new()
    {
        ["id"] = id,
        ["parentContextId"] = parent,
        ["scheduledActivityNodeId"] = nodeId,
        ["ownerActivityNodeId"] = owner,
        ["properties"] = new JsonObject(),
        ["activityState"] = state ?? [],
        ["dynamicVariables"] = new JsonArray(),
    };

    private static JsonObject Waiting(Bookmark bookmark) => Waiting(bookmark.Id, bookmark.Name, bookmark.ActivityId, bookmark.ActivityInstanceId, []);

    private static JsonObject Waiting(UserTask task) => Waiting(task.Id, task.Title.Vi, task.ActivityId, task.ActivityInstanceId, new JsonObject
    {
        ["role"] = task.Role,
        ["office"] = task.Office,
        ["assignee"] = task.Assignee,
        ["dueAt"] = EngineJson.ToNode(task.DueAt),
    });

    private static JsonObject Waiting(string id, string name, string activityId, string run, JsonObject payload) => new()
    {
        ["id"] = id,
        ["name"] = name,
        ["hash"] = string.Empty,
        ["payload"] = payload,
        ["activityNodeId"] = Engine.Definitions.ElsaDefinitionJson.NodeId(activityId),
        ["activityInstanceId"] = run,
        ["autoBurn"] = true,
    };

    private JsonObject Incident(IncidentRow incident)
    {
        var node = definition.Find(incident.ActivityId) ?? definition.Find(definition.StartActivityId);
        return new JsonObject
        {
            ["activityId"] = node?.Id,
            ["activityNodeId"] = node?.NodeId,
            ["activityType"] = node?.Type,
            ["message"] = incident.Message,
            ["exception"] = ExecutionView.Exception(incident, ShowsStacks),
            ["timestamp"] = EngineJson.ToNode(incident.At),
        };
    }
}

/// <summary>Of a case's variables Studio sees the shape: what they hold of people lies in the case file, where it can be erased and is shown by its own rights.</summary>
internal static class PersonalValues
{
    private static readonly HashSet<string> NumberMembers = ["sequence", "year", "text"];

    /// <summary>Numbers of registers, counts and switches stand as they are; of everything else only the kind of value.</summary>
    public static JsonNode? LeaveOut(JsonNode? value) => value switch
    {
        JsonObject number when number.Count == NumberMembers.Count && number.All(member => NumberMembers.Contains(member.Key)) => number.DeepClone(),
        JsonObject or JsonArray => Shape(value),
        JsonValue scalar when scalar.GetValueKind() is not System.Text.Json.JsonValueKind.String => scalar.DeepClone(),
        _ => Shape(value),
    };

    private static JsonNode? Shape(JsonNode? value) => value switch
    {
        null => null,
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Shape(member.Value)))),
        JsonArray items => new JsonArray([.. items.Take(1).Select(Shape), .. items.Count > 1 ? new JsonNode?[] { $"… ({items.Count})" } : []]),
        _ => $"({value.GetValueKind().ToString().ToLowerInvariant()})",
    };
}
