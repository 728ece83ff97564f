namespace ProcedureEngine.Host.ElsaApi;

/// <summary>Runs of activities for Studio: counts for the badges, and each run for who looks closer.</summary>
internal static class ExecutionEndpoints
{
    /// <summary>Seconds. A step that is selected is told so much later that it has ended; the badges, which the hub tells, are not.</summary>
    private const int KeptFor = 4;

    public static void MapExecutions(this IEndpointRouteBuilder group)
    {
        group.MapPost("/activity-executions/report", ReportAsync).WithSummary("How often each activity began and ended");
        group.MapGet("/activity-executions/list", ListAsync).WithSummary("Runs of an activity");
        group.MapGet("/activity-execution-summaries/list", ListAsync).WithSummary("Runs of an activity, in short");
        group.MapGet("/activity-executions/by-id", FindAsync).WithSummary("One run");
        group.MapGet("/activity-executions/{id}", FindAsync).WithSummary("One run, by path");
        group.MapGet("/activity-executions/{id}/call-stack", CallStackAsync).WithSummary("The runs that led to it");
    }

    private static async Task<IResult> ReportAsync(InstanceReader reader, ExecutionStats stats, HttpContext http)
    {
        var request = await ElsaBody.ReadAsync<ReportRequest>(http);
        if (string.IsNullOrEmpty(request.WorkflowInstanceId))
            throw RejectedException.Invalid("workflowInstanceId", "required", "Thiếu mã lượt chạy.", "Name the instance.");
        await reader.StandingAsync(request.WorkflowInstanceId);
        return Body.Json(new { stats = await stats.ReadAsync(request.WorkflowInstanceId, request.ActivityNodeIds, http.RequestAborted) });
    }

    // While a step that waits is selected, Studio asks for both every second: the browser answers for some seconds, then one row as long as the case stands still.
    private static async Task<IResult> ListAsync(string workflowInstanceId, string? activityNodeId, ExecutionReader reader, HttpContext http) =>
        await EntityTags.AnswerAsync(http, await reader.TagAsync(workflowInstanceId), async () => ElsaEndpoints.List(await reader.ListAsync(workflowInstanceId, activityNodeId)), KeptFor);

    private static async Task<IResult> FindAsync(string id, ExecutionReader reader, HttpContext http) =>
        await EntityTags.AnswerAsync(http, await reader.TagAsync(ExecutionReader.InstanceOf(id)), async () => Body.Json(await reader.FindAsync(id)), KeptFor);

    private static async Task<IResult> CallStackAsync(string id, string? skip, string? take, ExecutionReader reader)
    {
        var chain = await reader.CallStackAsync(id);
        var items = chain.Skip(Math.Max(StudioQuery.Int("skip", skip) ?? 0, 0)).Take(Math.Clamp(StudioQuery.Int("take", take) ?? 100, 1, 1000));
        return Body.Json(new { activityExecutionId = id, items, totalCount = chain.Count });
    }
}

internal sealed record ReportRequest(string? WorkflowInstanceId, IReadOnlyList<string>? ActivityNodeIds);
