namespace ProcedureEngine.Host.ElsaApi;

/// <summary>Reads the runs of an instance's activities for the caller.</summary>
internal sealed class ExecutionReader(DurableStore store, InstanceReader instances, Caller caller, IHttpContextAccessor http)
{
    private CancellationToken Aborted => http.HttpContext!.RequestAborted;

    /// <summary>The runs of one activity (or of the workflow itself) in the order in which they began.</summary>
    public async Task<IReadOnlyList<JsonObject>> ListAsync(string instanceId, string? nodeId)
    {
        var (row, definition) = await instances.FindAsync(instanceId);
        if (nodeId is NodeIds.Workflow or NodeIds.Flowchart)
            return [ExecutionView.OfContainer(nodeId, row)];
        var activityId = string.IsNullOrEmpty(nodeId) ? null : NodeIds.ActivityOf(nodeId);
        var all = await AllAsync(row, definition);
        return [.. all.Values.Where(execution => activityId is null || execution.Run.ActivityId == activityId).OrderBy(execution => execution.Run.Sequence).Select(execution => View(execution, all, row.Office))];
    }

    /// <exception cref="RejectedException">Not found.</exception>
    public async Task<JsonObject> FindAsync(string id)
    {
        var (row, definition) = await instances.FindAsync(InstanceOf(id));
        if (id == $"{row.Id}.{NodeIds.Workflow}" || id == $"{row.Id}.Flowchart1")
            return ExecutionView.OfContainer(id.EndsWith(NodeIds.Workflow, StringComparison.Ordinal) ? NodeIds.Workflow : NodeIds.Flowchart, row);
        var all = await AllAsync(row, definition);
        return View(Get(all, id), all, row.Office);
    }

    /// <summary>The runs that led to this one, the first of the case first, this one last.</summary>
    /// <exception cref="RejectedException">Not found.</exception>
    public async Task<IReadOnlyList<JsonObject>> CallStackAsync(string id)
    {
        var (row, definition) = await instances.FindAsync(InstanceOf(id));
        var all = await AllAsync(row, definition);
        return [.. Chain(Get(all, id), all).Reverse().Select(execution => View(execution, all, row.Office))];
    }

    /// <summary>The same as long as all runs of the instance are told the same.</summary>
    /// <exception cref="RejectedException">Not found.</exception>
    public async Task<string> TagAsync(string instanceId)
    {
        var standing = await instances.StandingAsync(instanceId);
        return EntityTags.Of(standing, ShowsStack(standing.Office));
    }

    /// <exception cref="RejectedException">Not found: it is no id of a run.</exception>
    public static string InstanceOf(string runId) => runId.LastIndexOf('.') is > 0 and var dot ? runId[..dot] : throw RejectedException.NotFound("lần chạy (execution)", runId);

    private static Execution Get(Dictionary<string, Execution> all, string id) => all.GetValueOrDefault(id) ?? throw RejectedException.NotFound("lần chạy (execution)", id);

    private static IEnumerable<Execution> Chain(Execution last, Dictionary<string, Execution> all)
    {
        // Each was scheduled by an earlier one, so the chain ends.
        for (var execution = last; execution is not null; execution = execution.ScheduledBy is { } by && by != execution.Run.Id ? all.GetValueOrDefault(by) : null)
            yield return execution;
    }

    private JsonObject View(Execution execution, Dictionary<string, Execution> all, string office) => ExecutionView.Of(
        execution, Chain(execution, all).Count() - 1, execution.ScheduledBy is { } by ? all.GetValueOrDefault(by)?.Run.ActivityId : null,
        ShowsStack(office));

    private bool ShowsStack(string office) => caller.OfficesAs(Activities.Roles.Operator.Id).Contains(office, StringComparer.Ordinal);

    /// <summary>Every run of the instance by its id: the chain of callers leads through all of them.</summary>
    private async Task<Dictionary<string, Execution>> AllAsync(InstanceRow row, ElsaDefinition definition)
    {
        var runs = await store.Instances.RunsAsync(row.Id, Aborted);
        var incidents = row.IncidentCount == 0 ? [] : (await store.Queries.IncidentsOfAsync(row.Id, Aborted)).Where(incident => incident.ResolvedAt is null).ToList();
        var lines = (await store.Instances.LinesOfRunsAsync(row.Id, Aborted)).ToLookup(line => line.ActivityInstanceId!, StringComparer.Ordinal);
        return runs.Select(run => Of(row, definition, run, incidents, lines[run.Id])).OfType<Execution>().ToDictionary(execution => execution.Run.Id, StringComparer.Ordinal);
    }

    /// <returns>Null for a run that was undone and whose incident is settled.</returns>
    private static Execution? Of(InstanceRow row, ElsaDefinition definition, ActivityRun run, IReadOnlyList<IncidentRow> incidents, IEnumerable<JournalRow> lines)
    {
        var incident = incidents.LastOrDefault(incident => incident.ActivityInstanceId == run.Id);
        return run.StartedAt is null && incident is null
            ? null
            : new Execution(
                row.Id, run, definition.Find(run.ActivityId), incident, row.Status == InstanceStatus.Running,
                lines.ToLookup(line => line.EventName, line => (JsonObject)JsonNode.Parse(line.Text)!, StringComparer.Ordinal));
    }
}
