namespace ProcedureEngine.Host.ElsaApi;

/// <summary>One run of an activity, with what the journal and an open incident tell of it.</summary>
/// <param name="Node">Null when the stored definition has it no more.</param>
/// <param name="Incident">The open incident that stopped it.</param>
/// <param name="Lines">Its lines, by event.</param>
internal sealed record Execution(string InstanceId, ActivityRun Run, ElsaNode? Node, IncidentRow? Incident, bool IsInstanceRunning, ILookup<string, JsonObject> Lines)
{
    public string? ScheduledBy => (string?)Lines["Started"].FirstOrDefault()?["payload"]?["scheduledBy"];

    public string Status => Incident is not null ? "Faulted" : Run.CompletedAt is not null ? "Completed" : Run.CanceledAt is not null ? "Canceled" : "Running";
}

/// <summary>Runs of activities as Elsa writes them.</summary>
internal static class ExecutionView
{
    public static JsonObject Of(Execution execution, int depth, string? schedulingActivityId, bool showsStack)
    {
        var completed = execution.Lines["Completed"].LastOrDefault();
        var task = execution.Lines["TaskCompleted"].LastOrDefault();
        var json = Bare(execution.Run.Id, execution.InstanceId, execution.Node, execution.Run.ActivityId, execution.Status);
        json["activityState"] = execution.Node?.Inputs() ?? [];
        json["payload"] = completed?["payload"]?["outcomes"] is { } outcomes ? new JsonObject { ["Outcomes"] = outcomes.DeepClone() } : new JsonObject();
        json["properties"] = new JsonObject
        {
            ["Sequence"] = execution.Run.Sequence,
            ["StartedBy"] = execution.Lines["Started"].FirstOrDefault()?["actor"]?.DeepClone(),
            ["CompletedBy"] = (task ?? completed)?["actor"]?.DeepClone(),
            ["Late"] = task?["payload"]?["late"]?.DeepClone(),
        };
        json["exception"] = execution.Incident is null ? null : Exception(execution.Incident, showsStack);
        json["startedAt"] = EngineJson.ToNode(execution.Run.StartedAt ?? execution.Run.FaultedAt);
        json["completedAt"] = EngineJson.ToNode(execution.Run.EndedAt);
        json["hasBookmarks"] = execution is { IsInstanceRunning: true, Run: { StartedAt: not null, EndedAt: null } };
        json["aggregateFaultCount"] = execution.Incident is null ? 0 : 1;
        json["schedulingActivityExecutionId"] = execution.ScheduledBy;
        json["schedulingActivityId"] = schedulingActivityId;
        json["schedulingWorkflowInstanceId"] = execution.ScheduledBy is null ? null : execution.InstanceId;
        json["callStackDepth"] = depth;
        return json;
    }

    /// <summary>The run of the workflow or its flowchart: they live as long as the instance.</summary>
    public static JsonObject OfContainer(string nodeId, InstanceRow row)
    {
        var name = NodeIds.ActivityOf(nodeId);
        var json = Bare($"{row.Id}.{name}", row.Id, null, name, row.SubStatus switch
        {
            InstanceSubStatus.Finished => "Completed",
            InstanceSubStatus.Cancelled => "Canceled",
            InstanceSubStatus.Faulted => "Faulted",
            // Between bursts nothing runs; Studio would ask again every second for what is told to run.
            _ => "Pending",
        });
        json["activityNodeId"] = nodeId;
        json["activityType"] = nodeId == NodeIds.Workflow ? "Elsa.Workflow" : "Elsa.Flowchart";
        json["properties"] = new JsonObject { ["Office"] = row.Office, ["Revision"] = row.Revision };
        json["startedAt"] = EngineJson.ToNode(row.CreatedAt);
        json["completedAt"] = EngineJson.ToNode(row.FinishedAt);
        json["aggregateFaultCount"] = row.IncidentCount;
        return json;
    }

    public static JsonObject Exception(IncidentRow incident, bool showsStack) => new()
    {
        ["type"] = incident.ExceptionType,
        ["message"] = incident.Message,
        ["stackTrace"] = showsStack ? incident.StackTrace : null,
    };

    private static JsonObject Bare(string id, string instanceId, ElsaNode? node, string activityId, string status) => new()
    {
        ["id"] = id,
        ["workflowInstanceId"] = instanceId,
        ["activityId"] = activityId,
        ["activityNodeId"] = Engine.Definitions.ElsaDefinitionJson.NodeId(activityId),
        ["activityType"] = node?.Type ?? string.Empty,
        ["activityTypeVersion"] = node?.Version ?? 1,
        ["activityName"] = node?.Label ?? activityId,
        ["activityState"] = new JsonObject(),
        ["payload"] = new JsonObject(),
        ["outputs"] = new JsonObject(),
        ["properties"] = new JsonObject(),
        ["metadata"] = new JsonObject(),
        ["status"] = status,
        ["hasBookmarks"] = false,
        ["aggregateFaultCount"] = 0,
        ["callStackDepth"] = 0,
    };
}
