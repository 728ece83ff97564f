using System.Globalization;
using ProcedureEngine.Engine.UserTasks;
using ProcedureEngine.Host.Tasks;

namespace ProcedureEngine.Host.Desk;

/// <summary>One task with the form of each outcome. What was typed comes back when something is wrong with it.</summary>
internal sealed class TaskPage(DurableStore store, TaskDoor door, WorkflowRunner runner, Caller caller, IHttpContextAccessor http)
{
    private static readonly Dictionary<string, string> NoErrors = [];

    public async Task<IResult> ShowAsync(string id) => await ShowAsync(await door.FindAsync(id), null, null, NoErrors, null);

    public async Task<IResult> ClaimAsync(string id, HttpContext context)
    {
        await runner.RunAsync(new ClaimTask(TaskDoor.CaseOf(id), caller.Actor, id, await RevisionAsync(context)), context.RequestAborted);
        return Results.Redirect($"/desk/tasks/{id}");
    }

    public async Task<IResult> ReleaseAsync(string id, HttpContext context)
    {
        await runner.RunAsync(new ReleaseTask(TaskDoor.CaseOf(id), caller.Actor, id, await RevisionAsync(context)), context.RequestAborted);
        return Results.Redirect($"/desk/tasks/{id}");
    }

    public async Task<IResult> CompleteAsync(string id, HttpContext context)
    {
        var form = await context.Request.ReadFormAsync();
        var task = await door.FindAsync(id);
        var outcome = task.Outcomes.FirstOrDefault(o => o.Name == form["outcome"].ToString());
        var data = outcome?.Schema is { } schema ? SchemaForm.Read(schema, "data", form) : null;
        try
        {
            var answer = await runner.RunAsync(new CompleteTask(task.InstanceId, caller.Actor, id, form["outcome"].ToString(), data, await RevisionAsync(context)), context.RequestAborted);
            return answer.Kind == "incident"
                ? await ShowAsync(task, outcome?.Name, data, NoErrors, "Có sự cố, chưa thực hiện được; bộ phận vận hành đã được báo.")
                : Results.Redirect($"/desk/cases/{task.InstanceId}");
        }
        catch (RejectedException rejected) when (rejected.Kind is RejectionKind.Invalid or RejectionKind.Conflict)
        {
            var errors = rejected.Fields.GroupBy(field => field.Field, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First().Message.Vi, StringComparer.Ordinal);
            return await ShowAsync(task, outcome?.Name, data, errors, rejected.Text.Vi);
        }
    }

    private static async Task<int> RevisionAsync(HttpContext context) =>
        int.TryParse((await context.Request.ReadFormAsync())["revision"].ToString(), CultureInfo.InvariantCulture, out var revision) ? revision : 0;

    private async Task<IResult> ShowAsync(UserTask task, string? outcome, JsonObject? typed, IReadOnlyDictionary<string, string> errors, string? problem)
    {
        var actor = caller.Actor;
        var prefill = await PrefillAsync(task.InstanceId);
        var mayAct = task.IsOpen && actor.Has(task.Role, task.Office) && (task.Assignee is null || task.Assignee == actor.Id);
        var forms = mayAct ? task.Outcomes.Select(o => Form(task, o, o.Name == outcome ? typed : prefill, o.Name == outcome, o.Name == outcome ? errors : NoErrors)) : [];
        var summary = problem is null ? Html.Empty : Html.Of($"""<div class="box errors" role="alert"><p>{problem}</p><ul>{errors.Select(e => Html.Of($"<li>{e.Key}: {e.Value}</li>"))}</ul></div>""");
        return DeskPage.Show(task.Title.Vi, Html.Of($"""
            {summary}<div class="box"><p><a href="/desk/cases/{task.InstanceId}">Xem hồ sơ</a> · Vai trò: {task.Role} · {State(task)}{(task.DueAt is { } due ? Html.Of($" · Hạn: trước {DeskPage.When(due)}") : Html.Empty)}</p>
            {Context(task)}{(mayAct ? Claiming(task) : Html.Of($"<p>Bạn chỉ xem được việc này.</p>"))}</div>{forms}
            """), actor, problem is null ? 200 : 422);
    }

    private static string State(UserTask task) => task.State switch
    {
        UserTaskState.Open => "Chưa ai nhận",
        UserTaskState.Claimed => $"{task.Assignee} đã nhận",
        UserTaskState.Completed => $"Đã xong: {task.Outcome} ({task.CompletedBy})",
        _ => "Đã hủy",
    };

    private static Html Context(UserTask task) => task.Context is not { Count: > 0 } shown
        ? Html.Empty
        : Html.Of($"<dl>{shown.Select(entry => Html.Of($"<dt>{entry.Key}</dt><dd>{entry.Value?.ToString()}</dd>"))}</dl>");

    private static Html Claiming(UserTask task)
    {
        var (action, label) = task.Assignee is null ? ("claim", "Nhận việc") : ("release", "Trả việc");
        return Html.Of($"""<form method="post" action="/desk/tasks/{task.Id}/{action}"><input type="hidden" name="revision" value="{task.Revision}"><button class="plain">{label}</button></form>""");
    }

    private static Html Form(UserTask task, TaskOutcome outcome, JsonObject? values, bool isOpen, IReadOnlyDictionary<string, string> errors)
    {
        var fields = outcome.Schema is { } schema ? SchemaForm.Render(schema, "data", values, errors) : Html.Empty;
        var opened = isOpen || task.Outcomes.Length == 1 ? new Html(" open") : Html.Empty;
        return Html.Of($"""
            <details{opened}><summary>{outcome.Label.Vi}</summary><form method="post" action="/desk/tasks/{task.Id}/complete"><input type="hidden" name="outcome" value="{outcome.Name}">
            <input type="hidden" name="revision" value="{task.Revision}">{fields}<button>{outcome.Label.Vi}</button></form></details>
            """);
    }

    /// <summary>The request as it is known stands in the fields, so that the officer corrects instead of copying.</summary>
    private async Task<JsonObject?> PrefillAsync(string caseId)
    {
        var instance = await store.Queries.InstanceAsync(caseId, http.HttpContext!.RequestAborted);
        var request = instance is null ? null : JsonNode.Parse(instance.State)!["variables"]?["request"];
        return request is null ? null : new JsonObject { ["request"] = request.DeepClone(), ["original"] = request.DeepClone() };
    }
}
