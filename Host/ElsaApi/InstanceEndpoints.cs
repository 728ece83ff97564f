using System.Text.Json;

namespace ProcedureEngine.Host.ElsaApi;

/// <summary>Instances for Studio: of the offices that the caller sees, and of no others.</summary>
internal static class InstanceEndpoints
{
    public static void MapInstances(this IEndpointRouteBuilder group)
    {
        var instances = group.MapGroup("/workflow-instances");
        instances.MapPost("/", ListAsync).WithSummary("List instances");
        instances.MapGet("/{id}", async (string id, InstanceReader reader) => Body.Json(await reader.ViewAsync(id))).WithSummary("One instance with its state");
        instances.MapPost("/{id}/journal", JournalAsync).WithSummary("Its journal, by page");
        instances.MapGet("/{id}/execution-state", StateAsync).WithSummary("How it stands, in one row");
        instances.MapGet("/{id}/variables", VariablesAsync).WithSummary("Its variables, personal values left out");
        instances.MapDelete("/{id}", KeepAsync).WithSummary("Refused: a case is never deleted here");
        group.MapPost("/cancel/workflow-instances/{id}", CancelAsync).WithSummary("Cancel an instance: for operators");
        group.MapPost("/bulk-actions/cancel/workflow-instances", CancelAllAsync).WithSummary("Cancel instances: for operators");
        group.MapPost("/bulk-actions/delete/workflow-instances/{what}", () => Refuse()).WithSummary("Refused: a case is never deleted here");
    }

    private static async Task<IResult> ListAsync(Caller caller, DurableStore store, DefinitionCatalogue definitions, HttpContext http)
    {
        var request = await ElsaBody.ReadAsync<InstanceListRequest>(http);
        var filter = request.ToFilter(caller.Offices, (await definitions.ReadAsync(http.RequestAborted)).SystemIds);
        var page = await store.Instances.PageAsync(filter, http.RequestAborted);
        return Body.Json(new { items = page.Items.Select(item => InstanceView.Summary(item.Row, item.Code, item.Number)), page.TotalCount });
    }

    private static async Task<IResult> JournalAsync(string id, string? skip, string? take, InstanceReader reader, DurableStore store, HttpContext http)
    {
        var request = await ElsaBody.ReadAsync<JournalRequest>(http);
        var (_, definition) = await reader.FindAsync(id);
        var page = await store.Instances.JournalAsync(
            (request.Filter ?? new JournalRequestFilter()).ToFilter(id, definition) with { Skip = StudioQuery.Int("skip", skip) ?? 0, Take = StudioQuery.Int("take", take) ?? 100 }, http.RequestAborted);
        return Body.Json(new { items = page.Items.Select(row => JournalView.Of(row, definition)), page.TotalCount });
    }

    private static async Task<IResult> StateAsync(string id, InstanceReader reader)
    {
        var standing = await reader.StandingAsync(id);
        return Body.Json(new { standing.Status, standing.SubStatus, workflowSubStatus = standing.SubStatus, standing.UpdatedAt });
    }

    private static async Task<IResult> VariablesAsync(string id, InstanceReader reader)
    {
        var (instance, _) = await reader.FindAsync(id);
        var variables = JsonNode.Parse(instance.State)?["variables"] as JsonObject ?? [];
        return ElsaEndpoints.List(variables.Select(variable => new { id = variable.Key, name = variable.Key, value = PersonalValues.LeaveOut(variable.Value) }).ToList());
    }

    private static async Task<IResult> KeepAsync(string id, InstanceReader reader)
    {
        await reader.StandingAsync(id);
        return Refuse();
    }

    private static IResult Refuse() => throw RejectedException.Forbidden(
        "instances-are-kept", "Hồ sơ không xóa được ở đây.", "An instance is a case and is kept; what the law lets go is erased by retention.");

    private static async Task<IResult> CancelAsync(string id, InstanceReader reader, Caller caller, WorkflowRunner runner, HttpContext http)
    {
        var reason = http.Request.ContentLength is > 0 ? (await ElsaBody.ReadAsync<CancelRequest>(http)).Reason : null;
        var incident = await CancelOneAsync(id, reason, reader, caller, runner, http);
        return incident is null ? Results.NoContent() : Problem.Incident(http, incident);
    }

    /// <summary>Each on its own, as if asked for one by one; what cannot be cancelled is told once the others are.</summary>
    private static async Task<IResult> CancelAllAsync(InstanceReader reader, Caller caller, WorkflowRunner runner, HttpContext http)
    {
        var request = await ElsaBody.ReadAsync<CancelAllRequest>(http);
        var refusals = new List<RejectedException>();
        foreach (var id in request.Ids ?? throw RejectedException.Invalid("ids", "required", "Thiếu danh sách.", "Name the instances to cancel."))
        {
            try
            {
                if (await CancelOneAsync(id, null, reader, caller, runner, http) is { } incident)
                    refusals.Add(RejectedException.Conflict("incident", $"Hồ sơ {id} gặp sự cố.", $"A defect stopped the cancellation of '{id}' ({incident.Body["incident"]})."));
            }
            catch (RejectedException refusal)
            {
                refusals.Add(refusal);
            }
        }

        return refusals.Count == 0 ? Body.Json(new { cancelledCount = request.Ids.Count }) : throw refusals[0];
    }

    /// <summary>Studio asks again when an answer is lost: an instance that is cancelled already stays so, and that is no error.</summary>
    private static async Task<BurstAnswer?> CancelOneAsync(string id, string? reason, InstanceReader reader, Caller caller, WorkflowRunner runner, HttpContext http)
    {
        var standing = await reader.StandingAsync(id);
        caller.RequireRole(standing.Office, Activities.Roles.Operator.Id);
        if (standing.SubStatus == InstanceSubStatus.Cancelled)
            return null;
        var why = string.IsNullOrWhiteSpace(reason) ? "Hủy trong Elsa Studio (cancelled in Elsa Studio)" : reason;
        var answer = await runner.RunAsync(new CancelInstance(id, caller.Actor, why), http.RequestAborted);
        return answer.Kind == "incident" ? answer : null;
    }
}

internal sealed record CancelRequest(string? Reason);

internal sealed record CancelAllRequest(IReadOnlyList<string>? Ids);

/// <summary>Reads what Studio sends: members that only its own server knows are passed over, those we read must fit.</summary>
internal static class ElsaBody
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { RespectNullableAnnotations = true };

    /// <exception cref="JsonException">Malformed, or a member of another type.</exception>
    public static async Task<T> ReadAsync<T>(HttpContext http) where T : class =>
        JsonSerializer.Deserialize<T>(await Body.TextAsync(http), Options) ?? throw new JsonException("The body is null; an object is expected.");
}
