using ProcedureEngine.Activities;
using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.TimeLimits;
using ProcedureEngine.Engine.UserTasks;

namespace ProcedureEngine.Host.Desk;

/// <summary>Tasks, cases and time limits as lists.</summary>
internal sealed class ListPages(DurableStore store, OfficeDirectory offices, Caller caller, IHttpContextAccessor http)
{
    private CancellationToken Cancellation => http.HttpContext!.RequestAborted;

    public async Task<IResult> TasksAsync(string? cursor)
    {
        var actor = caller.Actor;
        var now = await store.NowAsync(Cancellation);
        var mine = await store.Queries.TasksAsync(new TaskFilter(caller.Offices, null, IsOpen: true, Assignee: actor.Id, Limit: 100), Cancellation);
        var seen = new TaskFilter(caller.Offices, actor.Grants, IsOpen: true, Cursor: cursor, Limit: 50) { SupervisedOffices = caller.OfficesAs(Roles.Supervisor.Id) };
        var office = await store.Queries.TasksAsync(seen, Cancellation);
        var open = office.Items.Where(task => task.Assignee != actor.Id).ToList();
        var names = (await store.Queries.CasesByIdsAsync([.. mine.Items.Concat(open).Select(task => task.InstanceId).Distinct(StringComparer.Ordinal)], Cancellation))
            .ToDictionary(file => file.Id, file => file.Name, StringComparer.Ordinal);
        return DeskPage.Show("Việc của tôi", Html.Of($"""
            <h2>Tôi đã nhận ({mine.Items.Count})</h2>{Table(mine.Items, names, now)}<h2>Việc của cơ quan ({open.Count})</h2>{Table(open, names, now)}{More("/desk", office.Cursor)}
            """), actor);
    }

    public async Task<IResult> CasesAsync(string? search, string? cursor)
    {
        var page = await store.Queries.CasesAsync(new CaseFilter(caller.Offices, Search: search, Cursor: cursor, Limit: 50) { Without = Activities.Intake.MailTriage.Id }, Cancellation);
        var rows = page.Items.Select(file => Html.Of($"""
            <tr><td><a href="/desk/cases/{file.Id}">{file.Number?.Text ?? file.ReferenceCode}</a></td><td>{file.ApplicantName}</td><td>{file.Subject}</td>
            <td>{CaseStatus.Label(file.Status).Vi}</td><td>{NameOf(file.Office)}</td><td>{DeskPage.When(file.OpenedAt)}</td></tr>
            """));
        return DeskPage.Show("Hồ sơ", Html.Of($"""
            <form method="get" action="/desk/cases" role="search"><label>Tìm theo tên, số, mã <input type="text" name="search" value="{search}"></label><button>Tìm</button></form>
            <div class="wide"><table><thead><tr><th>Số, mã</th><th>Người yêu cầu</th><th>Nội dung</th><th>Trạng thái</th><th>Cơ quan</th><th>Tiếp nhận</th></tr></thead><tbody>{rows}</tbody></table></div>
            {(page.Items.Count == 0 ? Html.Of($"<p>Không có hồ sơ nào.</p>") : Html.Empty)}{More($"/desk/cases?search={Uri.EscapeDataString(search ?? string.Empty)}", page.Cursor)}
            """), caller.Actor);
    }

    public async Task<IResult> DeadlinesAsync(string? cursor)
    {
        var page = await store.Queries.DeadlinesAsync(new DeadlineFilter(caller.Offices, State: cursor is null ? "missed" : "running", Cursor: cursor is "running" ? null : cursor, Limit: 100), Cancellation);
        var running = cursor is null ? await store.Queries.DeadlinesAsync(new DeadlineFilter(caller.Offices, State: "running", Limit: 100), Cancellation) : page;
        var missed = cursor is null ? page.Items : [];
        return DeskPage.Show("Thời hạn", Html.Of($"""
            <h2>Quá hạn ({missed.Count})</h2>{Limits(missed)}<h2>Đang chạy</h2>{Limits(running.Items)}{More("/desk/deadlines", running.Cursor)}
            """), caller.Actor);
    }

    public static Html Limits(IEnumerable<TimeLimit> limits)
    {
        var rows = limits.Select(limit => Html.Of($"""
            <tr><td><a href="/desk/cases/{limit.InstanceId}">{limit.Name().Vi}</a></td>
            <td class="{(limit.State is TimeLimitState.Missed or TimeLimitState.MetLate ? "late" : "ok")}">{DeskLabels.Of(limit.State)}</td>
            <td>{LastDay(limit)}</td><td>{limit.LegalBasis}</td></tr>
            """));
        return Html.Of($"""<div class="wide"><table><thead><tr><th>Thời hạn</th><th>Trạng thái</th><th>Ngày cuối</th><th>Căn cứ</th></tr></thead><tbody>{rows}</tbody></table></div>""");
    }

    /// <summary>The last day with the way to how it was counted; of a stopped limit, what is left.</summary>
    private static Html LastDay(TimeLimit limit)
    {
        var counted = limit switch
        {
            { Remaining: { } left } => $"Tạm dừng, còn {left} {(limit.RemainingUnit == ProcedureEngine.Deadlines.LimitUnits.WorkingDay ? "ngày làm việc" : "ngày")}",
            { DueDate: { } date } => DeskPage.Day(date),
            _ => "Tạm dừng",
        };
        var promised = limit.PromisedOn is { } day ? Html.Of($"<br>Hẹn lại: {DeskPage.Day(day)}") : Html.Empty;
        return Html.Of($"""<a href="/api/deadlines/{limit.Id}/explanation.html">{counted}</a>{promised}""");
    }

    private string NameOf(string office) => offices.Find(office)?.Name ?? office;

    /// <param name="names">What the cases are called.</param>
    private Html Table(IReadOnlyList<UserTask> tasks, Dictionary<string, string> names, Instant now)
    {
        if (tasks.Count == 0)
            return Html.Of($"<p>Không có việc nào.</p>");
        var rows = tasks.Select(task => Html.Of($"""
            <tr><td><a href="/desk/tasks/{task.Id}">{task.Title.Vi}</a></td><td><a href="/desk/cases/{task.InstanceId}">{names.GetValueOrDefault(task.InstanceId, "hồ sơ")}</a></td><td>{NameOf(task.Office)}</td><td>{task.Assignee}</td><td>{Due(task, now)}</td></tr>
            """));
        return Html.Of($"""<div class="wide"><table><thead><tr><th>Việc</th><th>Hồ sơ</th><th>Cơ quan</th><th>Người nhận</th><th>Hạn</th></tr></thead><tbody>{rows}</tbody></table></div>""");
    }

    /// <summary>Late is said in words, not by colour alone.</summary>
    private static Html Due(UserTask task, Instant now) => task.DueAt switch
    {
        null => Html.Empty,
        { } due when due <= now => Html.Of($"""<span class="late">QUÁ HẠN từ {DeskPage.When(due)}</span>"""),
        { } due => Html.Of($"trước {DeskPage.When(due)}"),
    };

    private static Html More(string path, string? cursor)
    {
        if (cursor is null)
            return Html.Empty;
        var link = $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}cursor={Uri.EscapeDataString(cursor)}";
        return Html.Of($"""<p><a href="{link}">Trang tiếp</a></p>""");
    }
}
