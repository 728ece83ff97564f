using ProcedureEngine.Activities;
using ProcedureEngine.Activities.Cases;
using ProcedureEngine.Activities.Intake;
using ProcedureEngine.Activities.Merging;
using ProcedureEngine.Activities.Notification;
using ProcedureEngine.Activities.Offices;
using ProcedureEngine.Engine.UserTasks;
using ProcedureEngine.Host.Composition;
using ProcedureEngine.Mail;
using ProcedureEngine.Mail.Intake;

namespace ProcedureEngine.Host.Cases;

internal sealed record SplitCaseRequest([property: Field("Lý do", "Reason", Multiline = true)] string Reason) : IValidated
{
    /// <summary>The received message that holds the second request; the first one when left out.</summary>
    [Field("Thư", "Message", MaxLength = 200)]
    public string? MessageId { get; init; }

    /// <summary>Ids of the papers that go with it.</summary>
    [Field("Tài liệu", "Papers")]
    public ImmutableArray<string> Documents { get; init; } = [];

    [Field("Nội dung của yêu cầu thứ hai", "Text of the second request", Multiline = true)]
    public string? Text { get; init; }

    [Field("Tên đương sự (nếu khác người gửi)", "Applicant's name, if not the sender's", MaxLength = 200)]
    public string? ApplicantName { get; init; }

    [Field("Địa chỉ thư điện tử của đương sự (nếu khác người gửi)", "Applicant's e-mail address, if not the sender's", MaxLength = 254)]
    public string? ApplicantEmail { get; init; }

    public IEnumerable<FieldError> Validate()
    {
        if (Documents.IsDefaultOrEmpty && string.IsNullOrWhiteSpace(Text))
            yield return new FieldError("documents", "nothing-to-split", new LocalizedText("Chọn tài liệu hoặc ghi nội dung để tách.", "Choose papers, or give the text, that go to the new case."));
        if (ApplicantEmail is { Length: > 0 } email && !MailOddities.CanBeAnswered(email))
            yield return new FieldError("applicantEmail", "email", new LocalizedText("Địa chỉ thư điện tử không hợp lệ.", "This is no e-mail address; write name@domain."));
    }
}

/// <param name="CaseId">The new case; it appears at once or, after a stop in between, when the outbox goes on.</param>
internal sealed record SplitAnswer(string CaseId, string ReferenceCode, string SplitFrom);

/// <summary>
/// Splits a request off: reads the chosen mail again from its bytes, and asks the case to start the new one. The new case's id is made from
/// the case and from what is split off, so that a second click, or a second host, means the same new case.
/// </summary>
internal sealed class SplitDoor(CaseReader reader, MergedCases merged, Caller caller, WorkflowRunner runner, DurableStore store, IdSource ids, IOfficeDirectory offices)
{
    public static async Task<IResult> HandleAsync(string id, SplitDoor door, HttpContext http)
    {
        var text = await Body.TextAsync(http);
        var answer = await door.SplitAsync(id, MergeEndpoints.Read<SplitCaseRequest>(text), http, text);
        http.Response.Headers.Location = $"/api/cases/{answer.CaseId}";
        return Body.Json(answer, StatusCodes.Status201Created);
    }

    public async Task<SplitAnswer> SplitAsync(string id, SplitCaseRequest request, HttpContext http, string body)
    {
        var cancellation = http.RequestAborted;
        var file = await reader.FindAsync(id);
        caller.RequireRole(file.Office, Roles.IntakeOfficer.Id);
        FormData.RequireText("reason", request.Reason);
        Require(file, await store.NowAsync(cancellation));
        var message = await MessageAsync(file, request.MessageId, cancellation);
        var files = await FilesAsync(id, request.Documents, cancellation);
        var newId = NewId(id, message.Id, files, request.Text);
        var code = (await store.Queries.CaseAsync(newId, cancellation))?.ReferenceCode ?? await PendingCodeAsync(id, newId, cancellation) ?? ids.NewReferenceCode();
        var mail = await MailAsync(file, message, files, request, cancellation);
        var payload = EngineJson.ToObject(new SplitRequest(newId, code, mail, request.Reason.Trim()));
        var answer = await runner.RunAsync(new PerformAct(id, caller.Actor, SplitRequest.Act, payload) { Key = RequestKey.Of(http, caller, body) }, cancellation);
        if (answer.Kind == "incident")
            throw RejectedException.Conflict("incident", "Có sự cố, chưa thực hiện được; bộ phận vận hành đã được báo.", "An incident stopped it; an operator can try again.");
        return new SplitAnswer(newId, await PendingCodeAsync(id, newId, cancellation) ?? code, id);
    }

    private void Require(CaseFile file, Instant now)
    {
        if (file.Procedure == MailTriage.Id)
            throw RejectedException.Conflict("open-first", "Hãy mở hồ sơ từ thư này trước, rồi tách.", "Open a case from this message first, then split that one.");
        if (!offices.OffersOnlineSupport(file.Office, now.InZone(DateTimeZoneProviders.Tzdb["Asia/Ho_Chi_Minh"]).Date))
            throw RejectedException.Conflict("pilot-scope", "Cơ quan này không còn hỗ trợ trực tuyến.", "This office does not offer the online support on this day.");
    }

    private async Task<CaseMessage> MessageAsync(CaseFile file, string? messageId, CancellationToken cancellation)
    {
        var received = new List<CaseMessage>();
        foreach (var member in await merged.FamilyAsync(file.Id, cancellation))
            received.AddRange((await store.Queries.MessagesAsync(member, cancellation)).Select(m => m.Message).Where(m => m.Direction == MessageDirection.In && m.Blob is not null));
        if (received.Count == 0)
            throw RejectedException.Conflict("no-mail", "Hồ sơ không có thư đến để tách.", "The case holds no received mail to split; a second request at the counter is entered there.");
        return messageId is null
            ? received[0]
            : received.Find(m => m.Id == messageId) ?? throw RejectedException.Invalid("messageId", "unknown-message", "Hồ sơ không có thư này.", "The case holds no received message of this id.");
    }

    private async Task<ImmutableArray<ReceivedFile>> FilesAsync(string id, ImmutableArray<string> documentIds, CancellationToken cancellation)
    {
        var held = new List<CaseDocument>();
        foreach (var member in await merged.FamilyAsync(id, cancellation))
            held.AddRange(await store.Queries.DocumentsAsync(member, cancellation));
        return [.. (documentIds.IsDefault ? [] : documentIds).Distinct(StringComparer.Ordinal).Select((documentId, index) => held.Find(document => document.Id == documentId) is { Blob: { } blob } found
            ? new ReceivedFile(found.Kind, found.Name, found.ContentType, found.Size, blob)
            : throw RejectedException.Invalid($"documents[{index}]", "unknown-document", $"Hồ sơ không có tài liệu '{documentId}' đã nhận.", $"The case holds no received paper '{documentId}'."))];
    }

    /// <summary>The message as the new case receives it: whose it is and what it answers stay, its files and text are what the officer chose.</summary>
    private async Task<ReceivedMail> MailAsync(CaseFile file, CaseMessage message, ImmutableArray<ReceivedFile> files, SplitCaseRequest request, CancellationToken cancellation)
    {
        var raw = await store.Blobs.GetAsync(message.Blob!, cancellation) ?? throw RejectedException.NotFound("thư (message)", message.Id);
        var read = MimeReader.Read(raw);
        var mail = new MailContent(read, MailIdentity.Of(read, message.Blob!)).Received(offices.Find(file.Office)!.Mailbox, message.Blob!, files);
        var text = string.IsNullOrWhiteSpace(request.Text) ? mail.Text : request.Text.Trim();
        var email = string.IsNullOrWhiteSpace(request.ApplicantEmail) ? null : request.ApplicantEmail.Trim();
        return mail with
        {
            Text = text,
            NewText = string.IsNullOrWhiteSpace(request.Text) ? mail.NewText : text,
            From = email ?? Answerable(mail.From, file),
            FromName = string.IsNullOrWhiteSpace(request.ApplicantName) ? email is null ? mail.FromName : string.Empty : request.ApplicantName.Trim(),
        };
    }

    private static string Answerable(string from, CaseFile file) => MailOddities.CanBeAnswered(from) ? from : file.ApplicantAddress is { } address && MailOddities.CanBeAnswered(address)
        ? address
        : throw RejectedException.Invalid("applicantEmail", "required", "Thư không có địa chỉ người gửi; hãy nhập địa chỉ của đương sự.", "The mail has no address that could be answered; give the applicant's.");

    private static string NewId(string id, string messageId, ImmutableArray<ReceivedFile> files, string? text) => CanonicalJson.Sha256(CanonicalJson.Write(new JsonArray(
        id, messageId, string.Join(' ', files.Select(file => file.Blob).Order(StringComparer.Ordinal)), text?.Trim() ?? string.Empty)))[..32];

    /// <summary>The code of a split that was asked for before, from the case's own journal; null for a new one.</summary>
    private async Task<string?> PendingCodeAsync(string id, string newId, CancellationToken cancellation) =>
        (await store.Queries.JournalAsync(id, cancellation)).Where(row => row.EventName == "CaseSplit").Select(row => JsonNode.Parse(row.Text)!["payload"])
            .FirstOrDefault(payload => (string?)payload?["case"] == newId)?["name"]?.GetValue<string>();
}
