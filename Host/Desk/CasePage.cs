using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Notification;
using ProcedureEngine.Host.Cases;

namespace ProcedureEngine.Host.Desk;

/// <summary>One case: its state, what it is tied to, open tasks, limits, papers, letters, history, and what an officer may do to it beside its steps.</summary>
internal sealed class CasePage(DurableStore store, CaseReader reader, RelatedCases related, CaseHistory history, CaseActs acts, OfficeDirectory offices, Caller caller)
{
    private const int MaxRelated = 20;

    /// <summary>What was typed before the session ended stands in its form again; nothing is done.</summary>
    public Task<IResult> ShowKeptAsync(KeptForm kept, HttpContext http) => ShowAsync(kept.Id, http, new TypedAct(kept.Act, kept.Form) { Notice = kept.Notice(caller.Actor) });

    public async Task<IResult> ShowAsync(string id, HttpContext http, TypedAct? problem = null)
    {
        var cancellation = http.RequestAborted;
        var file = await reader.FindAsync(id);
        var tasks = (await store.Queries.TasksAsync(new TaskFilter(null, null, IsOpen: true, InstanceId: id), cancellation)).Items;
        var limits = (await store.Queries.DeadlinesAsync(new DeadlineFilter(null, InstanceId: id, Limit: 200), cancellation)).Items;
        var (documents, messages) = (await reader.DocumentsAsync(id), await reader.MessagesAsync(id));
        var (links, alike, lines) = (await reader.LinksAsync(file), await related.OfAsync(id, MaxRelated, cancellation), await HistoryAsync(id, cancellation));
        var open = tasks.Select(task => Html.Of($"""<li><a href="/desk/tasks/{task.Id}">{task.Title.Vi}</a> ({task.Role}{(task.Assignee is null ? "" : ", " + task.Assignee)})</li>"""));
        return DeskPage.Show($"Hồ sơ {file.Name}", Html.Of($"""
            {CaseActs.Problem(problem)}{Head(file)}{Links(links)}{Related(alike)}
            <h2>Việc đang mở</h2>{(tasks.Count == 0 ? Html.Of($"<p>Không có việc nào.</p>") : Html.Of($"<ul>{open}</ul>"))}
            <h2>Thời hạn</h2>{ListPages.Limits(limits)}
            <h2>Tài liệu</h2>{Documents(file, documents)}
            <h2>Thư từ, tin nhắn</h2>{Messages(file, messages)}
            {acts.Forms(file, documents, messages, problem)}
            <h2>Quá trình giải quyết</h2>{lines}
            """), caller.Actor, problem?.Status ?? 200);
    }

    /// <summary>Cases of the same judgment or person; nothing when there are none.</summary>
    public static Html Related(IReadOnlyCollection<RelatedCase> found)
    {
        if (found.Count == 0)
            return Html.Empty;
        var rows = found.Select(hit => Html.Of($"""
            <li><a href="/desk/cases/{hit.Case.Id}">{hit.Case.Name}</a>, {hit.Case.ApplicantName}, {CaseStatus.Label(hit.Case.Status).Vi}: {string.Join("; ", hit.Shared.Select(kind => CaseTrait.Label(kind).Vi.ToLowerInvariant()))}</li>
            """));
        return Html.Of($"""<div class="box" role="note"><strong>Hồ sơ liên quan</strong><ul>{rows}</ul></div>""");
    }

    private static Html Links(CaseLinks links)
    {
        var all = new[] { ("Đã gộp vào", links.MergedInto), ("Tách từ", links.SplitFrom) }.Concat(links.MergedFrom.Select(link => ("Nhận gộp", (CaseLink?)link)))
            .Concat(links.SplitOff.Select(link => ("Đã tách thành", (CaseLink?)link))).Where(link => link.Item2 is not null).ToList();
        return all.Count == 0
            ? Html.Empty
            : Html.Of($"""<div class="box"><ul>{all.Select(link => Html.Of($"""<li>{link.Item1}: <a href="/desk/cases/{link.Item2!.Id}">{link.Item2.Name}</a> ({CaseStatus.Label(link.Item2.Status).Vi})</li>"""))}</ul></div>""");
    }

    private Html Head(CaseFile file) => Html.Of($"""
        <div class="box"><p><strong>{CaseStatus.Label(file.Status).Vi}</strong></p>
        <p>Người yêu cầu: {file.ApplicantName} · Liên hệ: {file.ApplicantAddress} · Kênh: {DeskLabels.Of(file.Channel)}</p>
        <p>Mã tra cứu: {file.ReferenceCode} · Cơ quan: {offices.Find(file.Office)?.Name ?? file.Office} · Tiếp nhận: {DeskPage.When(file.OpenedAt)}</p><p>{file.Subject}</p></div>
        """);

    private static Html Documents(CaseFile file, IEnumerable<CaseDocument> documents)
    {
        var rows = documents.Select(document => Html.Of($"""
            <tr><td><a href="/api/cases/{file.Id}/documents/{document.Id}">{document.Name}</a></td><td>{PaperWords.Of(document.Kind).Vi}</td><td>{document.Version}</td><td>{DeskPage.When(document.At)}</td></tr>
            """));
        return Html.Of($"""<div class="wide"><table><thead><tr><th>Tên</th><th>Loại</th><th>Bản</th><th>Lúc</th></tr></thead><tbody>{rows}</tbody></table></div>""");
    }

    private static Html Messages(CaseFile file, IEnumerable<SentMessage> messages)
    {
        var rows = messages.Select(m => Html.Of($"""
            <tr><td>{(m.Message.Direction == MessageDirection.In ? "đến" : "đi")}</td><td>{Title(m.Message)}{(m.Message.InstanceId == file.Id ? Html.Empty : Html.Of($""" <span class="hint">(hồ sơ đã gộp)</span>"""))}</td>
            <td>{m.Message.Address}</td><td>{DeskPage.When(m.Message.At)}</td><td>{Sending(m)}</td><td>{m.Undelivered?.Answer ?? m.Proof}</td></tr>
            """));
        return Html.Of($"""<div class="wide"><table><thead><tr><th>Chiều</th><th>Thư</th><th>Địa chỉ</th><th>Lúc</th><th>Gửi</th><th>Bằng chứng</th></tr></thead><tbody>{rows}</tbody></table></div>""");
    }

    private static string Title(CaseMessage message) => message switch
    {
        { Direction: MessageDirection.In } => message.Subject,
        { Channel: OutboxChannels.Sms } => $"SMS: {message.Subject}",
        _ => JournalWords.Letter(message.Kind).Vi,
    };

    /// <summary>That a letter did not arrive is said in words, not by colour alone.</summary>
    private static Html Sending(SentMessage message) => (message.Undelivered, message.State) switch
    {
        ({ } undelivered, "sent") => Html.Of($"""<span class="late">KHÔNG ĐẾN NƠI ({DeskPage.When(undelivered.At)})</span>"""),
        (_, "sent") => Html.Of($"đã gửi"),
        (_, "pending") => Html.Of($"chờ gửi"),
        (_, "failed") => Html.Of($"""<span class="late">KHÔNG GỬI ĐƯỢC</span>"""),
        _ => Html.Empty,
    };

    private async Task<Html> HistoryAsync(string id, CancellationToken cancellation)
    {
        var instance = (await store.Queries.InstanceAsync(id, cancellation))!;
        var lines = (await store.Queries.JournalAsync(id, cancellation)).Where(CaseHistory.IsOfPeople).Select(row => (row.At, Words: history.Of(row, instance)));
        var rows = lines.Select(line => Html.Of($"<tr><td>{DeskPage.When(line.At)}</td><td>{line.Words.Text.Vi}</td><td>{line.Words.Actor.Vi}</td></tr>"));
        return Html.Of($"""<div class="wide"><table><thead><tr><th>Lúc</th><th>Việc</th><th>Người</th></tr></thead><tbody>{rows}</tbody></table></div>""");
    }
}
