using ProcedureEngine.Activities;
using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Intake;
using ProcedureEngine.Activities.Notification;
using ProcedureEngine.Host.Cases;

namespace ProcedureEngine.Host.Desk;

/// <summary>What was typed into the form of an act, to stand there again.</summary>
internal sealed record TypedAct(string Act, IFormCollection Form)
{
    /// <summary>Why it was not done; null where it was not tried.</summary>
    public RejectedException? Refusal { get; init; }

    public string? Notice { get; init; }

    public int Status => Refusal is null ? StatusCodes.Status200OK : Problem.StatusOf(Refusal.Kind);
}

/// <summary>The forms by which an intake officer merges a case, splits a request off it, or puts it aside; and what they do.</summary>
internal sealed class CaseActs(MergeDoor merge, SplitDoor split, Caller caller)
{
    private const string Merge = "merge";
    private const string Split = "split";
    private const string Aside = "set-aside";

    /// <returns>Where to go on.</returns>
    public async Task<string> DoAsync(string id, string act, IFormCollection form, HttpContext http)
    {
        switch (act)
        {
            case Merge:
                var asked = Json(form, "into", "reason");
                await merge.MergeAsync(id, MergeEndpoints.Read<MergeRequest>(asked), http, asked);
                return id;
            case Aside:
                var aside = Json(form, "reason");
                await merge.SetAsideAsync(id, MergeEndpoints.Read<SetAsideRequest>(aside), http, aside);
                return id;
            case Split:
                var second = SplitJson(form);
                return (await split.SplitAsync(id, MergeEndpoints.Read<SplitCaseRequest>(second), http, second)).SplitFrom;
            default:
                throw RejectedException.NotFound("việc (act)", act);
        }
    }

    public static Html Problem(TypedAct? problem) => problem?.Refusal is null
        ? Told(problem?.Notice)
        : Html.Of($"""<div class="box errors" role="alert"><p>{problem.Refusal.Text.Vi}</p><ul>{problem.Refusal.Fields.Select(field => Html.Of($"<li>{field.Message.Vi}</li>"))}</ul></div>""");

    public static Html Told(string? notice) => notice is null ? Html.Empty : Html.Of($"""<p class="box errors" role="alert">{notice}</p>""");

    public Html Forms(CaseFile file, IReadOnlyCollection<CaseDocument> documents, IReadOnlyCollection<SentMessage> messages, TypedAct? problem)
    {
        if (!caller.Actor.Has(Roles.IntakeOfficer.Id, file.Office) || file.MergedInto is not null)
            return Html.Empty;
        var isOpen = file.ClosedAt is null;
        var received = messages.Select(m => m.Message).Where(m => m is { Direction: MessageDirection.In, Blob: not null }).ToList();
        return Html.Of($"""
            {(isOpen ? MergeForm(file, problem) : Html.Empty)}
            {(received.Count > 0 && file.Procedure != MailTriage.Id ? SplitForm(file, documents, received, problem) : Html.Empty)}
            {(isOpen && file.Number is null && file.Procedure != MailTriage.Id ? AsideForm(file, problem) : Html.Empty)}
            """);
    }

    private Html MergeForm(CaseFile file, TypedAct? problem) => Form(file, Merge, problem, "Gộp vào hồ sơ khác (hai thư là một yêu cầu)", "Gộp hồ sơ", Html.Of($"""
        <p class="hint">Hồ sơ này kết thúc; hồ sơ kia được giải quyết tiếp, có đủ tài liệu và thư của cả hai. Số đã cấp được giữ cùng lý do.</p>
        <label>Số hồ sơ hoặc mã tra cứu của hồ sơ được giữ lại* <input type="text" name="into" maxlength="64" value="{Typed(problem, Merge, "into")}"></label>
        """));

    private Html AsideForm(CaseFile file, TypedAct? problem) => Form(file, Aside, problem, "Để riêng (thư rác, không phải yêu cầu)", "Để riêng", Html.Of($"""
        <p class="hint">Không cấp số, không gửi thư. Thủ trưởng có thể mở lại.</p>
        """));

    private Html SplitForm(CaseFile file, IEnumerable<CaseDocument> documents, List<CaseMessage> received, TypedAct? problem)
    {
        var chosen = problem?.Act == Split ? problem.Form["documents"].ToHashSet(StringComparer.Ordinal) : [];
        var papers = documents.Where(document => document.Blob is not null).Select(document => Html.Of($"""
            <label class="inline"><input type="checkbox" name="documents" value="{document.Id}"{(chosen.Contains(document.Id) ? new Html(" checked") : Html.Empty)}> {document.Name} <span class="hint">{DeskPage.When(document.At)}</span></label>
            """));
        var mails = received.Select(mail => Html.Of($"""<option value="{mail.Id}"{(Typed(problem, Split, "messageId") == mail.Id ? new Html(" selected") : Html.Empty)}>{DeskPage.When(mail.At)} · {mail.Address} · {mail.Subject}</option>"""));
        return Form(file, Split, problem, "Tách yêu cầu thứ hai (một thư là hai yêu cầu)", "Tách thành hồ sơ mới", Html.Of($"""
            <p class="hint">Hồ sơ mới có mã, thư báo nhận và thời hạn riêng; thư gốc thuộc cả hai hồ sơ.</p>
            <label>Thư <select name="messageId">{mails}</select></label><fieldset><legend>Tài liệu của yêu cầu thứ hai</legend>{papers}</fieldset>
            <label>Nội dung của yêu cầu thứ hai <textarea name="text">{Typed(problem, Split, "text")}</textarea></label>
            <div class="grid"><label>Tên đương sự (nếu khác người gửi) <input type="text" name="applicantName" maxlength="200" value="{Typed(problem, Split, "applicantName")}"></label>
            <label>Địa chỉ thư điện tử (nếu khác người gửi) <input type="text" name="applicantEmail" maxlength="254" value="{Typed(problem, Split, "applicantEmail")}"></label></div>
            """));
    }

    private Html Form(CaseFile file, string act, TypedAct? problem, string title, string button, Html fields)
    {
        var opened = problem?.Act == act ? new Html(" open") : Html.Empty;
        return Html.Of($"""
            <details{opened}><summary>{title}</summary><form method="post" action="/desk/cases/{file.Id}/{act}"><input type="hidden" name="{KeptForm.TypedBy}" value="{caller.Actor.Id}">{fields}
            <label>Lý do* <textarea name="reason">{Typed(problem, act, "reason")}</textarea></label><button>{button}</button></form></details>
            """);
    }

    private static string? Typed(TypedAct? problem, string act, string field) => problem?.Act == act ? problem.Form[field].ToString() : null;

    private static string Json(IFormCollection form, params ReadOnlySpan<string> fields)
    {
        var json = new JsonObject();
        foreach (var field in fields)
            json[field] = form[field].ToString().Trim();
        return json.ToJsonString();
    }

    /// <summary>An empty field is left out.</summary>
    private static string SplitJson(IFormCollection form)
    {
        var json = new JsonObject { ["reason"] = form["reason"].ToString().Trim(), ["documents"] = new JsonArray([.. form["documents"].Select(id => (JsonNode?)id)]) };
        foreach (var field in (string[])["messageId", "text", "applicantName", "applicantEmail"])
        {
            if (form[field].ToString().Trim() is { Length: > 0 } value)
                json[field] = value;
        }

        return json.ToJsonString();
    }
}
