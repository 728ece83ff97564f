using ProcedureEngine.Engine.Definitions;

namespace ProcedureEngine.Host.ElsaApi;

/// <summary>Counts for the badges on a flow, from the journal's index; the same for who asks and who is told of a commit.</summary>
internal sealed class ExecutionStats(DurableStore store)
{
    /// <param name="nodeIds">Which nodes; null or none for all.</param>
    public async Task<IReadOnlyList<JsonObject>> ReadAsync(string instanceId, IReadOnlyCollection<string>? nodeIds, CancellationToken cancellation)
    {
        var standing = await store.Instances.StandingAsync(instanceId, cancellation);
        if (standing is null)
            return [];
        var runs = await store.Instances.RunsAsync(instanceId, cancellation);
        var open = standing.SubStatus == InstanceSubStatus.Faulted || runs.Any(run => run.FaultedAt is not null)
            ? (await store.Queries.IncidentsOfAsync(instanceId, cancellation)).Where(incident => incident.ResolvedAt is null).ToList() : [];
        var wanted = nodeIds is { Count: > 0 } ? nodeIds.ToHashSet(StringComparer.Ordinal) : null;
        return [.. runs.GroupBy(run => run.ActivityId, StringComparer.Ordinal).Where(group => wanted?.Contains(ElsaDefinitionJson.NodeId(group.Key)) ?? true)
            .Select(group => Of(group.Key, [.. group], open)).OfType<JsonObject>()];
    }

    private static JsonObject? Of(string activityId, IReadOnlyList<ActivityRun> runs, IReadOnlyList<IncidentRow> open)
    {
        var isFaulted = open.Any(incident => incident.ActivityId == activityId);
        // A run that failed was undone and began for nobody but the one who looks for the failure.
        var failed = isFaulted ? runs.Count(run => run.StartedAt is null && open.Any(incident => incident.ActivityInstanceId == run.Id)) : 0;
        var started = runs.Count(run => run.StartedAt is not null);
        if (started + failed == 0)
            return null;
        var waiting = runs.Count(run => run is { StartedAt: not null, EndedAt: null });
        return new JsonObject
        {
            ["activityId"] = activityId,
            ["activityNodeId"] = ElsaDefinitionJson.NodeId(activityId),
            ["startedCount"] = started + failed,
            ["completedCount"] = runs.Count(run => run.CompletedAt is not null),
            ["uncompletedCount"] = waiting,
            // The engine rests only where something must come from outside.
            ["isBlocked"] = waiting > 0,
            ["isFaulted"] = isFaulted,
            ["metadata"] = new JsonObject(),
        };
    }
}
