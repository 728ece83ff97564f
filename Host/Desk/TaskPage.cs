using System.Globalization;
using ProcedureEngine.Engine.UserTasks;
using ProcedureEngine.Host.Cases;
using ProcedureEngine.Host.Tasks;

namespace ProcedureEngine.Host.Desk;

/// <summary>One task with the form of each outcome. What was typed comes back when something is wrong with it.</summary>
internal sealed class TaskPage(DurableStore store, TaskDoor door, RelatedCases related, Caller caller)
{
    private const int MaxRelated = 20;

    private static readonly Dictionary<string, string> NoErrors = [];

    public async Task<IResult> ShowAsync(string id, HttpContext context) => await ShowAsync(await door.FindAsync(id), new Entry(null, null), context);

    /// <summary>What was typed before the session ended stands in its form again; nothing is done.</summary>
    public async Task<IResult> ShowKeptAsync(KeptForm kept, HttpContext context)
    {
        var task = await door.FindAsync(kept.Id);
        var changed = Revision(kept.Form) == task.Revision ? string.Empty : " Việc này đã thay đổi từ khi biểu mẫu được mở.";
        return await ShowAsync(task, EntryOf(task, kept.Form) with { Notice = kept.Notice(caller.Actor) + changed }, context);
    }

    public async Task<IResult> ClaimAsync(string id, HttpContext context)
    {
        await door.AnswerAsync(new ClaimTask(TaskDoor.CaseOf(id), caller.Actor, id, Revision(await context.Request.ReadFormAsync())));
        return Results.Redirect($"/desk/tasks/{id}");
    }

    public async Task<IResult> ReleaseAsync(string id, HttpContext context)
    {
        await door.AnswerAsync(new ReleaseTask(TaskDoor.CaseOf(id), caller.Actor, id, Revision(await context.Request.ReadFormAsync())));
        return Results.Redirect($"/desk/tasks/{id}");
    }

    public async Task<IResult> CompleteAsync(string id, HttpContext context)
    {
        var (task, entry, complete) = await EntryAsync(id, context);
        try
        {
            var answer = await door.AnswerAsync(complete);
            return answer.Kind == "incident"
                ? await ShowAsync(task, entry with { Problem = "Có sự cố, chưa thực hiện được; bộ phận vận hành đã được báo." }, context)
                : Results.Redirect($"/desk/cases/{task.InstanceId}");
        }
        catch (RejectedException rejected) when (rejected.Kind is RejectionKind.Invalid or RejectionKind.Conflict)
        {
            return await ShowAsync(task, entry.Refused(rejected), context);
        }
    }

    /// <summary>What completing would send, above the form as it was typed.</summary>
    public async Task<IResult> PreviewAsync(string id, HttpContext context)
    {
        var (task, entry, complete) = await EntryAsync(id, context);
        try
        {
            return await ShowAsync(task, entry with { Preview = await door.PreviewAsync(complete) }, context);
        }
        catch (RejectedException rejected) when (rejected.Kind is RejectionKind.Invalid or RejectionKind.Conflict)
        {
            return await ShowAsync(task, entry.Refused(rejected), context);
        }
    }

    private async Task<(UserTask Task, Entry Entry, CompleteTask Complete)> EntryAsync(string id, HttpContext context)
    {
        var form = await context.Request.ReadFormAsync();
        var task = await door.FindAsync(id);
        var entry = EntryOf(task, form);
        return (task, entry, new CompleteTask(task.InstanceId, caller.Actor, id, form["outcome"].ToString(), entry.Data, Revision(form)));
    }

    private static Entry EntryOf(UserTask task, IFormCollection form)
    {
        var outcome = task.Outcomes.FirstOrDefault(o => o.Name == form["outcome"].ToString());
        return new Entry(outcome?.Name, outcome?.Schema is { } schema ? SchemaForm.Read(schema, "data", form) : null);
    }

    private static int Revision(IFormCollection form) => int.TryParse(form["revision"].ToString(), CultureInfo.InvariantCulture, out var revision) ? revision : 0;

    private async Task<IResult> ShowAsync(UserTask task, Entry entry, HttpContext context)
    {
        var actor = caller.Actor;
        var prefill = await PrefillAsync(task, context.RequestAborted);
        var found = entry.Preview?.Related is { Count: > 0 } typed ? typed : await related.OfAsync(task.InstanceId, MaxRelated, context.RequestAborted);
        var mayAct = task.IsOpen && actor.Has(task.Role, task.Office) && (task.Assignee is null || task.Assignee == actor.Id);
        var forms = mayAct ? task.Outcomes.Select(o => Form(task, o, o.Name == entry.Outcome ? entry.Data : prefill, o.Name == entry.Outcome, o.Name == entry.Outcome ? entry.Errors : NoErrors)) : [];
        var summary = entry.Problem is null
            ? Html.Empty
            : Html.Of($"""<div class="box errors" role="alert"><p>{entry.Problem}</p><ul>{entry.Errors.Select(e => Html.Of($"<li>{e.Key}: {e.Value}</li>"))}</ul></div>""");
        return DeskPage.Show(task.Title.Vi, Html.Of($"""
            {CaseActs.Told(entry.Notice)}{summary}<div class="box"><p><a href="/desk/cases/{task.InstanceId}">Xem hồ sơ</a> · Vai trò: {task.Role} · {State(task)}{(task.DueAt is { } due ? Html.Of($" · Hạn: trước {DeskPage.When(due)}") : Html.Empty)}</p>
            {Context(task)}{(mayAct ? Claiming(task) : Html.Of($"<p>Bạn chỉ xem được việc này.</p>"))}</div>{CasePage.Related(found)}{LetterBoxes.Of(entry.Preview)}{forms}
            """), actor, entry.Problem is null ? 200 : 422);
    }

    private static string State(UserTask task) => task.State switch
    {
        UserTaskState.Open => "Chưa ai nhận",
        UserTaskState.Claimed => $"{task.Assignee} đã nhận",
        UserTaskState.Completed => $"Đã xong: {task.Outcome} ({task.CompletedBy})",
        _ => "Đã hủy",
    };

    /// <summary>What can be told in a line; lists of records are the dashboard's.</summary>
    private static Html Context(UserTask task)
    {
        var lines = (task.Context ?? []).SelectMany(entry => Lines(entry.Key, entry.Value)).Select(line => Html.Of($"<dt>{line.Name}</dt><dd>{line.Text}</dd>")).ToList();
        return lines.Count == 0 ? Html.Empty : Html.Of($"<dl>{lines}</dl>");
    }

    private static IEnumerable<(string Name, string Text)> Lines(string name, JsonNode? value) => value switch
    {
        JsonValue one => [(name, one.ToString())],
        JsonArray list => list.Select(item => item switch
        {
            JsonValue one => (name, one.ToString()),
            JsonObject text when (string?)text["vi"] is { } words => (name, words),
            JsonObject sum when (string?)sum["name"]?["vi"] is { } known && sum["sum"] is JsonValue => (known, $"{Activities.Cases.Dong.Text((long)sum["sum"]!).Vi} đồng"),
            _ => default,
        }).Where(line => line.Item1 is not null),
        _ => [],
    };

    private Html Claiming(UserTask task)
    {
        var (action, label) = task.Assignee is null ? ("claim", "Nhận việc") : ("release", "Trả việc");
        return Html.Of($"""<form method="post" action="/desk/tasks/{task.Id}/{action}">{Shown(task)}<button class="plain">{label}</button></form>""");
    }

    private Html Form(UserTask task, TaskOutcome outcome, JsonObject? values, bool isOpen, IReadOnlyDictionary<string, string> errors)
    {
        var fields = outcome.Schema is { } schema ? SchemaForm.Render(schema, "data", values, errors) : Html.Empty;
        var opened = isOpen || task.Outcomes.Length == 1 ? new Html(" open") : Html.Empty;
        return Html.Of($"""
            <details{opened}><summary>{outcome.Label.Vi}</summary><form method="post" action="/desk/tasks/{task.Id}/complete"><input type="hidden" name="outcome" value="{outcome.Name}">
            {Shown(task)}{fields}<button>{outcome.Label.Vi}</button>
            <button class="plain" formaction="/desk/tasks/{task.Id}/preview">Xem trước thư</button></form></details>
            """);
    }

    /// <summary>What a form was shown of, and to whom.</summary>
    private Html Shown(UserTask task) => Html.Of($"""<input type="hidden" name="revision" value="{task.Revision}"><input type="hidden" name="{KeptForm.TypedBy}" value="{caller.Actor.Id}">""");

    /// <summary>The request as it is known, and what else the task knows, stands in the fields, so that the officer corrects instead of copying.</summary>
    private async Task<JsonObject> PrefillAsync(UserTask task, CancellationToken cancellation)
    {
        var instance = await store.Queries.InstanceAsync(task.InstanceId, cancellation);
        var request = instance is null ? null : JsonNode.Parse(instance.State)!["variables"]?["request"];
        var known = task.Context?["known"]?.DeepClone() as JsonObject ?? [];
        if (request is not null)
            (known["request"], known["original"]) = (request.DeepClone(), request.DeepClone());
        return known;
    }

    /// <summary>What was typed into one outcome's form, and what came of it.</summary>
    private sealed record Entry(string? Outcome, JsonObject? Data)
    {
        public IReadOnlyDictionary<string, string> Errors { get; init; } = NoErrors;

        public string? Problem { get; init; }

        public string? Notice { get; init; }

        public TaskPreview? Preview { get; init; }

        public Entry Refused(RejectedException rejected) => this with
        {
            Problem = rejected.Text.Vi,
            Errors = rejected.Fields.GroupBy(field => field.Field, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First().Message.Vi, StringComparer.Ordinal),
        };
    }
}
