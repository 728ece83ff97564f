using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Notification;
using ProcedureEngine.Host.Cases;

namespace ProcedureEngine.Host.Desk;

/// <summary>One case: its state, open tasks, limits, papers, letters and history.</summary>
internal sealed class CasePage(DurableStore store, CaseReader reader, Caller caller, IHttpContextAccessor http)
{
    public async Task<IResult> ShowAsync(string id)
    {
        var cancellation = http.HttpContext!.RequestAborted;
        var file = await reader.FindAsync(id);
        var tasks = (await store.Queries.TasksAsync(new TaskFilter(null, null, IsOpen: true, InstanceId: id), cancellation)).Items;
        var limits = (await store.Queries.DeadlinesAsync(new DeadlineFilter(null, InstanceId: id, Limit: 200), cancellation)).Items;
        var documents = await store.Queries.DocumentsAsync(id, cancellation);
        var messages = await store.Queries.MessagesAsync(id, cancellation);
        var journal = await store.Queries.JournalAsync(id, cancellation);
        var open = tasks.Select(task => Html.Of($"""<li><a href="/desk/tasks/{task.Id}">{task.Title.Vi}</a> ({task.Role}{(task.Assignee is null ? "" : ", " + task.Assignee)})</li>"""));
        return DeskPage.Show($"Hồ sơ {file.Number?.Text ?? file.ReferenceCode}", Html.Of($"""
            {Head(file)}<h2>Việc đang mở</h2><ul>{open}</ul>
            <h2>Thời hạn</h2>{ListPages.Limits(limits)}
            <h2>Tài liệu</h2>{Documents(file, documents)}
            <h2>Thư từ</h2>{Messages(messages)}
            <h2>Quá trình giải quyết</h2>{History(journal)}
            """), caller.Actor);
    }

    private static Html Head(CaseFile file) => Html.Of($"""
        <div class="box"><p><strong>{CaseStatus.Label(file.Status).Vi}</strong></p>
        <p>Người yêu cầu: {file.ApplicantName} · Liên hệ: {file.ApplicantAddress} · Kênh: {file.Channel}</p>
        <p>Mã tra cứu: {file.ReferenceCode} · Cơ quan: {file.Office} · Tiếp nhận: {DeskPage.When(file.OpenedAt)}</p><p>{file.Subject}</p></div>
        """);

    private static Html Documents(CaseFile file, IEnumerable<CaseDocument> documents)
    {
        var rows = documents.Select(document => Html.Of($"""
            <tr><td><a href="/api/cases/{file.Id}/documents/{document.Id}">{document.Name}</a></td><td>{document.Kind}</td><td>{document.Version}</td><td>{DeskPage.When(document.At)}</td></tr>
            """));
        return Html.Of($"""<div class="wide"><table><thead><tr><th>Tên</th><th>Loại</th><th>Bản</th><th>Lúc</th></tr></thead><tbody>{rows}</tbody></table></div>""");
    }

    private static Html Messages(IEnumerable<SentMessage> messages)
    {
        var rows = messages.Select(m => Html.Of($"""
            <tr><td>{(m.Message.Direction == MessageDirection.In ? "đến" : "đi")}</td><td>{m.Message.Kind}</td><td>{m.Message.Address}</td><td>{DeskPage.When(m.Message.At)}</td><td>{m.State}</td><td>{m.Proof}</td></tr>
            """));
        return Html.Of($"""<div class="wide"><table><thead><tr><th>Chiều</th><th>Loại</th><th>Địa chỉ</th><th>Lúc</th><th>Gửi</th><th>Bằng chứng</th></tr></thead><tbody>{rows}</tbody></table></div>""");
    }

    /// <summary>What a person did or what happened, without the engine's own steps.</summary>
    private static Html History(IEnumerable<JournalRow> journal)
    {
        var shown = journal.Where(row => row.EventName is not ("Started" or "Suspended" or "Resumed" or "Completed" or "Canceled"));
        var rows = shown.Select(row => Html.Of($"""
            <tr><td>{row.Sequence}</td><td>{DeskPage.When(row.At)}</td><td>{row.EventName}</td><td>{row.ActivityId}</td><td>{(string?)JsonNode.Parse(row.Text)!["message"]}</td><td>{(string?)JsonNode.Parse(row.Text)!["actor"]}</td></tr>
            """));
        return Html.Of($"""<div class="wide"><table><thead><tr><th>#</th><th>Lúc</th><th>Sự kiện</th><th>Bước</th><th>Nội dung</th><th>Người</th></tr></thead><tbody>{rows}</tbody></table></div>""");
    }
}
