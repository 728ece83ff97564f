using System.Text.Json;
using ProcedureEngine.Activities;
using ProcedureEngine.Engine.UserTasks;
using ProcedureEngine.Host.Cases;

namespace ProcedureEngine.Host.Tasks;

/// <summary>Tasks: what a person has to do, and doing it.</summary>
internal static class TaskEndpoints
{
    private const int MaxRelated = 20;

    public static void MapTasks(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/tasks").WithTags("Tasks");
        group.MapGet("/", ListAsync).WithSummary("Tasks, what is due first first");
        group.MapGet("/{id}", OneAsync).WithSummary("One task with its forms, and cases related to its own");
        group.MapPost("/{id}/claim", ClaimAsync).WithSummary("Take it").Accepts<RevisionRequest>("application/json");
        group.MapPost("/{id}/release", ReleaseAsync).WithSummary("Give it back").Accepts<RevisionRequest>("application/json");
        group.MapPost("/{id}/assign", AssignAsync).WithSummary("Give it to a person").Accepts<AssignRequest>("application/json");
        group.MapPost("/{id}/preview", PreviewAsync).WithSummary("The letters that completing it would send").Accepts<CompleteRequest>("application/json")
            .WithDescription("Decides as completing would and undoes it: nothing is sent, written or numbered.");
        group.MapPost("/{id}/complete", CompleteAsync).WithSummary("Complete it with an outcome").Accepts<CompleteRequest>("application/json");
    }

    public static object View(UserTask task) => new
    {
        task.Id,
        caseId = task.InstanceId,
        procedure = task.DefinitionId,
        task.ActivityId,
        task.Name,
        task.Title,
        task.Role,
        task.Office,
        task.State,
        task.Assignee,
        task.Revision,
        task.CreatedAt,
        task.DueAt,
        task.EndedAt,
        task.CompletedBy,
        task.Outcome,
        task.Context,
        outcomes = task.Outcomes,
    };

    private static async Task<IResult> OneAsync(string id, TaskDoor door, RelatedCases related, HttpContext http)
    {
        var task = await door.FindAsync(id);
        var view = (JsonObject)JsonSerializer.SerializeToNode(View(task), EngineJson.Options)!;
        view["related"] = JsonSerializer.SerializeToNode((await related.OfAsync(task.InstanceId, MaxRelated, http.RequestAborted)).Select(RelatedCases.View), EngineJson.Options);
        return Body.Json(view);
    }

    private static async Task<IResult> ListAsync(
        Caller caller, DurableStore store, HttpContext http, string? state = null, string? role = null, string? office = null, string? assignee = null, bool? overdue = null,
        bool? open = null, bool? brief = null, string? cursor = null, int limit = 50)
    {
        if (state is not null && !Enum.TryParse<UserTaskState>(state, ignoreCase: true, out _))
            throw RejectedException.Invalid("state", "unknown-state", "Trạng thái không có.", "The state is open, claimed, completed or cancelled.");
        var actor = caller.Actor;
        var overdueAt = overdue is true ? await store.NowAsync(http.RequestAborted) : (Instant?)null;
        var filter = new TaskFilter(
            caller.Narrow(office), actor.Grants, overdue is true ? true : open, state, role, assignee == "me" ? actor.Id : assignee, overdueAt, null, cursor, limit)
        {
            SupervisedOffices = caller.OfficesAs(Roles.Supervisor.Id),
        };
        var page = await store.Queries.TasksAsync(filter, http.RequestAborted);
        return Body.Json(new { items = brief is true ? await BriefAsync(page.Items, store, http.RequestAborted) : page.Items.Select(View), page.Cursor });
    }

    /// <summary>A list to look at: what each task is about, without its forms.</summary>
    private static async Task<IEnumerable<object>> BriefAsync(IReadOnlyList<UserTask> tasks, DurableStore store, CancellationToken cancellation)
    {
        var cases = await store.Queries.CasesByIdsAsync([.. tasks.Select(task => task.InstanceId).Distinct(StringComparer.Ordinal)], cancellation);
        var byId = cases.ToDictionary(file => file.Id, StringComparer.Ordinal);
        return tasks.Select(task => new
        {
            task.Id,
            caseId = task.InstanceId,
            procedure = task.DefinitionId,
            task.ActivityId,
            task.Title,
            task.Role,
            task.Office,
            task.State,
            task.Assignee,
            task.Revision,
            task.CreatedAt,
            task.DueAt,
            task.Context,
            @case = byId.GetValueOrDefault(task.InstanceId) is { } file ? new { number = file.Number?.Text, file.ReferenceCode, file.ApplicantName, file.Subject } : null,
        });
    }

    private static async Task<IResult> ClaimAsync(string id, TaskDoor door, Caller caller, HttpContext http)
    {
        var text = await Body.TextAsync(http);
        return await door.RunAsync(new ClaimTask(TaskDoor.CaseOf(id), caller.Actor, id, Body.Read<RevisionRequest>(text).ExpectedRevision) { Key = RequestKey.Of(http, caller, text) });
    }

    private static async Task<IResult> ReleaseAsync(string id, TaskDoor door, Caller caller, HttpContext http)
    {
        var text = await Body.TextAsync(http);
        return await door.RunAsync(new ReleaseTask(TaskDoor.CaseOf(id), caller.Actor, id, Body.Read<RevisionRequest>(text).ExpectedRevision) { Key = RequestKey.Of(http, caller, text) });
    }

    private static async Task<IResult> AssignAsync(string id, TaskDoor door, Caller caller, NamedPersons persons, HttpContext http)
    {
        var text = await Body.TextAsync(http);
        var request = Body.Read<AssignRequest>(text);
        var task = await door.FindAsync(id);
        await persons.RequireAsync("assignee", request.Assignee, new Grant(task.Role, task.Office), http.RequestAborted);
        return await door.RunAsync(new AssignTask(task.InstanceId, caller.Actor, id, request.Assignee, request.ExpectedRevision) { Key = RequestKey.Of(http, caller, text) });
    }

    private static async Task<IResult> PreviewAsync(string id, TaskDoor door, Caller caller, HttpContext http)
    {
        var request = await Body.ReadAsync<CompleteRequest>(http);
        var shown = await door.PreviewAsync(new CompleteTask(TaskDoor.CaseOf(id), caller.Actor, id, request.Outcome, request.Data, request.ExpectedRevision));
        return Body.Json(shown.View());
    }

    private static async Task<IResult> CompleteAsync(string id, TaskDoor door, Caller caller, HttpContext http)
    {
        var text = await Body.TextAsync(http);
        var request = Body.Read<CompleteRequest>(text);
        var stimulus = new CompleteTask(TaskDoor.CaseOf(id), caller.Actor, id, request.Outcome, request.Data, request.ExpectedRevision) { Key = RequestKey.Of(http, caller, text) };
        return await door.RunAsync(stimulus);
    }
}

internal sealed record RevisionRequest(int ExpectedRevision);

internal sealed record AssignRequest(string Assignee, int ExpectedRevision);

/// <param name="ExpectedRevision">The revision of the task that the person saw.</param>
internal sealed record CompleteRequest(string Outcome, int ExpectedRevision)
{
    public JsonObject? Data { get; init; }
}
