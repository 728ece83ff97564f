using ProcedureEngine.Activities.TimeLimits;

namespace ProcedureEngine.Host.Deadlines;

/// <summary>Stopping, resuming and extending a case's limit: an act on the case, through the one door, once for each key.</summary>
internal static class ClockEndpoints
{
    public static void MapClocks(this RouteGroupBuilder deadlines)
    {
        deadlines.MapPost("/{id}/suspend", (string id, ClockDoor door) => door.RunAsync<SuspendRequest>(id, StopClock.Act))
            .WithSummary("Stop its clock, from a day on or for days that are over").Accepts<SuspendRequest>("application/json");
        deadlines.MapPost("/{id}/resume", (string id, ClockDoor door) => door.RunAsync<ResumeRequest>(id, ResumeClock.Act))
            .WithSummary("Let its clock run again").Accepts<ResumeRequest>("application/json");
        deadlines.MapPost("/{id}/extend", (string id, ClockDoor door) => door.RunAsync<ExtendRequest>(id, ExtendClock.Act))
            .WithSummary("Extend it within its cap").Accepts<ExtendRequest>("application/json");
        deadlines.MapGet("/{id}/ledger", LedgerAsync).WithSummary("What was done to it, with old and new due dates");
    }

    private static async Task<IResult> LedgerAsync(string id, Caller caller, DurableStore store, HttpContext http)
    {
        var limit = await store.Queries.DeadlineAsync(id, http.RequestAborted);
        caller.RequireSight(limit?.Office, "thời hạn (deadline)", id);
        return Body.Json(new { items = await store.Queries.LedgerAsync(id, http.RequestAborted) });
    }
}

/// <param name="From">First stopped day, inclusive.</param>
/// <param name="Ground">One of the grounds that the limit's entry names (<c>force-majeure</c>, <c>objective-obstacle</c>).</param>
/// <param name="Basis">The document or rule that it rests on.</param>
/// <param name="ExpectedRevision">The revision of the limit that the person saw.</param>
internal sealed record SuspendRequest(LocalDate From, string Ground, string Basis, int ExpectedRevision)
{
    /// <summary>Last stopped day, inclusive; none while the obstacle lasts.</summary>
    public LocalDate? To { get; init; }

    /// <summary>Id of a document of the case, or where the evidence is found.</summary>
    public string? Evidence { get; init; }
}

/// <param name="To">Last stopped day, inclusive.</param>
internal sealed record ResumeRequest(LocalDate To, string Basis, int ExpectedRevision)
{
    public string? Evidence { get; init; }
}

/// <param name="Unit">The unit of the limit's own extension.</param>
/// <param name="AgreedOn">Day of the agreement.</param>
internal sealed record ExtendRequest(int Amount, string Unit, LocalDate AgreedOn, string Basis, int ExpectedRevision)
{
    /// <summary>Id of a document of the case, or where the agreement is found.</summary>
    public string? Evidence { get; init; }
}

/// <summary>From a limit's id and a request to the burst of its case, and back to what it did.</summary>
internal sealed class ClockDoor(DurableStore store, WorkflowRunner runner, Caller caller, IHttpContextAccessor accessor)
{
    public async Task<IResult> RunAsync<TRequest>(string id, string act) where TRequest : class
    {
        var http = accessor.HttpContext!;
        var limit = await store.Queries.DeadlineAsync(id, http.RequestAborted);
        caller.RequireSight(limit?.Office, "thời hạn (deadline)", id);
        var text = await Body.TextAsync(http);
        var payload = EngineJson.ToObject(Body.Read<TRequest>(text));
        await RequireEvidenceAsync(limit!, (string?)payload["evidence"], http.RequestAborted);
        payload["limit"] = id;
        var answer = await runner.RunAsync(new PerformAct(limit!.InstanceId, caller.Actor, act, payload) { Key = RequestKey.Of(http, caller, text) }, http.RequestAborted);
        return answer.Kind == "incident" ? Problem.Incident(http, answer) : Body.Json(answer.Body);
    }

    /// <summary>What reads like the id of a paper of this case must be one.</summary>
    private async Task RequireEvidenceAsync(TimeLimit limit, string? evidence, CancellationToken cancellation)
    {
        if (evidence?.StartsWith(limit.InstanceId + ".", StringComparison.Ordinal) is true && (await store.Queries.DocumentsAsync(limit.InstanceId, cancellation)).All(document => document.Id != evidence))
            throw RejectedException.Invalid("evidence", "unknown-document", "Hồ sơ không có tài liệu này.", $"The case has no document '{evidence}'; add it to the file first.");
    }
}
